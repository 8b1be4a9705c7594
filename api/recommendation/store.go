package recommendation

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// row is a proposal as it is stored.
type row struct {
	ID             string    `gorm:"column:id;primaryKey"`
	Number         string    `gorm:"column:number"`
	Title          string    `gorm:"column:title"`
	Search         string    `gorm:"column:search"`
	Proposal       string    `gorm:"column:proposal"`
	OrganisationID string    `gorm:"column:organisation_id"`
	AuthorID       string    `gorm:"column:author_id"`
	TicketID       *string   `gorm:"column:ticket_id"` // nil: never submitted
	CopiedFrom     *string   `gorm:"column:copied_from"`
	BudgetYear     int       `gorm:"column:budget_year"` // 0: not told yet
	Cost           int64     `gorm:"column:cost"`        // whole rupiah
	Version        int64     `gorm:"column:version"`
	CreatedAt      time.Time `gorm:"column:created_at;autoCreateTime:false"`
	ChangedAt      time.Time `gorm:"column:changed_at"`

	// Read along by joins, never written.
	OrganisationName string            `gorm:"column:organisation_name;->"`
	TicketNumber     string            `gorm:"column:ticket_number;->"`
	TicketStatus     string            `gorm:"column:ticket_status;->"`
	TicketOutcome    string            `gorm:"column:ticket_outcome;->"`
	TicketStep       string            `gorm:"column:ticket_step;->"`
	TicketPhase      catalogue.Purpose `gorm:"column:ticket_phase;->"`
	TicketReturned   bool              `gorm:"column:ticket_returned;->"`
	TicketWaitingFor string            `gorm:"column:ticket_waiting_for;->"`
	TicketUnit       string            `gorm:"column:ticket_unit;->"`    // that holds it
	TicketRecused    string            `gorm:"column:ticket_recused;->"` // ids of those who stepped back
	Complete         int               `gorm:"column:complete;->"`       // points, in lists only
}

func (row) TableName() string { return "recommendations" }

// pointRow is what is answered at one point.
type pointRow struct {
	RecommendationID string         `gorm:"column:recommendation_id;primaryKey"`
	Key              string         `gorm:"column:key;primaryKey"`
	Answers          map[string]any `gorm:"column:answers;serializer:json"`
	Complete         bool           `gorm:"column:complete"`
	Copied           bool           `gorm:"column:copied"`
	Version          int64          `gorm:"column:version"`
	SavedAt          *time.Time     `gorm:"column:saved_at"`
	SavedBy          *string        `gorm:"column:saved_by"`

	SaverName string `gorm:"column:saver_name;->"`
}

func (pointRow) TableName() string { return "recommendation_points" }

// riskRow is one risk of the register.
type riskRow struct {
	ID               string         `gorm:"column:id;primaryKey"`
	RecommendationID string         `gorm:"column:recommendation_id"`
	Position         int64          `gorm:"column:position"`
	Answers          map[string]any `gorm:"column:answers;serializer:json"`
	Complete         bool           `gorm:"column:complete"`
	Copied           bool           `gorm:"column:copied"`
	Magnitude        int            `gorm:"column:magnitude"`
	Status           RiskStatus     `gorm:"column:status"`
	Version          int64          `gorm:"column:version"`
	SavedAt          time.Time      `gorm:"column:saved_at"`
	SavedBy          string         `gorm:"column:saved_by"`

	SaverName string `gorm:"column:saver_name;->"`
}

func (riskRow) TableName() string { return "recommendation_risks" }

// logRow is a line of a risk's log.
type logRow struct {
	ID     string     `gorm:"column:id;primaryKey"`
	RiskID string     `gorm:"column:risk_id"`
	Date   string     `gorm:"column:date"`
	Status RiskStatus `gorm:"column:status"`
	Note   string     `gorm:"column:note"`
	At     time.Time  `gorm:"column:at"`
	ByID   string     `gorm:"column:by_id"`

	ByName string `gorm:"column:by_name;->"`
}

func (logRow) TableName() string { return "recommendation_risk_log" }

// reader is what a proposal is read through: the read pool, or the transaction
// of a change.
type reader = *gorm.DB

// store reads through a handle: the read pool, or the transaction of a change.
type store struct{ read *gorm.DB }

// proposals joins what every view of a proposal shows.
func proposals(g *gorm.DB) *gorm.DB {
	return g.Table("recommendations r").
		Select("r.*, o.name AS organisation_name, COALESCE(t.number, '') AS ticket_number, COALESCE(t.status, '') AS ticket_status, COALESCE(t.outcome, '') AS ticket_outcome, " +
			"COALESCE(t.step, '') AS ticket_step, COALESCE(t.phase, '') AS ticket_phase, COALESCE(t.returned, FALSE) AS ticket_returned, COALESCE(t.waiting_for, '') AS ticket_waiting_for, " +
			"COALESCE(t.holder_unit, '') AS ticket_unit, COALESCE(t.recused, '') AS ticket_recused, " +
			"(SELECT COUNT(*) FROM recommendation_points p WHERE p.recommendation_id = r.id AND p.complete) AS complete").
		Joins("JOIN organisations o ON o.id = r.organisation_id").
		Joins("LEFT JOIN tickets t ON t.id = r.ticket_id")
}

// within narrows a query on recommendations r to what the actor may read: an
// applicant those of their agency; whoever may read its request, a proposal
// that was submitted. There is no other rule for officers than the request's.
func within(g *gorm.DB, actor auth.Actor) *gorm.DB {
	mine := "1 = 0"
	if writesFor(actor, actor.OrganisationID) {
		mine = "r.organisation_id = ?"
	}
	readable := ticket.Readable(g.Session(&gorm.Session{NewDB: true}), actor).Where("t.id = r.ticket_id").Select("1")
	if mine == "1 = 0" {
		return g.Where("EXISTS (?)", readable)
	}
	return g.Where("("+mine+" OR EXISTS (?))", actor.OrganisationID, readable)
}

// find reads a proposal within the actor's scope through g.
func find(g *gorm.DB, actor auth.Actor, id string) (row, error) {
	if !ident.Valid(id) {
		return row{}, web.ErrNotFound
	}
	var r row
	err := within(proposals(g), actor).Where("r.id = ?", id).Take(&r).Error
	if db.IsNotFound(err) {
		return row{}, web.ErrNotFound
	}
	return r, err
}

func (s store) find(ctx context.Context, actor auth.Actor, id string) (row, error) {
	return find(s.read.WithContext(ctx), actor, id)
}

// Filter narrows a list of proposals.
type Filter struct {
	State  State
	Year   int    // budget year
	Agency string // id
	Query  string
	Ticket string // number of its request
}

func (f Filter) apply(g *gorm.DB) *gorm.DB {
	if f.State != "" {
		g = g.Where(stateSQL+" = ?", f.State)
	}
	if f.Year != 0 {
		g = g.Where("r.budget_year = ?", f.Year)
	}
	if f.Agency != "" {
		g = g.Where("r.organisation_id = ?", f.Agency)
	}
	if f.Ticket != "" {
		g = g.Where("t.number = ?", f.Ticket)
	}
	for word := range strings.FieldsSeq(strings.ToLower(f.Query)) {
		like := "%" + db.EscapeLike(word) + "%"
		g = g.Where(`(r.search LIKE ? ESCAPE '\' OR LOWER(o.name) LIKE ? ESCAPE '\')`, like, like)
	}
	return g
}

// sortColumns is the allow-list of orders.
var sortColumns = map[string]string{"changed_at": "r.changed_at", "number": "r.number", "title": "r.title"}

// list reads one row more than the page, which tells whether another follows.
func (s store) list(ctx context.Context, actor auth.Actor, f Filter, page web.Page) ([]row, error) {
	column := sortColumns[page.Sort]
	g := f.apply(within(proposals(s.read.WithContext(ctx)), actor))
	direction, than := "ASC", ">"
	if page.Descending {
		direction, than = "DESC", "<"
	}
	if page.After != nil {
		var value any = page.After.Value
		if page.Sort == "changed_at" {
			at, err := time.Parse(time.RFC3339Nano, page.After.Value)
			if err != nil {
				return nil, web.ErrCursor
			}
			value = at
		}
		g = g.Where(fmt.Sprintf("(%s %s ? OR (%s = ? AND r.id %s ?))", column, than, column, than), value, value, page.After.ID)
	}
	var rows []row
	err := g.Order(column + " " + direction + ", r.id " + direction).Limit(page.Limit + 1).Find(&rows).Error
	return rows, err
}

// maxYears bounds the budget years to choose from.
const maxYears = 50

// years returns the budget years that proposals tell, the latest ones.
func (s store) years(ctx context.Context, actor auth.Actor) ([]int, error) {
	var years []int
	err := within(s.read.WithContext(ctx).Table("recommendations r"), actor).Where("r.budget_year > 0").
		Distinct().Order("r.budget_year DESC").Limit(maxYears).Pluck("r.budget_year", &years).Error
	return years, err
}

// nextNumber takes the next number of a year inside the transaction that begins
// a proposal: USL-2026-0001; beyond 9,999 a year it grows wider.
func nextNumber(tx *gorm.DB, year int) (string, error) {
	var last int64
	err := tx.Raw(`INSERT INTO recommendation_counters (year, last) VALUES (?, 1)
		ON CONFLICT (year) DO UPDATE SET last = recommendation_counters.last + 1 RETURNING last`, year).Row().Scan(&last)
	return fmt.Sprintf("USL-%d-%04d", year, last), err
}

// countDrafts counts the proposals of an agency that were never submitted.
func countDrafts(g *gorm.DB, organisationID string) (n int64, err error) {
	return n, g.Model(&row{}).Where("organisation_id = ? AND ticket_id IS NULL", organisationID).Count(&n).Error
}

func insert(tx *gorm.DB, r row, points []pointRow, risks []riskRow) error {
	if err := tx.Create(&r).Error; err != nil {
		return err
	}
	if err := tx.Create(&points).Error; err != nil || len(risks) == 0 {
		return err
	}
	return tx.Create(&risks).Error
}

// hold keeps a proposal from all other changes until the transaction ends, and
// reads it after that: so what it says holds to the end. Its version grows,
// whatever of it is changed.
func hold(tx *change.Tx, actor auth.Actor, id string) (row, error) {
	if !ident.Valid(id) {
		return row{}, web.ErrNotFound
	}
	err := tx.Model(&row{}).Where("id = ?", id).Updates(map[string]any{"version": gorm.Expr("version + 1"), "changed_at": tx.Now}).Error
	if err != nil {
		return row{}, err
	}
	return find(tx.DB, actor, id)
}

// tell writes what the points tell of the whole proposal.
func tell(tx *gorm.DB, id string, told map[string]any) error {
	if len(told) == 0 {
		return nil
	}
	return tx.Model(&row{}).Where("id = ?", id).Updates(told).Error
}

// remove deletes a proposal with its points and risks. Its files go before.
func remove(tx *gorm.DB, id string) error {
	for _, statement := range []string{
		"DELETE FROM recommendation_risk_log WHERE risk_id IN (SELECT k.id FROM recommendation_risks k WHERE k.recommendation_id = ?)",
		"DELETE FROM recommendation_risks WHERE recommendation_id = ?",
		"DELETE FROM recommendation_points WHERE recommendation_id = ?",
		"DELETE FROM recommendations WHERE id = ?",
	} {
		if err := tx.Exec(statement, id).Error; err != nil {
			return err
		}
	}
	return nil
}

// points returns what is answered at all points of a proposal, by key.
func points(g *gorm.DB, id string) (map[string]pointRow, error) {
	var rows []pointRow
	err := g.Table("recommendation_points p").Select("p.*, COALESCE(u.name, '') AS saver_name").Joins("LEFT JOIN users u ON u.id = p.saved_by").
		Where("p.recommendation_id = ?", id).Find(&rows).Error
	byKey := map[string]pointRow{}
	for _, r := range rows {
		byKey[r.Key] = r
	}
	return byKey, err
}

// updatePoint writes a point that still has the version; web.ErrStale
// otherwise.
func updatePoint(tx *gorm.DB, p *pointRow) error {
	before := p.Version
	p.Version++
	done := tx.Model(&pointRow{}).Where("recommendation_id = ? AND key = ? AND version = ?", p.RecommendationID, p.Key, before).
		Select("answers", "complete", "copied", "version", "saved_at", "saved_by").Updates(p)
	if done.Error == nil && done.RowsAffected == 0 {
		return web.ErrStale
	}
	return done.Error
}

// risksOf returns the register of a proposal, in its order.
func risksOf(g *gorm.DB, id string) ([]riskRow, error) {
	var rows []riskRow
	err := g.Table("recommendation_risks k").Select("k.*, u.name AS saver_name").Joins("JOIN users u ON u.id = k.saved_by").
		Where("k.recommendation_id = ?", id).Order("k.position").Limit(maxRisks).Find(&rows).Error
	return rows, err
}

// lastPosition returns the position of the last risk, 0 where there is none.
func lastPosition(g *gorm.DB, id string) (n int64, err error) {
	return n, g.Raw("SELECT COALESCE(MAX(position), 0) FROM recommendation_risks WHERE recommendation_id = ?", id).Row().Scan(&n)
}

func insertRisks(tx *gorm.DB, risks []riskRow) error { return tx.Create(&risks).Error }

// updateRisk writes a risk that still has the version; web.ErrStale otherwise.
func updateRisk(tx *gorm.DB, k *riskRow) error {
	before := k.Version
	k.Version++
	done := tx.Model(&riskRow{}).Where("id = ? AND version = ?", k.ID, before).
		Select("answers", "complete", "copied", "magnitude", "version", "saved_at", "saved_by").Updates(k)
	if done.Error == nil && done.RowsAffected == 0 {
		return web.ErrStale
	}
	return done.Error
}

// removeRisk deletes a risk that still has the version, with its log.
func removeRisk(tx *gorm.DB, k riskRow) error {
	if err := tx.Where("risk_id = ?", k.ID).Delete(&logRow{}).Error; err != nil {
		return err
	}
	done := tx.Where("id = ? AND version = ?", k.ID, k.Version).Delete(&riskRow{})
	if done.Error == nil && done.RowsAffected == 0 {
		return web.ErrStale
	}
	return done.Error
}

// maxLog bounds the lines of a risk's log.
const maxLog = 200

// logsOf returns the logs of the risks of a proposal by risk, by date.
func logsOf(g *gorm.DB, id string) (map[string][]logRow, error) {
	var rows []logRow
	err := g.Table("recommendation_risk_log l").Select("l.*, u.name AS by_name").
		Joins("JOIN recommendation_risks k ON k.id = l.risk_id").Joins("JOIN users u ON u.id = l.by_id").
		Where("k.recommendation_id = ?", id).Order("l.date, l.id").Limit(maxRisks * maxLog).Find(&rows).Error
	byRisk := map[string][]logRow{}
	for _, l := range rows {
		byRisk[l.RiskID] = append(byRisk[l.RiskID], l)
	}
	return byRisk, err
}

func insertLog(tx *gorm.DB, l logRow) error { return tx.Create(&l).Error }

// setRiskStatus keeps the status that the log of a risk tells. It is no new
// version: what is written of the risk stays.
func setRiskStatus(tx *gorm.DB, riskID string, status RiskStatus) error {
	return tx.Model(&riskRow{}).Where("id = ?", riskID).Update("status", status).Error
}

type settingsRow struct {
	Version int64           `gorm:"column:version;primaryKey;autoIncrement:false"`
	Value   json.RawMessage `gorm:"column:value;serializer:json"`
	SavedAt time.Time       `gorm:"column:saved_at"`
	SavedBy string          `gorm:"column:saved_by"`
}

func (settingsRow) TableName() string { return "recommendation_settings" }

// newestSettings returns the settings that hold; the zero row where nobody has
// changed the shipped ones.
func newestSettings(g *gorm.DB) (settingsRow, error) {
	var rows []settingsRow
	if err := g.Order("version DESC").Limit(1).Find(&rows).Error; err != nil || len(rows) == 0 {
		return settingsRow{}, err
	}
	return rows[0], nil
}

// insertSettings adds a version; web.ErrStale where somebody else has added it.
func insertSettings(tx *gorm.DB, r settingsRow) error {
	err := tx.Create(&r).Error
	if db.IsDuplicate(err) {
		return web.ErrStale
	}
	return err
}

// Belongings are proposals as they belong to agencies: drafts, those under way,
// and those that were approved, whose development goes on.
type Belongings struct{}

const belonging = "organisation_id = ? AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.id = recommendations.ticket_id AND t.status = 'done' AND t.outcome <> 'approved')"

// CountOf counts the proposals of an agency.
func (Belongings) CountOf(g *gorm.DB, organisationID string) (n int64, err error) {
	return n, g.Model(&row{}).Where(belonging, organisationID).Count(&n).Error
}

// MoveTo gives the proposals of one agency to another, inside the change that
// merges the two.
func (Belongings) MoveTo(tx *gorm.DB, from, into string) error {
	return tx.Model(&row{}).Where(belonging, from).Updates(map[string]any{"organisation_id": into, "version": gorm.Expr("version + 1")}).Error
}

// counted are the figures of one agency, year and state.
type counted struct {
	OrganisationID, OrganisationName string
	Year                             int
	State                            State
	Proposals, Cost                  int64
}

// counts counts submitted proposals by agency, budget year and state.
func (s store) counts(ctx context.Context, actor auth.Actor, f Filter) ([]counted, error) {
	var rows []counted
	g := f.apply(within(s.read.WithContext(ctx).Table("recommendations r"), actor))
	err := g.Select("r.organisation_id, o.name AS organisation_name, r.budget_year AS year, " + stateSQL + " AS state, COUNT(*) AS proposals, SUM(r.cost) AS cost").
		Joins("JOIN organisations o ON o.id = r.organisation_id").Joins("JOIN tickets t ON t.id = r.ticket_id").
		Group("r.organisation_id, o.name, r.budget_year, " + stateSQL).Order("o.name, r.budget_year, 4").Limit(maxCounted).Find(&rows).Error
	return rows, err
}

// openRisks counts the risks that are not closed by magnitude, 0 where it is
// not known, of proposals that have not ended without an approval.
func (s store) openRisks(ctx context.Context, actor auth.Actor, f Filter) (map[int]int64, error) {
	var rows []struct {
		Magnitude int
		Risks     int64
	}
	g := f.apply(within(s.read.WithContext(ctx).Table("recommendations r"), actor))
	err := g.Select("k.magnitude, COUNT(*) AS risks").Joins("JOIN recommendation_risks k ON k.recommendation_id = r.id").Joins("JOIN tickets t ON t.id = r.ticket_id").
		Where("k.status <> ? AND (t.status <> 'done' OR t.outcome = 'approved')", RiskClosed).Group("k.magnitude").Find(&rows).Error
	byMagnitude := map[int]int64{}
	for _, r := range rows {
		byMagnitude[r.Magnitude] = r.Risks
	}
	return byMagnitude, err
}
