package auth

import "github.com/dkisp-kaltara/elayanan/api/web"

type handlers struct{ service *Service }

// Routes is the index of this room.
func Routes(s *Service) []web.Route {
	h := &handlers{s}
	return []web.Route{
		{Method: "POST", Path: "/auth/login", Permission: web.Public, Handler: h.login},
		{Method: "POST", Path: "/auth/refresh", Permission: web.Public, Handler: h.refresh},
		{Method: "POST", Path: "/auth/logout", Permission: web.Public, Handler: h.logout},
		{Method: "GET", Path: "/auth/oidc", Permission: web.Public, Handler: h.openID},
		{Method: "GET", Path: "/auth/oidc/start", Permission: web.Public, Handler: h.startOpenID},
		{Method: "GET", Path: "/auth/oidc/callback", Permission: web.Public, Handler: h.finishOpenID},
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
		{Method: "GET", Path: "/api-keys", Permission: ReadKeys, Handler: h.keys},
		{Method: "POST", Path: "/api-keys", Permission: ManageKeys, Handler: h.createKey},
		{Method: "GET", Path: "/api-keys/:id", Permission: ReadKeys, Handler: h.key},
		{Method: "POST", Path: "/api-keys/:id/rotate", Permission: ManageKeys, Handler: h.rotateKey},
		{Method: "POST", Path: "/api-keys/:id/revoke", Permission: ManageKeys, Handler: h.revokeKey},
		{Method: "GET", Path: "/api-key-scopes", Permission: ReadKeys, Handler: h.keyScopes},
	}
}
