package recommendation

import (
	"encoding/json"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// Author is who wrote a row, by name too: a name on a record stays as it was.
type Author struct {
	ByID   string `gorm:"column:by_id"`
	ByName string `gorm:"column:by_name"`
}

func authorOf(actor auth.Actor) Author { return Author{ByID: actor.ID, ByName: actor.Name} }

func (a Author) ref() auth.Ref { return auth.Ref{ID: a.ByID, Name: a.ByName} }

// submissionRow is what was submitted. It is written once.
type submissionRow struct {
	RecommendationID string          `gorm:"column:recommendation_id;primaryKey"`
	N                int             `gorm:"column:n;primaryKey;autoIncrement:false"`
	At               time.Time       `gorm:"column:at"`
	Forms            string          `gorm:"column:forms"`
	Content          json.RawMessage `gorm:"column:content;serializer:json"`
	Documents        []Issued        `gorm:"column:documents;serializer:json"`
	Author           `gorm:"embedded"`
}

func (submissionRow) TableName() string { return "recommendation_submissions" }

// submissionsOf returns the submissions of a proposal without their content, in
// their order.
func submissionsOf(g reader, id string) ([]submissionRow, error) {
	var rows []submissionRow
	return rows, g.Select("recommendation_id", "n", "at", "by_id", "by_name", "forms", "documents").
		Where("recommendation_id = ?", id).Order("n").Limit(maxSubmissions).Find(&rows).Error
}

// submission returns one submission, whole.
func submission(g reader, id string, n int) (submissionRow, error) {
	var rows []submissionRow
	err := g.Where("recommendation_id = ? AND n = ?", id, n).Limit(1).Find(&rows).Error
	if err == nil && len(rows) == 0 {
		err = web.ErrNotFound
	}
	if err != nil {
		return submissionRow{}, err
	}
	return rows[0], nil
}

// lastSubmission returns the number of the last submission, 0 where there is
// none.
func lastSubmission(g reader, id string) (n int, err error) {
	return n, g.Raw("SELECT COALESCE(MAX(n), 0) FROM recommendation_submissions WHERE recommendation_id = ?", id).Row().Scan(&n)
}

// reviewRow is what the office says of one point of a submission, with the
// agency's reply.
type reviewRow struct {
	RecommendationID string      `gorm:"column:recommendation_id;primaryKey"`
	N                int         `gorm:"column:n;primaryKey;autoIncrement:false"`
	Key              string      `gorm:"column:key;primaryKey"`
	Mark             Mark        `gorm:"column:mark"`
	Checklist        []CheckLine `gorm:"column:checklist;serializer:json"`
	Comment          string      `gorm:"column:comment"`
	Version          int64       `gorm:"column:version"`
	At               time.Time   `gorm:"column:at"`
	Author           `gorm:"embedded"`
	Reply            string     `gorm:"column:reply"`
	ReplyVersion     int64      `gorm:"column:reply_version"`
	RepliedAt        *time.Time `gorm:"column:replied_at"`
	RepliedByID      *string    `gorm:"column:replied_by_id"`
	RepliedByName    string     `gorm:"column:replied_by_name"`
}

func (reviewRow) TableName() string { return "recommendation_reviews" }

// reviewsOf returns the reviews of a proposal, by submission and key.
func reviewsOf(g reader, id string) ([]reviewRow, error) {
	var rows []reviewRow
	return rows, g.Where("recommendation_id = ?", id).Order("n, key").Limit(maxSubmissions * maxReviews).Find(&rows).Error
}

// reviewAt returns the review of a point in a submission; one of version 0
// where there is none.
func reviewAt(g reader, id string, n int, key string) (reviewRow, error) {
	var rows []reviewRow
	err := g.Where("recommendation_id = ? AND n = ? AND key = ?", id, n, key).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return reviewRow{RecommendationID: id, N: n, Key: key}, err
	}
	return rows[0], nil
}

// toMend returns the reviews of a submission that ask for mending, by key.
func toMend(g reader, id string, n int) ([]reviewRow, error) {
	var rows []reviewRow
	return rows, g.Where("recommendation_id = ? AND n = ? AND mark = ?", id, n, ToMend).Order("key").Limit(maxReviews).Find(&rows).Error
}

// studyRow is the office's study.
type studyRow struct {
	RecommendationID string         `gorm:"column:recommendation_id;primaryKey"`
	Answers          map[string]any `gorm:"column:answers;serializer:json"`
	Complete         bool           `gorm:"column:complete"`
	Version          int64          `gorm:"column:version"`
	SavedAt          time.Time      `gorm:"column:saved_at"`
	SavedByID        string         `gorm:"column:saved_by_id"`
	SavedByName      string         `gorm:"column:saved_by_name"`
	Document         *Issued        `gorm:"column:document;serializer:json"` // drawn with the verdict
}

func (studyRow) TableName() string { return "recommendation_studies" }

// studyOf returns the study of a proposal; one of version 0 where there is
// none.
func studyOf(g reader, id string) (studyRow, error) {
	var rows []studyRow
	err := g.Where("recommendation_id = ?", id).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return studyRow{RecommendationID: id, Answers: map[string]any{}}, err
	}
	return rows[0], nil
}

// recordRow is a record of which a proposal has at most one of each kind.
type recordRow struct {
	RecommendationID string           `gorm:"column:recommendation_id;primaryKey"`
	Kind             RecordKind       `gorm:"column:kind;primaryKey"`
	Decision         string           `gorm:"column:decision"`
	Number           string           `gorm:"column:number"`
	Date             string           `gorm:"column:date"`
	Note             string           `gorm:"column:note"`
	Files            []ticket.FileRef `gorm:"column:files;serializer:json"`
	At               time.Time        `gorm:"column:at"`
	Author           `gorm:"embedded"`
}

func (recordRow) TableName() string { return "recommendation_records" }

// recordsOf returns the records of a proposal, oldest first.
func recordsOf(g reader, id string) ([]recordRow, error) {
	var rows []recordRow
	return rows, g.Where("recommendation_id = ?", id).Order("at, kind").Limit(len(recordKinds)).Find(&rows).Error
}

// correctionRow is what a record of a proposal says since its n-th correction.
type correctionRow struct {
	RecommendationID string           `gorm:"column:recommendation_id;primaryKey"`
	Kind             RecordKind       `gorm:"column:kind;primaryKey"`
	N                int              `gorm:"column:n;primaryKey;autoIncrement:false"`
	Number           string           `gorm:"column:number"`
	Date             string           `gorm:"column:date"`
	Note             string           `gorm:"column:note"`
	Files            []ticket.FileRef `gorm:"column:files;serializer:json"`
	Why              string           `gorm:"column:why"`
	At               time.Time        `gorm:"column:at"`
	Author           `gorm:"embedded"`
}

func (correctionRow) TableName() string { return "recommendation_corrections" }

// correctionsOf returns the corrections of the records of a proposal by kind,
// oldest first.
func correctionsOf(g reader, id string) (map[RecordKind][]correctionRow, error) {
	var rows []correctionRow
	err := g.Where("recommendation_id = ?", id).Order("kind, n").Limit(len(recordKinds) * maxCorrections).Find(&rows).Error
	byKind := map[RecordKind][]correctionRow{}
	for _, r := range rows {
		byKind[r.Kind] = append(byKind[r.Kind], r)
	}
	return byKind, err
}

// hasRecord tells whether a proposal has a record of a kind.
func hasRecord(g reader, id string, kind RecordKind) (bool, error) {
	var n int64
	err := g.Model(&recordRow{}).Where("recommendation_id = ? AND kind = ?", id, kind).Count(&n).Error
	return n > 0, err
}

// milestoneRow is what an agency reports of the development.
type milestoneRow struct {
	ID               string           `gorm:"column:id;primaryKey"`
	RecommendationID string           `gorm:"column:recommendation_id"`
	Kind             MilestoneKind    `gorm:"column:kind"`
	Date             string           `gorm:"column:date"`
	Note             string           `gorm:"column:note"`
	Files            []ticket.FileRef `gorm:"column:files;serializer:json"`
	At               time.Time        `gorm:"column:at"`
	Author           `gorm:"embedded"`
}

func (milestoneRow) TableName() string { return "recommendation_milestones" }

// milestonesOf returns what was reported, by date.
func milestonesOf(g reader, id string) ([]milestoneRow, error) {
	var rows []milestoneRow
	return rows, g.Where("recommendation_id = ?", id).Order("date, id").Limit(maxMilestones).Find(&rows).Error
}

// lock keeps a proposal from all other changes until the transaction ends, as
// hold does, and leaves its version as it is: who reviews does not disturb who
// decides.
func lock(tx *change.Tx, actor auth.Actor, id string) (row, error) {
	if err := tx.Exec("UPDATE recommendations SET version = version WHERE id = ?", id).Error; err != nil {
		return row{}, err
	}
	return find(tx.DB, actor, id)
}

// fileAs notes the request that a proposal was filed as.
func fileAs(tx *change.Tx, id, number string) error {
	return tx.Exec("UPDATE recommendations SET ticket_id = (SELECT t.id FROM tickets t WHERE t.number = ?) WHERE id = ?", number, id).Error
}
