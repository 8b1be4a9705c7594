package web_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

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

// serve starts a server with the given routes and returns its address.
func serve(t testing.TB, o web.Options, routes func(e *echo.Echo)) (string, *log) {
	t.Helper()
	logged := &log{}
	o.Log, o.IDs = slog.New(slog.NewJSONHandler(logged, nil)), ident.Random{}
	if o.MaxBody == 0 {
		o.MaxBody = 4 << 20
	}
	e := web.New(o)
	routes(e)
	server := httptest.NewUnstartedServer(nil)
	server.Config = web.Server(e)
	server.Start()
	t.Cleanup(server.Close)
	return server.URL, logged
}

func ask(t testing.TB, method, url string, body io.Reader, headers ...string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequest(method, url, body)
	require.NoError(t, err)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := (&http.Client{Transport: &http.Transport{DisableCompression: true, DisableKeepAlives: true}}).Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response, string(text)
}

func problem(t testing.TB, r *http.Response, body string) web.Problem {
	t.Helper()
	var p web.Problem
	require.NoError(t, json.Unmarshal([]byte(body), &p), body)
	require.Equal(t, "application/problem+json", r.Header.Get("Content-Type"))
	require.Equal(t, r.StatusCode, p.Status)
	require.Equal(t, "about:blank", p.Type)
	require.Equal(t, http.StatusText(p.Status), p.Title)
	require.NotEmpty(t, p.Code)
	require.NotEmpty(t, p.Detail)
	require.Equal(t, r.Header.Get("X-Request-Id"), p.Instance)
	require.Equal(t, "no-store", r.Header.Get("Cache-Control"))
	return p
}

func TestRefusalIsAProblemInTheCallersLanguage(t *testing.T) {
	url, _ := serve(t, web.Options{}, func(e *echo.Echo) {
		e.GET("/closed", func(echo.Context) error {
			return apperr.New(apperr.Conflict, "ticket.closed", "Sudah selesai.", "It is done.").WithRetryAfter(1500 * time.Millisecond)
		})
		e.GET("/fields", func(echo.Context) error {
			return apperr.BadField("/answers/nip", "nip.format", "NIP salah.", "Wrong NIP.")
		})
	})
	for accept, lang := range map[string]string{
		"": "id", "id": "id", "en": "en", "en-GB,id;q=0.9": "en", "id-ID,en;q=0.9": "id", "en;q=0.2, id;q=0.1": "en", "de, fr": "id",
		"en;q=0": "id", "EN": "en", "*": "id", "en;q=x": "id", ",;q=1,,": "id",
	} {
		r, body := ask(t, "GET", url+"/closed", nil, "Accept-Language", accept)
		p := problem(t, r, body)
		require.Equal(t, 409, p.Status)
		require.Equal(t, "ticket.closed", p.Code)
		require.Equal(t, map[string]string{"id": "Sudah selesai.", "en": "It is done."}[lang], p.Detail, accept)
		require.Equal(t, lang, r.Header.Get("Content-Language"))
		require.Equal(t, "2", r.Header.Get("Retry-After"), "rounded up to whole seconds")
	}
	r, body := ask(t, "GET", url+"/fields", nil, "Accept-Language", "en")
	p := problem(t, r, body)
	require.Equal(t, []web.ProblemField{{Pointer: "/answers/nip", Code: "nip.format", Detail: "Wrong NIP."}}, p.Errors)
}

func TestEveryKindOfRefusalHasItsStatus(t *testing.T) {
	kinds := map[apperr.Kind]int{
		apperr.Internal: 500, apperr.Invalid: 422, apperr.Malformed: 400, apperr.Unauthenticated: 401, apperr.Forbidden: 403, apperr.NotFound: 404,
		apperr.Conflict: 409, apperr.PreconditionRequired: 428, apperr.PreconditionFailed: 412, apperr.TooLarge: 413, apperr.UnsupportedMedia: 415,
		apperr.RateLimited: 429, apperr.Unavailable: 503, apperr.MethodNotAllowed: 405,
	}
	url, _ := serve(t, web.Options{}, func(e *echo.Echo) {
		for kind := range kinds {
			e.GET(fmt.Sprintf("/%d", kind), func(echo.Context) error { return apperr.New(kind, "x.y", "a", "b") })
		}
	})
	for kind, status := range kinds {
		r, body := ask(t, "GET", fmt.Sprintf("%s/%d", url, kind), nil)
		require.Equal(t, status, problem(t, r, body).Status)
		if status == 401 {
			require.Equal(t, `Bearer realm="elayanan"`, r.Header.Get("WWW-Authenticate"))
		}
	}
}

func TestPanicAndUnknownErrorTellNothingButTheirNumber(t *testing.T) {
	url, logged := serve(t, web.Options{}, func(e *echo.Echo) {
		e.GET("/panic", func(echo.Context) error { panic("the secret of the house") })
		e.GET("/error", func(echo.Context) error { return fmt.Errorf(`pq: relation "users" does not exist`) })
	})
	for path, cause := range map[string]string{"/panic": "the secret of the house", "/error": "does not exist"} {
		r, body := ask(t, "GET", url+path, nil)
		p := problem(t, r, body)
		require.Equal(t, 500, p.Status)
		require.Equal(t, "internal", p.Code)
		for _, inside := range []string{"secret", "users", "goroutine", ".go:"} {
			require.NotContains(t, body, inside)
		}
		require.Contains(t, logged.String(), cause, "the log has the cause")
		require.Contains(t, logged.String(), p.Instance, "under the number that was told")
	}
}

func TestUnknownAddressesAndMethodsAreProblems(t *testing.T) {
	page := filepath.Join(t.TempDir(), "index.html")
	require.NoError(t, os.WriteFile(page, []byte(`<script nonce="__CSP_NONCE__">`), 0o600))
	for name, spa := range map[string]bool{"without the SPA": false, "with the SPA": true} {
		t.Run(name, func(t *testing.T) {
			url, _ := serve(t, web.Options{}, func(e *echo.Echo) {
				e.POST(web.Base+"/auth/login", func(c echo.Context) error { return c.NoContent(204) })
				e.GET(web.Base+"/me", func(c echo.Context) error { return web.JSON(c, 200, "me") })
				if spa {
					web.ServeSPA(e, filepath.Dir(page), ident.Random{})
				}
			})
			for _, c := range []struct {
				method, path string
				status       int
				allow        string
			}{
				{"GET", "/api/v1/unknown", 404, ""},
				{"POST", "/api/v1/unknown", 404, ""},
				{"GET", "/api/v1", 404, ""},
				{"GET", "/api/v1/", 404, ""},
				{"GET", "/api/v1/auth/login", 405, "POST"},
				{"DELETE", "/api/v1/me", 405, "GET"},
				{"GET", "/api/v1/me/", 404, ""},
				{"BREW", "/api/v1/me", 405, ""},
			} {
				r, body := ask(t, c.method, url+c.path, nil)
				p := problem(t, r, body)
				require.Equal(t, c.status, p.Status, "%s %s", c.method, c.path)
				if c.allow != "" {
					require.Contains(t, r.Header.Get("Allow"), c.allow)
				}
			}
			r, body := ask(t, "HEAD", url+"/api/v1/unknown", nil)
			require.Equal(t, 404, r.StatusCode)
			require.Empty(t, body)
		})
	}
}

func TestPagesOfTheSPACarryANonceAndFilesAreServedAsTheyAre(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "assets"), 0o700))
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	script := strings.Repeat("console.log('x');\n", 200)
	write("index.html", `<script nonce="__CSP_NONCE__"></script>`)
	write("assets/app-1.js", script)
	write("robots.txt", "User-agent: *")
	url, _ := serve(t, web.Options{}, func(e *echo.Echo) { web.ServeSPA(e, dir, ident.Random{}) })

	nonces := map[string]bool{}
	for _, path := range []string{"/", "/permohonan/TKT-20260105-0001", "/index.html", "/api", "/permohonan?q=%C3%A9"} {
		r, body := ask(t, "GET", url+path, nil)
		if path == "/api" {
			require.Equal(t, 200, r.StatusCode, "only the API's base is not a page")
		}
		require.Equal(t, 200, r.StatusCode, path)
		_, nonce, _ := strings.Cut(body, `nonce="`)
		nonce, _, _ = strings.Cut(nonce, `"`)
		require.Contains(t, r.Header.Get("Content-Security-Policy"), "script-src 'self' 'nonce-"+nonce+"'")
		require.NotContains(t, r.Header.Get("Content-Security-Policy"), "unsafe")
		require.Equal(t, "no-store", r.Header.Get("Cache-Control"))
		nonces[nonce] = true
	}
	require.Len(t, nonces, 5, "each answer has its own")

	r, body := ask(t, "GET", url+"/assets/app-1.js", nil)
	require.Equal(t, script, body)
	require.Equal(t, "public, max-age=31536000, immutable", r.Header.Get("Cache-Control"))
	r, _ = ask(t, "GET", url+"/robots.txt", nil)
	require.Equal(t, "no-cache", r.Header.Get("Cache-Control"))
	r, body = ask(t, "GET", url+"/assets/gone.js", nil)
	require.Equal(t, 404, problem(t, r, body).Status, "a missing file is not a page")
	r, body = ask(t, "POST", url+"/permohonan", strings.NewReader("x"))
	require.Equal(t, 405, problem(t, r, body).Status)
	require.Equal(t, "GET, HEAD", r.Header.Get("Allow"))
	r, body = ask(t, "HEAD", url+"/", nil)
	require.Equal(t, 200, r.StatusCode)
	require.Empty(t, body)

	r, body = ask(t, "GET", url+"/assets/app-1.js", nil, "Accept-Encoding", "gzip", "Range", "bytes=0-9")
	require.Equal(t, 206, r.StatusCode)
	require.Empty(t, r.Header.Get("Content-Encoding"), "a range is of the file's own bytes")
	require.Equal(t, script[:10], body)
}

func TestNothingOutsideTheFolderIsServed(t *testing.T) {
	dir := t.TempDir()
	site := filepath.Join(dir, "site")
	require.NoError(t, os.MkdirAll(site, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "jwt.key"), []byte("the key"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(site, "index.html"), []byte("page"), 0o600))
	url, _ := serve(t, web.Options{}, func(e *echo.Echo) { web.ServeSPA(e, site, ident.Random{}) })
	for _, path := range []string{"/../jwt.key", "/..%2fjwt.key", "/assets/../../jwt.key", "/%2e%2e/jwt.key", "//../jwt.key", "/..\\jwt.key"} {
		answer := raw(t, url, "GET "+path+" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
		require.NotContains(t, answer, "the key", path)
	}
}

// raw sends bytes as they are and returns whatever comes back until the server
// closes the connection.
func raw(t testing.TB, url, request string) string {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(20*time.Second)))
	_, err = conn.Write([]byte(request))
	require.NoError(t, err)
	answer, err := io.ReadAll(conn)
	require.NotErrorIs(t, err, os.ErrDeadlineExceeded, "the server keeps the connection")
	return string(answer)
}

func TestEveryKindOfAnswerCarriesTheSecurityHeaders(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "index.html"), []byte("page"), 0o600))
	routes := func(e *echo.Echo) {
		e.GET(web.Base+"/ok", func(c echo.Context) error { return web.JSON(c, 200, "ok") })
		e.GET(web.Base+"/none", func(c echo.Context) error { return c.NoContent(204) })
		e.GET(web.Base+"/tagged", func(c echo.Context) error { return web.Tagged(c, 200, 1, "x") })
		e.GET(web.Base+"/panic", func(echo.Context) error { panic("x") })
		e.POST(web.Base+"/ok", func(c echo.Context) error { return c.NoContent(204) })
		web.ServeSPA(e, dir, ident.Random{})
	}
	for _, secure := range []bool{false, true} {
		url, _ := serve(t, web.Options{Secure: secure, MaxBody: 10}, routes)
		ids := map[string]bool{}
		for _, request := range [][3]string{
			{"GET", "/api/v1/ok"}, {"GET", "/api/v1/none"}, {"GET", "/api/v1/tagged"}, {"GET", "/api/v1/panic"}, {"GET", "/api/v1/no"},
			{"PUT", "/api/v1/ok"}, {"POST", "/api/v1/ok", "longer than ten"}, {"GET", "/"}, {"GET", "/gone.js"}, {"HEAD", "/"}, {"OPTIONS", "/api/v1/ok"},
			{"GET", "/api/v1/ok?q=%00"},
		} {
			r, _ := ask(t, request[0], url+request[1], strings.NewReader(request[2]))
			h := r.Header
			require.Equal(t, "nosniff", h.Get("X-Content-Type-Options"), request)
			require.Equal(t, "DENY", h.Get("X-Frame-Options"))
			require.Contains(t, h.Get("Content-Security-Policy"), "frame-ancestors 'none'")
			require.Contains(t, h.Get("Content-Security-Policy"), "default-src 'none'")
			require.Equal(t, "same-origin", h.Get("Cross-Origin-Opener-Policy"))
			require.Equal(t, "same-origin", h.Get("Cross-Origin-Resource-Policy"))
			require.NotEmpty(t, h.Get("Referrer-Policy"))
			require.NotEmpty(t, h.Get("Permissions-Policy"))
			require.Equal(t, secure, h.Get("Strict-Transport-Security") != "")
			require.Empty(t, h.Get("Server"))
			require.True(t, ident.Valid(h.Get("X-Request-Id")))
			ids[h.Get("X-Request-Id")] = true
		}
		require.Len(t, ids, 12, "each request has its own number")
	}
}

func TestCallersCannotChooseTheNumberOfTheirRequest(t *testing.T) {
	url, logged := serve(t, web.Options{}, func(e *echo.Echo) { e.GET("/", func(c echo.Context) error { return c.NoContent(204) }) })
	r, _ := ask(t, "GET", url, nil, "X-Request-Id", "forged")
	require.NotEqual(t, "forged", r.Header.Get("X-Request-Id"))
	require.NotContains(t, logged.String(), "forged")
}

func TestRequestsAreLoggedAsOneLineOfJSONWithoutTheirSecrets(t *testing.T) {
	url, logged := serve(t, web.Options{}, func(e *echo.Echo) { e.GET("/things/:id", func(c echo.Context) error { return c.NoContent(204) }) })
	r, _ := ask(t, "GET", url+"/things/7?code=GEHEIM", nil, "Authorization", "Bearer GEHEIM", "Cookie", "elayanan_refresh=GEHEIM", "User-Agent", "x\"y")
	var line map[string]any
	require.NoError(t, json.Unmarshal([]byte(logged.String()), &line), logged.String())
	require.Equal(t, "GET", line["method"])
	require.Equal(t, "/things/:id", line["route"])
	require.EqualValues(t, 204, line["status"])
	require.Equal(t, r.Header.Get("X-Request-Id"), line["request_id"])
	require.Equal(t, "127.0.0.1", line["address"])
	require.NotContains(t, logged.String(), "GEHEIM")
}

func TestAddressOfTheCallerIsBelievedOnlyFromTrustedProxies(t *testing.T) {
	for _, c := range []struct {
		name, forwarded, realIP string
		proxies                 []string
		address                 string
	}{
		{"nobody trusted", "203.0.113.7", "203.0.113.8", nil, "127.0.0.1"},
		{"trusted", "203.0.113.7", "", []string{"127.0.0.1/32"}, "203.0.113.7"},
		{"forged before the proxy's own", "198.51.100.1, 203.0.113.7", "", []string{"127.0.0.0/8"}, "203.0.113.7"},
		{"two proxies", "203.0.113.7, 10.0.0.2", "", []string{"127.0.0.0/8", "10.0.0.0/8"}, "203.0.113.7"},
		{"another network trusted", "203.0.113.7", "", []string{"10.0.0.0/8"}, "127.0.0.1"},
		{"X-Real-IP is nobody's word", "", "203.0.113.7", []string{"127.0.0.0/8"}, "127.0.0.1"},
		{"garbage", "<script>", "", []string{"127.0.0.0/8"}, "127.0.0.1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var proxies []netip.Prefix
			for _, p := range c.proxies {
				proxies = append(proxies, netip.MustParsePrefix(p))
			}
			url, _ := serve(t, web.Options{Proxies: proxies}, func(e *echo.Echo) {
				e.GET("/", func(c echo.Context) error { return c.String(200, c.RealIP()) })
			})
			_, address := ask(t, "GET", url, nil, "X-Forwarded-For", c.forwarded, "X-Real-IP", c.realIP)
			require.Equal(t, c.address, address)
		})
	}
}

func TestOnlyListedOriginsMayCall(t *testing.T) {
	routes := func(e *echo.Echo) {
		e.POST(web.Base+"/x", func(c echo.Context) error { return c.NoContent(204) })
	}
	closed, _ := serve(t, web.Options{}, routes)
	r, _ := ask(t, "OPTIONS", closed+"/api/v1/x", nil, "Origin", "https://portal.example.go.id", "Access-Control-Request-Method", "POST")
	require.Empty(t, r.Header.Get("Access-Control-Allow-Origin"))
	open, _ := serve(t, web.Options{CORSOrigins: []string{"https://portal.example.go.id"}}, routes)
	for origin, allowed := range map[string]bool{
		"https://portal.example.go.id": true, "https://portal.example.go.id.evil.example": false, "http://portal.example.go.id": false, "null": false, "https://evil.example": false,
	} {
		r, _ := ask(t, "OPTIONS", open+"/api/v1/x", nil, "Origin", origin, "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "If-Match")
		require.Equal(t, allowed, r.Header.Get("Access-Control-Allow-Origin") == origin, origin)
		r, _ = ask(t, "POST", open+"/api/v1/x", nil, "Origin", origin)
		require.Equal(t, allowed, r.Header.Get("Access-Control-Allow-Origin") == origin, origin)
		require.Contains(t, r.Header.Values("Vary"), "Origin")
	}
}

func TestBodyOverTheLimitIsRefusedByItsAnnouncementAndWhileItComes(t *testing.T) {
	handled := make(chan int64, 10)
	url, _ := serve(t, web.Options{MaxBody: 1000}, func(e *echo.Echo) {
		e.POST("/", func(c echo.Context) error {
			n, err := io.Copy(io.Discard, c.Request().Body)
			handled <- n
			if err != nil {
				return err
			}
			return c.NoContent(204)
		})
	})
	r, _ := ask(t, "POST", url, bytes.NewReader(make([]byte, 1000)))
	require.Equal(t, 204, r.StatusCode)
	require.EqualValues(t, 1000, <-handled)

	r, body := ask(t, "POST", url, bytes.NewReader(make([]byte, 1001)))
	require.Equal(t, "request.too_large", problem(t, r, body).Code)
	require.Empty(t, handled, "refused before anything was read")

	// Announced as endless: refused without waiting for the body.
	answer := raw(t, url, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n")
	require.Contains(t, answer, " 413 ")

	r, body = ask(t, "POST", url, io.LimitReader(endless{}, 1<<20)) // chunked
	require.Equal(t, "request.too_large", problem(t, r, body).Code)
	require.LessOrEqual(t, <-handled, int64(1001))
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestClientThatStopsSendingOrTakingIsDropped(t *testing.T) {
	failed := make(chan error, 10)
	url, _ := serve(t, web.Options{Patience: 50 * time.Millisecond}, func(e *echo.Echo) {
		e.POST("/read", func(c echo.Context) error {
			_, err := io.Copy(io.Discard, c.Request().Body)
			failed <- err
			return err
		})
		e.POST("/ignore", func(c echo.Context) error { return c.NoContent(204) })
		e.GET("/write", func(c echo.Context) error {
			c.Response().WriteHeader(200)
			for {
				if _, err := c.Response().Write(make([]byte, 1<<20)); err != nil {
					failed <- err
					return err
				}
			}
		})
	})
	const stalled = "POST /ignore HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n"
	t.Run("body stops", func(t *testing.T) {
		answer := raw(t, url, "POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nonly this")
		require.Contains(t, answer, " 400 ", "the caller's doing, and the connection is closed")
		require.Error(t, <-failed)
	})
	t.Run("chunked body stops", func(t *testing.T) {
		raw(t, url, "POST /read HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nonly ")
		require.Error(t, <-failed)
	})
	t.Run("body that nobody reads stops", func(t *testing.T) {
		raw(t, url, stalled)
	})
	t.Run("answer is not taken", func(t *testing.T) {
		conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
		require.NoError(t, err)
		defer conn.Close()
		_, err = conn.Write([]byte("GET /write HTTP/1.1\r\nHost: x\r\n\r\n"))
		require.NoError(t, err)
		select {
		case err := <-failed:
			require.Error(t, err)
		case <-time.After(20 * time.Second):
			t.Fatal("the handler still waits")
		}
	})
	t.Run("the connection serves again after a pause", func(t *testing.T) {
		conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
		require.NoError(t, err)
		defer conn.Close()
		answers := bufio.NewReader(conn)
		for range 3 {
			_, err = conn.Write([]byte("POST /ignore HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"))
			require.NoError(t, err)
			r, err := http.ReadResponse(answers, nil)
			require.NoError(t, err)
			require.Equal(t, 204, r.StatusCode)
			raw(t, url, stalled) // somebody else's whole patience passes
		}
	})
}

func TestAddressesThatAreNotTextAreRefused(t *testing.T) {
	url, _ := serve(t, web.Options{}, func(e *echo.Echo) {
		e.GET("/things/:id", func(c echo.Context) error { return c.String(200, c.QueryParam("q")) })
	})
	for path, status := range map[string]int{
		"/things/a?q=b%C3%A9": 200, "/things/a?q=%00": 422, "/things/a?q=a%ff": 422, "/things/a?%00=a": 422, "/things/a?q=ok&r=%C3%28": 422,
		"/things/a%00": 404, "/things/%ff": 404, "/things/a?q=%zz": 400, "/things/a?a;b": 400,
	} {
		r, body := ask(t, "GET", url+path, nil)
		require.Equal(t, status, r.StatusCode, path)
		if status == 422 {
			require.Equal(t, "field.encoding", problem(t, r, body).Errors[0].Code)
		} else if status != 200 {
			problem(t, r, body)
		}
	}
	r, body := ask(t, "GET", url+"/things/a", nil, "Idempotency-Key", "a\xff")
	require.Equal(t, 400, problem(t, r, body).Status)
}

func TestLongAnswersAreCompressedForThoseWhoAsk(t *testing.T) {
	text := strings.Repeat("Permohonan ", 500)
	url, _ := serve(t, web.Options{}, func(e *echo.Echo) {
		e.GET("/long", func(c echo.Context) error { return web.Tagged(c, 200, 3, text) })
		e.GET("/short", func(c echo.Context) error { return web.Tagged(c, 200, 3, "x") })
		e.GET("/x/content", func(c echo.Context) error { return c.String(200, text) })
	})
	plain, body := ask(t, "GET", url+"/long", nil)
	require.Empty(t, plain.Header.Get("Content-Encoding"))
	packed, small := ask(t, "GET", url+"/long", nil, "Accept-Encoding", "gzip")
	require.Equal(t, "gzip", packed.Header.Get("Content-Encoding"))
	unpacked, err := gzip.NewReader(strings.NewReader(small))
	require.NoError(t, err)
	whole, err := io.ReadAll(unpacked)
	require.NoError(t, err)
	require.Equal(t, body, string(whole))
	require.NotEqual(t, plain.Header.Get("ETag"), packed.Header.Get("ETag"), "a strong tag stands for bytes")
	for _, r := range []*http.Response{plain, packed} {
		require.True(t, strings.HasPrefix(r.Header.Get("ETag"), `"3.`))
		vary := strings.Join(r.Header.Values("Vary"), ", ")
		require.Contains(t, vary, "Accept-Encoding")
		require.Contains(t, vary, "Authorization")
	}
	r, nothing := ask(t, "GET", url+"/long", nil, "Accept-Encoding", "gzip", "If-None-Match", packed.Header.Get("ETag"))
	require.Equal(t, 304, r.StatusCode)
	require.Empty(t, nothing)
	require.Equal(t, packed.Header.Get("ETag"), r.Header.Get("ETag"))
	for _, path := range []string{"/short", "/x/content"} {
		r, _ := ask(t, "GET", url+path, nil, "Accept-Encoding", "gzip")
		require.Empty(t, r.Header.Get("Content-Encoding"), path)
	}
}

func TestTagsAreStrongAndComparedAsTheyShould(t *testing.T) {
	url, _ := serve(t, web.Options{}, func(e *echo.Echo) {
		e.GET("/a", func(c echo.Context) error { return web.Tagged(c, 200, 1, "a") })
		e.GET("/a2", func(c echo.Context) error { return web.Tagged(c, 200, 2, "a") })
		e.GET("/b", func(c echo.Context) error { return web.Tagged(c, 200, 1, "b") })
		e.POST("/a", func(c echo.Context) error { return web.Tagged(c, 201, 1, "a") })
	})
	tag := func(path string) string { r, _ := ask(t, "GET", url+path, nil); return r.Header.Get("ETag") }
	own := tag("/a")
	require.NotContains(t, own, "W/")
	require.Equal(t, own, tag("/a"), "the same bytes have the same tag")
	require.NotEqual(t, own, tag("/a2"), "another version has another")
	require.NotEqual(t, own, tag("/b"), "other bytes have another")
	for header, status := range map[string]int{
		own: 304, "W/" + own: 304, "*": 304, `"x", ` + own: 304, `"x"`: 200, "": 200, strings.Trim(own, `"`): 200, own[:len(own)-2] + `"`: 200,
	} {
		r, body := ask(t, "GET", url+"/a", nil, "If-None-Match", header)
		require.Equal(t, status, r.StatusCode, header)
		require.Equal(t, status == 304, body == "")
	}
	r, _ := ask(t, "POST", url+"/a", nil, "If-None-Match", own)
	require.Equal(t, 201, r.StatusCode, "only reading is conditional")
}

func TestChangesSayOnWhatTheyAreBased(t *testing.T) {
	url, _ := serve(t, web.Options{}, func(e *echo.Echo) {
		e.POST("/", func(c echo.Context) error {
			version, err := web.Version(c)
			if err == nil && version != 7 {
				err = web.ErrStale
			}
			if err != nil {
				return err
			}
			return c.NoContent(204)
		})
	})
	for header, code := range map[string]string{
		`"7.abc"`: "", `"7"`: "", ` "7.abc" `: "", "": "if_match.missing", `"6.abc"`: "version.stale", `"x"`: "version.stale", `W/"7.abc"`: "version.stale",
		`"-7"`: "version.stale", `"99999999999999999999.a"`: "version.stale", `""`: "version.stale", `"7abc"`: "version.stale",
	} {
		r, body := ask(t, "POST", url, nil, "If-Match", header)
		if code == "" {
			require.Equal(t, 204, r.StatusCode, header)
			continue
		}
		p := problem(t, r, body)
		require.Equal(t, code, p.Code, header)
		require.Equal(t, map[string]int{"if_match.missing": 428, "version.stale": 412}[code], p.Status)
	}
}

func TestMountRefusesRoutesThatThePolicyDoesNotCover(t *testing.T) {
	handler := func(c echo.Context) error { return nil }
	guard := func(web.Route) echo.MiddlewareFunc {
		return func(next echo.HandlerFunc) echo.HandlerFunc { return next }
	}
	known := func(p web.Permission) bool { return p == "a.b" }
	for name, c := range map[string]struct {
		permission web.Permission
		public     []string
		fault      string
	}{
		"covered":                  {"a.b", nil, ""},
		"listed as public":         {web.Public, []string{"GET /x"}, ""},
		"public by a slip":         {web.Public, nil, "not on the list"},
		"listed but guarded":       {"a.b", []string{"GET /x"}, "is on the list"},
		"permission unknown":       {"a.c", nil, "does not know"},
		"no permission":            {"", nil, "does not know"},
		"listed without existing":  {"a.b", []string{"GET /y"}, "does not exist"},
		"listed with another verb": {web.Public, []string{"POST /x"}, "not on the list"},
	} {
		t.Run(name, func(t *testing.T) {
			err := web.Mount(echo.New(), []web.Route{{Method: "GET", Path: "/x", Permission: c.permission, Handler: handler}}, guard, known, c.public)
			if c.fault == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.fault)
			}
		})
	}
}
