package user

import (
	"context"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// User is an account as an admin sees it.
type User struct {
	ID                 string            `json:"id"`
	Username           string            `json:"username" example:"siti.rahmawati"`
	Name               string            `json:"name" example:"Siti Rahmawati"`
	NIP                string            `json:"nip" example:"••••••••••••••2001"` // masked; POST …/unmask tells it and is recorded
	Position           string            `json:"position" example:"Pranata Komputer"`
	Email              string            `json:"email"`
	Phone              string            `json:"phone"`
	Organisation       *auth.Ref         `json:"organisation"`
	SeesOrganisation   bool              `json:"sees_organisation"` // may read the requests of the whole agency
	Roles              []auth.Assignment `json:"roles"`
	MustChangePassword bool              `json:"must_change_password"`
	Invited            bool              `json:"invited"`       // has not chosen a password yet
	SecondFactor       bool              `json:"second_factor"` // one is set up
	DisabledAt         *time.Time        `json:"disabled_at"`   // null: active
	DisabledReason     string            `json:"disabled_reason"`
	CreatedAt          time.Time         `json:"created_at"`
	Version            int64             `json:"version"`
	AllowedActions     []string          `json:"allowed_actions" enums:"change,disable,enable,link,second-factor-reset,unmask"` // what the caller may do with it now
} // @name User

// seenBy fills in what the actor may do with the account. The use cases refuse
// by the same rules.
func (u User) seenBy(actor auth.Actor) User {
	u.AllowedActions = []string{}
	if u.NIP != "" && actor.Can(auth.ReadUsers) {
		u.AllowedActions = append(u.AllowedActions, "unmask")
	}
	if u.ID != actor.ID {
		u.NIP = masked(u.NIP)
	}
	if !actor.Can(auth.ManageUsers) {
		return u
	}
	u.AllowedActions = append(u.AllowedActions, "change")
	if u.DisabledAt != nil {
		return withAction(u, "enable", true)
	}
	own := u.ID == actor.ID
	return withAction(withAction(withAction(u, "disable", !own), "link", true), "second-factor-reset", u.SecondFactor && !own)
}

func withAction(u User, action string, may bool) User {
	if may {
		u.AllowedActions = append(u.AllowedActions, action)
	}
	return u
}

// Units tells which units the office has, and which agencies are in being.
type Units interface {
	UnitExists(ctx context.Context, code string) (bool, error)
	AgencyOpen(ctx context.Context, id string) (bool, error)
	Choices(ctx context.Context) (agencies, shortNames, units []auth.Ref, err error) // a unit's id is its code
}

// Holdings takes from a person what they hold, inside the change that takes the
// person away.
type Holdings interface {
	Release(tx *change.Tx, userID string) error
}

// Service keeps accounts.
type Service struct {
	holdings Holdings
	store    store
	changes  *change.Recorder
	hasher   *auth.Hasher
	ids      ident.Source
	units    Units
	around   Surroundings
}

// NewService returns a Service.
func NewService(d *db.DB, changes *change.Recorder, hasher *auth.Hasher, ids ident.Source, units Units) *Service {
	return &Service{store: store{d.Read}, changes: changes, hasher: hasher, ids: ids, units: units}
}

// ReleaseBy connects the room whose objects people hold.
func (s *Service) ReleaseBy(h Holdings) { s.holdings = h }
