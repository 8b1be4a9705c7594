package setting

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// officeKey names the group of settings about the office.
const officeKey = "office"

// Service reads and keeps settings.
type Service struct {
	store   store
	changes *change.Recorder
}

// NewService returns a Service.
func NewService(d *db.DB, changes *change.Recorder) *Service {
	return &Service{store: store{d.Read}, changes: changes}
}

// Office returns the settings of the office, and their version.
func (s *Service) Office(ctx context.Context) (Office, int64, error) {
	found, err := s.store.find(ctx, s.store.read, officeKey)
	if err != nil {
		return Office{}, 0, err
	}
	office, err := decode(found)
	return office, found.Version, err
}

// Seed puts the shipped settings into a database that has none; later it does
// nothing, so that an admin's edits stay.
func (s *Service) Seed(ctx context.Context, shipped Office) error {
	_, err := s.store.find(ctx, s.store.read, officeKey)
	if err == nil || !isNotFound(err) {
		return err
	}
	if err := shipped.Check(); err != nil {
		return fmt.Errorf("setting: the shipped office: %w", err)
	}
	shipped.fill()
	value, err := json.Marshal(shipped)
	if err != nil {
		return fmt.Errorf("setting: %w", err)
	}
	err = s.changes.Do(ctx, change.System, func(tx *change.Tx) error {
		if err := insert(tx.DB, officeKey, value, tx.Now); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "seeded", Kind: "setting", ObjectID: officeKey, Internal: true})
	})
	if db.IsDuplicate(err) { // another instance was quicker
		return nil
	}
	return err
}

// errSame ends a change that would change nothing.
var errSame = errors.New("setting: nothing to change")

// SetOffice replaces the settings of the office, based on a version. It returns
// what is set now, and its version.
func (s *Service) SetOffice(ctx context.Context, actor auth.Actor, version int64, office Office) (Office, int64, error) {
	if err := office.Check(); err != nil {
		return Office{}, 0, err
	}
	office.fill()
	value, err := json.Marshal(office)
	if err != nil {
		return Office{}, 0, fmt.Errorf("setting: %w", err)
	}
	err = s.changes.Do(ctx, actor.As(auth.Assignment{Role: auth.Admin}), func(tx *change.Tx) error {
		before, err := s.store.find(ctx, tx.DB, officeKey)
		if err != nil {
			return err
		}
		if before.Version != version {
			return web.ErrStale
		}
		changes, err := difference(before.Value, value)
		if err != nil {
			return err
		}
		if len(changes) == 0 {
			return errSame
		}
		if err := s.chooseLogo(ctx, tx, office.Brand.Logo); err != nil {
			return err
		}
		if err := replace(tx.DB, officeKey, version, value, tx.Now); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "setting_changed", Kind: "setting", ObjectID: officeKey, Changes: changes, Internal: true})
	})
	if err != nil && !errors.Is(err, errSame) {
		return Office{}, 0, err
	}
	return s.Office(ctx)
}

func isNotFound(err error) bool { return errors.Is(err, web.ErrNotFound) }

func decode(r row) (Office, error) {
	var office Office
	if err := json.Unmarshal(r.Value, &office); err != nil {
		return office, fmt.Errorf("setting: %s: %w", r.Key, err)
	}
	office.fill()
	return office, nil
}

// Changed is one field before and after a change.
type Changed struct {
	From any `json:"from"`
	To   any `json:"to"`
}

// difference returns the fields in which two documents differ. They are
// compared by their values: a database may write JSON in its own way.
func difference(before, after json.RawMessage) (map[string]Changed, error) {
	var was, is map[string]any
	if err := errors.Join(json.Unmarshal(before, &was), json.Unmarshal(after, &is)); err != nil {
		return nil, fmt.Errorf("setting: %w", err)
	}
	changes := map[string]Changed{}
	for name, value := range is {
		if !same(was[name], value) {
			changes[name] = Changed{From: was[name], To: value}
		}
	}
	return changes, nil
}

func same(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}
