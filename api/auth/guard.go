package auth

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/web"
)

// Guard lets a request through when its caller has the permission of the
// route, and records what was refused and what was handed out. On public routes
// a caller who is signed in is known, and one who is not is nobody.
func (s *Service) Guard(route web.Route) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if keyInURL(c.Request().URL) {
				return errKeyInURL
			}
			actor, err := caller(c, s)
			switch {
			case route.Permission != web.Public:
				if err == nil {
					err = admit(actor, route.Permission)
				}
			case err != nil: // nobody
				actor, err = Actor{Address: c.RealIP(), RequestID: web.RequestID(c)}, nil
			}
			if err == nil {
				if actor.ID != "" {
					c.SetRequest(c.Request().WithContext(With(c.Request().Context(), actor)))
				}
				err = next(c)
			}
			noteAnswer(c, s, route, actor, err)
			return err
		}
	}
}

// admit refuses who lacks a permission.
func admit(actor Actor, p web.Permission) error {
	switch {
	case actor.MustChangePassword && p != OwnSession:
		return errMustChange
	case actor.NeedsSecondFactor && p != OwnSession:
		return errNeedsSecondFactor
	case !actor.Can(p) && actor.Key != nil:
		return errKeyScope
	case !actor.Can(p):
		return errForbidden
	}
	return nil
}

// headerKey carries an API key.
const headerKey = "X-API-Key"

// caller finds out who sends the request, from the bearer token or the API key
// alone.
func caller(c echo.Context, s *Service) (Actor, error) {
	header, ctx := c.Request().Header, c.Request().Context()
	scheme, token, _ := strings.Cut(header.Get(echo.HeaderAuthorization), " ")
	if token = strings.TrimSpace(token); !strings.EqualFold(scheme, "Bearer") {
		token = ""
	}
	key := strings.TrimSpace(header.Get(headerKey))
	if strings.HasPrefix(token, keyPrefix) && key == "" {
		key, token = token, ""
	}
	var actor Actor
	var err error
	switch {
	case key != "" && token != "":
		err = errTwoCredentials
	case key != "":
		var left allowance
		actor, left, err = s.keyActor(ctx, key, c.RealIP(), web.RequestID(c))
		tellAllowance(c, left)
	case token != "":
		userID, sessionID, faulty := s.signer.Check(token)
		if faulty != nil {
			return Actor{}, ErrSignedOut.Because(faulty)
		}
		actor, err = s.actor(ctx, userID, sessionID)
	default:
		err = ErrSignedOut
	}
	actor.Address, actor.RequestID = c.RealIP(), web.RequestID(c)
	return actor, err
}

// keyInURL tells whether an address holds something that looks like an API key.
func keyInURL(u *url.URL) bool {
	if !strings.Contains(u.RawQuery, keyPrefix) {
		return false
	}
	for _, values := range u.Query() {
		if slices.ContainsFunc(values, func(v string) bool { return strings.HasPrefix(v, keyPrefix) && strings.Contains(v, ".") }) {
			return true
		}
	}
	return false
}

// tellAllowance says what a key has left, where one was recognised.
func tellAllowance(c echo.Context, a allowance) {
	if a.limit == 0 {
		return
	}
	header := c.Response().Header()
	header.Set("RateLimit-Limit", strconv.Itoa(a.limit))
	header.Set("RateLimit-Remaining", strconv.Itoa(a.left))
	header.Set("RateLimit-Reset", strconv.Itoa(int(math.Ceil(a.full.Seconds()))))
}
