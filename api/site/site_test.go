package site_test

import (
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/catalogue/contenttest"
	"github.com/dkisp-kaltara/elayanan/api/setting"
	"github.com/dkisp-kaltara/elayanan/api/site"
)

// publicURL is the address that the test servers say they have.
const publicURL = "http://127.0.0.1"

type answer struct {
	status int
	header http.Header
	body   string
}

// get reads an address as a browser does.
func get(t testing.TB, s *apitest.Server, path string, headers ...apitest.Header) answer {
	t.Helper()
	return send(t, s, http.MethodGet, path, headers...)
}

func send(t testing.TB, s *apitest.Server, method, path string, headers ...apitest.Header) answer {
	t.Helper()
	request, err := http.NewRequest(method, s.URL+path, nil)
	require.NoError(t, err)
	request.Header.Set("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
	for _, h := range headers {
		request.Header.Set(h[0], h[1])
	}
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return answer{response.StatusCode, response.Header, string(body)}
}

// addresses returns every page of the sitemap.
func addresses(t testing.TB, s *apitest.Server) []string {
	t.Helper()
	var set struct {
		Pages []struct {
			Location string `xml:"loc"`
		} `xml:"url"`
	}
	require.NoError(t, xml.Unmarshal([]byte(get(t, s, "/sitemap.xml").body), &set))
	var list []string
	for _, p := range set.Pages {
		path, ok := strings.CutPrefix(p.Location, publicURL)
		require.True(t, ok, p.Location)
		list = append(list, path)
	}
	return list
}

func TestSitemapHasEveryPage(t *testing.T) {
	s := apitest.New(t)
	list := addresses(t, s)
	services, err := s.Catalogue.List(t.Context(), catalogue.Filter{})
	require.NoError(t, err)
	for _, p := range services {
		assert.Contains(t, list, "/layanan/"+p.Code)
		assert.Contains(t, list, "/en/layanan/"+p.Code)
	}
	for _, path := range []string{"/", "/en", "/kebijakan", "/kebijakan/sop-pse", "/manual", "/manual/pemohon", "/privasi", "/kontak", "/lacak"} {
		assert.Contains(t, list, path)
	}
	robots := get(t, s, "/robots.txt")
	assert.Contains(t, robots.body, "Sitemap: "+publicURL+"/sitemap.xml")
}

// TestEveryPageIsSound looks at every page as a machine can: markup, titles,
// landmarks, and that nothing damaged is served.
//
// Unwatched: one caller asks one thing after the other.
func TestEveryPageIsSound(t *testing.T) {
	s := apitest.New(t)
	titles := map[string]string{}
	for _, path := range append(addresses(t, s), "/?q=surel", "/ajukan/pengaduan", "/layanan/tidak-ada") {
		t.Run(path, func(t *testing.T) {
			page := get(t, s, path)
			if path != "/layanan/tidak-ada" {
				require.Equal(t, http.StatusOK, page.status)
			}
			assert.Empty(t, contenttest.Damage(page.body))
			assert.NotContains(t, page.body, "ZgotmplZ", "html/template refused a value")
			assert.NotContains(t, page.body, "<no value>")
			balanced(t, page.body)

			root, err := html.Parse(strings.NewReader(page.body))
			require.NoError(t, err)
			count, ids := map[string]int{}, map[string]bool{}
			for n := range root.Descendants() {
				if n.Type != html.ElementNode {
					continue
				}
				count[n.Data]++
				for _, a := range n.Attr {
					assert.NotEqual(t, "style", a.Key, "the policy forbids inline style")
					assert.False(t, strings.HasPrefix(a.Key, "on"), "the policy forbids inline scripts")
					if a.Key == "id" {
						assert.False(t, ids[a.Val], "id %s twice", a.Val)
						ids[a.Val] = true
					}
				}
				switch n.Data {
				case "html":
					want := "id"
					if path == "/en" || strings.HasPrefix(path, "/en/") {
						want = "en"
					}
					assert.Equal(t, want, attribute(n, "lang"))
				case "script":
					assert.True(t, attribute(n, "src") != "" || attribute(n, "type") == "application/ld+json")
				case "input":
					assert.NotEmpty(t, attribute(n, "id"))
				case "a":
					assert.NotEmpty(t, strings.TrimSpace(textOf(n)), "a link without words to %s", attribute(n, "href"))
				case "title":
					title := textOf(n) + " " + strconv.FormatBool(strings.HasPrefix(path+"/", "/en/"))
					if !strings.Contains(path, "?") {
						assert.Empty(t, titles[title], "two pages with one title")
						titles[title] = path
					}
				}
			}
			for _, once := range []string{"h1", "main", "footer"} {
				assert.Equal(t, 1, count[once], once)
			}
			assert.Contains(t, page.body, `<meta name="description" content="`)
			assert.Contains(t, page.body, `<meta property="og:title"`)
			if page.status == http.StatusOK && !strings.Contains(path, "?") && !strings.HasPrefix(path, "/ajukan/") {
				assert.Contains(t, page.body, `<link rel="canonical" href="`+publicURL+path+`">`)
			} else {
				assert.Contains(t, page.body, `content="noindex"`)
			}
		})
	}
}

// void elements have no end tag.
var void = []string{"meta", "link", "br", "hr", "img", "input"}

// balanced checks that every element that is opened is closed, in order, which
// a parser would silently mend.
func balanced(t *testing.T, text string) {
	t.Helper()
	var open []string
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			require.ErrorIs(t, z.Err(), io.EOF)
			require.Empty(t, open)
			return
		case html.StartTagToken:
			name, _ := z.TagName()
			if !slices.Contains(void, string(name)) {
				open = append(open, string(name))
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			require.NotEmpty(t, open, "</%s> closes nothing", name)
			require.Equal(t, open[len(open)-1], string(name), "wrong order in %v", open)
			open = open[:len(open)-1]
		}
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// TestEveryLinkLeadsSomewhere follows every link within the site, and what
// pages load. What begins with these belongs to the signed-in application.
//
// Unwatched: one caller asks one thing after the other.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	application := []string{"/masuk", "/permohonan/"}
	s := apitest.New(t)
	pages := map[string]map[string]bool{} // ids by path
	var wanted []string                   // "from to"
	queue := append(addresses(t, s), "/?q=surel")
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if pages[path] != nil {
			continue
		}
		page := get(t, s, path)
		require.Equal(t, http.StatusOK, page.status, path)
		pages[path] = map[string]bool{}
		if !strings.HasPrefix(page.header.Get("Content-Type"), "text/html") {
			continue
		}
		root, err := html.Parse(strings.NewReader(page.body))
		require.NoError(t, err)
		for n := range root.Descendants() {
			if id := attribute(n, "id"); id != "" {
				pages[path][id] = true
			}
			if n.Type != html.ElementNode || attribute(n, "rel") == "canonical" {
				continue
			}
			for _, key := range []string{"href", "src"} {
				to := attribute(n, key)
				if strings.HasPrefix(to, "#") {
					to = path + to
				}
				if !strings.HasPrefix(to, "/") || slices.ContainsFunc(application, func(p string) bool { return strings.HasPrefix(to, p) }) {
					continue
				}
				wanted = append(wanted, path+" "+to)
				plain, _, _ := strings.Cut(to, "#")
				if path != "/docs" { // another room's page
					queue = append(queue, plain)
				}
			}
		}
	}
	for _, link := range wanted {
		from, to, _ := strings.Cut(link, " ")
		path, fragment, _ := strings.Cut(to, "#")
		if fragment != "" && from != "/docs" && fragment != "hasil" {
			assert.True(t, pages[path][fragment], "%s links to %s, which is not there", from, to)
		}
	}
	assert.Greater(t, len(wanted), 500)
}

func TestPagesNeedNoJavaScriptAndLittleOfIt(t *testing.T) {
	s := apitest.New(t)
	page := get(t, s, "/")
	size := 0
	root, err := html.Parse(strings.NewReader(page.body))
	require.NoError(t, err)
	for n := range root.Descendants() {
		if n.Data == "script" && attribute(n, "src") != "" {
			script := get(t, s, attribute(n, "src"))
			require.Equal(t, http.StatusOK, script.status)
			require.Equal(t, "text/javascript; charset=utf-8", script.header.Get("Content-Type"))
			require.Equal(t, "public, max-age=31536000, immutable", script.header.Get("Cache-Control"))
			size += len(script.body)
		}
	}
	require.NotZero(t, size)
	require.LessOrEqual(t, size, 6<<10)
	require.Contains(t, page.header.Get("Content-Security-Policy"), "script-src 'self';")
	require.NotContains(t, page.header.Get("Content-Security-Policy"), "unsafe")

	found := get(t, s, "/?q=rapat+daring").body
	results := found[strings.Index(found, `id="hasil"`):]
	require.Contains(t, results[:strings.Index(results, "</li>")], "Virtual Meeting")
	nothing := get(t, s, "/?q=%3Cscript%3Ealert(1)%3C/script%3Eqwxzv")
	require.Contains(t, nothing.body, "Tidak ada layanan yang cocok")
	require.NotContains(t, nothing.body, "<script>alert")
	require.Equal(t, http.StatusOK, get(t, s, "/?q="+url.QueryEscape(strings.Repeat("é", 400))).status)
}

func TestPagesAreCachedByTheirContent(t *testing.T) {
	s := apitest.New(t)
	first := get(t, s, "/layanan/subdomain")
	require.Equal(t, "public, max-age=60, stale-while-revalidate=600", first.header.Get("Cache-Control"))
	tag := first.header.Get("ETag")
	require.Regexp(t, `^"[^"]{16}"$`, tag)
	again := get(t, s, "/layanan/subdomain", apitest.Header{"If-None-Match", tag})
	require.Equal(t, http.StatusNotModified, again.status)
	require.Empty(t, again.body)
	head := send(t, s, http.MethodHead, "/layanan/subdomain")
	require.Equal(t, http.StatusOK, head.status)
	require.Equal(t, tag, head.header.Get("ETag"))
	require.Equal(t, http.StatusOK, get(t, s, "/layanan/subdomain", apitest.Header{"Range", "bytes=0-9"}).status)
}

// TestWhatAnAdminChangesShowsAtOnce changes settings and a service through the
// API and looks at the pages.
func TestWhatAnAdminChangesShowsAtOnce(t *testing.T) {
	s := apitest.New(t)
	admin := s.As("admin")
	before := get(t, s, "/")

	var office setting.Office
	settings := s.Guest().Get("/settings/office").Into(t, &office)
	office.OfficeName = "Dinas Percontohan"
	office.Brand.Accent = "#7a1f5c"
	office.Banners = []setting.Banner{
		{Text: "Pemeliharaan pada hari Sabtu.", Kind: "warning", To: "2026-01-05", URL: "/kontak"},
		{Text: "Sudah lewat.", Kind: "info", To: "2026-01-04"}, {Text: "Belum mulai.", Kind: "info", From: "2026-01-06"},
	}
	admin.Send(http.MethodPut, "/settings/office", "application/json", apitest.JSON(t, office), settings.IfMatch()).Want(t, http.StatusOK)
	after := get(t, s, "/")
	require.Contains(t, after.body, "Dinas Percontohan")
	require.Contains(t, after.body, "Pemeliharaan pada hari Sabtu.")
	require.NotContains(t, after.body, "Sudah lewat.")
	require.NotContains(t, after.body, "Belum mulai.")
	require.NotEqual(t, before.header.Get("ETag"), after.header.Get("ETag"))
	stylesheet := func(page answer) string {
		_, rest, _ := strings.Cut(page.body, `<link rel="stylesheet" href="`)
		at, _, _ := strings.Cut(rest, `"`)
		return at
	}
	require.NotEqual(t, stylesheet(before), stylesheet(after))
	require.Contains(t, get(t, s, stylesheet(after)).body, "--accent: #7a1f5c;")
	require.Contains(t, get(t, s, stylesheet(before)).body, "--accent: #0060ad;", "a page that somebody still has keeps its style")

	s.Clock.Advance(24 * time.Hour) // the next day
	tomorrow := get(t, s, "/").body
	require.NotContains(t, tomorrow, "Pemeliharaan pada hari Sabtu.")
	require.Contains(t, tomorrow, "Belum mulai.")

	require.Equal(t, http.StatusNotFound, get(t, s, "/layanan/server-uji").status)
	made := s.As("admin").Post("/service-types", map[string]any{"definition": map[string]any{
		"code": "server-uji", "name": "Server Uji", "category": "pusat-data", "audience": []string{"agency"}, "channel": "online",
		"summary": "Layanan percobaan.", "letter": "optional", "time_limit": map[string]any{"amount": 2, "basis": "working_days"},
		"description": "Tulisan **tebal**, [tautan](javascript:alert(1)), <script>alert(2)</script> <img src=x onerror=alert(3)>",
		"steps": []map[string]any{
			{"key": "loket", "name": "Pemeriksaan", "kind": "intake", "actor": map[string]string{"role": "front_office"}},
			{"key": "kerja", "name": "Pengerjaan", "kind": "work", "actor": map[string]string{"role": "technical", "unit": "aptika"}},
		},
	}}).Want(t, http.StatusCreated)
	published := s.As("admin").Post("/service-types/server-uji/publish", map[string]any{"version": 1}, made.IfMatch()).Want(t, http.StatusOK)
	require.Contains(t, get(t, s, "/").body, "/layanan/server-uji")
	page := get(t, s, "/layanan/server-uji").body
	require.Contains(t, page, "2 hari kerja")
	require.Contains(t, page, "<strong>tebal</strong>")
	for _, evil := range []string{"javascript:", "alert(2)</script>", "onerror"} {
		require.NotContains(t, page, evil)
	}

	s.As("admin").Post("/service-types/server-uji/retire", map[string]any{"reason": "Selesai diuji."}, published.IfMatch()).Want(t, http.StatusOK)
	require.NotContains(t, get(t, s, "/").body, "/layanan/server-uji")
	closed := get(t, s, "/layanan/server-uji")
	require.Equal(t, http.StatusOK, closed.status, "a retired service stays readable")
	require.Contains(t, closed.body, "Layanan ini sudah ditutup.")
	require.NotContains(t, closed.body, "/permohonan/baru/server-uji")
}

func TestUnknownAddresses(t *testing.T) {
	s := apitest.New(t)
	for _, path := range []string{"/tidak-ada", "/layanan/tidak-ada", "/manual/tidak-ada", "/en/kebijakan", "/en/layanan/tidak-ada"} {
		page := get(t, s, path)
		assert.Equal(t, http.StatusNotFound, page.status, path)
		assert.Contains(t, page.header.Get("Content-Type"), "text/html", path)
		assert.Contains(t, page.body, "<h1>", path)
	}
	assert.Equal(t, "application/problem+json", get(t, s, "/api/v1/tidak-ada").header.Get("Content-Type"))
	program := get(t, s, "/tidak-ada", apitest.Header{"Accept", "application/json"})
	assert.Equal(t, http.StatusNotFound, program.status)
	assert.Equal(t, "application/problem+json", program.header.Get("Content-Type"))
	assert.Equal(t, http.StatusNotFound, get(t, s, "/site/style.000000000000.css").status)
	assert.Equal(t, http.StatusNotFound, get(t, s, "/manual/img/..%2f01-pemohon.md").status)
}

func TestTheWholeSiteIsWrittenAsFiles(t *testing.T) {
	s := apitest.New(t)
	dir := t.TempDir()
	require.NoError(t, s.Site.Write(t.Context(), dir))
	for _, path := range addresses(t, s) {
		text, err := os.ReadFile(filepath.Join(dir, path, "index.html"))
		require.NoError(t, err)
		require.Equal(t, get(t, s, path).body, string(text), path)
	}
	for _, name := range []string{"404.html", "robots.txt", "sitemap.xml"} {
		require.FileExists(t, filepath.Join(dir, name))
	}
	styles, err := filepath.Glob(filepath.Join(dir, "site", "style.*.css"))
	require.NoError(t, err)
	require.NotEmpty(t, styles)
}

// TestTrackingWithoutATrackerExplainsItself is for an office that has closed
// requests without an account.
func TestTrackingWithoutATrackerExplainsItself(t *testing.T) {
	s := apitest.New(t)
	closed, err := site.New(site.Options{
		Catalogue: s.Catalogue, Settings: s.Settings, Organisations: s.Organisations, Calendar: s.Calendar, Clock: s.Parts.Clock, Zone: s.Config.Zone, PublicURL: publicURL,
	})
	require.NoError(t, err)
	e := echo.New()
	closed.Mount(e)
	form := url.Values{"number": {"TKT-20260105-0001"}, "code": {"AAAA-BBBB-CCCC-DDDD"}}
	for _, request := range []*http.Request{
		httptest.NewRequest(http.MethodGet, "/lacak", nil),
		httptest.NewRequest(http.MethodPost, "/lacak", strings.NewReader(form.Encode())),
	} {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer := httptest.NewRecorder()
		e.ServeHTTP(answer, request)
		require.Equal(t, http.StatusOK, answer.Code)
		require.Contains(t, answer.Body.String(), "Pelacakan di halaman ini belum dibuka.")
		require.NotContains(t, answer.Body.String(), "AAAA-BBBB")
	}
}

func BenchmarkCachedPage(b *testing.B) {
	s := apitest.New(b)
	for b.Loop() {
		if page := get(b, s, "/"); page.status != http.StatusOK {
			b.Fatal(fmt.Sprint(page.status))
		}
	}
}

func TestPagesTellHowTheOfficeKeepsItsStandards(t *testing.T) {
	s := apitest.New(t)
	require.NotContains(t, get(t, s, "/").body, "Kinerja layanan", "there is nothing to tell yet")
	s.As("pemohon").Submit(t, "Yang pertama")
	s.Clock.Advance(15 * time.Minute)
	for path, words := range map[string][]string{
		"/":                  {"Kinerja layanan", "Permohonan diterima", "5 Januari 2025", "5 Januari 2026 pukul 09.15 WITA"},
		"/layanan/subdomain": {"Kinerja", "Permohonan diterima"},
		"/en":                {"How well we do", "5 January 2025"},
	} {
		page := get(t, s, path).body
		for _, word := range words {
			assert.Contains(t, page, word, path)
		}
	}
	require.NotContains(t, get(t, s, "/layanan/vpn").body, "kinerja", "nobody asked for it")
}

func TestKeepersSeeTheVeryPageThatADraftWouldBecome(t *testing.T) {
	s := apitest.New(t)
	admin := s.As("admin")
	var d map[string]any
	now := admin.Get("/service-types/subdomain/versions/1").Want(t, http.StatusOK)
	now.Into(t, &d)
	delete(d, "definition_version")
	d["complaints"] = "Sampaikan kepada <b>pengawas</b>."
	history := admin.Get("/service-types/subdomain/versions").Want(t, http.StatusOK)
	admin.Send(http.MethodPut, "/service-types/subdomain", "application/json", apitest.JSON(t, map[string]any{"definition": d}), history.IfMatch()).Want(t, http.StatusOK)

	main := func(page string) string {
		_, rest, _ := strings.Cut(page, "<main")
		text, _, _ := strings.Cut(rest, "</main>")
		_, text, _ = strings.Cut(text, ">")
		return text
	}
	path := "/service-types/subdomain/versions/"
	published := admin.Get(path+"1/page").Want(t, http.StatusOK)
	require.Equal(t, main(get(t, s, "/layanan/subdomain").body), main(string(published.Body)))
	draft := string(admin.Get(path+"2/page").Want(t, http.StatusOK).Body)
	require.Contains(t, draft, "Sampaikan kepada &lt;b&gt;pengawas&lt;/b&gt;.")
	require.NotContains(t, draft, "<script")
	require.Contains(t, string(s.As("auditor").Get(path+"2/page", apitest.Header{"Accept-Language", "en"}).Want(t, http.StatusOK).Body), "Legal basis")

	for _, unknown := range []string{path + "9/page", path + "x/page", "/service-types/tidak-ada/versions/1/page"} {
		admin.Get(unknown).Problem(t, http.StatusNotFound, "not_found")
	}
	s.Guest().Get(path+"1/page").Problem(t, http.StatusUnauthorized, "auth.signed_out")
	for _, who := range []string{"pemohon", "loket", "kadis"} {
		s.As(who).Get(path+"1/page").Problem(t, http.StatusForbidden, "auth.forbidden")
	}
}
