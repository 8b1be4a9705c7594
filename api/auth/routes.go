package auth

import (
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/web"
)

type handlers struct{ service *Service }

// Routes is the index of this room.
func Routes(s *Service) []web.Route {
	h := &handlers{s}
	return []web.Route{
		{Method: "POST", Path: "/auth/login", Permission: web.Public, Handler: h.login},
		{Method: "POST", Path: "/auth/refresh", Permission: web.Public, Handler: h.refresh},
		{Method: "POST", Path: "/auth/logout", Permission: web.Public, Handler: h.logout},
		{Method: "GET", Path: "/me", Permission: OwnSession, Handler: h.me},
		{Method: "POST", Path: "/me/password", Permission: OwnSession, Handler: h.changePassword},
		{Method: "GET", Path: "/me/second-factor", Permission: OwnSession, Handler: h.secondFactor},
		{Method: "POST", Path: "/me/second-factor", Permission: OwnSession, Handler: h.beginSecondFactor},
		{Method: "POST", Path: "/me/second-factor/confirm", Permission: OwnSession, Handler: h.confirmSecondFactor},
		{Method: "POST", Path: "/me/second-factor/recovery-codes", Permission: OwnSession, Handler: h.newRecoveryCodes},
		{Method: "POST", Path: "/me/second-factor/disable", Permission: OwnSession, Handler: h.disableSecondFactor},
		{Method: "GET", Path: "/me/sign-ins", Permission: OwnSession, Handler: h.signIns},
		{Method: "GET", Path: "/me/sessions", Permission: OwnSession, Handler: h.sessions},
		{Method: "DELETE", Path: "/me/sessions", Permission: OwnSession, Handler: h.endSessions},
		{Method: "DELETE", Path: "/me/sessions/:id", Permission: OwnSession, Handler: h.endSession},
	}
}

// Guard lets a request through when its caller has the permission. On public
// routes a caller who is signed in is known, and one who is not is nobody.
func (s *Service) Guard(p web.Permission) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			actor, err := caller(c, s)
			if p == web.Public {
				if err == nil {
					c.SetRequest(c.Request().WithContext(With(c.Request().Context(), actor)))
				}
				return next(c)
			}
			switch {
			case err != nil:
				return err
			case actor.MustChangePassword && p != OwnSession:
				return errMustChange
			case actor.NeedsSecondFactor && p != OwnSession:
				return errNeedsSecondFactor
			case !actor.Can(p):
				return errForbidden
			}
			c.SetRequest(c.Request().WithContext(With(c.Request().Context(), actor)))
			return next(c)
		}
	}
}

// caller finds out who sends the request, from the bearer token alone.
func caller(c echo.Context, s *Service) (Actor, error) {
	scheme, token, _ := strings.Cut(c.Request().Header.Get(echo.HeaderAuthorization), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return Actor{}, ErrSignedOut
	}
	userID, sessionID, err := s.signer.Check(strings.TrimSpace(token))
	if err != nil {
		return Actor{}, ErrSignedOut.Because(err)
	}
	actor, err := s.actor(c.Request().Context(), userID, sessionID)
	actor.Address, actor.RequestID = c.RealIP(), web.RequestID(c)
	return actor, err
}
