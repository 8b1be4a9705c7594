package audit

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

type store struct{ read *gorm.DB }

// list reads one record more than the page, newest first.
func (s store) list(ctx context.Context, f Filter, object string, page web.Page, zone *time.Location) ([]change.Recorded, error) {
	query := s.read.WithContext(ctx)
	for _, one := range []struct{ column, value string }{
		{"type", f.Type}, {"object_kind", f.Kind}, {"object_id", object}, {"request_id", f.RequestID}, {"address", f.Address},
	} {
		if one.value != "" {
			query = query.Where(one.column+" = ?", one.value)
		}
	}
	switch {
	case ident.Valid(f.Person):
		query = query.Where("actor_id = ?", f.Person)
	case f.Person != "":
		query = query.Where(`LOWER(actor_name) LIKE ? ESCAPE '\'`, "%"+db.EscapeLike(strings.ToLower(f.Person))+"%")
	}
	if f.APIKey != "" {
		query = query.Where(`api_key LIKE ? ESCAPE '\'`, "%"+db.EscapeLike(f.APIKey)+"%")
	}
	if f.From != "" {
		from, err := time.ParseInLocation(time.DateOnly, f.From, zone)
		if err != nil {
			return nil, err
		}
		query = query.Where("at >= ?", from.UTC())
	}
	if f.To != "" {
		to, err := time.ParseInLocation(time.DateOnly, f.To, zone)
		if err != nil {
			return nil, err
		}
		query = query.Where("at < ?", to.AddDate(0, 0, 1).UTC())
	}
	if page.After != nil {
		at, err := time.Parse(time.RFC3339Nano, page.After.Value)
		if err != nil {
			return nil, web.ErrCursor
		}
		query = query.Where("(at, id) < (?, ?)", at, page.After.ID)
	}
	var rows []change.Recorded
	return rows, query.Order("at DESC, id DESC").Limit(page.Limit + 1).Find(&rows).Error
}

// find reads a record and its place in the chain; nil: it waits for it.
func (s store) find(ctx context.Context, id string) (e change.Recorded, link *Link, err error) {
	if !ident.Valid(id) {
		return e, nil, web.ErrNotFound
	}
	g := s.read.WithContext(ctx)
	if err := g.Where("id = ?", id).Take(&e).Error; err != nil {
		if db.IsNotFound(err) {
			err = web.ErrNotFound
		}
		return e, nil, err
	}
	var links []Link
	if err := g.Table("event_seals").Where("event_id = ?", id).Find(&links).Error; err != nil || len(links) == 0 {
		return e, nil, err
	}
	return e, &links[0], nil
}

// sealed is a link of the chain with its record.
type sealed struct {
	Position int64
	EventID  string
	Hash     string
	Record   *change.Recorded `gorm:"-"` // nil: it is gone
}

// chain reads the next links behind a position, in order.
func (s store) chain(ctx context.Context, after int64, limit int) ([]sealed, error) {
	g := s.read.WithContext(ctx)
	var links []sealed
	if err := g.Table("event_seals").Select("position, event_id, hash").Where("position > ?", after).Order("position").Limit(limit).Find(&links).Error; err != nil {
		return nil, err
	}
	ids := make([]string, len(links))
	for i, l := range links {
		ids[i] = l.EventID
	}
	var records []change.Recorded
	if err := g.Where("id IN ?", ids).Find(&records).Error; err != nil {
		return nil, err
	}
	byID := map[string]*change.Recorded{}
	for i := range records {
		byID[records[i].ID] = &records[i]
	}
	for i := range links {
		links[i].Record = byID[links[i].EventID]
	}
	return links, nil
}

// waiting counts the records that wait for their places, and finds one that
// waits and is gone.
func (s store) waiting(ctx context.Context) (n int64, gone []string, err error) {
	g := s.read.WithContext(ctx)
	if err := g.Table("unsealed_events").Count(&n).Error; err != nil {
		return 0, nil, err
	}
	return n, gone, g.Table("unsealed_events w").Joins("LEFT JOIN events e ON e.id = w.event_id").
		Where("e.id IS NULL").Order("w.event_id").Limit(1).Pluck("w.event_id", &gone).Error
}

// strays finds a record that neither stands in the chain nor waits for it.
func (s store) strays(ctx context.Context) (ids []string, err error) {
	return ids, s.read.WithContext(ctx).Raw(`SELECT e.id FROM events e
		WHERE NOT EXISTS (SELECT 1 FROM event_seals s WHERE s.event_id = e.id)
		AND NOT EXISTS (SELECT 1 FROM unsealed_events w WHERE w.event_id = e.id) ORDER BY e.id LIMIT 1`).Scan(&ids).Error
}
