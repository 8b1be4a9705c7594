package web

import (
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// Options are what a server needs to know of its surroundings.
type Options struct {
	Log         *slog.Logger
	IDs         ident.Source
	Proxies     []netip.Prefix // whose X-Forwarded-For is believed
	CORSOrigins []string
	Secure      bool          // reached by https: send HSTS
	MaxBody     int64         // largest request in bytes
	Patience    time.Duration // how long a client may stop sending or taking; 0: 30 seconds
}

const requestIDKey = "request_id"

// RequestID returns the id of the request, which every answer and log line
// carries.
func RequestID(c echo.Context) string {
	id, _ := c.Get(requestIDKey).(string)
	return id
}

// New returns an Echo with everything that holds for all routes.
func New(o Options) *echo.Echo {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = ErrorHandler(o.Log)
	e.IPExtractor = realAddress(o.Proxies)
	e.Pre(identify(o.IDs))
	if o.Patience == 0 {
		o.Patience = 30 * time.Second
	}
	e.Use(logRequests(o.Log), headers(o.Secure), recoverPanics(o.Log), limit(o.MaxBody, o.Patience), textOnly)
	if len(o.CORSOrigins) > 0 {
		e.Use(middleware.CORSWithConfig(middleware.CORSConfig{
			AllowOrigins:     o.CORSOrigins,
			AllowHeaders:     []string{"Authorization", "Content-Type", "If-Match", "If-None-Match", "Idempotency-Key", "Accept-Language", "X-API-Key", "Range"},
			ExposeHeaders:    []string{"ETag", "Location", "Retry-After", "X-Request-Id", "Content-Disposition"},
			AllowCredentials: true,
			MaxAge:           600,
		}))
	}
	e.Use(middleware.GzipWithConfig(middleware.GzipConfig{MinLength: 1 << 10, Skipper: streams}))
	return e
}

// Server wraps a handler with the limits that slow or idle clients meet.
func Server(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       90 * time.Second,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
}

// realAddress takes the caller's address from the connection, and from
// X-Forwarded-For only as far as trusted proxies wrote it.
func realAddress(proxies []netip.Prefix) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		_, network, err := net.ParseCIDR(p.Masked().String())
		if err == nil {
			trust = append(trust, echo.TrustIPRange(network))
		}
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}

// identify gives each request its own id. One sent by the caller is not taken
// over: it would let anybody write into the log.
func identify(ids ident.Source) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			id := ids.ID()
			c.Set(requestIDKey, id)
			c.Response().Header().Set(echo.HeaderXRequestID, id)
			return next(c)
		}
	}
}

func logRequests(log *slog.Logger) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			start := time.Now()
			if err := next(c); err != nil {
				c.Error(err)
			}
			r := c.Request()
			log.InfoContext(r.Context(), "request",
				"method", r.Method, "path", r.URL.Path, "route", c.Path(), "status", c.Response().Status,
				"bytes", c.Response().Size, "ms", time.Since(start).Milliseconds(),
				"address", c.RealIP(), "request_id", RequestID(c))
			return nil
		}
	}
}

// recoverPanics turns a panic into an internal error; the stack goes to the
// log alone.
func recoverPanics(log *slog.Logger) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) (err error) {
			defer func() {
				if p := recover(); p != nil {
					if p == http.ErrAbortHandler {
						panic(p)
					}
					log.ErrorContext(c.Request().Context(), "panic", "value", p, "stack", string(debug.Stack()), "request_id", RequestID(c))
					err = apperr.From(echo.ErrInternalServerError)
				}
			}()
			return next(c)
		}
	}
}

// headers sets what every answer carries. Pages add their own
// Content-Security-Policy; an API answer needs nothing from a browser.
func headers(secure bool) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			h := c.Response().Header()
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("X-Frame-Options", "DENY")
			h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
			h.Set("Cross-Origin-Resource-Policy", "same-origin")
			h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(self), payment=()")
			h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
			if secure {
				h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
			}
			return next(c)
		}
	}
}

// textOnly refuses addresses that hold something other than text: broken
// UTF-8, NUL, or a broken percent-encoding. No stored text has it, and
// PostgreSQL answers it with an error.
func textOnly(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if !isText(r.URL.Path) {
			return ErrNotFound
		}
		query, err := url.ParseQuery(r.URL.RawQuery)
		if err != nil || !isText(r.Header.Get("Idempotency-Key")) {
			return errBadRequest.Because(err)
		}
		for name, values := range query {
			if !isText(name) || slices.ContainsFunc(values, func(v string) bool { return !isText(v) }) {
				return apperr.BadField(pointerTo(strings.ToValidUTF8(name, "?")), "field.encoding", "Isian ini bukan teks UTF-8.", "This field is not UTF-8 text.")
			}
		}
		return next(c)
	}
}

// slowestBody is the least rate, in bytes a second, at which a body must
// arrive once patience is used up.
const slowestBody = 1 << 10

// limit refuses bodies over max as they are announced or read, and ends the
// connections of clients that stop sending, trickle, or stop taking the answer.
// Not every writer has deadlines; where there are none the server's own limits
// hold.
func limit(max int64, patience time.Duration) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r, w := c.Request(), c.Response()
			connection := http.NewResponseController(w.Writer)
			_ = connection.SetWriteDeadline(time.Time{}) // that of an earlier answer
			if r.Body != nil && r.Body != http.NoBody {
				_ = connection.SetReadDeadline(time.Now().Add(patience)) // also for a body that nobody reads
				r.Body = &patientBody{ReadCloser: http.MaxBytesReader(w.Writer, r.Body, max), patience: patience, setDeadline: connection.SetReadDeadline}
			}
			w.Writer = &patientWriter{ResponseWriter: w.Writer, patience: patience, setDeadline: connection.SetWriteDeadline}
			if r.ContentLength > max {
				return errTooLarge
			}
			return next(c)
		}
	}
}

type patientBody struct {
	io.ReadCloser
	patience    time.Duration
	setDeadline func(time.Time) error
	until       time.Time // the end of patience with the whole body, as far as it has come
}

func (b *patientBody) Read(p []byte) (int, error) {
	pause := time.Now().Add(b.patience)
	if b.until.IsZero() {
		b.until = pause
	}
	if b.until.Before(pause) {
		pause = b.until
	}
	_ = b.setDeadline(pause)
	n, err := b.ReadCloser.Read(p)
	b.until = b.until.Add(time.Duration(n) * time.Second / slowestBody)
	switch err {
	case nil:
	case io.EOF:
		_ = b.setDeadline(time.Time{})
	default:
		err = bodyFault(err)
	}
	return n, err
}

type patientWriter struct {
	http.ResponseWriter
	patience    time.Duration
	setDeadline func(time.Time) error
}

// Unwrap leads http.ResponseController to the connection.
func (w *patientWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *patientWriter) WriteHeader(status int) {
	_ = w.setDeadline(time.Now().Add(w.patience))
	w.ResponseWriter.WriteHeader(status)
}

func (w *patientWriter) Write(p []byte) (int, error) {
	_ = w.setDeadline(time.Now().Add(w.patience))
	return w.ResponseWriter.Write(p)
}

// bodyFault is the refusal of a body that could not be read to its end: the
// caller's doing, whether it is too large, breaks off or stops.
func bodyFault(err error) error {
	if _, ok := errors.AsType[*apperr.Error](err); ok {
		return err
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return errTooLarge.Because(err)
	}
	return errBadRequest.Because(err)
}

// streams tells which answers must not be compressed: files, whose bytes and
// ranges are exact, and figures.
func streams(c echo.Context) bool {
	path := c.Request().URL.Path
	return c.Request().Header.Get("Range") != "" || strings.HasSuffix(path, "/content") || slices.Contains([]string{"/metrics", "/healthz", "/readyz"}, path)
}
