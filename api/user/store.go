package user

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

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
	return g.Table("users u").Select("u.*, COALESCE(o.name, '') AS organisation_name").
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
		query = query.Where(`(u.username LIKE ? ESCAPE '\' OR LOWER(u.name) LIKE ? ESCAPE '\' OR u.nip LIKE ? ESCAPE '\')`, like, like, like)
	}
	if f.Role != "" {
		query = query.Where("EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = u.id AND r.role = ?)", f.Role)
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
	for _, a := range roles {
		if err := tx.Table("user_roles").Create(map[string]any{"user_id": r.ID, "role": string(a.Role), "unit": a.Unit}).Error; err != nil {
			return err
		}
	}
	return nil
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
