package user

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

type row struct {
	ID                 string     `gorm:"column:id;primaryKey"`
	Username           string     `gorm:"column:username"`
	Name               string     `gorm:"column:name"`
	NIP                string     `gorm:"column:nip"`
	Position           string     `gorm:"column:position"`
	Email              string     `gorm:"column:email"`
	Phone              string     `gorm:"column:phone"`
	OrganisationID     *string    `gorm:"column:organisation_id"`
	OrganisationName   string     `gorm:"column:organisation_name;->"`
	SeesOrganisation   bool       `gorm:"column:sees_organisation"`
	PasswordHash       string     `gorm:"column:password_hash"`
	MustChangePassword bool       `gorm:"column:must_change_password"`
	SecondFactor       bool       `gorm:"column:second_factor;->"`
	DisabledAt         *time.Time `gorm:"column:disabled_at"`
	DisabledReason     string     `gorm:"column:disabled_reason"`
	Version            int64      `gorm:"column:version"`
	CreatedAt          time.Time  `gorm:"column:created_at;autoCreateTime:false"`
	ChangedAt          time.Time  `gorm:"column:changed_at"`
}

func (row) TableName() string { return "users" }

func (r row) view(roles []auth.Assignment) User {
	u := User{
		ID: r.ID, Username: r.Username, Name: r.Name, NIP: r.NIP, Position: r.Position, Email: r.Email, Phone: r.Phone,
		SeesOrganisation: r.SeesOrganisation, Roles: roles, MustChangePassword: r.MustChangePassword,
		Invited: r.PasswordHash == "", SecondFactor: r.SecondFactor, AllowedActions: []string{},
		DisabledAt: r.DisabledAt, DisabledReason: r.DisabledReason, CreatedAt: r.CreatedAt, Version: r.Version,
	}
	if u.Roles == nil {
		u.Roles = []auth.Assignment{}
	}
	if r.OrganisationID != nil {
		u.Organisation = &auth.Ref{ID: *r.OrganisationID, Name: r.OrganisationName}
	}
	return u
}

type store struct{ read *gorm.DB }

func users(g *gorm.DB) *gorm.DB {
	return g.Table("users u").Select("u.*, COALESCE(o.name, '') AS organisation_name",
		"EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) AS second_factor").
		Joins("LEFT JOIN organisations o ON o.id = u.organisation_id")
}

// find reads one account through g, which is the read pool or a transaction.
func (s store) find(ctx context.Context, g *gorm.DB, id string) (User, error) {
	if !ident.Valid(id) {
		return User{}, web.ErrNotFound
	}
	var r row
	err := users(g.WithContext(ctx)).Where("u.id = ?", id).Take(&r).Error
	if db.IsNotFound(err) {
		return User{}, web.ErrNotFound
	}
	if err != nil {
		return User{}, err
	}
	roles, err := rolesOf(g.WithContext(ctx), []string{id})
	return r.view(roles[id]), err
}

func (s store) list(ctx context.Context, f Filter, page web.Page) ([]User, error) {
	query := users(s.read.WithContext(ctx))
	if f.Query != "" {
		like := "%" + db.EscapeLike(strings.ToLower(f.Query)) + "%"
		query = query.Where(`(u.username LIKE ? ESCAPE '\' OR LOWER(u.name) LIKE ? ESCAPE '\' OR u.nip = ?)`, like, like, f.Query) // a part of a NIP would tell what is masked
	}
	if f.Role != "" {
		query = query.Where("EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = u.id AND r.role = ?)", f.Role)
	}
	if f.Organisation != "" {
		if !ident.Valid(f.Organisation) {
			return []User{}, nil
		}
		query = query.Where("u.organisation_id = ?", f.Organisation)
	}
	switch f.State {
	case "active":
		query = query.Where("u.disabled_at IS NULL AND u.password_hash <> ''")
	case "invited":
		query = query.Where("u.disabled_at IS NULL AND u.password_hash = ''")
	case "disabled":
		query = query.Where("u.disabled_at IS NOT NULL")
	}
	column, direction, beyond := "u."+page.Sort, "ASC", ">" // page.Sort is from the allow-list
	if page.Descending {
		direction, beyond = "DESC", "<"
	}
	if page.After != nil {
		query = query.Where(fmt.Sprintf("(%s, u.id) %s (?, ?)", column, beyond), page.After.Value, page.After.ID)
	}
	var rows []row
	if err := query.Order(fmt.Sprintf("%s %s, u.id %s", column, direction, direction)).Limit(page.Limit + 1).Find(&rows).Error; err != nil {
		return nil, err
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	roles, err := rolesOf(s.read.WithContext(ctx), ids)
	list := make([]User, len(rows))
	for i, r := range rows {
		list[i] = r.view(roles[r.ID])
	}
	return list, err
}

func rolesOf(g *gorm.DB, ids []string) (map[string][]auth.Assignment, error) {
	var rows []struct {
		UserID string `gorm:"column:user_id"`
		Role   string `gorm:"column:role"`
		Unit   string `gorm:"column:unit"`
	}
	err := g.Table("user_roles").Where("user_id IN ?", ids).Order("role, unit").Find(&rows).Error
	roles := map[string][]auth.Assignment{}
	for _, r := range rows {
		roles[r.UserID] = append(roles[r.UserID], auth.Assignment{Role: auth.Role(r.Role), Unit: r.Unit})
	}
	return roles, err
}

func insert(tx *gorm.DB, r row, roles []auth.Assignment) error {
	if err := tx.Create(&r).Error; err != nil {
		return err
	}
	return insertRoles(tx, r.ID, roles)
}

func insertRoles(tx *gorm.DB, id string, roles []auth.Assignment) error {
	for _, a := range roles {
		if err := tx.Table("user_roles").Create(map[string]any{"user_id": id, "role": string(a.Role), "unit": a.Unit}).Error; err != nil {
			return err
		}
	}
	return nil
}

func replaceRoles(tx *gorm.DB, id string, roles []auth.Assignment) error {
	if err := tx.Exec("DELETE FROM user_roles WHERE user_id = ?", id).Error; err != nil {
		return err
	}
	return insertRoles(tx, id, roles)
}

// update changes an account if it still has the version, and makes it one
// newer.
func update(tx *gorm.DB, id string, version int64, columns map[string]any) error {
	columns["version"] = version + 1
	done := tx.Table("users").Where("id = ? AND version = ?", id, version).Updates(columns)
	if done.Error == nil && done.RowsAffected == 0 {
		return web.ErrStale
	}
	return done.Error
}

// delegationRow is a delegation as it is stored. EndsAt is when it really ends;
// MeantUntil is when it was to end.
type delegationRow struct {
	ID            string     `gorm:"column:id;primaryKey"`
	PrincipalID   string     `gorm:"column:principal_id"`
	PrincipalName string     `gorm:"column:principal_name;->"`
	DeputyID      string     `gorm:"column:deputy_id"`
	DeputyName    string     `gorm:"column:deputy_name;->"`
	Role          string     `gorm:"column:role"`
	Unit          string     `gorm:"column:unit"`
	Kind          DeputyKind `gorm:"column:kind"`
	Reason        string     `gorm:"column:reason"`
	Decree        string     `gorm:"column:decree"`
	StartsAt      time.Time  `gorm:"column:starts_at"`
	EndsAt        time.Time  `gorm:"column:ends_at"`
	MeantUntil    time.Time  `gorm:"column:meant_until"`
	EndedAt       *time.Time `gorm:"column:ended_at"`
	EndedReason   string     `gorm:"column:ended_reason"`
	Version       int64      `gorm:"column:version"`
	CreatedAt     time.Time  `gorm:"column:created_at;autoCreateTime:false"`
}

func (delegationRow) TableName() string { return "delegations" }

func delegations(g *gorm.DB) *gorm.DB {
	return g.Table("delegations d").Select("d.*, p.name AS principal_name, s.name AS deputy_name").
		Joins("JOIN users p ON p.id = d.principal_id").Joins("JOIN users s ON s.id = d.deputy_id")
}

// seenBy narrows delegations d to what the actor may read.
func seenBy(g *gorm.DB, actor auth.Actor) *gorm.DB {
	if actor.Is(auth.Admin) || actor.Is(auth.Auditor) || actor.Is(auth.Head) {
		return g
	}
	return g.Where("(d.principal_id = ? OR d.deputy_id = ?)", actor.ID, actor.ID)
}

func (s store) delegation(ctx context.Context, g *gorm.DB, actor auth.Actor, id string) (delegationRow, error) {
	var r delegationRow
	if !ident.Valid(id) {
		return r, web.ErrNotFound
	}
	err := seenBy(delegations(g.WithContext(ctx)), actor).Where("d.id = ?", id).Take(&r).Error
	if db.IsNotFound(err) {
		return r, web.ErrNotFound
	}
	return r, err
}

// delegations reads one row more than the page, which tells whether another
// follows.
func (s store) delegations(ctx context.Context, actor auth.Actor, state State, page web.Page, now time.Time) ([]delegationRow, error) {
	query := seenBy(delegations(s.read.WithContext(ctx)), actor)
	switch state {
	case Upcoming:
		query = query.Where("d.starts_at > ? AND d.ends_at > ?", now, now)
	case Running:
		query = query.Where("d.starts_at <= ? AND d.ends_at > ?", now, now)
	case Ended:
		query = query.Where("d.ends_at <= ?", now)
	}
	var rows []delegationRow
	query, err := byStart(query, "d", page)
	if err != nil {
		return nil, err
	}
	return rows, query.Find(&rows).Error
}

// byStart orders and pages rows that have a starts_at.
func byStart(query *gorm.DB, table string, page web.Page) (*gorm.DB, error) {
	direction, beyond := "ASC", ">"
	if page.Descending {
		direction, beyond = "DESC", "<"
	}
	if page.After != nil {
		at, err := time.Parse(time.RFC3339Nano, page.After.Value)
		if err != nil {
			return nil, web.ErrCursor
		}
		query = query.Where(fmt.Sprintf("(%s.starts_at, %s.id) %s (?, ?)", table, table, beyond), at, page.After.ID)
	}
	return query.Order(fmt.Sprintf("%s.starts_at %s, %s.id %s", table, direction, table, direction)).Limit(page.Limit + 1), nil
}

// delegationsBetween returns those that touch an interval and name one of the
// people, as principal or deputy.
func delegationsBetween(tx *gorm.DB, starts, ends time.Time, people ...string) ([]delegationRow, error) {
	var rows []delegationRow
	return rows, delegations(tx).Where("d.starts_at < ? AND d.ends_at > ? AND d.ends_at > d.starts_at", ends, starts).
		Where("(d.principal_id IN ? OR d.deputy_id IN ?)", people, people).Order("d.starts_at, d.id").Find(&rows).Error
}

func endDelegation(tx *gorm.DB, r delegationRow, now time.Time, reason string) error {
	done := tx.Table("delegations").Where("id = ? AND version = ?", r.ID, r.Version).
		Updates(map[string]any{"ends_at": now, "ended_at": now, "ended_reason": reason, "version": r.Version + 1})
	if done.Error == nil && done.RowsAffected == 0 {
		return web.ErrStale
	}
	return done.Error
}

// lockAccounts makes other changes to the same people wait until this one ends.
// SQLite has one writer anyway, and no such clause.
func lockAccounts(tx *gorm.DB, ids ...string) error {
	var locked []string
	return tx.Table("users").Clauses(clause.Locking{Strength: "UPDATE"}).Where("id IN ?", ids).Order("id").Pluck("id", &locked).Error
}

// officers returns active accounts with a role that handles requests, by name.
func (s store) officers(ctx context.Context, q string, page web.Page) ([]User, error) {
	var roles []string
	for _, r := range auth.Roles {
		if r.Grants(auth.TakeUpTicket) {
			roles = append(roles, string(r))
		}
	}
	query := users(s.read.WithContext(ctx)).
		Where("u.disabled_at IS NULL AND EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = u.id AND r.role IN ?)", roles)
	if q != "" {
		like := "%" + db.EscapeLike(strings.ToLower(q)) + "%"
		query = query.Where(`(LOWER(u.name) LIKE ? ESCAPE '\' OR LOWER(u.position) LIKE ? ESCAPE '\')`, like, like)
	}
	direction, beyond := "ASC", ">"
	if page.Descending {
		direction, beyond = "DESC", "<"
	}
	if page.After != nil {
		query = query.Where("(u.name, u.id) "+beyond+" (?, ?)", page.After.Value, page.After.ID)
	}
	var rows []row
	if err := query.Order("u.name " + direction + ", u.id " + direction).Limit(page.Limit + 1).Find(&rows).Error; err != nil {
		return nil, err
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	held, err := rolesOf(s.read.WithContext(ctx), ids)
	list := make([]User, len(rows))
	for i, r := range rows {
		list[i] = r.view(held[r.ID])
	}
	return list, err
}

type absenceRow struct {
	ID          string     `gorm:"column:id;primaryKey"`
	UserID      string     `gorm:"column:user_id"`
	Kind        string     `gorm:"column:kind"`
	Note        string     `gorm:"column:note"`
	StartsAt    time.Time  `gorm:"column:starts_at"`
	EndsAt      time.Time  `gorm:"column:ends_at"`
	CancelledAt *time.Time `gorm:"column:cancelled_at"`
	Version     int64      `gorm:"column:version"`
	CreatedAt   time.Time  `gorm:"column:created_at;autoCreateTime:false"`
}

func (absenceRow) TableName() string { return "absences" }

func (s store) absences(ctx context.Context, userID string, page web.Page) ([]absenceRow, error) {
	query, err := byStart(s.read.WithContext(ctx).Table("absences a").Where("a.user_id = ?", userID), "a", page)
	if err != nil {
		return nil, err
	}
	var rows []absenceRow
	return rows, query.Find(&rows).Error
}

func (s store) absence(ctx context.Context, g *gorm.DB, userID, id string) (absenceRow, error) {
	var r absenceRow
	if !ident.Valid(id) {
		return r, web.ErrNotFound
	}
	err := g.WithContext(ctx).Where("id = ? AND user_id = ?", id, userID).Take(&r).Error
	if db.IsNotFound(err) {
		return r, web.ErrNotFound
	}
	return r, err
}

// absencesBetween returns the absences of a person that touch an interval.
func absencesBetween(tx *gorm.DB, starts, ends time.Time, userID string) ([]absenceRow, error) {
	var rows []absenceRow
	return rows, tx.Where("user_id = ? AND cancelled_at IS NULL AND starts_at < ? AND ends_at > ?", userID, ends, starts).Order("starts_at, id").Find(&rows).Error
}

// absentAt returns who is away at an instant, and until when.
func (s store) absentAt(ctx context.Context, now time.Time) (map[string]time.Time, error) {
	var rows []absenceRow
	err := s.read.WithContext(ctx).Where("cancelled_at IS NULL AND starts_at <= ? AND ends_at > ?", now, now).Find(&rows).Error
	away := map[string]time.Time{}
	for _, r := range rows {
		away[r.UserID] = r.EndsAt
	}
	return away, err
}

func cancelAbsence(tx *gorm.DB, r absenceRow, now time.Time) error {
	done := tx.Model(&absenceRow{}).Where("id = ? AND version = ?", r.ID, r.Version).Updates(map[string]any{"cancelled_at": now, "version": r.Version + 1})
	if done.Error == nil && done.RowsAffected == 0 {
		return web.ErrStale
	}
	return done.Error
}

// linkRow is a one-time link, of which only the token's hash is kept.
type linkRow struct {
	TokenHash string     `gorm:"column:token_hash;primaryKey"`
	UserID    string     `gorm:"column:user_id"`
	Purpose   Purpose    `gorm:"column:purpose"`
	CreatedAt time.Time  `gorm:"column:created_at;autoCreateTime:false"`
	ExpiresAt time.Time  `gorm:"column:expires_at"`
	EndedAt   *time.Time `gorm:"column:ended_at"`
}

func (linkRow) TableName() string { return "password_links" }

// link finds a link that may still be used.
func (s store) link(ctx context.Context, hash string, now time.Time) (linkRow, error) {
	var r linkRow
	return r, s.read.WithContext(ctx).Where("token_hash = ? AND ended_at IS NULL AND expires_at > ?", hash, now).Take(&r).Error
}

// taken returns those of the usernames that somebody has.
func (s store) taken(ctx context.Context, usernames []string) (map[string]bool, error) {
	var found []string
	err := s.read.WithContext(ctx).Table("users").Where("username IN ?", usernames).Pluck("username", &found).Error
	taken := map[string]bool{}
	for _, name := range found {
		taken[name] = true
	}
	return taken, err
}

// idOf finds an account by its username; "" where there is none.
func (s store) idOf(ctx context.Context, username string) (string, error) {
	var ids []string
	err := s.read.WithContext(ctx).Table("users").Where("username = ?", username).Pluck("id", &ids).Error
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}

func insertLink(tx *gorm.DB, r linkRow) error { return tx.Create(&r).Error }

// takeLink uses a link up, if nobody was quicker.
func takeLink(tx *gorm.DB, hash string, now time.Time) (bool, error) {
	done := tx.Model(&linkRow{}).Where("token_hash = ? AND ended_at IS NULL AND expires_at > ?", hash, now).Update("ended_at", now)
	return done.RowsAffected == 1, done.Error
}

func endLinks(tx *gorm.DB, userID string, now time.Time) error {
	return tx.Model(&linkRow{}).Where("user_id = ? AND ended_at IS NULL", userID).Update("ended_at", now).Error
}

// deleteLinks removes links that expired before an instant.
func deleteLinks(tx *gorm.DB, before time.Time) (int64, error) {
	done := tx.Where("expires_at < ?", before).Delete(&linkRow{})
	return done.RowsAffected, done.Error
}

// choosePassword sets the password that the owner of an account chose.
func choosePassword(tx *gorm.DB, id, hash string, now time.Time) error {
	return tx.Table("users").Where("id = ?", id).Updates(map[string]any{
		"password_hash": hash, "must_change_password": false, "changed_at": now, "version": gorm.Expr("version + 1"),
	}).Error
}

// Belongings are accounts as they belong to agencies and work in units.
// Disabled ones count nowhere, and stay where they were.
type Belongings struct{}

// CountOf counts the accounts of an agency.
func (Belongings) CountOf(g *gorm.DB, organisationID string) (n int64, err error) {
	return n, g.Table("users").Where("organisation_id = ? AND disabled_at IS NULL", organisationID).Count(&n).Error
}

// MoveTo gives the people of one agency to another, inside the change that
// merges the two.
func (Belongings) MoveTo(tx *gorm.DB, from, into string) error {
	return tx.Table("users").Where("organisation_id = ? AND disabled_at IS NULL", from).
		Updates(map[string]any{"organisation_id": into, "version": gorm.Expr("version + 1")}).Error
}

// CountAt counts the accounts with a role in a unit.
func (Belongings) CountAt(g *gorm.DB, unit string) (n int64, err error) {
	return n, g.Table("users u").Where("u.disabled_at IS NULL AND EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = u.id AND r.unit = ?)", unit).Count(&n).Error
}
