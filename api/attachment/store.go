package attachment

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

type row struct {
	ID         string    `gorm:"column:id;primaryKey"`
	TicketID   *string   `gorm:"column:ticket_id"`
	DraftID    *string   `gorm:"column:draft_id"`
	ProposalID *string   `gorm:"column:recommendation_id"`
	OwnerID    *string   `gorm:"column:owner_id"` // nil: a guest's
	Kind       Kind      `gorm:"column:kind"`
	Field      string    `gorm:"column:field"`
	Name       string    `gorm:"column:name"`
	Size       int64     `gorm:"column:size"`
	SHA256     string    `gorm:"column:sha256"`
	MediaType  string    `gorm:"column:media_type"`
	ObjectKey  string    `gorm:"column:object_key"`
	UploadedAt time.Time `gorm:"column:uploaded_at"`
}

func (row) TableName() string { return "attachments" }

func (r row) view() Attachment {
	return Attachment{ID: r.ID, Name: r.Name, Size: r.Size, SHA256: r.SHA256, MediaType: r.MediaType, Kind: r.Kind, Field: r.Field, UploadedAt: r.UploadedAt}
}

type store struct{ read *gorm.DB }

func (s store) find(ctx context.Context, id string) (row, error) {
	if !ident.Valid(id) {
		return row{}, web.ErrNotFound
	}
	var r row
	err := s.read.WithContext(ctx).Where("id = ?", id).Take(&r).Error
	if db.IsNotFound(err) {
		return row{}, web.ErrNotFound
	}
	return r, err
}

func (s store) waiting(ctx context.Context, ownerID string) (int64, error) {
	var n int64
	return n, free(s.read.WithContext(ctx).Model(&row{})).Where("owner_id = ?", ownerID).Count(&n).Error
}

// free narrows a query to files that belong to nothing yet.
func free(g *gorm.DB) *gorm.DB {
	return g.Where("ticket_id IS NULL AND draft_id IS NULL AND recommendation_id IS NULL")
}

// abandoned returns files that have waited for a request since before, outside
// drafts and proposals: theirs go with them.
func (s store) abandoned(ctx context.Context, before time.Time, limit int) ([]row, error) {
	var rows []row
	err := free(s.read.WithContext(ctx)).Where("uploaded_at < ?", before).Order("uploaded_at").Limit(limit).Find(&rows).Error
	return rows, err
}

// unknown returns those of the object keys that no row has.
func (s store) unknown(ctx context.Context, keys []string) ([]string, error) {
	var known []string
	if err := s.read.WithContext(ctx).Model(&row{}).Where("object_key IN ?", keys).Pluck("object_key", &known).Error; err != nil {
		return nil, err
	}
	has := map[string]bool{}
	for _, k := range known {
		has[k] = true
	}
	var out []string
	for _, k := range keys {
		if !has[k] {
			out = append(out, k)
		}
	}
	return out, nil
}

// List returns the files of a request, oldest first, through g: the read pool
// or a transaction. Internal ones are left out unless asked for.
func List(g *gorm.DB, ticketID string, internal bool) ([]Attachment, error) {
	query := g.Model(&row{}).Where("ticket_id = ?", ticketID)
	if !internal {
		query = query.Where("kind <> ?", Internal)
	}
	var rows []row
	err := query.Order("id").Limit(1000).Find(&rows).Error
	list := make([]Attachment, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.view())
	}
	return list, err
}

// ResultLetters returns the newest answer letter of each of the requests.
func ResultLetters(g *gorm.DB, ticketIDs []string) (map[string]Attachment, error) {
	var rows []row
	err := g.Where("ticket_id IN ? AND kind = ?", ticketIDs, ResultLetter).Order("id").Find(&rows).Error
	newest := map[string]Attachment{}
	for _, r := range rows {
		newest[*r.TicketID] = r.view()
	}
	return newest, err
}

// Insert gives received files their rows, as part of the change that they
// belong to. An empty ownerID is a guest; an empty ticketID leaves them
// waiting.
func Insert(tx *change.Tx, ownerID, ticketID string, files []Received) ([]Attachment, error) {
	return insert(tx, place{OwnerID: ownerID, TicketID: ticketID}, files)
}

// place is where files belong; an empty part: not there.
type place struct{ OwnerID, TicketID, DraftID, ProposalID string }

// optional is an id as a column that may be empty.
func optional(id string) *string {
	if id == "" {
		return nil
	}
	return &id
}

func insert(tx *change.Tx, at place, files []Received) ([]Attachment, error) {
	if len(files) == 0 {
		return []Attachment{}, nil
	}
	rows := make([]row, len(files))
	list := make([]Attachment, len(files))
	for i, f := range files {
		rows[i] = row{
			ID: f.ID, Kind: f.Kind, Field: f.Field, Name: f.Name, Size: f.Size,
			SHA256: f.SHA256, MediaType: f.MediaType, ObjectKey: f.key, UploadedAt: tx.Now,
			OwnerID: optional(at.OwnerID), TicketID: optional(at.TicketID), DraftID: optional(at.DraftID), ProposalID: optional(at.ProposalID),
		}
		list[i] = rows[i].view()
	}
	return list, tx.Create(&rows).Error
}

// Waiting are the files that may go into a request: those that a person has
// uploaded ahead, those of the draft that becomes the request, those that the
// request has already.
type Waiting struct{ OwnerID, DraftID, TicketID string }

// of narrows a query to those files.
func (w Waiting) of(g *gorm.DB) *gorm.DB {
	whose := g.Where("1 = 0") // guests upload nothing ahead
	if w.OwnerID != "" {
		whose = whose.Or("owner_id = ? AND ticket_id IS NULL AND draft_id IS NULL AND recommendation_id IS NULL", w.OwnerID)
	}
	if w.DraftID != "" {
		whose = whose.Or("owner_id = ? AND draft_id = ?", w.OwnerID, w.DraftID)
	}
	return whose
}

// Find returns one of the files, and whether the request has it already.
func (w Waiting) Find(g *gorm.DB, id string) (found Attachment, claimed bool, err error) {
	if !ident.Valid(id) {
		return Attachment{}, false, web.ErrNotFound
	}
	whose := w.of(g)
	if w.TicketID != "" {
		whose = whose.Or("ticket_id = ?", w.TicketID)
	}
	var r row
	err = g.Where("id = ?", id).Where(whose).Take(&r).Error
	if db.IsNotFound(err) {
		err = web.ErrNotFound
	}
	return r.view(), r.TicketID != nil, err
}

// Wanted is a file that a request names.
type Wanted struct {
	ID      string
	Field   string // the form field that it answers; empty: as it was uploaded
	Pointer string // where the request names it
}

// Claim gives files that were uploaded ahead to a request. What is not among
// the waiting is refused.
func Claim(tx *change.Tx, from Waiting, ticketID string, wanted []Wanted) ([]Attachment, error) {
	list := make([]Attachment, 0, len(wanted))
	for _, w := range wanted {
		var taken []row
		if ident.Valid(w.ID) {
			columns := map[string]any{"ticket_id": ticketID, "draft_id": nil}
			if w.Field != "" {
				columns["field"] = w.Field
			}
			err := tx.Model(&taken).Clauses(clause.Returning{}).Where("id = ?", w.ID).Where(from.of(tx.DB)).Updates(columns).Error
			if err != nil {
				return nil, err
			}
		}
		if len(taken) == 0 { // also when another request took it a moment ago
			return nil, apperr.BadField(w.Pointer, "attachment.unknown",
				"Berkas ini tidak ditemukan di antara unggahan Anda yang belum dipakai. Unggah lagi.",
				"This file is not among your unused uploads. Upload it again.")
		}
		list = append(list, taken[0].view())
	}
	return list, nil
}

// inDraft counts the files of a draft, and their bytes.
func inDraft(g *gorm.DB, draftID string) (files, size int64, err error) {
	return count(g.Where("draft_id = ?", draftID))
}

// inProposal counts the files of a proposal, and their bytes.
func inProposal(g *gorm.DB, proposalID string) (files, size int64, err error) {
	return count(g.Where("recommendation_id = ?", proposalID))
}

func count(g *gorm.DB) (files, size int64, err error) {
	var sum struct{ Files, Size int64 }
	err = g.Model(&row{}).Select("COUNT(*) AS files, COALESCE(SUM(size), 0) AS size").Scan(&sum).Error
	return sum.Files, sum.Size, err
}

// ListDraft returns the files of a draft, oldest first.
func ListDraft(g *gorm.DB, draftID string) ([]Attachment, error) {
	return list(g.Where("draft_id = ?", draftID).Limit(maxWaiting))
}

// ListProposal returns the files of a proposal, oldest first.
func ListProposal(g *gorm.DB, proposalID string) ([]Attachment, error) {
	return list(g.Where("recommendation_id = ?", proposalID).Limit(maxInProposal))
}

func list(g *gorm.DB) ([]Attachment, error) {
	var rows []row
	err := g.Order("id").Find(&rows).Error
	files := make([]Attachment, 0, len(rows))
	for _, r := range rows {
		files = append(files, r.view())
	}
	return files, err
}

// RemoveDraft removes the files of a draft that ends.
func RemoveDraft(tx *change.Tx, draftID string) error {
	return removeAll(tx, tx.Where("draft_id = ?", draftID))
}

// RemoveProposal removes the files of a proposal that ends before it was
// submitted.
func RemoveProposal(tx *change.Tx, proposalID string) error {
	return removeAll(tx, tx.Where("recommendation_id = ?", proposalID))
}

func removeAll(tx *change.Tx, which *gorm.DB) error {
	var rows []row
	if err := which.Find(&rows).Error; err != nil {
		return err
	}
	for _, r := range rows {
		if err := removeWaiting(tx, r); err != nil {
			return err
		}
	}
	return nil
}

// remove deletes the row of a file that still waits for a request.
func remove(tx *gorm.DB, id string) error {
	done := tx.Where("id = ? AND ticket_id IS NULL", id).Delete(&row{})
	if done.Error == nil && done.RowsAffected == 0 {
		return web.ErrNotFound
	}
	return done.Error
}
