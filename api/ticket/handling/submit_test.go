package handling_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/app"
	"github.com/dkisp-kaltara/elayanan/api/config"
	"github.com/dkisp-kaltara/elayanan/pkg/blob"
)

// flaky is an object store that refuses to store while told so, and every
// nth object besides.
type flaky struct {
	blob.Store
	down  atomic.Bool
	every int64 // 0: never by itself
	puts  atomic.Int64
}

func (f *flaky) Put(ctx context.Context, key string, r io.Reader, size int64) error {
	if n := f.puts.Add(1); f.down.Load() || (f.every > 0 && n%f.every == 0) {
		return fmt.Errorf("put: %w", blob.ErrUnavailable)
	}
	return f.Store.Put(ctx, key, r, size)
}

func (f *flaky) option() apitest.Option {
	return func(_ *config.Config, p *app.Parts) {
		p.WrapObjects = func(s blob.Store) blob.Store { f.Store = s; return f }
	}
}

// breakOff sends half of a submission and hangs up.
func breakOff(s *apitest.Server, c *apitest.Client, form *apitest.Form) error {
	body, contentType := form.Encode()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	half, send := io.Pipe()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"/api/v1/tickets", half)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", contentType)
	request.Header.Set("Authorization", "Bearer "+c.Token())
	go func() {
		_, _ = send.Write(body[:len(body)/2])
		cancel()
		_ = send.CloseWithError(io.ErrUnexpectedEOF)
	}()
	response, err := http.DefaultClient.Do(request)
	if err == nil {
		_ = response.Body.Close()
		return fmt.Errorf("half a request was answered %s", response.Status)
	}
	return nil
}

// numbersByDay returns all numbers, those of each day in the order in which
// they were given.
func numbersByDay(t *testing.T, s *apitest.Server) map[string][]string {
	t.Helper()
	var rows []struct{ Number, SubmittedOn string }
	require.NoError(t, s.DB.Read.Raw("SELECT number, submitted_on FROM tickets ORDER BY number").Scan(&rows).Error)
	days := map[string][]string{}
	for _, r := range rows {
		days[r.SubmittedOn] = append(days[r.SubmittedOn], r.Number)
	}
	return days
}

func requireNoGaps(t *testing.T, s *apitest.Server) (total int) {
	t.Helper()
	for day, numbers := range numbersByDay(t, s) {
		for i, number := range numbers {
			require.Equal(t, fmt.Sprintf("TKT-%s-%04d", strings.ReplaceAll(day, "-", ""), i+1), number)
		}
		total += len(numbers)
	}
	return total
}

// requireFiles checks that no row is without its object.
func requireFiles(t *testing.T, s *apitest.Server) {
	t.Helper()
	var keys []string
	require.NoError(t, s.DB.Read.Raw("SELECT object_key FROM attachments").Scan(&keys).Error)
	for _, key := range keys {
		body, _, err := s.Objects.Open(context.Background(), key, 0, -1)
		require.NoError(t, err)
		require.NoError(t, body.Close())
	}
}

// 200 at once, four in ten of them failing in every way, while midnight
// passes: what is acknowledged is stored, numbered without gap or duplicate,
// on its own day. A busy machine may answer some 503, which is a failure too.
func TestNumbersHaveNoGapsUnderConcurrentSubmissionsWithFailures(t *testing.T) {
	store := &flaky{every: 9}
	s := apitest.New(t, store.option())
	midnight := time.Date(2026, 1, 5, 16, 0, 0, 0, time.UTC) // WITA
	s.Clock.Set(midnight.Add(-time.Second))
	clients := []*apitest.Client{s.As("pemohon"), s.As("pemohon2")}

	var lock sync.Mutex
	acknowledged := map[string]int{}
	valid := func(i int) *apitest.Form {
		return apitest.Submission(t, "subdomain", fmt.Sprintf("Permohonan %d", i))
	}
	alike := valid(9)
	var group sync.WaitGroup
	for i := range 200 {
		group.Go(func() {
			client := clients[i%2]
			var got *apitest.Answer
			switch i % 10 {
			case 6:
				got = client.PostForm("/tickets", apitest.Answering(t, "subdomain", nil).Field("subject", "Bukan PDF").File("letter", "surat.pdf", []byte("<html>")))
				assert.Contains(t, []int{http.StatusUnprocessableEntity, http.StatusServiceUnavailable}, got.Status)
			case 7:
				got = client.PostForm("/tickets", apitest.Answering(t, "subdomain", nil).Field("subject", "Tanpa surat"))
				assert.Contains(t, []int{http.StatusUnprocessableEntity, http.StatusServiceUnavailable}, got.Status)
			case 8:
				assert.NoError(t, breakOff(s, client, valid(i)))
				return
			case 9: // twenty with one key, all by the same person and alike
				got = clients[1].PostForm("/tickets", alike, apitest.Header{"Idempotency-Key", "dua puluh"})
				assert.Contains(t, []int{http.StatusCreated, http.StatusConflict, http.StatusServiceUnavailable}, got.Status, string(got.Body))
			default:
				got = client.PostForm("/tickets", valid(i))
				assert.Contains(t, []int{http.StatusCreated, http.StatusServiceUnavailable}, got.Status, string(got.Body))
			}
			if got.Status == http.StatusCreated {
				lock.Lock()
				acknowledged[got.String(t, "number")]++
				if len(acknowledged) == 40 {
					s.Clock.Set(midnight)
				}
				lock.Unlock()
			}
		})
	}
	group.Wait()

	total := requireNoGaps(t, s)
	requireFiles(t, s)
	require.Equal(t, len(acknowledged), total, "acknowledged and stored")
	require.Greater(t, total, 60, "most get their number even on a busy machine")
	require.Less(t, total, 122, "some were refused by the store")
	repeated := 0
	for _, times := range acknowledged {
		if times > 1 {
			repeated++
		}
	}
	require.Equal(t, 1, repeated, "only the one with the key was answered more than once")
	require.Equal(t, 2, len(numbersByDay(t, s)), "both sides of midnight")
	var mismatched int
	require.NoError(t, s.DB.Read.Raw("SELECT COUNT(*) FROM tickets WHERE submitted_on <> CASE WHEN submitted_at < ? THEN '2026-01-05' ELSE '2026-01-06' END", midnight).Row().Scan(&mismatched))
	require.Zero(t, mismatched)
}

func TestRepeatedKeyReplaysTheFirstAnswer(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	pemohon, pemohon2 := s.As("pemohon"), s.As("pemohon2")
	key := apitest.Header{"Idempotency-Key", "kunci"}
	form := func(subject string) *apitest.Form {
		return apitest.NewForm().Field("service_type", "data-statistik").Field("subject", subject).
			Field("answers", `{"checked_portal":true,"variables":[{"unit":"orang","name":"Guru"}],"to_year":2.025e3,"from_year":2021.0,"area":"province","format":"pdf","purpose":"Riset","contact":{"phone":"0812 5300 0111","name":"Siti"},"needed_by":null}`).File("letter", "surat.pdf", apitest.PDF(t, "Surat"))
	}
	first := pemohon.PostForm("/tickets", form("Satu"), key).Want(t, http.StatusCreated)
	again := pemohon.PostForm("/tickets", form("Satu"), key).Want(t, http.StatusCreated)
	require.Equal(t, string(first.Body), string(again.Body))
	require.Equal(t, first.Header.Get("Location"), again.Header.Get("Location"))
	require.Equal(t, first.Header.Get("ETag"), again.Header.Get("ETag"))
	require.Equal(t, "true", again.Header.Get("Idempotency-Replayed"))
	require.Empty(t, first.Header.Get("Idempotency-Replayed"))
	read := pemohon.Get("/tickets/"+first.String(t, "number")).Want(t, http.StatusOK)
	require.Equal(t, string(first.Body), string(read.Body), "and it is what a reader sees")
	require.Equal(t, first.Header.Get("ETag"), read.Header.Get("ETag"))

	pemohon.PostForm("/tickets", form("Dua"), key).Problem(t, http.StatusUnprocessableEntity, "idempotency.mismatch")
	pemohon.PostForm("/tickets", apitest.Submission(t, "subdomain", "Satu"), key).Problem(t, http.StatusUnprocessableEntity, "idempotency.mismatch")
	pemohon.PostForm("/tickets", form("Satu"), apitest.Header{"Idempotency-Key", strings.Repeat("k", 101)}).Problem(t, http.StatusBadRequest, "idempotency.key")

	other := pemohon2.PostForm("/tickets", form("Satu"), key).Want(t, http.StatusCreated)
	require.NotEqual(t, first.String(t, "number"), other.String(t, "number"), "another person's key is another key")
	require.Equal(t, 2, requireNoGaps(t, s))

	var objects int
	require.NoError(t, s.Objects.List(context.Background(), "files/", func(blob.Info) error { objects++; return nil }))
	require.Equal(t, 2, objects, "the files of replays and refusals were discarded")
}

func TestKeyOfAFailedSubmissionIsFreeAgain(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	pemohon := s.As("pemohon")
	key := apitest.Header{"Idempotency-Key", "gagal dulu"}
	body := map[string]any{"service_type": "subdomain", "subject": "Tanpa surat", "answers": apitest.Answers(t, "subdomain", nil)}
	pemohon.Post("/tickets", body, key).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	pemohon.PostForm("/tickets", apitest.Submission(t, "subdomain", "Dengan surat"), key).Want(t, http.StatusCreated)
}

func TestManyRepeatsAtOnceFileOneRequest(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	pemohon := s.As("pemohon")
	form := apitest.Submission(t, "subdomain", "Sekali saja")
	var group sync.WaitGroup
	numbers := make([]string, 20)
	for i := range numbers {
		group.Go(func() {
			got := pemohon.PostForm("/tickets", form, apitest.Header{"Idempotency-Key", "sekali"})
			if assert.Contains(t, []int{http.StatusCreated, http.StatusConflict}, got.Status) && got.Status == http.StatusCreated {
				numbers[i] = got.String(t, "number")
			}
		})
	}
	group.Wait()
	for _, number := range numbers {
		require.Contains(t, []string{"TKT-20260105-0001", ""}, number)
	}
	require.Contains(t, numbers, "TKT-20260105-0001")
	require.Equal(t, 1, requireNoGaps(t, s))
}

// The hostile and broken files, each refused with what is wrong and where.
func TestHostileFilesAreRefusedWithAReason(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	pemohon := s.As("pemohon")
	good := apitest.PDF(t, "Surat permohonan")
	for name, file := range map[string]struct {
		content []byte
		codes   []string
	}{
		"empty":          {nil, []string{"file.empty"}},
		"HTML, renamed":  {[]byte("<html><script>alert(1)</script></html>"), []string{"file.not_pdf"}},
		"only a header":  {[]byte("%PDF-1.7\n"), []string{"file.truncated", "file.malformed"}},
		"truncated":      {good[:len(good)/2], []string{"file.truncated"}},
		"polyglot":       {append(bytes.Clone(good), "PK\x03\x04<html><script>alert(1)</script></html>PK\x05\x06"+strings.Repeat("\x00", 18)...), []string{"file.polyglot"}},
		"encrypted":      {apitest.CraftPDF("", "/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O(oooooooooooooooooooooooooooooooo)/U(uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu)>>/ID[(0123456789abcdef)(0123456789abcdef)]"), []string{"file.encrypted"}},
		"JavaScript":     {apitest.CraftPDF("/OpenAction<</S/JavaScript/JS(app.alert(1))>>", ""), []string{"file.active_content"}},
		"hidden name":    {apitest.CraftPDF("/OpenAction<</S/J#61vaScript/JS(app.alert(1))>>", ""), []string{"file.active_content"}},
		"Launch":         {apitest.CraftPDF("/OpenAction<</S/Launch/F(cmd.exe)>>", ""), []string{"file.active_content"}},
		"embedded file":  {apitest.CraftPDF("/Names<</EmbeddedFiles<</Names[(virus.exe)<</Type/Filespec/F(virus.exe)/EF<</F 4 0 R>>>>]>>>>", "", "<</Type/EmbeddedFile/Length 4>>stream\nMZ..\nendstream"), []string{"file.active_content"}},
		"flate bomb":     {apitest.CraftPDF("", "", apitest.Bomb(40<<20)), []string{"file.too_complex"}},
		"random garbage": {bytes.Repeat([]byte{0xde, 0xad, 0xbe, 0xef}, 4096), []string{"file.not_pdf"}},
	} {
		form := apitest.Answering(t, "subdomain", nil).Field("subject", name).File("letter", "surat.pdf", file.content)
		p := pemohon.PostForm("/tickets", form).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
		apitest.Pointers(t, p, "/letter")
		require.Contains(t, file.codes, p.Errors[0].Code, name)
		require.NotEmpty(t, p.Errors[0].Detail, name)
	}
	pemohon.PostForm("/tickets", apitest.Answering(t, "subdomain", nil).Field("subject", "Baik").File("letter", "surat.pdf", apitest.CraftPDF("", ""))).Want(t, http.StatusCreated)
	require.Equal(t, 1, requireNoGaps(t, s))
	var objects int
	require.NoError(t, s.Objects.List(context.Background(), "", func(blob.Info) error { objects++; return nil }))
	require.Equal(t, 1, objects, "nothing of the refused ones is kept")
}

func TestSubmissionIsCheckedFieldByField(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	pemohon := s.As("pemohon")
	base := func() *apitest.Form { return apitest.NewForm().File("letter", "surat.pdf", apitest.PDF(t, "Surat")) }
	right := func() *apitest.Form {
		return apitest.Answering(t, "subdomain", nil).File("letter", "surat.pdf", apitest.PDF(t, "Surat"))
	}
	for name, c := range map[string]struct {
		form    *apitest.Form
		pointer string
	}{
		"no service":         {base().Field("subject", "X"), "/service_type"},
		"unknown service":    {base().Field("service_type", "teleport").Field("subject", "X"), "/service_type"},
		"no subject":         {right(), "/subject"},
		"blank subject":      {right().Field("subject", "  \t"), "/subject"},
		"long subject":       {right().Field("subject", strings.Repeat("é", 201)), "/subject"},
		"answers not JSON":   {base().Field("service_type", "subdomain").Field("subject", "X").Field("answers", `[1]`), "/answers"},
		"duplicate answers":  {base().Field("service_type", "subdomain").Field("subject", "X").Field("answers", `{"a":1,"a":2}`), "/answers/a"},
		"NUL in answers":     {base().Field("service_type", "subdomain").Field("subject", "X").Field("answers", `{"a":"\u0000"}`), "/answers/a"},
		"huge answers":       {base().Field("service_type", "subdomain").Field("subject", "X").Field("answers", `{"a":"`+strings.Repeat("x", 300<<10)+`"}`), "/answers"},
		"subject twice":      {right().Field("subject", "X").Field("subject", "Y"), "/subject"},
		"a field too many":   {right().Field("subject", "X").Field("status", "done"), "/status"},
		"letter as text":     {apitest.Answering(t, "subdomain", nil).Field("subject", "X").Field("letter", "%PDF"), "/letter"},
		"two letters":        {right().Field("subject", "X").File("letter", "b.pdf", apitest.PDF(t, "B")), "/letter"},
		"no letter":          {apitest.Answering(t, "subdomain", nil).Field("subject", "X"), "/letter"},
		"unknown file field": {right().Field("subject", "X").File("virus", "b.pdf", apitest.PDF(t, "B")), "/virus"},
	} {
		p := pemohon.PostForm("/tickets", c.form).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
		require.Len(t, p.Errors, 1, name)
		require.Equal(t, c.pointer, p.Errors[0].Pointer, name)
	}
	s.As("loket").PostForm("/tickets", apitest.Submission(t, "subdomain", "X")).Problem(t, http.StatusForbidden, "auth.forbidden")
	s.Guest().PostForm("/tickets", apitest.Submission(t, "subdomain", "X")).Problem(t, http.StatusUnauthorized, "auth.signed_out")
	require.Zero(t, requireNoGaps(t, s))

	sent := pemohon.PostForm("/tickets", apitest.Answering(t, "peliputan", nil).Field("subject", strings.Repeat("é", 200)).
		File("letter", "surat.pdf", apitest.PDF(t, "Surat")).File("files[programme]", "acara.pdf", apitest.PDF(t, "Acara"))).Want(t, http.StatusCreated)
	require.Equal(t, "Festival Budaya Kalimantan Utara", sent.String(t, "answers.event"))
	require.Equal(t, []any{nil, nil, false}, []any{sent.Value(t, "outcome"), sent.Value(t, "closed_at"), sent.Value(t, "returned")})
	files := sent.Value(t, "attachments").([]any)
	require.Len(t, files, 2)
	require.Equal(t, "request_letter", files[0].(map[string]any)["kind"])
	require.Equal(t, "programme", files[1].(map[string]any)["field"])
}

func TestStorageDownRefusesTheSubmissionWhole(t *testing.T) {
	t.Parallel()
	store := &flaky{}
	s := apitest.New(t, store.option())
	pemohon := s.As("pemohon")
	store.down.Store(true)
	a := pemohon.PostForm("/tickets", apitest.Submission(t, "subdomain", "X"))
	a.Problem(t, http.StatusServiceUnavailable, "storage.unavailable")
	require.NotEmpty(t, a.Header.Get("Retry-After"))
	require.Zero(t, requireNoGaps(t, s))
	store.down.Store(false)
	require.Equal(t, "TKT-20260105-0001", pemohon.Submit(t, "X").String(t, "number"))
}
