package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/app"
	"github.com/dkisp-kaltara/elayanan/api/config"
	"github.com/dkisp-kaltara/elayanan/pkg/blob"
)

// moody is an object store that answers its check as the test says.
type moody struct {
	blob.Store
	mu    sync.Mutex
	check func(context.Context) error
}

func (m *moody) Check(ctx context.Context) error {
	m.mu.Lock()
	check := m.check
	m.mu.Unlock()
	if check == nil {
		return m.Store.Check(ctx)
	}
	return check(ctx)
}

func (m *moody) set(check func(context.Context) error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.check = check
}

// health asks a probe and returns its status, its checks, and how long it took.
func health(t testing.TB, s *apitest.Server, path string) (int, map[string]string, time.Duration) {
	t.Helper()
	started := time.Now()
	response, err := http.Get(s.URL + path)
	require.NoError(t, err)
	defer response.Body.Close()
	var body app.Health
	require.NoError(t, json.NewDecoder(response.Body).Decode(&body))
	return response.StatusCode, body.Checks, time.Since(started)
}

func TestReadinessTellsWhichDependantIsAwayWithinItsDeadlineAndRecovers(t *testing.T) {
	store := &moody{}
	s := apitest.New(t, func(_ *config.Config, p *app.Parts) {
		p.WrapObjects = func(real blob.Store) blob.Store { store.Store = real; return store }
	})
	release := make(chan struct{})
	defer close(release)
	ok := map[string]string{"database": "ok", "storage": "ok"}
	away := map[string]string{"database": "ok", "storage": "unavailable"}
	for name, check := range map[string]func(context.Context) error{
		"refuses":                  func(context.Context) error { return errors.New("connection refused") },
		"hangs until its deadline": func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
		"hangs for good":           func(context.Context) error { <-release; return nil },
	} {
		store.set(check)
		status, checks, took := health(t, s, "/readyz")
		require.Equal(t, 503, status, name)
		require.Equal(t, away, checks, name)
		require.Less(t, took, 8*time.Second, name) // the deadline is two seconds; the machine may be busy
		status, _, _ = health(t, s, "/healthz")
		require.Equal(t, 200, status, "alive all the same")
		store.set(nil)
		status, checks, _ = health(t, s, "/readyz")
		require.Equal(t, 200, status, "ready again without a restart")
		require.Equal(t, ok, checks)
	}
}

func TestReadinessTellsThatTheDatabaseIsAway(t *testing.T) {
	s := apitest.New(t)
	var held []io.Closer
	for range s.DB.Writer().Stats().MaxOpenConnections {
		conn, err := s.DB.Writer().Conn(t.Context())
		require.NoError(t, err)
		held = append(held, conn)
	}
	status, checks, took := health(t, s, "/readyz")
	require.Equal(t, 503, status)
	require.Equal(t, map[string]string{"database": "unavailable", "storage": "ok"}, checks)
	require.Less(t, took, 8*time.Second)
	for _, conn := range held {
		require.NoError(t, conn.Close())
	}
	status, _, _ = health(t, s, "/readyz")
	require.Equal(t, 200, status)
}

// proxy passes connections on to a server, until it freezes them.
type proxy struct {
	net.Listener
	mu     sync.Mutex
	frozen chan struct{} // closed: passes
}

func (p *proxy) wait() {
	p.mu.Lock()
	gate := p.frozen
	p.mu.Unlock()
	<-gate
}

func (p *proxy) freeze() (thaw func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	gate := make(chan struct{})
	p.frozen = gate
	return func() { close(gate) }
}

func newProxy(t testing.TB, target string) *proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	open := make(chan struct{})
	close(open)
	p := &proxy{Listener: listener, frozen: open}
	t.Cleanup(func() { _ = listener.Close() })
	pass := func(to, from net.Conn) {
		defer to.Close()
		buffer := make([]byte, 32<<10)
		for {
			n, err := from.Read(buffer)
			p.wait()
			if n > 0 {
				if _, err := to.Write(buffer[:n]); err != nil {
					return
				}
			}
			if err != nil {
				return
			}
		}
	}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("tcp", target)
			if err != nil {
				_ = client.Close()
				continue
			}
			go pass(server, client)
			go pass(client, server)
		}
	}()
	return p
}

// On SQLite there is no server that could freeze.
func TestFrozenDatabaseServerHoldsNobody(t *testing.T) {
	var between *proxy
	s := apitest.New(t, func(c *config.Config, _ *app.Parts) {
		if c.DatabaseURL == "" {
			return
		}
		u, err := url.Parse(c.DatabaseURL)
		require.NoError(t, err)
		between = newProxy(t, u.Host)
		u.Host = between.Addr().String()
		c.DatabaseURL = u.String()
	})
	c := s.As("pemohon")
	c.Get("/me").Want(t, 200)
	if between == nil {
		return
	}
	thaw := between.freeze()
	started := time.Now()
	c.Get("/me").Want(t, 503)
	require.Less(t, time.Since(started), 20*time.Second)
	status, checks, _ := health(t, s, "/readyz")
	require.Equal(t, 503, status)
	require.Equal(t, "unavailable", checks["database"])
	s.Guest().Post("/auth/login", map[string]string{"username": "pemohon", "password": apitest.Password}).Want(t, 503)
	status, _, _ = health(t, s, "/healthz")
	require.Equal(t, 200, status)
	thaw()
	require.Eventually(t, func() bool { status, _, _ := health(t, s, "/readyz"); return status == 200 }, 30*time.Second, 50*time.Millisecond)
	c.Get("/me").Want(t, 200)
	s.As("pemohon")
}

func TestFiguresAreServedOnlyWhereEnabledAndDoNotGrowWithWhatCallersSend(t *testing.T) {
	figures := func(s *apitest.Server) (int, string) {
		response, err := http.Get(s.URL + "/metrics")
		require.NoError(t, err)
		defer response.Body.Close()
		text, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		return response.StatusCode, string(text)
	}
	status, _ := figures(apitest.New(t))
	require.Equal(t, 404, status)

	on := func(c *config.Config, _ *app.Parts) { c.Metrics = true }
	apitest.New(t, on) // two in one process do not meet
	s := apitest.New(t, on)
	s.As("pemohon").Get("/me").Want(t, 200)
	for _, method := range []string{"BREW", "GET"} {
		request, err := http.NewRequest(method, s.URL+"/no/such/GEHEIM", nil)
		require.NoError(t, err)
		request.Host = "evil.example"
		response, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		_ = response.Body.Close()
	}
	status, text := figures(s)
	require.Equal(t, 200, status)
	require.Contains(t, text, `elayanan_requests_total{code="200",host="",method="GET",url="/api/v1/me"} 1`)
	for _, sent := range []string{"GEHEIM", "evil.example", "BREW"} {
		require.NotContains(t, text, sent)
	}
}

// log keeps what is logged, safe for concurrent use.
type log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func TestLogNamesEveryRequestAndHoldsNoSecret(t *testing.T) {
	logged := &log{}
	s := apitest.New(t, func(_ *config.Config, p *app.Parts) {
		p.Log = slog.New(slog.NewJSONHandler(logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	const next = "kopi hujan seni pagi"
	c := s.As("pemohon")
	c.Post("/me/password", map[string]string{"current_password": apitest.Password, "new_password": next}).Want(t, 204)
	s.Guest().Post("/auth/login", map[string]string{"username": "pemohon", "password": "wrong horse battery"}).Want(t, 401)
	refreshed := s.Guest()
	refreshed.Cookies = c.Cookies
	again := refreshed.Post("/auth/refresh", struct{}{}).Want(t, 200)
	made := s.As("admin").Post("/users", map[string]any{"username": "baru", "name": "Baru", "roles": []any{map[string]string{"role": "head"}}}).Want(t, 201)
	_, token, _ := strings.Cut(made.String(t, "link.url"), "#")
	last := c.Get("/me?code=GEHEIM").Want(t, 200)

	require.Eventually(t, func() bool { return strings.Contains(logged.String(), last.Header.Get("X-Request-Id")) }, 10*time.Second, time.Millisecond)
	text := logged.String()
	for line := range strings.Lines(text) {
		var fields map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &fields), line)
		require.NotEmpty(t, fields["request_id"], line)
	}
	for name, secret := range map[string]string{
		"password": apitest.Password, "new password": next, "wrong password": "wrong horse", "access token": c.Token(), "refresh cookie": c.Cookies[0].Value,
		"next cookie": again.Cookies[0].Value, "one-time link": token, "query": "GEHEIM", "scheme": "Bearer ",
	} {
		require.NotContains(t, text, secret, name)
	}
}

// Several instances may start at once on an empty database: one makes the
// tables and loads what is shipped, the others wait.
func TestEightInstancesStartAtOnceOnAnEmptyDatabase(t *testing.T) {
	c, p := apitest.Settings(t, apitest.Empty(t))
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			a, err := app.New(context.Background(), c, p)
			if err != nil {
				t.Error(err)
				return
			}
			if err := a.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	a, err := app.New(t.Context(), c, p)
	require.NoError(t, err)
	defer a.Close()
	var seeded int64
	require.NoError(t, a.DB.Read.Table("events").Where("type = 'seeded' AND object_kind = 'organisation'").Count(&seeded).Error)
	require.EqualValues(t, 1, seeded)
}
