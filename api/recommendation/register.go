package recommendation

import (
	"context"
	"net/http"
	"reflect"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/form"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// RiskStatus is how a risk stands, by the last line of its log.
type RiskStatus string

// Statuses of risks.
const (
	RiskOpen     RiskStatus = "open"     // terbuka
	RiskTreated  RiskStatus = "treated"  // sedang ditangani
	RiskOccurred RiskStatus = "occurred" // terjadi
	RiskClosed   RiskStatus = "closed"   // selesai: it cannot happen any more
)

// StatusOfRisk names a status.
type StatusOfRisk struct {
	Code  RiskStatus `json:"code" enums:"open,treated,occurred,closed"`
	Title string     `json:"title" example:"Terbuka"`
	EN    string     `json:"en" example:"Open"`
} // @name RiskStatusName

func riskStatuses() []StatusOfRisk {
	return []StatusOfRisk{
		{RiskOpen, "Terbuka", "Open"}, {RiskTreated, "Sedang ditangani", "Being treated"}, {RiskOccurred, "Terjadi", "Has happened"}, {RiskClosed, "Selesai", "Closed"},
	}
}

// RiskSummary is a risk in the register.
type RiskSummary struct {
	ID                string     `json:"id"`
	Number            int        `json:"number" example:"1"` // in the order of the register
	Event             string     `json:"event"`
	Kind              string     `json:"kind" enums:",negative,positive"`
	Category          string     `json:"category" example:"security"`
	Likelihood        int        `json:"likelihood"` // 1 to 5; 0: not told yet
	Impact            int        `json:"impact"`
	Magnitude         int        `json:"magnitude"` // looked up in the matrix, 1 to 25; 0: not known yet
	Level             *RiskLevel `json:"level"`
	ResidualMagnitude int        `json:"residual_magnitude"` // 0: none is left, or it is not known
	ResidualLevel     *RiskLevel `json:"residual_level"`
	TreatmentProposed bool       `json:"treatment_proposed"` // a negative risk that reaches the threshold
	NeedsTreatment    *bool      `json:"needs_treatment"`    // as the agency decided; null: not yet
	Status            RiskStatus `json:"status" enums:"open,treated,occurred,closed"`
	Version           int64      `json:"version"` // of this risk alone
	SavedAt           time.Time  `json:"saved_at"`
	SavedBy           auth.Ref   `json:"saved_by"`
	Complete          bool       `json:"complete"`
	Copied            bool       `json:"copied"` // taken over from an earlier proposal, and not looked at since
	Errors            int        `json:"errors"`
	Warnings          int        `json:"warnings"`
	Judged
} // @name RecommendationRiskSummary

// AnsweredRisk is a risk with all that is written of it.
type AnsweredRisk struct {
	RiskSummary
	Answers    map[string]any  `json:"answers"` // as they were typed
	Findings   ticket.Findings `json:"findings"`
	Monitoring []RiskLog       `json:"monitoring"` // by date
} // @name RecommendationRisk

// RiskLog is a line of a risk's log.
type RiskLog struct {
	ID string `json:"id"`
	MonitoringInput
	At time.Time `json:"at"` // when it was written
	By auth.Ref  `json:"by"`
} // @name RecommendationRiskLog

// MonitoringInput is what was seen of a risk on a day.
type MonitoringInput struct {
	Date   string     `json:"date" validate:"required,datetime=2006-01-02" format:"date"`
	Status RiskStatus `json:"status" validate:"required,oneof=open treated occurred closed" enums:"open,treated,occurred,closed"`
	Note   string     `json:"note" validate:"required,notblank,max=2000" example:"Autentikasi dua langkah sudah berjalan di semua puskesmas."`
} // @name RecommendationMonitoringInput

func (k riskRow) summary(number int, check form.Result, threshold int) RiskSummary {
	risk, _ := ReadRisk(check.Clean) // which was read before, or there would be no result
	v := RiskSummary{
		ID: k.ID, Number: number, Event: risk.Event, Kind: risk.Kind, Category: risk.Category, Likelihood: int(risk.Likelihood), Impact: int(risk.Impact),
		Magnitude: risk.Magnitude(), Level: levelOf(risk.Magnitude()), ResidualMagnitude: risk.ResidualMagnitude(), ResidualLevel: levelOf(risk.ResidualMagnitude()),
		NeedsTreatment: risk.NeedsTreatment, Status: k.Status, Version: k.Version, SavedAt: k.SavedAt, SavedBy: auth.Ref{ID: k.SavedBy, Name: k.SaverName},
		Complete: complete(check), Copied: k.Copied, Errors: len(check.Errors), Warnings: len(check.Warnings),
	}
	v.TreatmentProposed = risk.Kind != "positive" && v.Magnitude >= threshold
	return v
}

func levelOf(magnitude int) *RiskLevel {
	if magnitude == 0 {
		return nil
	}
	level := LevelOf(magnitude)
	return &level
}

func (k riskRow) answered(number int, check form.Result, threshold int, log []logRow, lang string) AnsweredRisk {
	v := AnsweredRisk{RiskSummary: k.summary(number, check, threshold), Answers: k.Answers, Findings: ticket.NewFindings(check, lang), Monitoring: []RiskLog{}}
	for _, l := range log {
		v.Monitoring = append(v.Monitoring, RiskLog{ID: l.ID, MonitoringInput: MonitoringInput{l.Date, l.Status, l.Note}, At: l.At, By: auth.Ref{ID: l.ByID, Name: l.ByName}})
	}
	return v
}

// @Summary	List the risks of a proposal
// @Description	Its register, in order, each with magnitude and level and its log; at most 100.
// @Tags	spbe-recommendations
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Success	200	{object}	web.List[AnsweredRisk]
// @Failure	401,403,404	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/risks [get]
func (h *handlers) risks(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	items, err := h.service.Risks(ctx, actor, c.Param("id"), web.Lang(c))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[AnsweredRisk]{Items: items})
}

// Risks returns the register of a proposal within the actor's scope.
func (s *Service) Risks(ctx context.Context, actor auth.Actor, id, lang string) ([]AnsweredRisk, error) {
	r, err := s.store.find(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	w, err := s.read(ctx, r)
	if err != nil {
		return nil, err
	}
	logs, err := logsOf(s.store.read.WithContext(ctx), r.ID)
	items := make([]AnsweredRisk, len(w.risks))
	for i, k := range w.risks {
		items[i] = k.answered(i+1, w.riskings[i], w.settings.ThresholdOf(r.OrganisationID), logs[k.ID], lang)
	}
	return items, err
}

// @Summary	Read a risk of a proposal
// @Tags	spbe-recommendations
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Param	risk	path	string	true	"id of the risk"
// @Success	200	{object}	AnsweredRisk
// @Success	304	"not changed"
// @Failure	401,403,404	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/risks/{risk} [get]
func (h *handlers) risk(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	return answerRisk(c, http.StatusOK)(h.service.Risk(ctx, actor, c.Param("id"), c.Param("risk"), web.Lang(c)))
}

// answerRisk answers with a risk, or a refusal.
func answerRisk(c echo.Context, status int) func(AnsweredRisk, error) error {
	return func(v AnsweredRisk, err error) error {
		if err != nil {
			return err
		}
		return web.Tagged(c, status, v.Version, v)
	}
}

// Risk returns a risk of a proposal within the actor's scope.
func (s *Service) Risk(ctx context.Context, actor auth.Actor, id, riskID, lang string) (AnsweredRisk, error) {
	all, err := s.Risks(ctx, actor, id, lang)
	if err != nil {
		return AnsweredRisk{}, err
	}
	at := slices.IndexFunc(all, func(k AnsweredRisk) bool { return k.ID == riskID })
	if at < 0 {
		return AnsweredRisk{}, web.ErrNotFound
	}
	return all[at], nil
}

// @Summary	Add a risk to a proposal
// @Description	At the end of the register. As with points, nothing is refused for being missing or wrong.
// @Tags	spbe-recommendations
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Param	body	body	AnswersInput	true	"what it says"
// @Success	201	{object}	AnsweredRisk
// @Failure	400,401,403,404,409,413,415,422	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/risks [post]
func (h *handlers) addRisk(c echo.Context) error {
	in, err := web.Bind[AnswersInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.AddRisk(ctx, actor, c.Param("id"), in.Answers, web.Lang(c))
	if err == nil {
		c.Response().Header().Set(echo.HeaderLocation, web.Base+"/spbe-recommendations/"+c.Param("id")+"/risks/"+v.ID)
	}
	return answerRisk(c, http.StatusCreated)(v, err)
}

var errTooManyRisks = apperr.New(apperr.Conflict, "recommendation.too_many_risks",
	"Daftar risiko ini akan melebihi 100 risiko. Gabungkan risiko yang serupa, atau hapus yang tidak relevan.",
	"This register would have more than 100 risks. Combine similar ones, or delete those that do not matter.")

// AddRisk adds a risk to the register of a proposal.
func (s *Service) AddRisk(ctx context.Context, actor auth.Actor, id string, answers map[string]any, lang string) (AnsweredRisk, error) {
	added, err := s.addRisks(ctx, actor, id, []map[string]any{answers}, "recommendation_saved")
	if err != nil {
		return AnsweredRisk{}, err
	}
	return s.Risk(ctx, actor, id, added[0], lang)
}

// addRisks adds risks at the end of the register, all or none, and returns
// their ids.
func (s *Service) addRisks(ctx context.Context, actor auth.Actor, id string, list []map[string]any, event string) ([]string, error) {
	r, err := s.own(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	rows := make([]riskRow, len(list))
	for i, answers := range list {
		rows[i] = riskRow{RecommendationID: r.ID, Status: RiskOpen, Version: 1, SavedBy: actor.ID}
		if err := s.write(ctx, &rows[i], answers); err != nil {
			return nil, err
		}
	}
	ids := make([]string, len(rows))
	err = s.changes.Do(ctx, applicant(actor), func(tx *change.Tx) error {
		if _, err := holdOwn(tx, actor, id); err != nil {
			return err
		}
		there, err := risksOf(tx.DB, r.ID)
		if err != nil {
			return err
		}
		if len(there)+len(rows) > maxRisks {
			return errTooManyRisks
		}
		last, err := lastPosition(tx.DB, r.ID)
		if err != nil {
			return err
		}
		for i := range rows {
			rows[i].ID, rows[i].Position, rows[i].SavedAt = tx.NewID(), last+int64(i)+1, tx.Now
			ids[i] = rows[i].ID
		}
		if err := insertRisks(tx.DB, rows); err != nil {
			return err
		}
		if event == "recommendation_saved" {
			return recordSaved(tx, r)
		}
		return tx.Record(change.Event{Type: event, Kind: "recommendation", ObjectID: r.ID, Internal: true, Data: map[string]any{"number": r.Number, "risks": len(rows)}})
	})
	return ids, err
}

// write puts answers into the row of a risk, with what follows from them.
func (s *Service) write(ctx context.Context, k *riskRow, answers map[string]any) error {
	answers, err := bounded(answers)
	if err != nil {
		return err
	}
	known, err := s.knowledge(ctx, k.RecommendationID)
	if err != nil {
		return err
	}
	result := known.check(s.forms.Risk, answers)
	risk, err := ReadRisk(result.Clean)
	k.Answers, k.Complete, k.Copied, k.Magnitude = answers, complete(result), false, risk.Magnitude()
	return err
}

// ownRisk finds a risk of a proposal in which the actor may write.
func (s *Service) ownRisk(ctx context.Context, actor auth.Actor, id, riskID string) (row, riskRow, error) {
	r, err := s.own(ctx, actor, id)
	if err != nil {
		return r, riskRow{}, err
	}
	k, err := s.riskOf(ctx, r, riskID)
	return r, k, err
}

func (s *Service) riskOf(ctx context.Context, r row, riskID string) (riskRow, error) {
	all, err := risksOf(s.store.read.WithContext(ctx), r.ID)
	at := slices.IndexFunc(all, func(k riskRow) bool { return k.ID == riskID })
	if err == nil && (at < 0 || !ident.Valid(riskID)) {
		err = web.ErrNotFound
	}
	if err != nil {
		return riskRow{}, err
	}
	return all[at], nil
}

// @Summary	Save a risk of a proposal
// @Description	Replaces its answers. Each risk has its own version.
// @Tags	spbe-recommendations
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Param	risk	path	string	true	"id of the risk"
// @Param	If-Match	header	string	true	"ETag of the risk"
// @Param	body	body	AnswersInput	true	"what it says now"
// @Success	200	{object}	AnsweredRisk
// @Failure	400,401,403,404,409,412,413,415,422,428	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/risks/{risk} [put]
func (h *handlers) saveRisk(c echo.Context) error {
	version, in, err := web.BindEdit[AnswersInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	return answerRisk(c, http.StatusOK)(h.service.SaveRisk(ctx, actor, c.Param("id"), c.Param("risk"), version, in.Answers, web.Lang(c)))
}

// SaveRisk replaces what is written of a risk.
func (s *Service) SaveRisk(ctx context.Context, actor auth.Actor, id, riskID string, version int64, answers map[string]any, lang string) (AnsweredRisk, error) {
	r, k, err := s.ownRisk(ctx, actor, id, riskID)
	if err != nil {
		return AnsweredRisk{}, err
	}
	if k.Version != version {
		return AnsweredRisk{}, web.ErrStale
	}
	before := k
	if err := s.write(ctx, &k, answers); err != nil {
		return AnsweredRisk{}, err
	}
	if reflect.DeepEqual(before.Answers, k.Answers) && !before.Copied {
		return s.Risk(ctx, actor, id, riskID, lang)
	}
	err = s.changes.Do(ctx, applicant(actor), func(tx *change.Tx) error {
		if _, err := holdOwn(tx, actor, id); err != nil {
			return err
		}
		k.SavedAt, k.SavedBy = tx.Now, actor.ID
		if err := updateRisk(tx.DB, &k); err != nil {
			return err
		}
		return recordSaved(tx, r)
	})
	if err != nil {
		return AnsweredRisk{}, err
	}
	return s.Risk(ctx, actor, id, riskID, lang)
}

// @Summary	Delete a risk of a proposal
// @Tags	spbe-recommendations
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Param	risk	path	string	true	"id of the risk"
// @Param	If-Match	header	string	true	"ETag of the risk"
// @Success	204
// @Failure	400,401,403,404,409,412,428	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/risks/{risk} [delete]
func (h *handlers) deleteRisk(c echo.Context) error {
	version, err := web.Version(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	if err := h.service.DeleteRisk(ctx, actor, c.Param("id"), c.Param("risk"), version); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// DeleteRisk takes a risk out of the register, with its log. What was submitted
// of it stays in the submission.
func (s *Service) DeleteRisk(ctx context.Context, actor auth.Actor, id, riskID string, version int64) error {
	r, k, err := s.ownRisk(ctx, actor, id, riskID)
	if err != nil {
		return err
	}
	if k.Version != version {
		return web.ErrStale
	}
	return s.changes.Do(ctx, applicant(actor), func(tx *change.Tx) error {
		if _, err := holdOwn(tx, actor, id); err != nil {
			return err
		}
		if err := removeRisk(tx.DB, k); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "recommendation_risk_deleted", Kind: "recommendation", ObjectID: r.ID, Internal: true,
			Data: map[string]any{"number": r.Number, "risk": k.ID}})
	})
}

// @Summary	Add to the log of a risk
// @Description	What was seen of it on a day. Lines are only added, also after the submission, and not after the proposal has ended without an approval. The status of the risk is that of its latest day.
// @Tags	spbe-recommendations
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Param	risk	path	string	true	"id of the risk"
// @Param	body	body	MonitoringInput	true	"what was seen"
// @Success	201	{object}	AnsweredRisk
// @Failure	400,401,403,404,409,413,415,422	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/risks/{risk}/monitoring [post]
func (h *handlers) monitorRisk(c echo.Context) error {
	in, err := web.Bind[MonitoringInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	return answerRisk(c, http.StatusCreated)(h.service.Monitor(ctx, actor, c.Param("id"), c.Param("risk"), in, web.Lang(c)))
}

var (
	errEnded = apperr.New(apperr.Conflict, "recommendation.ended",
		"Usulan ini sudah berakhir tanpa persetujuan, sehingga risikonya tidak dipantau lagi.",
		"This proposal has ended without an approval, so its risks are not monitored any more.")
	errLogFull = apperr.New(apperr.Conflict, "recommendation.log_full",
		"Catatan pemantauan risiko ini sudah 200 baris. Buat risiko baru bila masih perlu dipantau.",
		"The log of this risk has 200 lines. Make a new risk if it is still to be monitored.")
	errFuture = apperr.BadField("/date", "date.future",
		"Tanggal pemantauan tidak boleh sesudah hari ini.", "The day of the monitoring must not lie ahead.")
)

// Monitor adds a line to the log of a risk.
func (s *Service) Monitor(ctx context.Context, actor auth.Actor, id, riskID string, in MonitoringInput, lang string) (AnsweredRisk, error) {
	r, err := s.store.find(ctx, actor, id)
	if err != nil {
		return AnsweredRisk{}, err
	}
	if !writesFor(actor, r.OrganisationID) {
		return AnsweredRisk{}, errNotYours
	}
	if in.Date > s.clock.Now().In(s.zone).Format(time.DateOnly) {
		return AnsweredRisk{}, errFuture
	}
	if _, err = s.riskOf(ctx, r, riskID); err != nil {
		return AnsweredRisk{}, err
	}
	err = s.changes.Do(ctx, applicant(actor), func(tx *change.Tx) error {
		r, err := hold(tx, actor, id)
		if err != nil {
			return err
		}
		if stateOf(r).unapproved() {
			return errEnded
		}
		return addToLog(tx, r, riskID, actor, in)
	})
	if err != nil {
		return AnsweredRisk{}, err
	}
	return s.Risk(ctx, actor, id, riskID, lang)
}

func addToLog(tx *change.Tx, r row, riskID string, actor auth.Actor, in MonitoringInput) error {
	logs, err := logsOf(tx.DB, r.ID)
	if err != nil {
		return err
	}
	if len(logs[riskID]) >= maxLog {
		return errLogFull
	}
	added := logRow{ID: tx.NewID(), RiskID: riskID, Date: in.Date, Status: in.Status, Note: in.Note, At: tx.Now, ByID: actor.ID}
	if err := insertLog(tx.DB, added); err != nil {
		return err
	}
	latest := added
	for _, l := range logs[riskID] {
		if l.Date > latest.Date {
			latest = l
		}
	}
	if err := setRiskStatus(tx.DB, riskID, latest.Status); err != nil {
		return err
	}
	return tx.Record(change.Event{Type: "recommendation_risk_monitored", Kind: "recommendation", ObjectID: r.ID, Internal: true,
		Data: map[string]any{"number": r.Number, "risk": riskID, "status": in.Status, "date": in.Date}})
}
