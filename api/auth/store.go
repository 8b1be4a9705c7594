package auth

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
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
	SecondFactor       bool       `gorm:"column:second_factor"` // one is set up and confirmed
}

// session is one sign-in on one device.
type session struct {
	ID         string     `gorm:"column:id;primaryKey"`
	UserID     string     `gorm:"column:user_id"`
	Generation int64      `gorm:"column:generation"` // of the refresh token that is good
	RotatedAt  *time.Time `gorm:"column:rotated_at"` // when that one took the place of another
	Agent      string     `gorm:"column:agent"`
	Address    string     `gorm:"column:address"`
	CreatedAt  time.Time  `gorm:"column:created_at;autoCreateTime:false"`
	UsedAt     time.Time  `gorm:"column:used_at"`
	ExpiresAt  time.Time  `gorm:"column:expires_at"`
	EndedAt    *time.Time `gorm:"column:ended_at"`
	EndedWhy   string     `gorm:"column:ended_why"`
}

func (session) TableName() string { return "sessions" }

// live tells whether the session may still be used.
func (s session) live(now time.Time) bool { return s.EndedAt == nil && now.Before(s.ExpiresAt) }

type store struct{ read *gorm.DB }

const accountColumns = `u.id, u.username, u.name, u.nip, u.email, COALESCE(CAST(u.organisation_id AS TEXT), '') AS organisation_id,
	COALESCE(o.name, '') AS organisation_name, u.sees_organisation, u.password_hash, u.must_change_password, u.disabled_at,
	EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) AS second_factor`

func (s store) accountBy(ctx context.Context, column, value string) (account, error) {
	var a account
	err := s.read.WithContext(ctx).Table("users u").Select(accountColumns).
		Joins("LEFT JOIN organisations o ON o.id = u.organisation_id").
		Where("u."+column+" = ?", value).Take(&a).Error
	return a, err
}

// roles returns what a person holds at an instant: in their own right, and as
// the deputy of somebody who still holds the role.
func (s store) roles(ctx context.Context, userID string, now time.Time) (roles []Assignment, deputyships []Deputyship, err error) {
	var own []Assignment
	var held []struct {
		Role, Unit, Kind, PrincipalID, PrincipalName string
	}
	err = s.read.WithContext(ctx).Raw(`
		SELECT role, unit, '' AS kind, '' AS principal_id, '' AS principal_name FROM user_roles WHERE user_id = ?
		UNION ALL
		SELECT d.role, d.unit, d.kind, CAST(p.id AS TEXT), p.name FROM delegations d
		JOIN users p ON p.id = d.principal_id
		JOIN user_roles r ON r.user_id = d.principal_id AND r.role = d.role AND r.unit = d.unit
		WHERE d.deputy_id = ? AND d.starts_at <= ? AND d.ends_at > ?
		ORDER BY 3, 1, 2, 5`, userID, userID, now, now).Scan(&held).Error
	for _, h := range held { // what is their own comes first: its kind is empty
		a := Assignment{Role: Role(h.Role), Unit: h.Unit}
		if h.Kind != "" {
			deputyships = append(deputyships, Deputyship{Assignment: a, Deputy: h.Kind, Principal: Ref{ID: h.PrincipalID, Name: h.PrincipalName}, Also: slices.Contains(own, a)})
		} else {
			own = append(own, a)
		}
		if !slices.Contains(roles, a) {
			roles = append(roles, a)
		}
	}
	return roles, deputyships, err
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

// rotate makes the next generation of refresh token the good one, if the given
// one still is.
func rotate(tx *gorm.DB, id string, generation int64, now, expires time.Time) (bool, error) {
	done := tx.Model(&session{}).Where("id = ? AND generation = ? AND ended_at IS NULL", id, generation).
		Updates(map[string]any{"generation": generation + 1, "used_at": now, "rotated_at": now, "expires_at": expires})
	return done.RowsAffected == 1, done.Error
}

// sessionIn reads a session inside a change.
func sessionIn(tx *gorm.DB, id string) (session, error) {
	var row session
	return row, tx.Where("id = ?", id).Take(&row).Error
}

// endSessions ends the live sessions of a user that match, and tells how many.
func endSessions(tx *gorm.DB, userID string, now time.Time, why, match string, args ...any) (int64, error) {
	done := tx.Model(&session{}).Where("user_id = ? AND ended_at IS NULL", userID).Where(match, args...).
		Updates(map[string]any{"ended_at": now, "ended_why": why})
	return done.RowsAffected, done.Error
}

// setPassword replaces a person's own password, if oldHash is still the
// current one: a one-time link may have set another in the meantime.
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

// throttleStore keeps how often guesses have failed.
type throttleStore struct{ read *gorm.DB }

// freeAt returns from when on none of the targets has to wait any more, read
// through q, which is the read pool or a transaction.
func freeAt(q *gorm.DB, targets []Target) (time.Time, error) {
	keys := make([]string, len(targets))
	for i, t := range targets {
		keys[i] = t.key
	}
	var latest []time.Time
	err := q.Table("throttles").Where("key IN ?", keys).Order("free_at DESC").Limit(1).Pluck("free_at", &latest).Error
	if err != nil || len(latest) == 0 {
		return time.Time{}, err
	}
	return latest[0], nil
}

// countFailure adds a failure and returns how many there are now, and until
// when the target had to wait before it. The row stays locked until the change
// ends, so that failures at the same time are counted one after the other.
func countFailure(tx *gorm.DB, t Target, now time.Time) (failures int, free time.Time, err error) {
	var counted struct {
		Failures int       `gorm:"column:failures"`
		FreeAt   time.Time `gorm:"column:free_at"`
	}
	err = tx.Raw(`INSERT INTO throttles (key, failures, failed_at, free_at) VALUES (?, 1, ?, ?)
		ON CONFLICT (key) DO UPDATE SET failed_at = excluded.failed_at,
			failures = CASE WHEN throttles.failed_at < ? THEN 1 ELSE throttles.failures + 1 END
		RETURNING failures, free_at`, t.key, now, now, now.Add(-t.forget)).Scan(&counted).Error
	return counted.Failures, counted.FreeAt, err
}

func setFreeAt(tx *gorm.DB, t Target, free time.Time) error {
	return tx.Table("throttles").Where("key = ?", t.key).Update("free_at", free).Error
}

func forgetFailures(tx *gorm.DB, targets []Target) error {
	for _, t := range targets {
		if err := tx.Exec("DELETE FROM throttles WHERE key = ?", t.key).Error; err != nil {
			return err
		}
	}
	return nil
}

// deleteFailures removes what failed last before an instant.
func deleteFailures(tx *gorm.DB, before time.Time) error {
	return tx.Exec("DELETE FROM throttles WHERE failed_at < ?", before).Error
}

// secondFactor is a person's TOTP secret; it counts once it is confirmed.
type secondFactor struct {
	UserID      string     `gorm:"column:user_id;primaryKey"`
	Secret      string     `gorm:"column:secret"`
	LastStep    int64      `gorm:"column:last_step"` // of the code taken last
	CreatedAt   time.Time  `gorm:"column:created_at;autoCreateTime:false"`
	ConfirmedAt *time.Time `gorm:"column:confirmed_at"`
}

func (secondFactor) TableName() string { return "second_factors" }

// secondFactorOf reads through q, which is the read pool or a transaction.
func secondFactorOf(q *gorm.DB, userID string) (secondFactor, error) {
	var f secondFactor
	return f, q.Where("user_id = ?", userID).Take(&f).Error
}

func countRecoveryCodes(q *gorm.DB, userID string) (n int64, err error) {
	return n, q.Table("recovery_codes").Where("user_id = ? AND used_at IS NULL", userID).Count(&n).Error
}

// beginFactor keeps a secret unless one is confirmed already.
func beginFactor(tx *gorm.DB, f secondFactor) (bool, error) {
	if err := tx.Where("user_id = ? AND confirmed_at IS NULL", f.UserID).Delete(&secondFactor{}).Error; err != nil {
		return false, err
	}
	done := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&f)
	return done.RowsAffected == 1, done.Error
}

func confirmFactor(tx *gorm.DB, userID string, step int64, now time.Time) error {
	return tx.Model(&secondFactor{}).Where("user_id = ?", userID).Updates(map[string]any{"confirmed_at": now, "last_step": step}).Error
}

// sealFactor replaces a plain secret by the same one sealed.
func sealFactor(tx *gorm.DB, userID, sealed string) error {
	return tx.Model(&secondFactor{}).Where("user_id = ?", userID).Update("secret", sealed).Error
}

// takeStep takes the code of a time step, if it is later than the last one.
func takeStep(tx *gorm.DB, userID string, step int64) (bool, error) {
	done := tx.Model(&secondFactor{}).Where("user_id = ? AND last_step < ?", userID, step).Update("last_step", step)
	return done.RowsAffected == 1, done.Error
}

func takeRecoveryCode(tx *gorm.DB, userID, hash string, now time.Time) (bool, error) {
	done := tx.Table("recovery_codes").Where("user_id = ? AND code_hash = ? AND used_at IS NULL", userID, hash).Update("used_at", now)
	return done.RowsAffected == 1, done.Error
}

func replaceRecoveryCodes(tx *gorm.DB, userID string, hashes []string) error {
	if err := tx.Exec("DELETE FROM recovery_codes WHERE user_id = ?", userID).Error; err != nil {
		return err
	}
	rows := make([]map[string]any, len(hashes))
	for i, hash := range hashes {
		rows[i] = map[string]any{"user_id": userID, "code_hash": hash}
	}
	return tx.Table("recovery_codes").Create(rows).Error
}

// RemoveSecondFactor takes a person's second factor and recovery codes away,
// inside the change that is the reason for it.
func RemoveSecondFactor(tx *gorm.DB, userID string) error {
	if err := tx.Exec("DELETE FROM recovery_codes WHERE user_id = ?", userID).Error; err != nil {
		return err
	}
	return tx.Exec("DELETE FROM second_factors WHERE user_id = ?", userID).Error
}

// identity is an account at an OpenID provider, linked to one here.
type identity struct {
	Issuer   string    `gorm:"column:issuer;primaryKey"`
	Subject  string    `gorm:"column:subject;primaryKey"`
	UserID   string    `gorm:"column:user_id"`
	LinkedAt time.Time `gorm:"column:linked_at"`
}

func (identity) TableName() string { return "user_identities" }

// linked returns whose account an identity is linked to; "" where to none.
func (s store) linked(ctx context.Context, issuer, subject string) (string, error) {
	var ids []string
	err := s.read.WithContext(ctx).Model(&identity{}).Where("issuer = ? AND subject = ?", issuer, subject).Pluck("user_id", &ids).Error
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}

// linkable returns the active accounts with an address that have no identity
// at the issuer yet.
func (s store) linkable(ctx context.Context, issuer, email string) ([]string, error) {
	var ids []string
	err := s.read.WithContext(ctx).Table("users u").Where("LOWER(u.email) = ? AND u.disabled_at IS NULL", email).
		Where("NOT EXISTS (SELECT 1 FROM user_identities i WHERE i.user_id = u.id AND i.issuer = ?)", issuer).Limit(2).Pluck("u.id", &ids).Error
	return ids, err
}

func insertIdentity(tx *gorm.DB, i identity) error { return tx.Create(&i).Error }

// RemoveIdentities ends the links of an account to OpenID providers, inside the
// change that is the reason for it: another address may be another person's.
func RemoveIdentities(tx *gorm.DB, userID string) error {
	return tx.Where("user_id = ?", userID).Delete(&identity{}).Error
}

// signInEvents are what happened to an account's way in.
func (s store) signInEvents(ctx context.Context, userID string, types []string, page web.Page) ([]change.Recorded, error) {
	query := s.read.WithContext(ctx).Where("object_kind = 'user' AND object_id = ? AND type IN ?", userID, types)
	if page.After != nil {
		query = query.Where("id < ?", page.After.ID)
	}
	var rows []change.Recorded
	return rows, query.Order("id DESC").Limit(page.Limit + 1).Find(&rows).Error
}

// keyRow is an API key as it is stored.
type keyRow struct {
	ID              string           `gorm:"column:id;primaryKey"`
	Handle          string           `gorm:"column:handle"`
	Name            string           `gorm:"column:name"`
	UserID          string           `gorm:"column:user_id"`
	Role            Role             `gorm:"column:role"`
	Scopes          []web.Permission `gorm:"column:scopes;serializer:json"`
	Networks        []string         `gorm:"column:networks;serializer:json"`
	PerMinute       int              `gorm:"column:per_minute"`
	CreatedAt       time.Time        `gorm:"column:created_at;autoCreateTime:false"`
	ExpiresAt       time.Time        `gorm:"column:expires_at"`
	RevokedAt       *time.Time       `gorm:"column:revoked_at"`
	RevokedReason   string           `gorm:"column:revoked_reason"`
	LastUsedAt      *time.Time       `gorm:"column:last_used_at"`
	LastUsedAddress string           `gorm:"column:last_used_address"`
	Version         int64            `gorm:"column:version"`

	// Read along by joins, never written.
	UserName         string     `gorm:"column:user_name;->"`
	UserDisabledAt   *time.Time `gorm:"column:user_disabled_at;->"`
	OrganisationID   string     `gorm:"column:organisation_id;->"`
	OrganisationName string     `gorm:"column:organisation_name;->"`
	HoldsRole        bool       `gorm:"column:holds_role;->"` // the account still does
}

func (keyRow) TableName() string { return "api_keys" }

// keySecretRow is the hash of a secret of a key.
type keySecretRow struct {
	KeyID     string     `gorm:"column:key_id;primaryKey"`
	Hash      string     `gorm:"column:hash;primaryKey"`
	CreatedAt time.Time  `gorm:"column:created_at;autoCreateTime:false"`
	EndsAt    *time.Time `gorm:"column:ends_at"`
}

func (keySecretRow) TableName() string { return "api_key_secrets" }

func (r keySecretRow) live(now time.Time) bool { return r.EndsAt == nil || now.Before(*r.EndsAt) }

func apiKeys(g *gorm.DB) *gorm.DB {
	return g.Table("api_keys k").Select(`k.*, u.name AS user_name, u.disabled_at AS user_disabled_at,
		COALESCE(CAST(u.organisation_id AS TEXT), '') AS organisation_id, COALESCE(o.name, '') AS organisation_name,
		EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = k.user_id AND r.role = k.role AND r.unit = '') AS holds_role`).
		Joins("JOIN users u ON u.id = k.user_id").
		Joins("LEFT JOIN organisations o ON o.id = u.organisation_id")
}

func (s store) keyByHandle(ctx context.Context, handle string) (row keyRow, secrets []keySecretRow, err error) {
	g := s.read.WithContext(ctx)
	if err := apiKeys(g).Where("k.handle = ?", handle).Take(&row).Error; err != nil {
		return row, nil, err
	}
	return row, secrets, g.Where("key_id = ?", row.ID).Find(&secrets).Error
}

// keyIn reads a key and its secrets, newest first, through q, which is the read
// pool or a transaction.
func keyIn(q *gorm.DB, id string) (row keyRow, secrets []keySecretRow, err error) {
	if !ident.Valid(id) {
		return row, nil, web.ErrNotFound
	}
	if err := apiKeys(q).Where("k.id = ?", id).Take(&row).Error; err != nil {
		if db.IsNotFound(err) {
			err = web.ErrNotFound
		}
		return row, nil, err
	}
	return row, secrets, q.Where("key_id = ?", id).Order("created_at DESC, hash").Find(&secrets).Error
}

// keys reads one key more than the page, and the secrets of all of them.
func (s store) keys(ctx context.Context, page web.Page) (rows []keyRow, secrets []keySecretRow, err error) {
	g := s.read.WithContext(ctx)
	query := apiKeys(g)
	if page.After != nil {
		query = query.Where("k.id < ?", page.After.ID)
	}
	if err := query.Order("k.id DESC").Limit(page.Limit + 1).Find(&rows).Error; err != nil {
		return nil, nil, err
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	return rows, secrets, g.Where("key_id IN ?", ids).Order("created_at DESC, hash").Find(&secrets).Error
}

// mayActFor tells whether a key may act for an account in a role: the account
// is active and holds the role in its own right.
func mayActFor(tx *gorm.DB, userID string, role Role) (bool, error) {
	var n int64
	err := tx.Table("users u").Joins("JOIN user_roles r ON r.user_id = u.id AND r.role = ? AND r.unit = ''", string(role)).
		Where("u.id = ? AND u.disabled_at IS NULL", userID).Count(&n).Error
	return n > 0, err
}

func insertKey(tx *gorm.DB, row keyRow, secret keySecretRow) error {
	if err := tx.Create(&row).Error; err != nil {
		return err
	}
	return tx.Create(&secret).Error
}

// nextKeyVersion counts a key's version up, if it still is the given one.
func nextKeyVersion(tx *gorm.DB, id string, version int64) error {
	done := tx.Model(&keyRow{}).Where("id = ? AND version = ?", id, version).Update("version", version+1)
	if done.Error == nil && done.RowsAffected == 0 {
		return web.ErrStale
	}
	return done.Error
}

// replaceSecret makes a secret the good one. What was good ends then; what was
// to end already ends now, so that there are never more than two.
func replaceSecret(tx *gorm.DB, secret keySecretRow, oldUntil time.Time) error {
	of := func() *gorm.DB { return tx.Model(&keySecretRow{}).Where("key_id = ?", secret.KeyID) }
	if err := of().Where("ends_at > ?", secret.CreatedAt).Update("ends_at", secret.CreatedAt).Error; err != nil {
		return err
	}
	if err := of().Where("ends_at IS NULL").Update("ends_at", oldUntil).Error; err != nil {
		return err
	}
	return tx.Create(&secret).Error
}

func revokeKey(tx *gorm.DB, id, reason string, now time.Time) error {
	return tx.Model(&keyRow{}).Where("id = ?", id).Updates(map[string]any{"revoked_at": now, "revoked_reason": reason}).Error
}

// touchKey keeps a use of a key, unless one was kept since an instant.
func touchKey(tx *gorm.DB, id, address string, now, since time.Time) (bool, error) {
	done := tx.Model(&keyRow{}).Where("id = ? AND (last_used_at IS NULL OR last_used_at <= ?)", id, since).
		Updates(map[string]any{"last_used_at": now, "last_used_address": address})
	return done.RowsAffected == 1, done.Error
}
