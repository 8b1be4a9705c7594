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
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// Published is a definition with the number of its version.
type Published struct {
	Definition
	Number int `json:"definition_version" example:"1"` // a request keeps the version under which it was filed
} // @name ServiceType

// Searcher finds the services of a list that fit the words which people type,
// the best first.
type Searcher interface {
	Find(list []Published, query string) []Published
}

// Service serves definitions.
type Service struct {
	store      store
	changes    *change.Recorder
	categories []Category
	search     Searcher
	clock      clock.Clock
	versions   sync.Map // of "code/number" → Published: what is published never changes
}

// NewService returns a Service, or an error when a shipped file is damaged.
func NewService(d *db.DB, changes *change.Recorder, c clock.Clock, search Searcher) (*Service, error) {
	categories, err := LoadCategories()
	return &Service{store: store{d.Read}, changes: changes, categories: categories, search: search, clock: c}, err
}

// Categories returns the groups of the catalogue in their order.
func (s *Service) Categories() []Category { return s.categories }

// Find returns the definition of a service that is in effect now. A retired
// service is still found.
func (s *Service) Find(ctx context.Context, code string) (Published, error) {
	number, err := currentNumber(s.store.read.WithContext(ctx), code, s.clock.Now())
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
	service, err := findType(s.store.read.WithContext(ctx), code)
	if err == nil && (service.RetiredAt != nil || found.Channel == External) {
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
	row, err := findVersion(s.store.read.WithContext(ctx), code, number)
	if err != nil {
		return Published{}, err
	}
	row.Definition.Complete()
	found := Published{Definition: row.Definition, Number: number}
	if row.EffectiveFrom != nil { // a draft still changes
		s.versions.Store(key, found)
	}
	return found, nil
}

// List returns the services that are open to the public and match: by category
// and position or, where words are searched for, what fits best first.
func (s *Service) List(ctx context.Context, f Filter) ([]Published, error) {
	entries, err := s.store.entries(ctx, s.clock.Now())
	if err != nil {
		return nil, err
	}
	list := []Published{}
	for _, e := range entries {
		if e.Number == 0 || e.RetiredAt != nil {
			continue
		}
		found, err := s.Version(ctx, e.Code, e.Number)
		if err != nil {
			return nil, err
		}
		if !found.Hidden {
			list = append(list, found)
		}
	}
	slices.SortFunc(list, s.inOrder)
	if f.Query != "" { // over the whole list, whose index is kept
		list = s.search.Find(list, f.Query)
	}
	return slices.DeleteFunc(list, func(p Published) bool { return f.Category != "" && p.Category != f.Category }), nil
}

// inOrder compares by category, position and name.
func (s *Service) inOrder(a, b Published) int {
	if byCategory := s.position(a.Category) - s.position(b.Category); byCategory != 0 {
		return byCategory
	}
	if a.Position != b.Position {
		return a.Position - b.Position
	}
	return strings.Compare(a.Name, b.Name)
}

func (s *Service) position(category string) int {
	return slices.IndexFunc(s.categories, func(c Category) bool { return c.Code == category })
}

// Filter narrows the catalogue.
type Filter struct {
	Query    string // words, as people type them; what fits best comes first
	Category string
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

// Keys of the formats that document draws. A definition may name its letter
// LetterFormat or, where the sources have a title for it, NamedLetterFormat.
const (
	LetterFormat      = "surat-permohonan"
	NamedLetterFormat = "format-permohonan"
	NeedsSample       = "contoh-analisis-kebutuhan"
)

// TakesLetter tells whether a service may be asked for by an agency's letter.
// Citizens ask without one.
func (d Definition) TakesLetter() bool {
	return d.Channel != External && (d.Letter == LetterRequired || !slices.Equal(d.Audience, []Audience{Public}))
}

// Complete adds what a definition need not say: the format of the letter is
// offered by every service that takes one, and absent lists are empty ones,
// which the API shows as [] rather than null.
func (d *Definition) Complete() {
	named := slices.ContainsFunc(d.Downloads, func(f Download) bool { return f.Key == LetterFormat || f.Key == NamedLetterFormat })
	if d.TakesLetter() && !named {
		d.Downloads = slices.Insert(slices.Clone(d.Downloads), 0, Download{Key: LetterFormat, Title: "Format surat permohonan " + d.Name})
	}
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
