package handling_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/config"
)

// process is the real binary on the database and store of a test.
type process struct {
	*exec.Cmd
	url string
	log bytes.Buffer
	t   testing.TB
}

func start(t *testing.T, binary string, c config.Config) *process {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := listener.Addr().String()
	require.NoError(t, listener.Close())
	p := &process{Cmd: exec.Command(binary, "serve"), url: "http://" + address, t: t}
	p.Stdout, p.Stderr = &p.log, &p.log
	for name, value := range map[string]string{
		"LISTEN": address, "DATA_DIR": c.DataDir, "DATABASE_URL": c.DatabaseURL, "JWT_KEY": base64.StdEncoding.EncodeToString(c.Key), "PUBLIC_URL": p.url,
		"S3_ENDPOINT": c.S3Endpoint, "S3_ACCESS_KEY": c.S3AccessKey, "S3_SECRET_KEY": c.S3SecretKey, "S3_BUCKET": c.S3Bucket, "WEB_DIR": "none",
	} {
		if value != "" {
			p.Env = append(p.Env, config.Prefix+name+"="+value)
		}
	}
	require.NoError(t, p.Start())
	t.Cleanup(p.die)
	require.Eventually(t, func() bool {
		response, err := http.Get(p.url + "/readyz")
		if err != nil {
			return false
		}
		return response.Body.Close() == nil && response.StatusCode == http.StatusOK
	}, 30*time.Second, 20*time.Millisecond, "the server does not start: %s", &p.log)
	return p
}

// die kills the process as a power cut would.
func (p *process) die() {
	_ = p.Process.Kill() // it may be dead already
	_ = p.Wait()
}

func (p *process) signIn(t *testing.T, username string) string {
	t.Helper()
	body, err := json.Marshal(map[string]string{"username": username, "password": apitest.Password})
	require.NoError(t, err)
	response, err := http.Post(p.url+"/api/v1/auth/login", "application/json", bytes.NewReader(body))
	require.NoError(t, err)
	defer response.Body.Close()
	var tokens struct {
		AccessToken string `json:"access_token"`
	}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&tokens))
	require.NotEmpty(t, tokens.AccessToken)
	return tokens.AccessToken
}

// receipt is a request that the server acknowledged.
type receipt struct {
	number, file string
	letter       []byte
}

// submit sends one request and returns its receipt, or nil where none came.
func (p *process) submit(token, subject string, letter []byte) *receipt {
	body, contentType := apitest.Answering(p.t, "subdomain", nil).Field("subject", subject).File("letter", "surat.pdf", letter).Encode()
	request, err := http.NewRequest(http.MethodPost, p.url+"/api/v1/tickets", bytes.NewReader(body))
	if err != nil {
		return nil
	}
	request.Header.Set("Content-Type", contentType)
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil
	}
	defer response.Body.Close()
	var sent struct {
		Number      string
		Attachments []struct{ ID string }
	}
	if response.StatusCode != http.StatusCreated || json.NewDecoder(response.Body).Decode(&sent) != nil {
		return nil
	}
	return &receipt{number: sent.Number, file: sent.Attachments[0].ID, letter: letter}
}

// However often the server is killed under load, what it acknowledged is there,
// no row is without its file, and no number is missing.
func TestKilledServerLosesNothingAcknowledged(t *testing.T) {
	binary := os.Getenv("ELAYANAN_TEST_BINARY") // where the program is built already
	if binary == "" {
		binary = filepath.Join(t.TempDir(), "elayanan")
		built, err := exec.Command("go", "build", "-ldflags=-s -w", "-o", binary, "github.com/dkisp-kaltara/elayanan/cmd/elayanan").CombinedOutput()
		require.NoError(t, err, "%s", built)
	}
	s := apitest.New(t) // its database and store; it serves nothing until the end
	letters := make([][]byte, 6)
	for i := range letters {
		letters[i] = apitest.PDF(t, fmt.Sprintf("Surat dari pengirim %d", i))
	}

	var lock sync.Mutex
	var receipts []receipt
	for round := range 3 {
		p := start(t, binary, s.Config)
		token := p.signIn(t, "pemohon")
		dead := make(chan struct{})
		var group sync.WaitGroup
		for client := range letters {
			group.Go(func() {
				for n := 0; ; n++ {
					select {
					case <-dead:
						return
					default:
					}
					if got := p.submit(token, fmt.Sprintf("Putaran %d, pengirim %d, ke-%d", round, client, n), letters[client]); got != nil {
						lock.Lock()
						receipts = append(receipts, *got)
						lock.Unlock()
					}
				}
			})
		}
		<-time.After(time.Duration(300+rand.IntN(900)) * time.Millisecond) // the moment of the power cut
		p.die()
		close(dead)
		group.Wait()
	}

	require.Greater(t, len(receipts), 5, "the server was killed before it did anything")
	total := requireNoGaps(t, s)
	require.GreaterOrEqual(t, total, len(receipts))
	requireFiles(t, s)
	reader := s.As("pemohon")
	for _, r := range receipts {
		reader.Get("/tickets/"+r.number).Want(t, http.StatusOK)
		require.Equal(t, r.letter, reader.Get("/attachments/"+r.file+"/content").Want(t, http.StatusOK).Body, r.number)
	}
	var lame int
	require.NoError(t, s.DB.Read.Raw(`SELECT COUNT(*) FROM tickets t WHERE
		(SELECT COUNT(*) FROM attachments a WHERE a.ticket_id = t.id) <> 1 OR
		(SELECT COUNT(*) FROM ticket_holders h WHERE h.ticket_id = t.id) <> 1 OR
		(SELECT COUNT(*) FROM events e WHERE e.object_kind = 'ticket' AND e.object_id = CAST(t.id AS TEXT)) <> 1`).Row().Scan(&lame))
	require.Zero(t, lame, "every request has its file, its holder and its event")
	t.Logf("%d acknowledged, %d stored", len(receipts), total)
}
