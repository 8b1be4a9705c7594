package auth

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// Service signs people in and out and tells who they are.
type Service struct {
	store      store
	changes    *change.Recorder
	signer     *Signer
	factors    sealer // seals the secrets of second factors
	provider   *provider
	hasher     *Hasher
	clock      clock.Clock
	ids        ident.Source
	throttle   *Throttle
	rules      Rules
	limiter    *limiter
	recorded   *oncePerMinute
	accessTTL  time.Duration
	sessionTTL time.Duration
	sessionMax time.Duration
}

// Rules are what the office demands of those who sign in.
type Rules interface {
	// SecondFactorRoles returns the roles that need a second factor.
	SecondFactorRoles(ctx context.Context) ([]Role, error)
}

// Options are the parts of a Service.
type Options struct {
	DB         *db.DB
	Changes    *change.Recorder
	Key        []byte // signs access tokens, at least 32 random bytes
	Hasher     *Hasher
	Clock      clock.Clock
	IDs        ident.Source
	Throttle   *Throttle
	Rules      Rules
	AccessTTL  time.Duration
	SessionTTL time.Duration // without use
	SessionMax time.Duration // whatever the use
	OpenID     OpenID        // the zero value: off
	Outbound   *http.Client  // by which the OpenID provider is asked; see pkg/outbound
	Log        *slog.Logger
}

// NewService returns a Service.
func NewService(o Options) (*Service, error) {
	factors, err := newSealer(o.Key, "second factors")
	if err != nil {
		return nil, err
	}
	states, err := newSealer(o.Key, "sign-ins under way")
	if err != nil {
		return nil, err
	}
	return &Service{
		factors: factors, provider: newProvider(o, states),
		store: newStore(o.DB), changes: o.Changes, signer: NewSigner(o.Key, o.AccessTTL, o.Clock.Now),
		hasher: o.Hasher, clock: o.Clock, ids: o.IDs, throttle: o.Throttle, rules: o.Rules,
		limiter: newLimiter(), recorded: &oncePerMinute{}, accessTTL: o.AccessTTL, sessionTTL: o.SessionTTL, sessionMax: o.SessionMax,
	}, nil
}

// Me is a signed-in person as the SPA and integrators see themselves.
type Me struct {
	ID                 string     `json:"id"`
	Username           string     `json:"username" example:"pemohon"`
	Name               string     `json:"name" example:"Siti Rahmawati"`
	Roles              []HeldRole `json:"roles"`
	Organisation       *Ref       `json:"organisation"` // null: belongs to none
	MustChangePassword bool       `json:"must_change_password"`
	SecondFactor       bool       `json:"second_factor"`       // one is set up
	NeedsSecondFactor  bool       `json:"needs_second_factor"` // a role demands one, and none is set up: nothing else is open
	Permissions        []string   `json:"permissions"`         // what this person's roles allow at all
} // @name Me

// HeldRole is a role that a person holds, in their own right or as a deputy.
type HeldRole struct {
	Assignment
	OnBehalfOf *OnBehalfOf `json:"on_behalf_of,omitempty"`
} // @name HeldRole

// OnBehalfOf names for whom a deputy acts, and as what: plt (pelaksana tugas)
// or plh (pelaksana harian).
type OnBehalfOf struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Kind string `json:"kind" enums:"plt,plh"`
} // @name OnBehalfOf

// Ref names something with an id.
type Ref struct {
	ID   string `json:"id"`
	Name string `json:"name"`
} // @name Ref

// Tokens are what sign-in and refresh answer. The refresh token travels in a
// cookie, out of reach of scripts.
type Tokens struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type" example:"Bearer"`
	ExpiresIn   int    `json:"expires_in" example:"600"` // seconds
	User        Me     `json:"user"`

	refresh   string
	expiresAt time.Time
} // @name Tokens

var (
	errSignIn = apperr.New(apperr.Unauthenticated, "auth.wrong_credentials",
		"Nama pengguna atau kata sandi salah, atau akun ini tidak aktif.",
		"The username or password is wrong, or the account is not active.")
	// ErrSignedOut asks the caller to sign in.
	ErrSignedOut = apperr.New(apperr.Unauthenticated, "auth.signed_out",
		"Anda belum masuk, atau sesi Anda sudah berakhir. Silakan masuk.",
		"You are not signed in, or your session has ended. Please sign in.")
	errForbidden = apperr.New(apperr.Forbidden, "auth.forbidden",
		"Peran Anda tidak mencakup tindakan ini.", "Your role does not include this action.")
	errMustChange = apperr.New(apperr.Forbidden, "auth.password_change_required",
		"Ganti dahulu kata sandi yang diberikan kepada Anda.", "First change the password that you were given.")
	errNeedsSecondFactor = apperr.New(apperr.Forbidden, "auth.second_factor_setup_required",
		"Peran Anda memerlukan verifikasi dua langkah. Aktifkan dahulu di Profil > Keamanan.",
		"Your role needs a second factor. First set one up in Profile > Security.")
)

// Now is the present instant for whatever has a time limit.
func (s *Service) Now() time.Time { return s.clock.Now() }

// actor loads a person by id and session, as they are now. A disabled person
// or an ended session is ErrSignedOut.
func (s *Service) actor(ctx context.Context, userID, sessionID string) (Actor, error) {
	session, err := s.store.session(ctx, sessionID)
	if db.IsNotFound(err) {
		return Actor{}, ErrSignedOut
	}
	if err != nil {
		return Actor{}, err
	}
	if session.UserID != userID || !session.live(s.clock.Now()) {
		return Actor{}, ErrSignedOut
	}
	account, err := s.store.accountBy(ctx, "id", userID)
	if err != nil {
		return Actor{}, err
	}
	if account.DisabledAt != nil {
		return Actor{}, ErrSignedOut
	}
	return s.actorOf(ctx, account, sessionID)
}

func (s *Service) actorOf(ctx context.Context, a account, sessionID string) (Actor, error) {
	roles, deputyFor, err := s.store.roles(ctx, a.ID, s.clock.Now())
	if err != nil {
		return Actor{}, err
	}
	actor := Actor{
		ID: a.ID, Username: a.Username, Name: a.Name, OrganisationID: a.OrganisationID, OrganisationName: a.OrganisationName,
		SeesOrganisation: a.SeesOrganisation, MustChangePassword: a.MustChangePassword, SecondFactor: a.SecondFactor, Roles: roles, DeputyFor: deputyFor, SessionID: sessionID,
	}
	if !a.SecondFactor {
		actor.NeedsSecondFactor, err = s.needsSecondFactor(ctx, actor)
	}
	return actor, err
}

// Load returns a person as an actor without a session, for the command line
// and for demo data.
func (s *Service) Load(ctx context.Context, username string) (Actor, error) {
	account, err := s.store.accountBy(ctx, "username", username)
	if err != nil {
		return Actor{}, err
	}
	return s.actorOf(ctx, account, "")
}

// Me describes the actor.
func (a Actor) Me() Me {
	me := Me{ID: a.ID, Username: a.Username, Name: a.Name, Roles: []HeldRole{}, MustChangePassword: a.MustChangePassword,
		SecondFactor: a.SecondFactor, NeedsSecondFactor: a.NeedsSecondFactor, Permissions: []string{}}
	for _, r := range a.Roles {
		held := HeldRole{Assignment: r}
		if as := a.As(r); as.OnBehalfOfID != "" {
			held.OnBehalfOf = &OnBehalfOf{ID: as.OnBehalfOfID, Name: as.OnBehalfOfName, Kind: as.OnBehalfOfKind}
		}
		me.Roles = append(me.Roles, held)
	}
	if a.OrganisationID != "" {
		me.Organisation = &Ref{ID: a.OrganisationID, Name: a.OrganisationName}
	}
	for _, p := range permissions {
		if a.Can(p) {
			me.Permissions = append(me.Permissions, string(p))
		}
	}
	return me
}

func (s *Service) tokens(a Actor, refresh string, expiresAt time.Time) (Tokens, error) {
	access, err := s.signer.Sign(a.ID, a.SessionID, s.clock.Now())
	return Tokens{
		AccessToken: access, TokenType: "Bearer", ExpiresIn: int(s.accessTTL.Seconds()), User: a.Me(),
		refresh: refresh, expiresAt: expiresAt,
	}, err
}
