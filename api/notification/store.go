package notification

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

type row struct {
	ID           string     `gorm:"column:id;primaryKey"`
	UserID       string     `gorm:"column:user_id"`
	EventID      string     `gorm:"column:event_id"`
	Kind         Kind       `gorm:"column:kind"`
	TicketID     *string    `gorm:"column:ticket_id"`
	CreatedAt    time.Time  `gorm:"column:created_at;autoCreateTime:false"`
	ReadAt       *time.Time `gorm:"column:read_at"`
	Type         string     `gorm:"column:type;->"`
	Number       string     `gorm:"column:number;->"`
	Subject      string     `gorm:"column:subject;->"`
	Confidential bool       `gorm:"column:confidential;->"`
	ObjectKind   string     `gorm:"column:object_kind;->"`
	ObjectID     string     `gorm:"column:object_id;->"`
	AssetName    string     `gorm:"-"`
}

func (row) TableName() string { return "notifications" }

func (r row) view() Notification {
	n := Notification{ID: r.ID, Kind: r.Kind, Type: r.Type, At: r.CreatedAt, ReadAt: r.ReadAt}
	if r.AssetName != "" {
		n.Asset = &auth.Ref{ID: r.ObjectID, Name: r.AssetName}
	}
	if r.TicketID == nil {
		return n
	}
	n.Ticket = &TicketRef{Number: r.Number}
	if r.Confidential {
		n.Type = "updated"
	} else {
		n.Ticket.Subject = &r.Subject
	}
	return n
}

type store struct{ read *gorm.DB }

// list reads one row more than the page, which tells whether another follows.
func (s store) list(ctx context.Context, userID string, unread bool, page web.Page) ([]row, error) {
	query := s.read.WithContext(ctx).Table("notifications n").
		Select("n.*, e.type, e.object_kind, e.object_id, COALESCE(t.number, '') AS number, COALESCE(t.subject, '') AS subject, COALESCE(t.confidential, FALSE) AS confidential").
		Joins("JOIN events e ON e.id = n.event_id").Joins("LEFT JOIN tickets t ON t.id = n.ticket_id").Where("n.user_id = ?", userID)
	if unread {
		query = query.Where("n.read_at IS NULL")
	}
	direction, beyond := "ASC", ">"
	if page.Descending {
		direction, beyond = "DESC", "<"
	}
	if page.After != nil {
		query = query.Where("n.id "+beyond+" ?", page.After.ID)
	}
	var rows []row
	if err := query.Order("n.id " + direction).Limit(page.Limit + 1).Find(&rows).Error; err != nil {
		return nil, err
	}
	return rows, s.nameAssets(ctx, rows)
}

// nameAssets fills in the names of the delivered things that rows are about.
func (s store) nameAssets(ctx context.Context, rows []row) error {
	var ids []string
	for _, r := range rows {
		if r.ObjectKind == "asset" {
			ids = append(ids, r.ObjectID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var found []struct{ ID, Name string }
	err := s.read.WithContext(ctx).Table("assets").Select("id, name").Where("id IN ?", ids).Find(&found).Error
	for i := range rows {
		for _, a := range found {
			if rows[i].ObjectKind == "asset" && rows[i].ObjectID == a.ID {
				rows[i].AssetName = a.Name
			}
		}
	}
	return err
}

// mostUnread bounds what the bell counts.
const mostUnread = 100

func (s store) unread(ctx context.Context, userID string) (int64, error) {
	var n int64
	some := s.read.WithContext(ctx).Model(&row{}).Select("id").Where("user_id = ? AND read_at IS NULL", userID).Limit(mostUnread)
	return n, s.read.WithContext(ctx).Table("(?) AS u", some).Count(&n).Error
}

func markRead(tx *change.Tx, userID string, in ReadInput) (int64, error) {
	query := tx.Model(&row{}).Where("user_id = ? AND read_at IS NULL", userID)
	if in.UpTo != "" {
		query = query.Where("id <= ?", in.UpTo)
	} else {
		query = query.Where("id IN ?", append([]string{}, in.IDs...))
	}
	done := query.Update("read_at", tx.Now)
	return done.RowsAffected, done.Error
}

func (s store) event(ctx context.Context, id string) (change.Recorded, error) {
	var e change.Recorded
	return e, s.read.WithContext(ctx).Where("id = ?", id).Take(&e).Error
}

// receiver is a person who may be told.
type receiver struct {
	ID          string   `gorm:"column:id"`
	Email       string   `gorm:"column:email"`
	Preferences Settings `gorm:"column:preferences;serializer:json"`
}

// receivers returns those of the people whose accounts are active.
func (s store) receivers(ctx context.Context, ids []string) ([]receiver, error) {
	var list []receiver
	if len(ids) == 0 {
		return list, nil
	}
	return list, s.read.WithContext(ctx).Table("users u").Select("u.id, u.email, p.preferences").
		Joins("LEFT JOIN notification_preferences p ON p.user_id = u.id").
		Where("u.disabled_at IS NULL AND u.id IN ?", ids).Order("u.id").Find(&list).Error
}

func ticketOf(e change.Recorded) *string {
	if e.Kind == "ticket" {
		return &e.ObjectID
	}
	return nil
}

// insertNotification tells whether the person had not been told of the event.
func insertNotification(tx *change.Tx, e change.Recorded, kind Kind, userID string) (bool, error) {
	done := tx.Clauses(clause.OnConflict{DoNothing: true}).
		Create(&row{ID: tx.NewID(), UserID: userID, EventID: e.ID, Kind: kind, TicketID: ticketOf(e), CreatedAt: e.At})
	return done.RowsAffected == 1, done.Error
}

type mailRow struct {
	ID          string     `gorm:"column:id;primaryKey"`
	EventID     string     `gorm:"column:event_id"`
	UserID      *string    `gorm:"column:user_id"`
	Receiver    string     `gorm:"column:receiver"`
	TicketID    *string    `gorm:"column:ticket_id"`
	CreatedAt   time.Time  `gorm:"column:created_at;autoCreateTime:false"`
	SentAt      *time.Time `gorm:"column:sent_at"`
	ClosedWhy   string     `gorm:"column:closed_why"`
	EventKind   string     `gorm:"column:event_kind;->"`
	EventType   string     `gorm:"column:event_type;->"`
	ObjectID    string     `gorm:"column:object_id;->"`
	Name        string     `gorm:"column:name;->"`
	Email       string     `gorm:"column:email;->"`
	DisabledAt  *time.Time `gorm:"column:disabled_at;->"`
	Preferences Settings   `gorm:"column:preferences;->;serializer:json"`
}

func (mailRow) TableName() string { return "notification_mails" }

// insertMail returns the id of a mail to send, or nothing where the receiver
// has one for the event.
func insertMail(tx *change.Tx, e change.Recorded, userID *string, receiver string) (string, error) {
	m := mailRow{ID: tx.NewID(), EventID: e.ID, UserID: userID, Receiver: receiver, TicketID: ticketOf(e), CreatedAt: tx.Now}
	done := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&m)
	if done.RowsAffected == 0 {
		return "", done.Error
	}
	return m.ID, done.Error
}

func (s store) mail(ctx context.Context, id string) (mailRow, error) {
	var m mailRow
	return m, s.read.WithContext(ctx).Table("notification_mails m").
		Select("m.*, e.object_kind AS event_kind, e.type AS event_type, e.object_id, COALESCE(u.name, '') AS name, COALESCE(u.email, '') AS email, u.disabled_at, p.preferences").
		Joins("JOIN events e ON e.id = m.event_id").Joins("LEFT JOIN users u ON u.id = m.user_id").
		Joins("LEFT JOIN notification_preferences p ON p.user_id = m.user_id").Where("m.id = ?", id).Take(&m).Error
}

func settleMail(tx *change.Tx, id, why string) error {
	columns := map[string]any{"closed_why": why}
	if why == "" {
		columns = map[string]any{"sent_at": tx.Now}
	}
	return tx.Table("notification_mails").Where("id = ?", id).Updates(columns).Error
}

type preferenceRow struct {
	UserID      string    `gorm:"column:user_id;primaryKey"`
	Preferences Settings  `gorm:"column:preferences;serializer:json"`
	Version     int64     `gorm:"column:version"`
	ChangedAt   time.Time `gorm:"column:changed_at"`
}

func (preferenceRow) TableName() string { return "notification_preferences" }

// preference returns what a person has set; version 0 and nothing else where
// they have set nothing.
func (s store) preference(ctx context.Context, g *gorm.DB, userID string) (preferenceRow, error) {
	var r preferenceRow
	err := g.WithContext(ctx).Where("user_id = ?", userID).Take(&r).Error
	if db.IsNotFound(err) {
		return preferenceRow{UserID: userID}, nil
	}
	return r, err
}

// setPreference writes what a person wants, if it still has the version.
func setPreference(tx *change.Tx, userID string, version int64, in Settings) error {
	r := preferenceRow{UserID: userID, Preferences: in, Version: version + 1, ChangedAt: tx.Now}
	var done *gorm.DB
	if version == 0 {
		done = tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&r)
	} else {
		done = tx.Model(&preferenceRow{}).Where("user_id = ? AND version = ?", userID, version).Select("Preferences", "Version", "ChangedAt").Updates(&r)
	}
	if done.Error == nil && done.RowsAffected == 0 {
		return web.ErrStale
	}
	return done.Error
}
