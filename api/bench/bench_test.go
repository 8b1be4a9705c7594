//go:build bench

package bench_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// open is how many open requests the office has while it is measured.
const open = 10_000

// table is what is printed at the end: what was measured, and what is promised.
type table struct{ rows [][4]string }

func (b *table) add(what, measured, promised, ratio string) {
	b.rows = append(b.rows, [4]string{what, measured, promised, ratio})
}

func (b *table) print(w io.Writer) {
	fmt.Fprintf(w, "\n%-58s %14s %14s %8s\n", "case", "measured", "promised", "ratio")
	for _, r := range b.rows {
		fmt.Fprintf(w, "%-58s %14s %14s %8s\n", r[0], r[1], r[2], r[3])
	}
}

func TestSpeed(t *testing.T) {
	require.NotEmpty(t, os.Getenv("ELAYANAN_TEST_DATABASE_URL"), "start it with make bench")
	s := apitest.New(t)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	var out table
	defer func() { out.print(os.Stdout) }()

	fill(t, s)
	inbox(t, s, client, &out)
	recompute(t, s, &out)
	for _, clients := range []int{1, 8, 32} {
		submit(t, s, client, clients, &out)
	}
}

// fill multiplies two requests, one limited in days and one in minutes.
func fill(t *testing.T, s *apitest.Server) {
	applicant := s.As("pemohon")
	for _, service := range []string{"subdomain", "pse"} {
		applicant.PostForm("/tickets", apitest.Submission(t, service, "Permohonan "+service)).Want(t, http.StatusCreated)
	}
	s.Clock.Advance(8 * time.Hour)
	for _, statement := range []string{
		fmt.Sprintf(`CREATE TABLE copies AS
			SELECT gen_random_uuid() AS id, t.id AS of, i FROM tickets t, generate_series(1, %d) i`, open/2),
		`INSERT INTO tickets SELECT (jsonb_populate_record(t, jsonb_build_object('id', c.id, 'number', 'X-' || t.service_code || c.i,
			'submitted_at', t.submitted_at + c.i * interval '2 seconds', 'due_at', t.due_at + c.i * interval '2 seconds', 'due_order', t.due_at + c.i * interval '2 seconds'))).*
			FROM copies c JOIN tickets t ON t.id = c.of`,
		`INSERT INTO ticket_holders SELECT c.id, h.role, h.unit, h.user_id FROM copies c JOIN ticket_holders h ON h.ticket_id = c.of`,
		`INSERT INTO events SELECT (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'object_id', c.id))).*
			FROM copies c JOIN events e ON e.object_id = c.of::text`,
		`DROP TABLE copies`,
		`ANALYZE`,
	} {
		require.NoError(t, s.DB.Write.Exec(statement).Error)
	}
}

// inbox reads the first page of the counter's inbox again and again.
func inbox(t *testing.T, s *apitest.Server, client *http.Client, out *table) {
	token := s.As("loket").Token()
	var took []time.Duration
	for range 200 {
		request, err := http.NewRequest(http.MethodGet, s.URL+"/api/v1/tickets?holder=me&sort=due_at&limit=20", nil)
		require.NoError(t, err)
		request.Header.Set("Authorization", "Bearer "+token)
		begin := time.Now()
		response, err := client.Do(request)
		require.NoError(t, err)
		_, err = io.Copy(io.Discard, response.Body)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		took = append(took, time.Since(begin))
		require.Equal(t, http.StatusOK, response.StatusCode)
	}
	slices.Sort(took)
	p99 := took[len(took)*99/100]
	out.add(fmt.Sprintf("inbox, first page of %d open requests, p99 of %d", open, len(took)), p99.Round(time.Millisecond/10).String(), "< 100ms", ratio(p99, 100*time.Millisecond))
	require.Less(t, p99, 100*time.Millisecond)
}

// recompute adds a holiday that moves every open request.
func recompute(t *testing.T, s *apitest.Server, out *table) {
	admin := s.As("admin")
	admin.Post("/holidays", map[string]any{"date": "2026-01-06", "name": "Pemilihan", "kind": "regional"}).Want(t, http.StatusCreated)
	begin := time.Now()
	require.NoError(t, s.Tickets.RecomputeDeadlines(t.Context()))
	took := time.Since(begin)
	progress := admin.Get("/calendars/office/recomputation").Want(t, http.StatusOK)
	require.EqualValues(t, open+2, progress.Value(t, "moved"))
	out.add(fmt.Sprintf("a holiday moves %d open requests", open+2), took.Round(10*time.Millisecond).String(), "< 10s", ratio(took, 10*time.Second))
	require.Less(t, took, 10*time.Second)
}

// span is how long each rate is measured.
const span = 4 * time.Second

// submit compares the rate of submissions through HTTP with that of the bare
// SQL of the same transaction on the same server.
func submit(t *testing.T, s *apitest.Server, client *http.Client, clients int, out *table) {
	token := s.As("pemohon").Token()
	body, err := json.Marshal(map[string]any{"service_type": "helpdesk-tik", "subject": "Jaringan terputus", "answers": apitest.Answers(t, "helpdesk-tik", nil)})
	require.NoError(t, err)
	product := rate(t, clients, func() error {
		request, err := http.NewRequest(http.MethodPost, s.URL+"/api/v1/tickets", bytes.NewReader(body))
		if err != nil {
			return err
		}
		request.Header.Set("Authorization", "Bearer "+token)
		request.Header.Set("Content-Type", "application/json")
		response, err := client.Do(request)
		if err != nil {
			return err
		}
		defer response.Body.Close()
		text, err := io.ReadAll(response.Body)
		if response.StatusCode != http.StatusCreated {
			return fmt.Errorf("%d %s", response.StatusCode, text)
		}
		return err
	})
	bare := bareRate(t, s, clients)
	promised := "≥ 1.00 ×"
	if clients == 1 {
		promised = "≥ 0.80 ×"
	}
	out.add(fmt.Sprintf("submissions, %2d clients (bare SQL: %.0f/s)", clients, bare), fmt.Sprintf("%.0f/s", product), promised, fmt.Sprintf("%.2f", product/bare))
}

// bareRate runs the statements of a submission and nothing else, each client
// on a connection of its own.
func bareRate(t *testing.T, s *apitest.Server, clients int) float64 {
	pool, err := sql.Open("pgx", s.Config.DatabaseURL)
	require.NoError(t, err)
	defer pool.Close()
	pool.SetMaxOpenConns(clients)
	pool.SetMaxIdleConns(clients)
	var from, columns string
	require.NoError(t, pool.QueryRow(`SELECT id FROM tickets WHERE service_code = 'helpdesk-tik' ORDER BY id LIMIT 1`).Scan(&from))
	require.NoError(t, pool.QueryRow(`SELECT string_agg(column_name, ', ') FROM information_schema.columns WHERE table_name = 'tickets' AND column_name NOT IN ('id', 'number')`).Scan(&columns))
	ctx := context.Background()
	ids := ident.Random{}
	return rate(t, clients, func() error {
		tx, err := pool.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer func() { _ = tx.Rollback() }()
		var n int64
		if err := tx.QueryRowContext(ctx, `INSERT INTO ticket_counters (day, last) VALUES ('bench', 1) ON CONFLICT (day) DO UPDATE SET last = ticket_counters.last + 1 RETURNING last`).Scan(&n); err != nil {
			return err
		}
		id := ids.ID()
		for _, statement := range []struct {
			sql  string
			args []any
		}{
			{`INSERT INTO tickets (id, number, ` + columns + `) SELECT $1::uuid, $2::text, ` + columns + ` FROM tickets WHERE id = $3`, []any{id, fmt.Sprintf("B-%d", n), from}},
			{`INSERT INTO ticket_holders (ticket_id, role) VALUES ($1, 'front_office')`, []any{id}},
			{`INSERT INTO events (id, at, type, object_kind, object_id, actor_id, actor_name, actor_role, actor_unit, data, changes) VALUES ($1, now(), 'submitted', 'ticket', $2, '', '', '', '', '{}', '{}')`, []any{ids.ID(), id}},
		} {
			if _, err := tx.ExecContext(ctx, statement.sql, statement.args...); err != nil {
				return err
			}
		}
		return tx.Commit()
	})
}

// rate returns how often a second so many clients get through with work.
func rate(t *testing.T, clients int, work func() error) float64 {
	var done atomic.Int64
	var wait sync.WaitGroup
	faults := make(chan error, clients)
	begin := time.Now()
	for range clients {
		wait.Go(func() {
			for time.Since(begin) < span {
				if err := work(); err != nil {
					faults <- err
					return
				}
				done.Add(1)
			}
		})
	}
	wait.Wait()
	close(faults)
	for err := range faults {
		require.NoError(t, err)
	}
	return float64(done.Load()) / time.Since(begin).Seconds()
}

func ratio(measured, promised time.Duration) string {
	return fmt.Sprintf("%.2f", float64(measured)/float64(promised))
}
