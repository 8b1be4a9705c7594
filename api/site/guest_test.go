package site_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
)

// browser posts forms as a browser without scripts does.
type browser struct {
	t testing.TB
	s *apitest.Server
}

func (b browser) post(path string, fields map[string]string, files map[string][]byte) (int, string, http.Header) {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, value := range fields {
		require.NoError(b.t, w.WriteField(name, value))
	}
	for name, content := range files {
		part, err := w.CreateFormFile(name, "berkas.pdf")
		require.NoError(b.t, err)
		_, err = part.Write(content)
		require.NoError(b.t, err)
	}
	require.NoError(b.t, w.Close())
	response, err := http.Post(b.s.URL+path, w.FormDataContentType(), &body)
	return b.read(response, err)
}

func (b browser) postPlain(path string, fields url.Values) (int, string, http.Header) {
	b.t.Helper()
	response, err := http.PostForm(b.s.URL+path, fields)
	return b.read(response, err)
}

func (b browser) read(response *http.Response, err error) (int, string, http.Header) {
	b.t.Helper()
	require.NoError(b.t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(b.t, err)
	return response.StatusCode, string(text), response.Header
}

var (
	numberIn = regexp.MustCompile(`TKT-[0-9]{8}-[0-9]{4}`)
	codeIn   = regexp.MustCompile(`[A-Z2-7]{4}(-[A-Z2-7]{4}){3}`)

	formAction = regexp.MustCompile(`action="(/ajukan/pengaduan\?token=[A-Za-z0-9_-]+)"`)
)

func TestCitizenFilesAndFollowsWithoutScriptsOrAccount(t *testing.T) {
	s := apitest.New(t)
	b := browser{t, s}
	fields := map[string]string{"subject": "Wifi taman mati", "answer-about": "network", "answer-detail": "Wifi taman mati sejak Senin.", "name": "Budi Santoso", "contact": "0812 0000 1111", "consent": "true"}
	status, page, header := b.post("/ajukan/pengaduan", fields, map[string][]byte{"files[evidence]": apitest.PDF(t, "KTP")})
	require.Equal(t, http.StatusCreated, status, page)
	require.Equal(t, "no-store", header.Get("Cache-Control"))
	number, code := numberIn.FindString(page), codeIn.FindString(page)
	require.NotEmpty(t, number)
	require.NotEmpty(t, code)
	key := url.Values{"number": {number}, "code": {code}}

	status, page, _ = b.postPlain("/lacak", key)
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, page, "Menunggu")
	require.Contains(t, page, "Kepala Dinas")
	require.Contains(t, page, "Mengapa tanggal ini?")
	require.Contains(t, page, "Kamis, 8 Januari 2026", "the third of three days of 24 hours")

	head := s.As("kadis")
	head.Act(t, number, "take-up", struct{}{}).Want(t, http.StatusOK)
	status, page, _ = b.postPlain("/lacak/pesan", url.Values{"number": {number}, "code": {code}, "text": {"Taman <b>Tepian</b>."}})
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, page, "Taman &lt;b&gt;Tepian&lt;/b&gt;.")

	head.Act(t, number, "return", map[string]any{"reason": "Lampirkan foto.", "points": []map[string]string{{"pointer": "", "comment": "Foto titik wifi."}}}).Want(t, http.StatusOK)
	_, page, _ = b.postPlain("/lacak", key)
	require.Contains(t, page, "Lampirkan foto.")
	require.Contains(t, page, "Foto titik wifi.")
	require.Contains(t, page, "Dikembalikan untuk Anda perbaiki")
	status, page, _ = b.post("/lacak/perbaikan", map[string]string{"number": number, "code": code, "note": "Ini."}, map[string][]byte{"files[1]": apitest.PDF(t, "foto")})
	require.Equal(t, http.StatusOK, status, page)
	require.NotContains(t, page, "Lampirkan foto.")

	status, _, _ = b.postPlain("/lacak/surat", key)
	require.Equal(t, http.StatusNotFound, status, "there is no answer yet")
	status, page, _ = b.postPlain("/lacak", url.Values{"number": {number}, "code": {"AAAA-AAAA-AAAA-AAAA"}})
	require.Equal(t, http.StatusNotFound, status)
	require.NotContains(t, page, "Wifi taman")
	for _, path := range []string{"/lacak/pesan", "/lacak/surat"} {
		status, _, _ = b.postPlain(path, url.Values{"number": {number}, "code": {"x"}, "text": {"y"}})
		require.Equal(t, http.StatusNotFound, status)
	}
	for range 51 { // from here on the address waits (auth.AddressTarget)
		status, page, _ = b.postPlain("/lacak", url.Values{"number": {number}, "code": {"AAAA-AAAA-AAAA-AAAA"}})
	}
	require.Equal(t, http.StatusTooManyRequests, status)
	require.Contains(t, page, "Tunggu sebentar")
}

func TestFilingFormThatIsSentTwiceFilesOnce(t *testing.T) {
	s := apitest.New(t)
	b := browser{t, s}
	open := func() string {
		response, err := http.Get(s.URL + "/ajukan/pengaduan")
		status, page, _ := b.read(response, err)
		require.Equal(t, http.StatusOK, status)
		return formAction.FindStringSubmatch(page)[1]
	}
	action := open()
	require.NotEqual(t, action, open(), "each form is one request")
	fields := map[string]string{"subject": "Jalan rusak", "answer-about": "network", "answer-detail": "Jalan rusak sejak Senin.", "name": "Budi", "contact": "0812 0000 1111", "consent": "true"}
	send := func(to string) (int, string) {
		status, page, _ := b.post(to, fields, nil)
		return status, page
	}
	status, first := send(action)
	require.Equal(t, http.StatusCreated, status, first)
	status, second := send(action)
	require.Equal(t, http.StatusCreated, status)
	require.Equal(t, numberIn.FindString(first), numberIn.FindString(second))
	require.Equal(t, codeIn.FindString(first), codeIn.FindString(second))

	fields["subject"] = "Jalan lain rusak" // gone back to, and changed
	status, page := send(action)
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, page, "sudah terkirim")
	status, page = send(formAction.FindStringSubmatch(page)[1])
	require.Equal(t, http.StatusCreated, status)
	require.NotEqual(t, numberIn.FindString(first), numberIn.FindString(page))
}

func TestFilingPageShowsWhatIsWrongAndKeepsWhatWasTyped(t *testing.T) {
	s := apitest.New(t)
	b := browser{t, s}
	status, page, _ := b.post("/ajukan/pengaduan", map[string]string{"subject": "Jalan \"rusak\"", "answer-about": "network", "answer-detail": "Jalan <i>rusak</i> sejak Senin.", "name": "Budi", "contact": ""}, nil)
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, page, `value="Jalan &#34;rusak&#34;"`)
	require.Contains(t, page, `href="#contact"`)
	require.Contains(t, page, `<option value="network" selected>`)
	require.Contains(t, page, `Jalan &lt;i&gt;rusak&lt;/i&gt; sejak Senin.`)
	status, page, _ = b.post("/ajukan/pengaduan", map[string]string{"subject": "Jalan", "answer-about": "jalan", "name": "Budi", "contact": "0812", "consent": "true"}, nil)
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, page, `<a href="#answer-about">Aduan tentang: Pilih salah satu`)
	require.Contains(t, page, `<a href="#answer-detail">Uraian aduan: Isian ini wajib diisi.`)
	status, page, _ = b.post("/ajukan/pengaduan", map[string]string{"subject": "Jalan", "answer-about": "network", "answer-detail": "Jalan rusak sejak Senin.", "name": "Budi", "contact": "0812", "consent": "true"}, map[string][]byte{"files[evidence]": []byte("<html>")})
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, page, "bukan PDF")

	for _, code := range []string{"email", "tidak-ada"} {
		response, err := http.Get(s.URL + "/ajukan/" + code)
		status, _, _ := b.read(response, err)
		require.Equal(t, http.StatusNotFound, status, code)
	}
	response, err := http.Get(s.URL + "/ajukan/informasi-publik")
	status, page, _ = b.read(response, err)
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, page, "pemberitahuan privasi")
}

// A citizen whose time ran out without an answer objects, and records a
// dispute after the superior's, without scripts or an account.
func TestCitizenObjectsWithoutScriptsOrAccount(t *testing.T) {
	s := apitest.New(t)
	b := browser{t, s}
	status, page, _ := b.post("/ajukan/informasi-publik", map[string]string{
		"subject": "Anggaran internet", "name": "Budi", "contact": "0812 0000 1111", "consent": "true",
		"answer-detail": "Anggaran internet tahun 2025.", "answer-purpose": "Penelitian", "answer-access": "view", "answer-delivery": "post",
		"answer-address": "Tarakan", "answer-occupation": "Guru", "answer-source_stated": "true",
	}, nil)
	require.Equal(t, http.StatusCreated, status, page)
	key := url.Values{"number": {numberIn.FindString(page)}, "code": {codeIn.FindString(page)}}
	_, page, _ = b.postPlain("/lacak", key)
	require.NotContains(t, page, "Anda dapat mengajukan keberatan", "there is no right yet")
	s.Clock.Advance(16 * 24 * time.Hour) // 21 January 2026: due the day before
	_, page, _ = b.postPlain("/lacak", key)
	require.Contains(t, page, "Anda dapat mengajukan keberatan sampai <strong>5 Maret 2026</strong>")
	require.NotContains(t, page, `value="a"`, "without a decision there is nothing to be exempted")

	with := func(more url.Values) url.Values {
		for name, value := range key {
			more[name] = value
		}
		return more
	}
	status, page, _ = b.postPlain("/lacak/keberatan", with(url.Values{"position": {"Tidak dijawab."}}))
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, page, "Isian ini wajib diisi.")
	status, page, _ = b.postPlain("/lacak/keberatan", with(url.Values{"reasons": {"c", "g"}, "position": {"Tidak <b>dijawab</b>."}}))
	require.Equal(t, http.StatusOK, status, page)
	require.Contains(t, page, "Permintaan tidak ditanggapi; Informasi disampaikan melebihi jangka waktu")
	status, _, _ = b.postPlain("/lacak/keberatan", with(url.Values{"reasons": {"c"}, "position": {"Lagi."}}))
	require.Equal(t, http.StatusUnprocessableEntity, status, "once")

	head, number := s.As("kadis"), key.Get("number")
	found := head.Get("/information-requests/"+number).Want(t, http.StatusOK).Value(t, "objections").([]any)[0].(map[string]any)
	id := found["id"].(string)
	head.PostForm("/information-requests/"+number+"/objections/"+id+"/answer", apitest.NewForm().Field("decision", "partly").Field("answer", "Sebagian.").
		File("letter", "keputusan.pdf", apitest.PDF(t, "Keputusan")), apitest.Header{"If-Match", `"1"`}).Want(t, http.StatusOK)
	_, page, _ = b.postPlain("/lacak", key)
	require.Contains(t, page, "Dikabulkan sebagian")
	status, _, header := b.postPlain("/lacak/tanggapan", with(url.Values{"objection": {id}}))
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, "application/pdf", header.Get("Content-Type"))
	status, _, _ = b.postPlain("/lacak/sengketa", with(url.Values{"objection": {"x"}, "registration_number": {"1"}, "filed_on": {"2026-01-21"}}))
	require.Equal(t, http.StatusNotFound, status)
	status, page, _ = b.postPlain("/lacak/sengketa", with(url.Values{"objection": {id}, "registration_number": {"012/REG/2026"}, "filed_on": {"2026-01-21"}}))
	require.Equal(t, http.StatusOK, status, page)
	require.Contains(t, page, "012/REG/2026")
	wrong := url.Values{"number": {number}, "code": {"AAAA-AAAA-AAAA-AAAA"}}
	for _, path := range []string{"/lacak/keberatan", "/lacak/sengketa", "/lacak/tanggapan"} {
		status, _, _ = b.postPlain(path, wrong)
		require.Equal(t, http.StatusNotFound, status, path)
	}
}
