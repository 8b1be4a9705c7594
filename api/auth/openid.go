package auth

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/labstack/echo/v4"
	"golang.org/x/oauth2"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// OpenID names the OpenID provider whose people may sign in. Without an Issuer
// there is none.
type OpenID struct {
	Issuer, ClientID, ClientSecret string
	Name                           string // on the sign-in page
	PublicURL                      string // of this product
}

// OpenIDState tells the sign-in page whether there is another way in.
type OpenIDState struct {
	Enabled bool   `json:"enabled"`
	Name    string `json:"name" example:"SSO Pemprov"` // of the provider; empty: there is none
} // @name OpenIDState

// How a sign-in by way of the provider ended, as the sign-in page is told.
const (
	ssoDone        = "masuk"          // the session is there
	ssoRefused     = "ditolak"        // no account here that may sign in so
	ssoFactor      = "dua-langkah"    // the account wants a second factor, which the provider did not ask for
	ssoFailed      = "gagal"          // broken off, too late, or not what was begun
	ssoUnavailable = "tidak-tersedia" // the provider does not answer
)

const (
	stateCookie = "elayanan_oidc"
	statePath   = cookiePath + "/oidc"
	stateLife   = 10 * time.Minute
	signInPage  = "/masuk"
)

// provider is the OpenID provider, asked about itself when it is first needed:
// the product starts without it.
type provider struct {
	OpenID
	states sealer
	client *http.Client
	now    func() time.Time
	log    *slog.Logger

	mu    sync.Mutex
	known *oidc.Provider
}

func newProvider(o Options, states sealer) *provider {
	return &provider{OpenID: o.OpenID, states: states, client: o.Outbound, now: o.Clock.Now, log: o.Log}
}

func (p *provider) discover(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known == nil {
		// The keys are fetched again with this context later: it must outlive the request. The client bounds each call.
		known, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.client), p.Issuer)
		if err != nil {
			return nil, err
		}
		p.known = known
	}
	return p.known, nil
}

func (p *provider) oauth(known *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID: p.ClientID, ClientSecret: p.ClientSecret, Endpoint: known.Endpoint(), Scopes: []string{oidc.ScopeOpenID, "email"},
		RedirectURL: strings.TrimSuffix(p.PublicURL, "/") + web.Base + "/auth/oidc/callback",
	}
}

// begun is a sign-in under way. It lies sealed in a cookie of the browser that
// began it, so that nobody can finish it in another one.
type begun struct {
	State    string    `json:"state"`
	Nonce    string    `json:"nonce"`
	Verifier string    `json:"verifier"`
	Return   string    `json:"return"`
	Until    time.Time `json:"until"`
}

// @Summary	Whether one can sign in by way of an OpenID provider
// @Tags	auth
// @Produce	json
// @Success	200	{object}	OpenIDState
// @Router	/auth/oidc [get]
func (h *handlers) openID(c echo.Context) error {
	p := h.service.provider
	if p.Issuer == "" {
		return web.JSON(c, http.StatusOK, OpenIDState{})
	}
	return web.JSON(c, http.StatusOK, OpenIDState{Enabled: true, Name: p.Name})
}

// @Summary	Sign in by way of the OpenID provider
// @Description	For browsers: leads to the provider, which leads back to the callback. Authorization code with PKCE, state and nonce. 404 where there is no provider.
// @Tags	auth
// @Param	return	query	string	false	"path of this site to go to afterwards"
// @Success	302
// @Failure	404	{object}	web.Problem
// @Router	/auth/oidc/start [get]
func (h *handlers) startOpenID(c echo.Context) error {
	p := h.service.provider
	if p.Issuer == "" {
		return web.ErrNotFound
	}
	known, err := p.discover(c.Request().Context())
	if err != nil {
		p.log.ErrorContext(c.Request().Context(), "the OpenID provider does not answer", "error", err, "request_id", web.RequestID(c))
		return leave(c, ssoUnavailable, "")
	}
	ids := h.service.ids
	b := begun{State: ids.Secret(24), Nonce: ids.Secret(24), Verifier: ids.Secret(48), Return: localPath(c.QueryParam("return")), Until: p.now().Add(stateLife)}
	text, err := json.Marshal(b)
	if err != nil {
		return err
	}
	setStateCookie(c, p.states.seal(string(text), stateCookie), int(stateLife/time.Second))
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.Redirect(http.StatusFound, p.oauth(known).AuthCodeURL(b.State, oidc.Nonce(b.Nonce), oauth2.S256ChallengeOption(b.Verifier)))
}

// setStateCookie keeps a sign-in under way. Lax, because the provider's page
// leads back here.
func setStateCookie(c echo.Context, value string, seconds int) {
	c.SetCookie(&http.Cookie{Name: stateCookie, Value: value, Path: statePath, MaxAge: seconds, HttpOnly: true, Secure: true, SameSite: http.SameSiteLaxMode})
}

// localPath lets only paths of this site through.
func localPath(path string) string {
	if len(path) > 300 || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.HasPrefix(path, `/\`) {
		return ""
	}
	return path
}

// leave goes back to the sign-in page, which says how it ended.
func leave(c echo.Context, how, to string) error {
	query := url.Values{"sso": {how}}
	if to != "" {
		query.Set("kembali", to)
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.Redirect(http.StatusFound, signInPage+"?"+query.Encode())
}

// @Summary	Come back from the OpenID provider
// @Description	For browsers: opens a session for the account that is linked to the provider's subject or, the first time, has its verified address; sets the refresh cookie and leads to the sign-in page, which says how it ended. No account is ever made.
// @Tags	auth
// @Param	code	query	string	false	"of the provider"
// @Param	state	query	string	false	"as it was sent"
// @Success	302
// @Failure	404	{object}	web.Problem
// @Router	/auth/oidc/callback [get]
func (h *handlers) finishOpenID(c echo.Context) error {
	p := h.service.provider
	if p.Issuer == "" {
		return web.ErrNotFound
	}
	cookie, err := c.Cookie(stateCookie)
	setStateCookie(c, "", -1)
	if err != nil {
		return leave(c, ssoFailed, "")
	}
	text, err := p.states.open(cookie.Value, stateCookie)
	var b begun
	if err != nil || json.Unmarshal([]byte(text), &b) != nil || p.now().After(b.Until) ||
		subtle.ConstantTimeCompare([]byte(c.QueryParam("state")), []byte(b.State)) != 1 || c.QueryParam("code") == "" {
		return leave(c, ssoFailed, "")
	}
	tokens, err := h.service.SignInOpenID(c.Request().Context(), c.QueryParam("code"), b, deviceOf(c))
	if refusal, ok := errors.AsType[*ssoError](err); ok {
		p.log.WarnContext(c.Request().Context(), "no sign-in by way of the OpenID provider", "error", refusal, "request_id", web.RequestID(c))
		return leave(c, refusal.how, b.Return)
	}
	if limited, ok := errors.AsType[*apperr.Error](err); ok && limited.Kind == apperr.RateLimited {
		return leave(c, ssoRefused, b.Return)
	}
	if err != nil {
		return err
	}
	setRefreshCookie(c, tokens)
	return leave(c, ssoDone, b.Return)
}

// ssoError says how a sign-in ended that did not succeed, and why, for the log.
type ssoError struct {
	how   string
	cause error
}

func (e *ssoError) Error() string { return e.how + ": " + e.cause.Error() }

// claimed is what the provider says of who signed in there.
type claimed struct {
	Subject       string   `json:"sub"`
	Email         string   `json:"email"`
	EmailVerified bool     `json:"email_verified"`
	AMR           []string `json:"amr"`
}

// strong tells whether the provider says that more than a password was asked
// for (RFC 8176).
func (c claimed) strong() bool {
	return slices.ContainsFunc(c.AMR, func(m string) bool { return slices.Contains([]string{"mfa", "otp", "hwk", "swk", "sc"}, m) })
}

// SignInOpenID trades the provider's code and opens a session.
func (s *Service) SignInOpenID(ctx context.Context, code string, b begun, from device) (Tokens, error) {
	if err := s.throttle.Check(ctx, AddressTarget(from.address)); err != nil {
		return Tokens{}, err
	}
	who, err := s.provider.exchange(ctx, code, b)
	if err != nil {
		return Tokens{}, err
	}
	id, err := s.store.linked(ctx, s.provider.Issuer, who.Subject)
	if err != nil {
		return Tokens{}, err
	}
	link := id == ""
	if link {
		if id, err = s.linkable(ctx, who); err != nil {
			return Tokens{}, err
		}
	}
	var account account
	if id != "" {
		if account, err = s.store.accountBy(ctx, "id", id); err != nil {
			return Tokens{}, err
		}
	}
	switch {
	case id == "" || account.DisabledAt != nil:
		refusal := &ssoError{ssoRefused, errors.New("no active account has this identity or address")}
		return Tokens{}, s.failed(ctx, account, from, "openid", refusal, AddressTarget(from.address))
	case account.SecondFactor && !who.strong():
		return Tokens{}, &ssoError{ssoFactor, errors.New("the provider did not ask for a second factor")}
	}
	tokens, err := s.open(ctx, account, from, func(tx *change.Tx) error {
		if !link {
			return nil
		}
		if err := insertIdentity(tx.DB, identity{Issuer: s.provider.Issuer, Subject: who.Subject, UserID: id, LinkedAt: tx.Now}); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "identity_linked", Kind: "user", ObjectID: id, Data: map[string]string{"issuer": s.provider.Issuer}, Internal: true})
	})
	if db.IsDuplicate(err) { // two first sign-ins at once
		return Tokens{}, &ssoError{ssoFailed, err}
	}
	return tokens, err
}

// linkable finds the one active account with the verified address; "" where
// there is none, or more than one.
func (s *Service) linkable(ctx context.Context, who claimed) (string, error) {
	email := strings.ToLower(strings.TrimSpace(who.Email))
	if !who.EmailVerified || email == "" {
		return "", nil
	}
	ids, err := s.store.linkable(ctx, s.provider.Issuer, email)
	if err != nil || len(ids) != 1 {
		return "", err
	}
	return ids[0], nil
}

// exchange trades the code for what the provider says of the person, and
// checks all of it.
func (p *provider) exchange(ctx context.Context, code string, b begun) (claimed, error) {
	known, err := p.discover(ctx)
	if err != nil {
		return claimed{}, &ssoError{ssoUnavailable, err}
	}
	ctx = oidc.ClientContext(ctx, p.client)
	oauth := p.oauth(known)
	token, err := oauth.Exchange(ctx, code, oauth2.VerifierOption(b.Verifier))
	if err != nil {
		if _, refused := errors.AsType[*oauth2.RetrieveError](err); refused {
			return claimed{}, &ssoError{ssoFailed, err}
		}
		return claimed{}, &ssoError{ssoUnavailable, err}
	}
	raw, _ := token.Extra("id_token").(string)
	checked, err := known.Verifier(&oidc.Config{ClientID: p.ClientID, Now: p.now}).Verify(ctx, raw)
	if err != nil {
		return claimed{}, &ssoError{ssoFailed, err}
	}
	if subtle.ConstantTimeCompare([]byte(checked.Nonce), []byte(b.Nonce)) != 1 {
		return claimed{}, &ssoError{ssoFailed, errors.New("another nonce")}
	}
	var who claimed
	if err := checked.Claims(&who); err != nil {
		return claimed{}, &ssoError{ssoFailed, err}
	}
	if who.Email == "" { // some providers tell the address only when asked
		info, err := known.UserInfo(ctx, oauth2.StaticTokenSource(token))
		if err != nil {
			return claimed{}, &ssoError{ssoFailed, err}
		}
		if info.Subject != checked.Subject {
			return claimed{}, &ssoError{ssoFailed, errors.New("userinfo of another subject")}
		}
		who.Email, who.EmailVerified = info.Email, info.EmailVerified
	}
	who.Subject = checked.Subject
	return who, nil
}
