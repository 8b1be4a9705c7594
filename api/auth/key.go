package auth

import (
	"net/netip"
	"slices"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/web"
)

// keyScopes are the permissions that a key may have, by the role in which it
// acts. Nothing that concerns accounts, passwords, sessions, keys or settings
// is among them, whatever the policy says.
var keyScopes = map[Role][]web.Permission{
	Applicant: {
		SubmitTicket, ReadTicket, ResubmitTicket, CancelTicket, ConfirmStep, MessageTicket, AttachToTicket,
		UploadFile, ReadFile, ReadAssets, ReadBookings, ReadDashboard, ReadOrganisation, ReadCalendar, ReadRecommendations, WriteRecommendations,
	},
	Auditor: {
		ReadTicket, ReadNotes, ReadAgenda, ReadFile, ReadAssets, ReadBookings, ReadInformationRegister, ReadDashboard, ReadOrganisation, ReadCalendar, ReadRecommendations,
	},
}

// KeyRoles are the roles in which a key can act.
var KeyRoles = []Role{Applicant, Auditor}

// Key is an API key as admins see it: everything but its secret.
type Key struct {
	ID              string      `json:"id"`
	Name            string      `json:"name" example:"Srikandi"`
	Handle          string      `json:"handle" example:"elk_Zk3x9QaB"` // how the key begins, for telling keys apart
	ActsFor         Ref         `json:"acts_for"`
	Organisation    *Ref        `json:"organisation"` // the agency of that account; null: none
	Role            Role        `json:"role" enums:"applicant,auditor"`
	Scopes          []string    `json:"scopes" example:"ticket.submit,ticket.read"`
	Networks        []string    `json:"networks" example:"203.0.113.0/24"` // from where it is taken; empty: from anywhere
	PerMinute       int         `json:"per_minute" example:"60"`           // requests, from each instance of the server
	State           KeyState    `json:"state" enums:"active,expired,revoked,powerless"`
	Secrets         []KeySecret `json:"secrets"` // the live ones, newest first; two while it is being rotated
	CreatedAt       time.Time   `json:"created_at"`
	ExpiresAt       time.Time   `json:"expires_at"`
	RevokedAt       *time.Time  `json:"revoked_at"`
	RevokedReason   string      `json:"revoked_reason"`
	LastUsedAt      *time.Time  `json:"last_used_at"` // to the hour; null: never
	LastUsedAddress string      `json:"last_used_address"`
	AllowedActions  []string    `json:"allowed_actions" enums:"rotate,revoke"`
	Version         int64       `json:"version"`
} // @name ApiKey

// KeySecret is a secret of a key; which one, nobody can read any more.
type KeySecret struct {
	CreatedAt time.Time  `json:"created_at"`
	EndsAt    *time.Time `json:"ends_at"` // null: with the key
} // @name ApiKeySecret

// KeyState tells whether a key is taken.
type KeyState string

// The states. A powerless key is one whose account is disabled or has lost the
// role: it works again when the account does.
const (
	KeyActive    KeyState = "active"
	KeyExpired   KeyState = "expired"
	KeyRevoked   KeyState = "revoked"
	KeyPowerless KeyState = "powerless"
)

// MadeKey is a key with its secret, which is shown this once.
type MadeKey struct {
	Key    Key    `json:"key"`
	Secret string `json:"secret" example:"elk_Zk3x9QaB.3q2-7wAAf0o"` // what X-API-Key takes; it cannot be read again
} // @name MadeApiKey

// KeyInUse is the key through which an actor acts.
type KeyInUse struct {
	ID, Name, Handle string
	scopes           []web.Permission
}

// label names the key in the record.
func (k KeyInUse) label() string { return k.Name + " (" + k.Handle + ")" }

// allows tells whether the key may use a permission in a role: only what is
// among its scopes and what keys may have at all.
func (k KeyInUse) allows(role Role, p web.Permission) bool {
	return slices.Contains(k.scopes, p) && slices.Contains(keyScopes[role], p)
}

// state tells whether the key is taken at an instant.
func (r keyRow) state(now time.Time) KeyState {
	switch {
	case r.RevokedAt != nil:
		return KeyRevoked
	case !now.Before(r.ExpiresAt):
		return KeyExpired
	case r.UserDisabledAt != nil || !r.HoldsRole:
		return KeyPowerless
	default:
		return KeyActive
	}
}

// takenFrom tells whether the key is taken from an address.
func (r keyRow) takenFrom(address string) bool {
	if len(r.Networks) == 0 {
		return true
	}
	ip, err := netip.ParseAddr(address)
	return err == nil && slices.ContainsFunc(r.Networks, func(text string) bool {
		network, err := netip.ParsePrefix(text)
		return err == nil && network.Contains(ip.Unmap().WithZone(""))
	})
}

// view shows a key to an actor.
func (r keyRow) view(secrets []keySecretRow, actor Actor, now time.Time) Key {
	k := Key{
		ID: r.ID, Name: r.Name, Handle: r.Handle, ActsFor: Ref{ID: r.UserID, Name: r.UserName}, Role: r.Role, Networks: r.Networks,
		PerMinute: r.PerMinute, State: r.state(now), Secrets: []KeySecret{}, CreatedAt: r.CreatedAt, ExpiresAt: r.ExpiresAt, RevokedAt: r.RevokedAt,
		RevokedReason: r.RevokedReason, LastUsedAt: r.LastUsedAt, LastUsedAddress: r.LastUsedAddress, AllowedActions: []string{}, Version: r.Version,
	}
	for _, p := range r.Scopes {
		k.Scopes = append(k.Scopes, string(p))
	}
	if r.OrganisationID != "" {
		k.Organisation = &Ref{ID: r.OrganisationID, Name: r.OrganisationName}
	}
	if k.State == KeyRevoked || k.State == KeyExpired {
		return k
	}
	for _, secret := range secrets {
		if secret.KeyID == r.ID && secret.live(now) {
			k.Secrets = append(k.Secrets, KeySecret{CreatedAt: secret.CreatedAt, EndsAt: secret.EndsAt})
		}
	}
	if actor.Can(ManageKeys) {
		k.AllowedActions = []string{"rotate", "revoke"}
	}
	return k
}
