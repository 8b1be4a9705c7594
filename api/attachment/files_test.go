package attachment_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
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

func upload(c *apitest.Client, name string, content []byte) *apitest.Answer {
	return c.PostForm("/attachments", apitest.NewForm().Field("kind", "supporting").File("file", name, content))
}

// objects returns the keys in the store.
func objects(t *testing.T, s *apitest.Server) []string {
	t.Helper()
	var keys []string
	require.NoError(t, s.Objects.List(context.Background(), "", func(i blob.Info) error { keys = append(keys, i.Key); return nil }))
	return keys
}

// requireNothingLeft checks that neither the store nor the folder of uploads in
// progress keeps anything.
func requireNothingLeft(t *testing.T, s *apitest.Server) {
	t.Helper()
	require.Empty(t, objects(t, s))
	entries, err := os.ReadDir(filepath.Join(s.Config.DataDir, "incoming"))
	require.NoError(t, err)
	require.Empty(t, entries)
}

func TestDownloadGivesTheStoredBytesWholeOrInRanges(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	c := s.As("pemohon")
	content := apitest.PDF(t, strings.Repeat("isi ", 200))
	kept := upload(c, "surat.pdf", content).Want(t, http.StatusCreated)
	sum := sha256.Sum256(content)
	require.Equal(t, hex.EncodeToString(sum[:]), kept.String(t, "sha256"))
	require.Equal(t, []any{"surat.pdf", float64(len(content)), "application/pdf", "supporting"},
		[]any{kept.Value(t, "name"), kept.Value(t, "size"), kept.Value(t, "media_type"), kept.Value(t, "kind")})
	path, n := "/attachments/"+kept.String(t, "id")+"/content", len(content)
	require.Equal(t, "/api/v1"+path, kept.Header.Get("Location"))

	whole := c.Get(path).Want(t, http.StatusOK)
	require.Equal(t, content, whole.Body)
	for name, want := range map[string]string{
		"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store",
		"Content-Security-Policy": "default-src 'none'; sandbox", "Accept-Ranges": "bytes", "Content-Disposition": "attachment; filename=surat.pdf",
	} {
		require.Equal(t, want, whole.Header.Get(name), name)
	}
	tag := whole.Header.Get("ETag")
	for ranges, want := range map[string][]byte{
		"bytes=0-0": content[:1], "bytes=10-99": content[10:100], "bytes=100-": content[100:], "bytes=-50": content[n-50:],
		fmt.Sprintf("bytes=%d-%d", n-1, n+500): content[n-1:],
	} {
		part := c.Get(path, apitest.Header{"Range", ranges}).Want(t, http.StatusPartialContent)
		require.Equal(t, want, part.Body, ranges)
		require.Contains(t, part.Header.Get("Content-Range"), fmt.Sprintf("/%d", n))
	}
	several := c.Get(path, apitest.Header{"Range", "bytes=0-9,100-109"}).Want(t, http.StatusPartialContent)
	_, params, err := mime.ParseMediaType(several.Header.Get("Content-Type"))
	require.NoError(t, err)
	parts := multipart.NewReader(bytes.NewReader(several.Body), params["boundary"])
	for _, want := range [][]byte{content[:10], content[100:110]} {
		part, err := parts.NextPart()
		require.NoError(t, err)
		got, err := io.ReadAll(part)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	for _, ranges := range []string{fmt.Sprintf("bytes=%d-", n)} {
		refused := c.Get(path, apitest.Header{"Range", ranges})
		refused.Problem(t, http.StatusRequestedRangeNotSatisfiable, "attachment.range")
		require.Equal(t, fmt.Sprintf("bytes */%d", n), refused.Header.Get("Content-Range"))
	}
	for _, ranges := range []string{"bytes=9-1", "lines=1-2", "garbage"} {
		c.Get(path, apitest.Header{"Range", ranges}).Problem(t, http.StatusRequestedRangeNotSatisfiable, "attachment.range")
	}
	c.Get(path, apitest.Header{"Range", "bytes=0-9"}, apitest.Header{"If-Range", tag}).Want(t, http.StatusPartialContent)
	require.Equal(t, content, c.Get(path, apitest.Header{"Range", "bytes=0-9"}, apitest.Header{"If-Range", `"other"`}).Want(t, http.StatusOK).Body)
	c.Get(path, apitest.Header{"If-None-Match", tag}).Want(t, http.StatusNotModified)
}

func TestNamesAreShownNeverUsedAsPaths(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	c := s.As("pemohon")
	content := apitest.PDF(t, "Isi")
	for name, shown := range map[string]string{
		"../../../etc/passwd.pdf": "passwd.pdf", `a"b;c.pdf`: `a"b;c.pdf`, "Surat Izin Ünïcode 申請.pdf": "Surat Izin Ünïcode 申請.pdf",
		"invoice\u202efdp.pdf": "invoicefdp.pdf", strings.Repeat("x", 500) + ".pdf": strings.Repeat("x", 146) + ".pdf", "": "berkas.pdf",
	} {
		kept := upload(c, name, content).Want(t, http.StatusCreated)
		require.Equal(t, shown, kept.String(t, "name"))
		answer := c.Get("/attachments/"+kept.String(t, "id")+"/content").Want(t, http.StatusOK)
		kind, params, err := mime.ParseMediaType(answer.Header.Get("Content-Disposition"))
		require.NoError(t, err)
		require.Equal(t, []string{"attachment", shown}, []string{kind, params["filename"]})
	}
	for _, key := range objects(t, s) {
		require.Regexp(t, `^files/2026/01/[0-9a-f-]{36}$`, key)
	}
	// A header smuggled in through the name of the part.
	body := "--b\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nsupporting\r\n" +
		"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%0d%0aSet-Cookie: x=1.pdf\"\r\n\r\n" + string(content) + "\r\n--b--\r\n"
	kept := c.Send(http.MethodPost, "/attachments", "multipart/form-data; boundary=b", strings.NewReader(body)).Want(t, http.StatusCreated)
	require.Empty(t, c.Get("/attachments/"+kept.String(t, "id")+"/content").Header.Get("Set-Cookie"))
}

// large is a valid PDF of exactly size bytes.
func large(size int) []byte {
	stream := func(n int) []byte {
		return apitest.CraftPDF("", "", fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", n, strings.Repeat("x", n)))
	}
	n := size - len(stream(1_000_000)) + 1_000_000
	return stream(n - (len(stream(n)) - size))
}

func TestLimitHoldsWhileReading(t *testing.T) {
	t.Parallel()
	s := apitest.New(t, func(c *config.Config, _ *app.Parts) { c.MaxFile, c.MaxRequest = 2<<20, 5<<20 })
	c := s.As("pemohon")
	upload(c, "besar.pdf", large(2<<20+1)).Problem(t, http.StatusRequestEntityTooLarge, "file.too_large")
	requireNothingLeft(t, s)

	body, contentType := apitest.NewForm().Field("kind", "supporting").File("file", "besar.pdf", large(2<<20+1)).Encode()
	chunked := io.MultiReader(bytes.NewReader(body)) // its length is not known, so none is announced
	c.Send(http.MethodPost, "/attachments", contentType, chunked).Problem(t, http.StatusRequestEntityTooLarge, "file.too_large")
	requireNothingLeft(t, s)

	three := apitest.Answering(t, "email", nil).Field("subject", "Bersama terlalu besar")
	for i := range 3 {
		three.File(fmt.Sprintf("files[%d]", i), "b.pdf", large(2<<20-10))
	}
	body, contentType = three.Encode()
	c.Send(http.MethodPost, "/tickets", contentType, io.MultiReader(bytes.NewReader(body))).Problem(t, http.StatusRequestEntityTooLarge, "request.too_large")
	requireNothingLeft(t, s)

	upload(c, "pas.pdf", large(2<<20)).Want(t, http.StatusCreated)
}

func TestEndlessUploadIsCutOff(t *testing.T) {
	t.Parallel()
	s := apitest.New(t, func(c *config.Config, _ *app.Parts) { c.MaxFile, c.MaxRequest = 1<<20, 2<<20 })
	c := s.As("pemohon")
	head := "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7\n"
	var sent atomic.Int64
	body := io.MultiReader(strings.NewReader(head), readerFunc(func(p []byte) (int, error) { sent.Add(int64(len(p))); return len(p), nil }))
	request, err := http.NewRequest(http.MethodPost, s.URL+"/api/v1/attachments", body)
	require.NoError(t, err)
	request.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	request.Header.Set("Authorization", "Bearer "+c.Token())
	response, err := http.DefaultClient.Do(request)
	if err == nil { // the connection may also break under the sender
		require.Equal(t, http.StatusRequestEntityTooLarge, response.StatusCode)
		require.NoError(t, response.Body.Close())
	}
	require.Less(t, sent.Load(), int64(64<<20))
	requireNothingLeft(t, s)
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestUploadsAheadBelongToWhoMadeThem(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	owner, other := s.As("pemohon"), s.As("pemohon2")
	letter := owner.PostForm("/attachments", apitest.NewForm().Field("kind", "request_letter").File("file", "surat.pdf", apitest.PDF(t, "Surat"))).Want(t, http.StatusCreated).String(t, "id")
	submit := func(c *apitest.Client, ids ...string) *apitest.Answer {
		return c.Post("/tickets", map[string]any{"service_type": "subdomain", "subject": "Dengan unggahan", "answers": apitest.Answers(t, "subdomain", nil), "attachments": ids})
	}
	other.Get("/attachments/"+letter+"/content").Problem(t, http.StatusNotFound, "not_found")
	s.As("kadis").Get("/attachments/"+letter+"/content").Problem(t, http.StatusNotFound, "not_found")
	other.Delete("/attachments/"+letter).Problem(t, http.StatusNotFound, "not_found")
	for _, ids := range [][]string{{letter, letter}, {"00000000-0000-7000-8000-000000000000"}, {"x"}, {letter, "' OR 1=1"}} {
		p := submit(owner, ids...).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
		require.Equal(t, "attachment.unknown", p.Errors[0].Code)
	}
	apitest.Pointers(t, submit(other, letter).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/attachments/0")
	sent := submit(owner, letter).Want(t, http.StatusCreated)
	require.Equal(t, letter, sent.Value(t, "attachments").([]any)[0].(map[string]any)["id"])
	submit(owner, letter).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	owner.Delete("/attachments/"+letter).Problem(t, http.StatusNotFound, "not_found")
	owner.Get("/attachments/"+letter+"/content").Want(t, http.StatusOK)
	owner.PostForm("/attachments", apitest.NewForm().Field("kind", "internal").File("file", "x.pdf", apitest.PDF(t, "x"))).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	require.Len(t, objects(t, s), 1)
}

// Two requests that name the same file at once: one gets it, the other is
// refused whole.
func TestFileIsClaimedOnce(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	c := s.As("pemohon")
	for range 5 {
		letter := c.PostForm("/attachments", apitest.NewForm().Field("kind", "request_letter").File("file", "surat.pdf", apitest.PDF(t, "Surat"))).Want(t, http.StatusCreated).String(t, "id")
		var created atomic.Int64
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				a := c.Post("/tickets", map[string]any{"service_type": "subdomain", "subject": "Berebut", "answers": apitest.Answers(t, "subdomain", nil), "attachments": []string{letter}})
				if assert.Contains(t, []int{http.StatusCreated, http.StatusUnprocessableEntity}, a.Status) && a.Status == http.StatusCreated {
					created.Add(1)
				}
			})
		}
		group.Wait()
		require.Equal(t, int64(1), created.Load())
	}
	var without int
	require.NoError(t, s.DB.Read.Raw("SELECT COUNT(*) FROM tickets t WHERE NOT EXISTS (SELECT 1 FROM attachments a WHERE a.ticket_id = t.id)").Row().Scan(&without))
	require.Zero(t, without, "no request without its letter")
}

func TestUnusedUploadsAreBoundedAndCanBeRemoved(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	c := s.As("pemohon")
	content := apitest.PDF(t, "Isi")
	var ids []string
	for range 40 {
		ids = append(ids, upload(c, "a.pdf", content).Want(t, http.StatusCreated).String(t, "id"))
	}
	upload(c, "a.pdf", content).Problem(t, http.StatusConflict, "attachment.too_many_waiting")
	require.Len(t, objects(t, s), 40)
	c.Delete("/attachments/"+ids[0]).Want(t, http.StatusNoContent)
	c.Delete("/attachments/"+ids[0]).Problem(t, http.StatusNotFound, "not_found")
	upload(c, "a.pdf", content).Want(t, http.StatusCreated)
}

func TestSweepRemovesWhatIsLeftBehindAndNothingElse(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := apitest.New(t)
	c := s.As("pemohon")
	sent := c.Submit(t, "Dipakai").Value(t, "attachments").([]any)[0].(map[string]any)["id"].(string)
	abandoned := upload(c, "lama.pdf", apitest.PDF(t, "Lama")).Want(t, http.StatusCreated).String(t, "id")
	orphan := "files/2026/01/00000000-0000-7000-8000-000000000000"
	require.NoError(t, s.Objects.Put(ctx, orphan, strings.NewReader("yatim"), 5))
	foreign := "other/0001"
	require.NoError(t, s.Objects.Put(ctx, foreign, strings.NewReader("milik lain"), 10))

	// The store tells the age of objects by the machine's clock.
	s.Clock.Set(time.Now())
	swept, err := s.Files.Sweep(ctx)
	require.NoError(t, err)
	require.Equal(t, [2]int{1, 0}, [2]int{swept.Abandoned, swept.Orphans}, "uploaded in January, stored just now")
	require.Contains(t, objects(t, s), orphan)

	waiting := upload(s.As("pemohon"), "baru.pdf", apitest.PDF(t, "Baru")).Want(t, http.StatusCreated).String(t, "id")
	s.Clock.Advance(47 * time.Hour)
	swept, err = s.Files.Sweep(ctx)
	require.NoError(t, err)
	require.Equal(t, 0, swept.Abandoned)
	require.GreaterOrEqual(t, swept.Orphans, 1, "and the object of the abandoned one, where its job has not run")
	require.NotContains(t, objects(t, s), orphan)
	require.Contains(t, objects(t, s), foreign)

	c = s.As("pemohon")
	c.Get("/attachments/"+sent+"/content").Want(t, http.StatusOK)
	c.Get("/attachments/"+waiting+"/content").Want(t, http.StatusOK)
	c.Get("/attachments/"+abandoned+"/content").Problem(t, http.StatusNotFound, "not_found")
	s.Clock.Advance(2 * time.Hour)
	swept, err = s.Files.Sweep(ctx)
	require.NoError(t, err)
	require.Equal(t, [2]int{1, 1}, [2]int{swept.Abandoned, swept.Orphans}, "its row and, as no job runs here, its object")
	s.As("pemohon").Get("/attachments/"+waiting+"/content").Problem(t, http.StatusNotFound, "not_found")
}

// switched is an object store that can be switched off, and counts how often
// it is asked for an object.
type switched struct {
	blob.Store
	off   atomic.Bool
	opens atomic.Int64
}

func (s *switched) Put(ctx context.Context, key string, r io.Reader, size int64) error {
	if s.off.Load() {
		return blob.ErrUnavailable
	}
	return s.Store.Put(ctx, key, r, size)
}

func (s *switched) Open(ctx context.Context, key string, offset, length int64) (io.ReadCloser, blob.Info, error) {
	s.opens.Add(1)
	if s.off.Load() {
		return nil, blob.Info{}, blob.ErrUnavailable
	}
	return s.Store.Open(ctx, key, offset, length)
}

func TestStorageDownIsSaidAndNothingIsHalfDone(t *testing.T) {
	t.Parallel()
	store := &switched{}
	s := apitest.New(t, func(_ *config.Config, p *app.Parts) {
		p.WrapObjects = func(b blob.Store) blob.Store { store.Store = b; return store }
	})
	c := s.As("pemohon")
	content := apitest.PDF(t, "Isi")
	path := "/attachments/" + upload(c, "a.pdf", content).Want(t, http.StatusCreated).String(t, "id") + "/content"
	c.Get(path).Want(t, http.StatusOK)
	require.Equal(t, int64(1), store.opens.Load(), "a download asks the store once")

	store.off.Store(true)
	for _, a := range []*apitest.Answer{c.Get(path), c.Get(path, apitest.Header{"Range", "bytes=5-9"}), upload(c, "b.pdf", content)} {
		a.Problem(t, http.StatusServiceUnavailable, "storage.unavailable")
		require.NotEmpty(t, a.Header.Get("Retry-After"))
	}
	c.Get("/dashboard").Want(t, http.StatusOK)
	store.off.Store(false)
	require.Equal(t, content, c.Get(path).Want(t, http.StatusOK).Body)
	require.Len(t, objects(t, s), 1)
	var rows int
	require.NoError(t, s.DB.Read.Raw("SELECT COUNT(*) FROM attachments").Row().Scan(&rows))
	require.Equal(t, 1, rows)
}

// The greatest file goes in and out with memory that is bounded by the check
// of one file, not by how many there are.
//
// Unwatched: one caller asks one thing after the other.
func TestMemoryStaysFlatForTheGreatestFiles(t *testing.T) {
	s := apitest.New(t)                              // not parallel: the whole process is measured
	defer debug.SetGCPercent(debug.SetGCPercent(20)) // so that what is kept shows, and not what could be freed
	c := s.As("pemohon")
	content := large(20 << 20)
	require.Len(t, content, 20<<20)
	body, contentType := apitest.NewForm().Field("kind", "supporting").File("file", "besar.pdf", content).Encode()
	content = nil
	measure := func(times int) uint64 {
		runtime.GC()
		var before, now runtime.MemStats
		runtime.ReadMemStats(&before)
		peak, stop, stopped := uint64(0), make(chan struct{}), make(chan struct{})
		go func() {
			defer close(stopped)
			tick := time.NewTicker(2 * time.Millisecond)
			defer tick.Stop()
			for {
				select {
				case <-stop:
					return
				case <-tick.C:
					runtime.ReadMemStats(&now)
					peak = max(peak, now.HeapInuse)
				}
			}
		}()
		var group sync.WaitGroup
		for range times {
			group.Go(func() {
				request, err := http.NewRequest(http.MethodPost, s.URL+"/api/v1/attachments", bytes.NewReader(body))
				if !assert.NoError(t, err) {
					return
				}
				request.Header.Set("Content-Type", contentType)
				request.Header.Set("Authorization", "Bearer "+c.Token())
				response, err := http.DefaultClient.Do(request)
				if !assert.NoError(t, err) || !assert.Equal(t, http.StatusCreated, response.StatusCode) {
					return
				}
				location := response.Header.Get("Location")
				assert.NoError(t, response.Body.Close())
				request, err = http.NewRequest(http.MethodGet, s.URL+location, nil)
				if !assert.NoError(t, err) {
					return
				}
				request.Header.Set("Authorization", "Bearer "+c.Token())
				response, err = http.DefaultClient.Do(request)
				if !assert.NoError(t, err) {
					return
				}
				n, err := io.Copy(io.Discard, response.Body)
				assert.NoError(t, err)
				assert.Equal(t, int64(20<<20), n)
				assert.NoError(t, response.Body.Close())
			})
		}
		group.Wait()
		close(stop)
		<-stopped
		return (peak - min(peak, before.HeapInuse)) >> 20
	}
	one, eight := measure(1), measure(8)
	t.Logf("peak heap above the start: one file %d MB, eight at once %d MB", one, eight)
	require.Less(t, one, uint64(100))
	require.Less(t, eight, uint64(200))
}
