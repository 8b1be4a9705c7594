package web

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// JSON answers with v. Answers about people and requests are never kept by a
// cache that others may see.
func JSON(c echo.Context, status int, v any) error {
	header := c.Response().Header()
	if header.Get(echo.HeaderCacheControl) == "" {
		header.Set(echo.HeaderCacheControl, "private, no-cache")
	}
	header.Set(echo.HeaderContentType, echo.MIMEApplicationJSON)
	c.Response().WriteHeader(status)
	return writeJSON(c.Response(), v)
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// Tagged answers with a single resource and its entity tag, or with 304 where
// the caller has it already. The tag is the version, which If-Match compares,
// and a hash of the representation, which makes it strong: the same resource
// looks different to different callers (allowed_actions).
func Tagged(c echo.Context, status int, version int64, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	hash := sha256.New()
	hash.Write(body)
	if strings.Contains(c.Request().Header.Get(echo.HeaderAcceptEncoding), "gzip") {
		hash.Write([]byte("gzip")) // other bytes on the wire, so another strong tag
	}
	tag := fmt.Sprintf(`"%d.%s"`, version, base64.RawURLEncoding.EncodeToString(hash.Sum(nil)[:9]))
	header := c.Response().Header()
	header.Set("ETag", tag)
	header.Add(echo.HeaderVary, "Authorization, X-API-Key")
	header.Set(echo.HeaderCacheControl, "private, no-cache")
	if method := c.Request().Method; (method == http.MethodGet || method == http.MethodHead) && holds(c.Request().Header.Get("If-None-Match"), tag) {
		return c.NoContent(http.StatusNotModified)
	}
	header.Set(echo.HeaderContentType, echo.MIMEApplicationJSON)
	c.Response().WriteHeader(status)
	_, err = c.Response().Write(append(body, '\n'))
	return err
}

func holds(list, tag string) bool {
	for one := range strings.SplitSeq(list, ",") {
		one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
		if one == tag || one == "*" {
			return true
		}
	}
	return false
}

// Version reads the version that a change is based on from If-Match.
func Version(c echo.Context) (int64, error) {
	header := c.Request().Header.Get("If-Match")
	if header == "" {
		return 0, apperr.New(apperr.PreconditionRequired, "if_match.missing",
			"Sertakan If-Match dengan ETag dari data yang Anda baca.", "Send If-Match with the ETag of what you read.")
	}
	text, _, _ := strings.Cut(strings.Trim(strings.TrimSpace(header), `"`), ".")
	version, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, ErrStale
	}
	return version, nil
}

// ErrStale refuses a change that is based on an older version.
var ErrStale = apperr.New(apperr.PreconditionFailed, "version.stale",
	"Data ini baru saja diubah orang lain. Muat ulang, periksa, lalu ulangi bila masih perlu.",
	"Somebody else has just changed this. Reload, check, and repeat if it is still needed.")
