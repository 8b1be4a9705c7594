package main_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// binary is the command, built once for all tests where it is not built already.
var binary = sync.OnceValues(func() (string, error) {
	if path := os.Getenv("ELAYANAN_TEST_BINARY"); path != "" {
		return path, nil
	}
	dir, err := os.MkdirTemp("", "elayanan-binary-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "elayanan")
	out, err := exec.Command("go", "build", "-ldflags=-s -w", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := binary(); err == nil && path != os.Getenv("ELAYANAN_TEST_BINARY") {
		_ = os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

var key = "ELAYANAN_JWT_KEY=" + base64.StdEncoding.EncodeToString([]byte("k9#xQ!2mZ_7pL@w4Vt^8bN&1cR*5dS(0"))

// command prepares the binary on SQLite in dir.
func command(t testing.TB, dir string, env []string, args ...string) *exec.Cmd {
	t.Helper()
	path, err := binary()
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(cancel)
	c := exec.CommandContext(ctx, path, args...)
	c.Env = append([]string{"ELAYANAN_DATA_DIR=" + dir, "ELAYANAN_LISTEN=127.0.0.1:0", "PATH=" + os.Getenv("PATH")}, env...)
	return c
}

// run runs the binary to its end and returns what it printed.
func run(t testing.TB, dir string, env []string, stdin string, args ...string) (out, errs string, code int) {
	t.Helper()
	c := command(t, dir, env, args...)
	var stdout, stderr bytes.Buffer
	c.Stdin, c.Stdout, c.Stderr = strings.NewReader(stdin), &stdout, &stderr
	err := c.Run()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		require.NoError(t, err)
	}
	return stdout.String(), stderr.String(), c.ProcessState.ExitCode()
}

func TestHelpListsCommandsAndSettings(t *testing.T) {
	for _, args := range [][]string{nil, {"help"}, {"--help"}, {"serve", "--help"}, {"migrate", "--help"}, {"user", "create", "--help"}} {
		out, errs, code := run(t, t.TempDir(), nil, "", args...)
		require.Zero(t, code, args)
		require.Empty(t, errs)
		require.Contains(t, out, "ELAYANAN_JWT_KEY")
		require.Contains(t, out, "ELAYANAN_LISTEN")
	}
	for _, args := range [][]string{{"dance"}, {"serve", "--dance"}, {"serve", "now"}, {"user"}, {"user", "delete"}} {
		_, errs, code := run(t, t.TempDir(), nil, "", args...)
		require.Equal(t, 1, code, args)
		require.True(t, strings.HasPrefix(errs, "elayanan: "), errs)
	}
}

func TestServingRefusesToStartWithoutAGoodKey(t *testing.T) {
	for name, env := range map[string][]string{"missing": nil, "weak": {"ELAYANAN_JWT_KEY=c2VjcmV0LXNlY3JldA=="}} {
		dir := t.TempDir()
		_, errs, code := run(t, dir, env, "", "serve")
		require.Equal(t, 1, code, name)
		require.Contains(t, errs, "ELAYANAN_JWT_KEY")
		require.NotContains(t, errs, "c2VjcmV0")
		entries, err := os.ReadDir(dir)
		require.NoError(t, err)
		require.Empty(t, entries, "nothing was begun")
	}
}

func TestFirstAdminIsMadeOnTheCommandLine(t *testing.T) {
	dir := t.TempDir()
	create := []string{"user", "create", "--username", "admin", "--name", "Admin Pertama", "--role", "admin"}
	out, errs, code := run(t, dir, nil, "", create...)
	require.Zero(t, code, errs)
	require.Regexp(t, `Account admin was made\.\nOne-time link to choose a password, good until \S+:\nhttp://127\.0\.0\.1:8080/kata-sandi#\S{43}\n`, out)

	_, errs, code = run(t, dir, nil, "", create...)
	require.Equal(t, 1, code)
	require.Contains(t, errs, "username.taken")

	const password = "kopi hujan seni pagi"
	for name, c := range map[string]struct {
		stdin string
		args  []string
		fault string
	}{
		"role unknown":      {"", []string{"--username", "b", "--name", "B", "--role", "root"}, "/username"},
		"role without unit": {"", []string{"--username", "bbb", "--name", "B", "--role", "technical"}, "/roles/0/unit"},
		"no role":           {"", []string{"--username", "bbb", "--name", "B"}, "--role"},
		"agency unknown":    {"", []string{"--username", "bbb", "--name", "B", "--role", "applicant", "--organisation", "nowhere"}, "0 agencies"},
		"agency ambiguous":  {"", []string{"--username", "bbb", "--name", "B", "--role", "applicant", "--organisation", "Dinas"}, "agencies match"},
		"password short":    {"short\n", []string{"--username", "bbb", "--name", "B", "--role", "head", "--password-stdin"}, "15 characters"},
		"password missing":  {"", []string{"--username", "bbb", "--name", "B", "--role", "head", "--password-stdin"}, "15 characters"},
	} {
		_, errs, code := run(t, dir, nil, c.stdin, append([]string{"user", "create"}, c.args...)...)
		require.Equal(t, 1, code, name)
		require.Contains(t, errs, c.fault, name)
	}
	out, errs, code = run(t, dir, nil, password+"\r\n", "user", "create", "--username", "teknis", "--name", "T", "--role", "technical:aptika", "--role", "verifier", "--password-stdin")
	require.Zero(t, code, errs)
	require.Equal(t, "Account teknis was made.\n", out, "a password that was given is not printed")

	out, errs, code = run(t, dir, nil, "", "migrate")
	require.Zero(t, code, errs)
	require.Contains(t, out, "up to date")
}

// served is a running server.
type served struct {
	*exec.Cmd
	address string
	log     *journal
}

// journal keeps what a process prints and tells when a pattern appears.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{}
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	n, err := j.text.Write(p)
	close(j.more)
	j.more = make(chan struct{})
	return n, err
}

func (j *journal) wait(t testing.TB, pattern string) []string {
	t.Helper()
	deadline, expression := time.After(time.Minute), regexp.MustCompile(pattern)
	for {
		j.mu.Lock()
		found, more, text := expression.FindStringSubmatch(j.text.String()), j.more, j.text.String()
		j.mu.Unlock()
		if found != nil {
			return found
		}
		select {
		case <-more:
		case <-deadline:
			t.Fatalf("no %s in %s", pattern, text)
		}
	}
}

func serve(t testing.TB, dir string, env ...string) served {
	t.Helper()
	s := served{Cmd: command(t, dir, append(env, key), "serve"), log: &journal{more: make(chan struct{})}}
	s.Stderr = s.log
	require.NoError(t, s.Start())
	t.Cleanup(func() { _ = s.Process.Kill() })
	s.address = s.log.wait(t, `"msg":"serving","address":"([^"]+)"`)[1]
	return s
}

// upload begins a sign-in whose body is not complete; finish sends the rest
// and returns the answer.
func upload(t testing.TB, address string) (finish func() string) {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	const body = `{"username":"nobody","password":"kopi hujan seni pagi"}`
	_, err = fmt.Fprintf(conn, "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n", len(body))
	require.NoError(t, err)
	first := make([]byte, len("HTTP/1.1 100 Continue\r\n\r\n")) // so the handler is reading
	_, err = io.ReadFull(conn, first)
	require.NoError(t, err)
	require.Contains(t, string(first), "100 Continue")
	return func() string {
		_, err := io.WriteString(conn, body)
		require.NoError(t, err)
		answer, err := io.ReadAll(conn)
		require.NoError(t, err)
		return string(answer)
	}
}

func TestSignalFinishesWhatIsInFlightAndExitsWithZero(t *testing.T) {
	s := serve(t, t.TempDir())
	response, err := http.Get("http://" + s.address + "/readyz")
	require.NoError(t, err)
	require.Equal(t, 200, response.StatusCode)
	_ = response.Body.Close()

	finish := upload(t, s.address)
	require.NoError(t, s.Process.Signal(syscall.SIGTERM))
	s.log.wait(t, "finishing what is in flight")
	require.Eventually(t, func() bool { _, err := net.Dial("tcp", s.address); return err != nil }, 10*time.Second, 10*time.Millisecond, "nobody new is let in")
	require.Contains(t, finish(), " 401 ", "whoever was in gets an answer")
	require.NoError(t, s.Wait())
	require.Zero(t, s.ProcessState.ExitCode())
}

func TestShutdownDoesNotWaitForeverForASlowClient(t *testing.T) {
	s := serve(t, t.TempDir(), "ELAYANAN_SHUTDOWN=1s")
	upload(t, s.address)
	require.NoError(t, s.Process.Signal(syscall.SIGTERM))
	s.log.wait(t, "requests were cut off")
	require.NoError(t, s.Wait())
}

func TestSecondSignalEndsTheProcessAtOnce(t *testing.T) {
	s := serve(t, t.TempDir())
	upload(t, s.address)
	require.NoError(t, s.Process.Signal(syscall.SIGTERM))
	s.log.wait(t, "finishing what is in flight")
	require.NoError(t, s.Process.Signal(syscall.SIGTERM))
	require.Error(t, s.Wait())
	require.Equal(t, syscall.SIGTERM, s.ProcessState.Sys().(syscall.WaitStatus).Signal())
}

func TestAuditVerifyWalksAlongTheChain(t *testing.T) {
	dir := t.TempDir()
	_, errs, code := run(t, dir, []string{key}, "", "migrate")
	require.Zero(t, code, errs)
	out, errs, code := run(t, dir, []string{key}, "", "audit", "verify")
	require.Zero(t, code, errs)
	require.Contains(t, out, "The record is whole")
	_, errs, code = run(t, dir, []string{key}, "", "audit", "verify", "--expect", "9:"+strings.Repeat("a", 64))
	require.NotZero(t, code)
	require.Contains(t, errs, "removed")
	for _, args := range [][]string{{"audit"}, {"audit", "verify", "--expect", "x"}} {
		_, _, code := run(t, dir, []string{key}, "", args...)
		require.NotZero(t, code, args)
	}
}

func TestRetentionSaysWhatIsDueAndADryRunChangesNothing(t *testing.T) {
	dir := t.TempDir()
	_, errs, code := run(t, dir, []string{key}, "", "migrate")
	require.Zero(t, code, errs)
	dry, errs, code := run(t, dir, []string{key}, "", "retention", "--dry-run")
	require.Zero(t, code, errs)
	for _, rule := range []string{"guest_contacts", "disabled_accounts", "notifications", "privacy_requests"} {
		require.Contains(t, dry, rule)
	}
	require.NotContains(t, dry, "archives", "what stays is not due")
	done, errs, code := run(t, dir, []string{key}, "", "retention")
	require.Zero(t, code, errs)
	require.Equal(t, dry, done, "a dry run says what is done")
	_, _, code = run(t, dir, []string{key}, "", "retention", "--all")
	require.NotZero(t, code)
}
