package organisation

import (
	"context"
	"embed"
	"fmt"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// Organisation is an agency that asks for services. Agencies form a tree of two
// levels: an agency and its parts (the nine bureaus of a secretariat).
type Organisation struct {
	ID             string     `json:"id"`
	Name           string     `json:"name" example:"Dinas Kesehatan"`
	ShortName      string     `json:"short_name" example:"Dinkes"`
	Kind           Kind       `json:"kind" enums:"agency,regency,school,other"`
	Parent         *auth.Ref  `json:"parent"`       // null: stands at the top
	FormerNames    []string   `json:"former_names"` // newest first
	ClosedAt       *time.Time `json:"closed_at"`    // null: in being
	MergedInto     *auth.Ref  `json:"merged_into"`  // null: it was not
	Version        int64      `json:"version"`
	AllowedActions []Action   `json:"allowed_actions" enums:"change,merge,close,reopen"` // what the caller may do with it now
} // @name Organisation

// Kind is the sort of an agency.
type Kind string

// The kinds.
const (
	Agency  Kind = "agency"  // Perangkat Daerah
	Regency Kind = "regency" // kabupaten/kota
	School  Kind = "school"
	Other   Kind = "other"
)

// Action is what may be done to an agency or a unit.
type Action string

// The actions.
const (
	Change Action = "change"
	Merge  Action = "merge"
	Close  Action = "close"
	Reopen Action = "reopen"
)

// actionsOn tells what an actor may do. The use cases refuse by the same rules.
func actionsOn(actor auth.Actor, closed, merged, unit bool) []Action {
	switch {
	case !actor.Can(auth.ManageOrganisation) || merged:
		return []Action{}
	case closed:
		return []Action{Reopen}
	case unit:
		return []Action{Change, Close}
	}
	return []Action{Change, Merge, Close}
}

func (o Organisation) seenBy(actor auth.Actor) Organisation {
	o.AllowedActions = actionsOn(actor, o.ClosedAt != nil, o.MergedInto != nil, false)
	return o
}

// Service reads and keeps agencies and units.
type Service struct {
	store     store
	changes   *change.Recorder
	neighbour Neighbours
}

// NewService returns a Service.
func NewService(d *db.DB, changes *change.Recorder) *Service {
	return &Service{store: store{d.Read}, changes: changes}
}

// Connect gives the service the rooms whose objects belong to agencies and
// units.
func (s *Service) Connect(n Neighbours) { s.neighbour = n }

// maxOrganisations bounds the list, which is read whole: a province has some
// dozens of agencies, schools included some hundreds.
const maxOrganisations = 1000

// List returns agencies in being that have or had q in a name, by name.
func (s *Service) List(ctx context.Context, q string) ([]Organisation, error) {
	return s.ListState(ctx, q, "open")
}

// ListState is List with a choice: open, closed or all.
func (s *Service) ListState(ctx context.Context, q, state string) ([]Organisation, error) {
	return s.store.organisations(ctx, strings.ToLower(strings.TrimSpace(q)), state)
}

// Get returns an agency, closed ones included.
func (s *Service) Get(ctx context.Context, id string) (Organisation, error) {
	return s.store.find(ctx, s.store.read, id)
}

//go:embed data/*.yaml
var shipped embed.FS

// Seed puts the shipped units and agencies into an empty database; later it
// does nothing, so that an admin's edits stay.
func (s *Service) Seed(ctx context.Context) error {
	held, err := s.store.units(ctx)
	if err != nil || len(held) > 0 {
		return err
	}
	var units []shippedUnit
	var organisations []shippedOrganisation
	if err := load("data/units.yaml", &units); err != nil {
		return err
	}
	if err := load("data/organisations.yaml", &organisations); err != nil {
		return err
	}
	err = s.changes.Do(ctx, change.System, func(tx *change.Tx) error {
		ids := map[string]string{}
		rows := make([]row, len(organisations))
		for i, o := range organisations {
			rows[i] = row{ID: tx.NewID(), Name: o.Name, ShortName: o.ShortName, Kind: o.Kind, Version: 1, CreatedAt: tx.Now}
			ids[o.Name] = rows[i].ID
			if o.Parent != "" {
				parent, known := ids[o.Parent]
				if !known {
					return fmt.Errorf("organisation: %s stands before its parent", o.Name)
				}
				rows[i].ParentID = &parent
			}
		}
		if err := seed(tx.DB, units, rows); err != nil {
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

type shippedOrganisation struct {
	Name      string `yaml:"name"`
	ShortName string `yaml:"short_name"`
	Kind      Kind   `yaml:"kind"`
	Parent    string `yaml:"parent"` // its name; empty: at the top
}

type shippedUnit struct {
	Code string `yaml:"code"`
	Name string `yaml:"name"`
}
