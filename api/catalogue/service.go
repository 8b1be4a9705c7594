package catalogue

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// Published is a definition with the number of its version.
type Published struct {
	Definition
	Number int `json:"definition_version" example:"1"` // a request keeps the version under which it was filed
} // @name ServiceType

// Service serves definitions.
type Service struct {
	store      store
	changes    *change.Recorder
	categories []Category
	versions   sync.Map // of "code/number" → Published: a version never changes
}

// NewService returns a Service, or an error when a shipped file is damaged.
func NewService(d *db.DB, changes *change.Recorder) (*Service, error) {
	categories, err := LoadCategories()
	return &Service{store: store{d.Read}, changes: changes, categories: categories}, err
}

// Categories returns the groups of the catalogue in their order.
func (s *Service) Categories() []Category { return s.categories }

// Find returns the published definition of a service. A retired service
// is still found.
func (s *Service) Find(ctx context.Context, code string) (Published, error) {
	number, err := s.store.published(ctx, code)
	if err != nil {
		return Published{}, err
	}
	return s.Version(ctx, code, number)
}

// Requestable returns the published definition of a service that can be asked
// for here and now; otherwise it says why not, at the field service_type.
func (s *Service) Requestable(ctx context.Context, code string) (Published, error) {
	found, err := s.Find(ctx, code)
	if errors.Is(err, web.ErrNotFound) {
		return found, apperr.BadField("/service_type", "service_type.unknown",
			"Layanan ini tidak ada di katalog.", "The catalogue has no such service.")
	}
	if err != nil {
		return found, err
	}
	retired, err := s.store.retired(ctx, code)
	if err == nil && (retired || found.Channel == External) {
		err = apperr.BadField("/service_type", "service_type.closed",
			"Layanan ini tidak dapat diajukan di sini. Lihat halaman layanannya.", "This service cannot be asked for here. See its page.")
	}
	return found, err
}

// Version returns one version of a definition, as a request was filed under it.
func (s *Service) Version(ctx context.Context, code string, number int) (Published, error) {
	key := fmt.Sprintf("%s/%d", code, number)
	if found, ok := s.versions.Load(key); ok {
		return found.(Published), nil
	}
	definition, err := s.store.definition(ctx, code, number)
	if err != nil {
		return Published{}, err
	}
	definition.fill()
	found := Published{Definition: definition, Number: number}
	s.versions.Store(key, found)
	return found, nil
}

// List returns the published services that match, by category and position.
func (s *Service) List(ctx context.Context, f Filter) ([]Published, error) {
	current, err := s.store.current(ctx)
	if err != nil {
		return nil, err
	}
	list := []Published{}
	for _, row := range current {
		found, err := s.Version(ctx, row.Code, row.Published)
		if err != nil {
			return nil, err
		}
		if f.matches(found.Definition) {
			list = append(list, found)
		}
	}
	slices.SortFunc(list, func(a, b Published) int {
		if byCategory := s.position(a.Category) - s.position(b.Category); byCategory != 0 {
			return byCategory
		}
		if a.Position != b.Position {
			return a.Position - b.Position
		}
		return strings.Compare(a.Name, b.Name)
	})
	return list, nil
}

func (s *Service) position(category string) int {
	return slices.IndexFunc(s.categories, func(c Category) bool { return c.Code == category })
}

// Filter narrows the catalogue.
type Filter struct {
	Query    string // words that must all occur
	Category string
}

func (f Filter) matches(d Definition) bool {
	if f.Category != "" && d.Category != f.Category {
		return false
	}
	text := strings.ToLower(strings.Join(append([]string{d.Name, d.Code, d.Summary, d.Description}, d.Keywords...), "\n"))
	for word := range strings.FieldsSeq(strings.ToLower(f.Query)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// Seed brings the shipped definitions in: new services are published; a newer
// shipped text replaces an older shipped one; where an admin has published a
// version of their own, the newer shipped one only waits beside it.
func (s *Service) Seed(ctx context.Context) error {
	definitions, err := loadShipped()
	if err != nil {
		return err
	}
	for _, d := range definitions {
		if err := Check(d.Definition); err != nil {
			return fmt.Errorf("catalogue: %s: %w", d.Code, err)
		}
		known, err := s.store.knows(ctx, d.Code, d.hash)
		if err != nil {
			return err
		}
		if known {
			continue
		}
		err = s.changes.Do(ctx, change.System, func(tx *change.Tx) error {
			number, published, err := insertShipped(tx.DB, d, tx.Now)
			if err != nil {
				return err
			}
			return tx.Record(change.Event{Type: "service_type_shipped", Kind: "service_type", ObjectID: d.Code,
				Data: map[string]any{"version": number, "published": published}, Internal: true})
		})
		if err != nil && !db.IsDuplicate(err) { // another instance was quicker
			return err
		}
	}
	return nil
}

// Step returns the step with the key, or nil.
func (d Definition) Step(key string) *Step {
	for i := range d.Steps {
		if d.Steps[i].Key == key {
			return &d.Steps[i]
		}
	}
	return nil
}

// Next returns the step after the one with the key, or nil after the last.
func (d Definition) Next(key string) *Step {
	i := slices.IndexFunc(d.Steps, func(s Step) bool { return s.Key == key })
	if i < 0 || i+1 >= len(d.Steps) {
		return nil
	}
	return &d.Steps[i+1]
}

// Check refuses a definition that could not be served.
func Check(d Definition) error {
	if err := web.Validate(d, ""); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, step := range d.Steps {
		if seen[step.Key] {
			return fmt.Errorf("step %s occurs twice", step.Key)
		}
		seen[step.Key] = true
	}
	return nil
}

// fill makes absent lists empty ones, which the API shows as [] rather than
// null.
func (d *Definition) fill() {
	empty(&d.Keywords)
	empty(&d.Sources)
	empty(&d.Requirements)
	empty(&d.Procedure)
	empty(&d.LegalBases)
	empty(&d.Downloads)
	empty(&d.Prerequisites)
	empty(&d.External)
	empty(&d.Notes)
}

func empty[T any](list *[]T) {
	if *list == nil {
		*list = []T{}
	}
}
