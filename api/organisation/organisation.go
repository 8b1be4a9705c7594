package organisation

import (
	"context"
	"embed"
	"fmt"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// Organisation is an agency that asks for services.
type Organisation struct {
	ID        string `json:"id"`
	Name      string `json:"name" example:"Dinas Kesehatan"`
	ShortName string `json:"short_name" example:"Dinkes"`
	Kind      string `json:"kind" enums:"agency,regency,school,other"`
} // @name Organisation

// Unit is a part of the office, named by its code.
type Unit struct {
	Code string `json:"code" yaml:"code" example:"aptika"`
	Name string `json:"name" yaml:"name" example:"Bidang Aplikasi Informatika"`
} // @name Unit

// Service reads and keeps agencies and units.
type Service struct {
	store   store
	changes *change.Recorder
}

// NewService returns a Service.
func NewService(d *db.DB, changes *change.Recorder) *Service {
	return &Service{store: store{d.Read}, changes: changes}
}

// maxOrganisations bounds the list, which is read whole: a province has some
// dozens of agencies, schools included some hundreds.
const maxOrganisations = 1000

// List returns agencies whose name or short name contains q, by name.
func (s *Service) List(ctx context.Context, q string) ([]Organisation, error) {
	return s.store.organisations(ctx, strings.ToLower(strings.TrimSpace(q)))
}

// Units returns the office's units in their order.
func (s *Service) Units(ctx context.Context) ([]Unit, error) { return s.store.units(ctx) }

// UnitExists tells whether a unit has the code.
func (s *Service) UnitExists(ctx context.Context, code string) (bool, error) {
	return s.store.unitExists(ctx, code)
}

//go:embed data/*.yaml
var shipped embed.FS

// Seed puts the shipped units and agencies into an empty database; later it
// does nothing, so that an admin's edits stay.
func (s *Service) Seed(ctx context.Context) error {
	units, err := s.store.units(ctx)
	if err != nil || len(units) > 0 {
		return err
	}
	var organisations []organisationRow
	if err := load("data/units.yaml", &units); err != nil {
		return err
	}
	if err := load("data/organisations.yaml", &organisations); err != nil {
		return err
	}
	err = s.changes.Do(ctx, change.System, func(tx *change.Tx) error {
		for i := range organisations {
			organisations[i].ID, organisations[i].CreatedAt = tx.NewID(), tx.Now
		}
		if err := seed(tx.DB, units, organisations); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "seeded", Kind: "organisation", ObjectID: "shipped",
			Data: map[string]int{"units": len(units), "organisations": len(organisations)}, Internal: true})
	})
	if db.IsDuplicate(err) { // another instance was quicker
		return nil
	}
	return err
}

func load(name string, into any) error {
	text, err := shipped.ReadFile(name)
	if err == nil {
		err = yaml.Unmarshal(text, into)
	}
	if err != nil {
		return fmt.Errorf("organisation: %s: %w", name, err)
	}
	return nil
}

type organisationRow struct {
	ID        string    `gorm:"column:id;primaryKey" yaml:"-"`
	Name      string    `gorm:"column:name" yaml:"name"`
	ShortName string    `gorm:"column:short_name" yaml:"short_name"`
	Kind      string    `gorm:"column:kind" yaml:"kind"`
	Version   int64     `gorm:"column:version;default:1" yaml:"-"`
	CreatedAt time.Time `gorm:"column:created_at;autoCreateTime:false" yaml:"-"`
}

func (organisationRow) TableName() string { return "organisations" }
