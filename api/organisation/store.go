package organisation

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// Belongings are the objects of one room that belong to agencies: people, open
// requests, assets, proposals. What is over stays with the agency that it was done under.
type Belongings interface {
	CountOf(g *gorm.DB, organisationID string) (int64, error)
	MoveTo(tx *gorm.DB, from, into string) error
}

// Work is what a room has waiting for a unit.
type Work interface {
	CountAt(g *gorm.DB, unit string) (int64, error)
}

// Neighbours are the rooms whose objects belong to agencies and units.
type Neighbours struct {
	People, Requests, Assets, Proposals Belongings
	Officers, UnitTasks, Services       Work
}

type row struct {
	ID         string     `gorm:"column:id;primaryKey"`
	Name       string     `gorm:"column:name"`
	ShortName  string     `gorm:"column:short_name"`
	Kind       Kind       `gorm:"column:kind"`
	ParentID   *string    `gorm:"column:parent_id"`
	ClosedAt   *time.Time `gorm:"column:closed_at"`
	MergedInto *string    `gorm:"column:merged_into"`
	Version    int64      `gorm:"column:version"`
	CreatedAt  time.Time  `gorm:"column:created_at;autoCreateTime:false"`

	// Read along by joins, never written.
	ParentName string `gorm:"column:parent_name;->"`
	MergedName string `gorm:"column:merged_name;->"`
}

func (row) TableName() string { return "organisations" }

func (r row) view(former []string) Organisation {
	o := Organisation{
		ID: r.ID, Name: r.Name, ShortName: r.ShortName, Kind: r.Kind, ClosedAt: r.ClosedAt, Version: r.Version,
		FormerNames: former, AllowedActions: []Action{},
	}
	if o.FormerNames == nil {
		o.FormerNames = []string{}
	}
	if r.ParentID != nil {
		o.Parent = &auth.Ref{ID: *r.ParentID, Name: r.ParentName}
	}
	if r.MergedInto != nil {
		o.MergedInto = &auth.Ref{ID: *r.MergedInto, Name: r.MergedName}
	}
	return o
}

type nameRow struct {
	ID             string    `gorm:"column:id;primaryKey"`
	OrganisationID string    `gorm:"column:organisation_id"`
	Name           string    `gorm:"column:name"`
	ShortName      string    `gorm:"column:short_name"`
	Until          time.Time `gorm:"column:until"`
}

func (nameRow) TableName() string { return "organisation_names" }

type unitRow struct {
	Code     string     `gorm:"column:code;primaryKey"`
	Name     string     `gorm:"column:name"`
	Position int        `gorm:"column:position"`
	Version  int64      `gorm:"column:version"`
	ClosedAt *time.Time `gorm:"column:closed_at"`
}

func (unitRow) TableName() string { return "units" }

func (r unitRow) view() Unit {
	return Unit{Code: r.Code, Name: r.Name, ClosedAt: r.ClosedAt, Version: r.Version, AllowedActions: []Action{}}
}

type store struct{ read *gorm.DB }

func agencies(g *gorm.DB) *gorm.DB {
	return g.Table("organisations o").Select("o.*, COALESCE(p.name, '') AS parent_name, COALESCE(m.name, '') AS merged_name").
		Joins("LEFT JOIN organisations p ON p.id = o.parent_id").Joins("LEFT JOIN organisations m ON m.id = o.merged_into")
}

// organisations finds by present and former names.
func (s store) organisations(ctx context.Context, q, state string) ([]Organisation, error) {
	g := s.read.WithContext(ctx)
	query := agencies(g).Order("o.name").Limit(maxOrganisations)
	if q != "" {
		like := "%" + db.EscapeLike(q) + "%"
		query = query.Where(`(LOWER(o.name) LIKE ? ESCAPE '\' OR LOWER(o.short_name) LIKE ? ESCAPE '\' OR EXISTS (SELECT 1 FROM organisation_names n
			WHERE n.organisation_id = o.id AND (LOWER(n.name) LIKE ? ESCAPE '\' OR LOWER(n.short_name) LIKE ? ESCAPE '\')))`, like, like, like, like)
	}
	switch state {
	case "open":
		query = query.Where("o.closed_at IS NULL")
	case "closed":
		query = query.Where("o.closed_at IS NOT NULL")
	}
	var rows []row
	if err := query.Find(&rows).Error; err != nil {
		return nil, err
	}
	var names []nameRow
	if err := g.Order("until DESC, id DESC").Find(&names).Error; err != nil {
		return nil, err
	}
	former := map[string][]string{}
	for _, n := range names {
		former[n.OrganisationID] = append(former[n.OrganisationID], n.Name)
	}
	list := make([]Organisation, len(rows))
	for i, r := range rows {
		list[i] = r.view(former[r.ID])
	}
	return list, nil
}

// find reads one agency through g, which is the read pool or a transaction.
func (s store) find(ctx context.Context, g *gorm.DB, id string) (Organisation, error) {
	if !ident.Valid(id) {
		return Organisation{}, web.ErrNotFound
	}
	var r row
	err := agencies(g.WithContext(ctx)).Where("o.id = ?", id).Take(&r).Error
	if db.IsNotFound(err) {
		return Organisation{}, web.ErrNotFound
	}
	if err != nil {
		return Organisation{}, err
	}
	var former []string
	err = g.WithContext(ctx).Model(&nameRow{}).Where("organisation_id = ?", id).Order("until DESC, id DESC").Pluck("name", &former).Error
	return r.view(former), err
}

func insert(tx *gorm.DB, r row) error { return tx.Create(&r).Error }

func insertName(tx *gorm.DB, r nameRow) error { return tx.Create(&r).Error }

// update changes an agency if it still has the version, and makes it one newer.
func update(tx *gorm.DB, id string, version int64, columns map[string]any) error {
	columns["version"] = version + 1
	done := tx.Table("organisations").Where("id = ? AND version = ?", id, version).Updates(columns)
	if done.Error == nil && done.RowsAffected == 0 {
		return web.ErrStale
	}
	return done.Error
}

// countParts counts the parts in being of an agency.
func countParts(g *gorm.DB, id string) (n int64, err error) {
	return n, g.Model(&row{}).Where("parent_id = ? AND closed_at IS NULL", id).Count(&n).Error
}

func moveParts(tx *gorm.DB, from, into string) error {
	return tx.Table("organisations").Where("parent_id = ? AND closed_at IS NULL", from).
		Updates(map[string]any{"parent_id": into, "version": gorm.Expr("version + 1")}).Error
}

// holdings counts what belongs to an agency.
func (n Neighbours) holdings(g *gorm.DB, id string) (h Holdings, err error) {
	if h.Parts, err = countParts(g, id); err != nil {
		return h, err
	}
	for _, one := range []struct {
		of   Belongings
		into *int64
	}{{n.People, &h.People}, {n.Requests, &h.OpenRequests}, {n.Assets, &h.Assets}, {n.Proposals, &h.Proposals}} {
		if *one.into, err = one.of.CountOf(g, id); err != nil {
			return h, err
		}
	}
	return h, nil
}

// move gives all of it to another agency.
func (n Neighbours) move(tx *gorm.DB, from, into string) error {
	for _, b := range []Belongings{n.People, n.Requests, n.Assets, n.Proposals} {
		if err := b.MoveTo(tx, from, into); err != nil {
			return err
		}
	}
	return moveParts(tx, from, into)
}

func (n Neighbours) tasks(g *gorm.DB, unit string) (t Tasks, err error) {
	for _, one := range []struct {
		of   Work
		into *int64
	}{{n.Officers, &t.Officers}, {n.UnitTasks, &t.OpenRequests}, {n.Services, &t.Services}} {
		if *one.into, err = one.of.CountAt(g, unit); err != nil {
			return t, err
		}
	}
	return t, nil
}

func (s store) holdings(ctx context.Context, n Neighbours, id string) (Holdings, error) {
	return n.holdings(s.read.WithContext(ctx), id)
}

// units returns all of them, closed ones included, in their order.
func (s store) units(ctx context.Context) ([]Unit, error) {
	var rows []unitRow
	err := s.read.WithContext(ctx).Order("position, code").Find(&rows).Error
	units := make([]Unit, len(rows))
	for i, r := range rows {
		units[i] = r.view()
	}
	return units, err
}

func (s store) unit(ctx context.Context, g *gorm.DB, code string) (Unit, error) {
	var r unitRow
	err := g.WithContext(ctx).Where("code = ?", code).Take(&r).Error
	if db.IsNotFound(err) {
		return Unit{}, web.ErrNotFound
	}
	return r.view(), err
}

func (s store) unitExists(ctx context.Context, code string) (bool, error) {
	var n int64
	err := s.read.WithContext(ctx).Model(&unitRow{}).Where("code = ? AND closed_at IS NULL", code).Count(&n).Error
	return n > 0, err
}

// insertUnit puts a unit after all others.
func insertUnit(tx *gorm.DB, code, name string) error {
	var last int
	if err := tx.Model(&unitRow{}).Select("COALESCE(MAX(position), 0)").Scan(&last).Error; err != nil {
		return err
	}
	return tx.Create(&unitRow{Code: code, Name: name, Position: last + 1, Version: 1}).Error
}

func updateUnit(tx *gorm.DB, code string, version int64, columns map[string]any) error {
	columns["version"] = version + 1
	done := tx.Table("units").Where("code = ? AND version = ?", code, version).Updates(columns)
	if done.Error == nil && done.RowsAffected == 0 {
		return web.ErrStale
	}
	return done.Error
}

// history reads what happened to one object, newest first; one row more than
// the page tells whether another follows.
func (s store) history(ctx context.Context, kind, id string, page web.Page) ([]change.Recorded, error) {
	query := s.read.WithContext(ctx).Where("object_kind = ? AND object_id = ?", kind, id)
	if page.After != nil {
		query = query.Where("id < ?", page.After.ID)
	}
	var rows []change.Recorded
	return rows, query.Order("id DESC").Limit(page.Limit + 1).Find(&rows).Error
}

func seed(tx *gorm.DB, units []shippedUnit, organisations []row) error {
	rows := make([]unitRow, len(units))
	for i, u := range units {
		rows[i] = unitRow{Code: u.Code, Name: u.Name, Position: i + 1, Version: 1}
	}
	if err := tx.Create(rows).Error; err != nil {
		return err
	}
	return tx.CreateInBatches(organisations, 50).Error
}
