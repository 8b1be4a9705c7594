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
	NIP                string            `json:"nip" example:"199001012015032001"`
	Position           string            `json:"position" example:"Pranata Komputer"`
	Email              string            `json:"email"`
	Phone              string            `json:"phone"`
	Organisation       *auth.Ref         `json:"organisation"`
	SeesOrganisation   bool              `json:"sees_organisation"` // may read the requests of the whole agency
	Roles              []auth.Assignment `json:"roles"`
	MustChangePassword bool              `json:"must_change_password"`
	DisabledAt         *time.Time        `json:"disabled_at"` // null: active
	DisabledReason     string            `json:"disabled_reason"`
	CreatedAt          time.Time         `json:"created_at"`
	Version            int64             `json:"version"`
} // @name User

// Units tells whether the office has a unit.
type Units interface {
	UnitExists(ctx context.Context, code string) (bool, error)
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
}

// NewService returns a Service.
func NewService(d *db.DB, changes *change.Recorder, hasher *auth.Hasher, ids ident.Source, units Units) *Service {
	return &Service{store: store{d.Read}, changes: changes, hasher: hasher, ids: ids, units: units}
}

// ReleaseBy connects the room whose objects people hold.
func (s *Service) ReleaseBy(h Holdings) { s.holdings = h }
