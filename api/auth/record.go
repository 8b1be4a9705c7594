package auth

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// noteAnswer records what a request was refused or given: denials, and what
// left the product as a file. It is recorded once a minute for a caller and a
// route (of a download: and a file), so that nobody can fill the record by
// asking again and again. The answer stands whether or not it can be recorded.
func noteAnswer(c echo.Context, s *Service, route web.Route, actor Actor, err error) {
	event := change.Event{Kind: "route", ObjectID: route.Method + " " + route.Path, Internal: true}
	path := strings.TrimPrefix(c.Request().URL.Path, web.Base)
	data := map[string]string{"path": path[:min(len(path), maxPath)]}
	key := event.ObjectID
	switch refusal := denial(route, actor, err); {
	case refusal != nil:
		event.Type, data["code"] = "denied", refusal.Code
	case err == nil && route.HandsOut != "" && handedOut(c.Response().Status):
		event.Type, event.Kind, event.ObjectID = string(route.HandsOut), "file", data["path"]
		key = path
		if query := c.Request().URL.RawQuery; route.HandsOut == web.Export {
			data["query"] = query[:min(len(query), maxPath)]
			key += "?" + query
		}
	default:
		return
	}
	event.Data = data
	author := actor.Self()
	if author.Name == "" {
		author.Name, author.Role = "Tanpa akun", "guest"
	}
	who := author.ID + author.APIKey
	if who == "" {
		who = author.Address
	}
	if !s.recorded.first(event.Type+" "+who+" "+key, s.clock.Now()) {
		return
	}
	ctx := context.WithoutCancel(c.Request().Context()) // who asks and runs away is recorded too
	_ = s.changes.Do(ctx, author, func(tx *change.Tx) error { return tx.Record(event) })
}

// maxPath bounds what is kept of an address.
const maxPath = 300

func handedOut(status int) bool {
	return status == http.StatusOK || status == http.StatusPartialContent
}

// denial returns the refusal that is recorded, or nil: an action or object that
// the caller may not have, and a key that is not taken. A session that has run
// out is no denial. What is not found may be what others have, which this
// cannot tell.
func denial(route web.Route, actor Actor, err error) *apperr.Error {
	refusal, ok := errors.AsType[*apperr.Error](err)
	if !ok || route.Permission == web.Public {
		return nil
	}
	switch refusal.Kind {
	case apperr.Forbidden:
		return refusal
	case apperr.NotFound:
		if strings.Contains(route.Path, ":") {
			return refusal
		}
	case apperr.Unauthenticated, apperr.RateLimited:
		if actor.Key != nil || refusal.Code == errKeyUnknown.Code {
			return refusal
		}
	}
	return nil
}

// oncePerMinute remembers what was recorded in the present minute. It is full
// at maxPerMinute: then nothing more is recorded until the next one.
type oncePerMinute struct {
	mu    sync.Mutex
	since time.Time
	seen  map[string]bool
}

const maxPerMinute = 1000

// first tells whether key has not come yet in this minute.
func (o *oncePerMinute) first(key string, now time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.seen == nil || now.Sub(o.since) >= time.Minute || now.Before(o.since) {
		o.since, o.seen = now, map[string]bool{}
	}
	if o.seen[key] || len(o.seen) >= maxPerMinute {
		return false
	}
	o.seen[key] = true
	return true
}
