package auth

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// account is what sign-in needs of a user.
type account struct {
	ID                 string     `gorm:"column:id"`
	Username           string     `gorm:"column:username"`
	Name               string     `gorm:"column:name"`
	NIP                string     `gorm:"column:nip"`
	Email              string     `gorm:"column:email"`
	OrganisationID     string     `gorm:"column:organisation_id"`
	OrganisationName   string     `gorm:"column:organisation_name"`
	SeesOrganisation   bool       `gorm:"column:sees_organisation"`
	PasswordHash       string     `gorm:"column:password_hash"`
	MustChangePassword bool       `gorm:"column:must_change_password"`
	DisabledAt         *time.Time `gorm:"column:disabled_at"`
}

// session is one sign-in on one device.
type session struct {
	ID        string     `gorm:"column:id;primaryKey"`
	UserID    string     `gorm:"column:user_id"`
	TokenHash string     `gorm:"column:token_hash"`
	Agent     string     `gorm:"column:agent"`
	Address   string     `gorm:"column:address"`
	CreatedAt time.Time  `gorm:"column:created_at;autoCreateTime:false"`
	UsedAt    time.Time  `gorm:"column:used_at"`
	ExpiresAt time.Time  `gorm:"column:expires_at"`
	EndedAt   *time.Time `gorm:"column:ended_at"`
	EndedWhy  string     `gorm:"column:ended_why"`
}

func (session) TableName() string { return "sessions" }

// live tells whether the session may still be used.
func (s session) live(now time.Time) bool { return s.EndedAt == nil && now.Before(s.ExpiresAt) }

type store struct{ read *gorm.DB }

const accountColumns = `u.id, u.username, u.name, u.nip, u.email, COALESCE(CAST(u.organisation_id AS TEXT), '') AS organisation_id,
	COALESCE(o.name, '') AS organisation_name, u.sees_organisation, u.password_hash, u.must_change_password, u.disabled_at`

func (s store) accountBy(ctx context.Context, column, value string) (account, error) {
	var a account
	err := s.read.WithContext(ctx).Table("users u").Select(accountColumns).
		Joins("LEFT JOIN organisations o ON o.id = u.organisation_id").
		Where("u."+column+" = ?", value).Take(&a).Error
	return a, err
}

func (s store) roles(ctx context.Context, userID string) ([]Assignment, error) {
	var roles []Assignment
	err := s.read.WithContext(ctx).Table("user_roles").Select("role", "unit").
		Where("user_id = ?", userID).Order("role, unit").Find(&roles).Error
	return roles, err
}

func (s store) session(ctx context.Context, id string) (session, error) {
	if !ident.Valid(id) {
		return session{}, gorm.ErrRecordNotFound
	}
	var row session
	err := s.read.WithContext(ctx).Where("id = ?", id).Take(&row).Error
	return row, err
}

func (s store) liveSessions(ctx context.Context, userID string, now time.Time) ([]session, error) {
	var rows []session
	err := s.read.WithContext(ctx).Where("user_id = ? AND ended_at IS NULL AND expires_at > ?", userID, now).
		Order("used_at DESC").Limit(100).Find(&rows).Error
	return rows, err
}

// The writes. Each takes the transaction of the change that it is part of.

func insertSession(tx *gorm.DB, s session) error { return tx.Create(&s).Error }

// rotate replaces the refresh token, if oldHash is still the current one.
func rotate(tx *gorm.DB, id, oldHash, newHash string, now, expires time.Time) (bool, error) {
	done := tx.Model(&session{}).Where("id = ? AND token_hash = ? AND ended_at IS NULL", id, oldHash).
		Updates(map[string]any{"token_hash": newHash, "used_at": now, "expires_at": expires})
	return done.RowsAffected == 1, done.Error
}

// endSessions ends the live sessions of a user that match, and tells how many.
func endSessions(tx *gorm.DB, userID string, now time.Time, why, match string, args ...any) (int64, error) {
	done := tx.Model(&session{}).Where("user_id = ? AND ended_at IS NULL", userID).Where(match, args...).
		Updates(map[string]any{"ended_at": now, "ended_why": why})
	return done.RowsAffected, done.Error
}

// setPassword replaces a person's own password, if oldHash is still the
// current one: an admin may have handed out another in the meantime.
func setPassword(tx *gorm.DB, userID, oldHash, hash string, now time.Time) (bool, error) {
	done := tx.Table("users").Where("id = ? AND password_hash = ?", userID, oldHash).Updates(map[string]any{
		"password_hash": hash, "must_change_password": false, "changed_at": now, "version": gorm.Expr("version + 1"),
	})
	return done.RowsAffected == 1, done.Error
}

func newStore(d *db.DB) store { return store{read: d.Read} }

// EndAll ends every live session of a user, inside the change that is the
// reason for it.
func EndAll(tx *gorm.DB, userID string, now time.Time, why string) error {
	_, err := endSessions(tx, userID, now, why, "1 = 1")
	return err
}

// deleteSessions removes sessions that expired before an instant.
func deleteSessions(tx *gorm.DB, before time.Time) (int64, error) {
	done := tx.Where("expires_at < ?", before).Delete(&session{})
	return done.RowsAffected, done.Error
}
