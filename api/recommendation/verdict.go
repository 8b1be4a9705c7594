package recommendation

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// RecordKind says what a record of a proposal is (R6: the office's verdict and
// the ministry's consideration are two).
type RecordKind string

// Kinds of records.
const (
	Verdict          RecordKind = "verdict"           // keputusan DKISP
	SentLetter       RecordKind = "ministry_letter"   // the letter that went to the ministry
	Consideration    RecordKind = "consideration"     // pertimbangan Kementerian
	BudgetAdjustment RecordKind = "budget_adjustment" // penyesuaian RKA after a refusal (R4)
)

var recordKinds = []RecordKind{Verdict, SentLetter, Consideration, BudgetAdjustment}

// Record is one of them, as it holds now.
type Record struct {
	Kind     RecordKind `json:"kind" enums:"verdict,ministry_letter,consideration,budget_adjustment"`
	Decision string     `json:"decision" enums:",approved,refused"` // of a verdict or a consideration
	RecordEntry
	Earlier        []RecordEntry  `json:"earlier"` // what stood there before it was corrected, oldest first
	AllowedActions []RecordAction `json:"allowed_actions" enums:"corrections"`
} // @name RecommendationRecord

// RecordEntry is what a record says, or said before it was corrected.
type RecordEntry struct {
	Number string           `json:"number"`             // of the letter
	Date   string           `json:"date" format:"date"` // of the letter, or of the adjustment
	Note   string           `json:"note"`               // the reason, or what was adjusted
	Files  []ticket.FileRef `json:"files"`
	By     auth.Ref         `json:"by"`
	At     time.Time        `json:"at"`
	Why    string           `json:"why"` // why it replaced what stood there; empty: it is the first
} // @name RecommendationRecordEntry

func (r recordRow) entry() RecordEntry {
	return RecordEntry{Number: r.Number, Date: r.Date, Note: r.Note, Files: r.Files, By: r.ref(), At: r.At}
}

// RecordInput is a record as it comes in a form.
type RecordInput struct {
	Decision string                `json:"decision" validate:"omitempty,oneof=approved refused"`
	Number   string                `json:"number" validate:"max=160"`
	Date     string                `json:"date" validate:"required,datetime=2006-01-02"`
	Note     string                `json:"reason" validate:"max=4000"`
	Files    []attachment.Received `json:"-"`
}

// decides are the fields of a record that says yes or no.
var decides = []string{"decision", "number", "date", "reason"}

// check refuses a record that does not say what it must. decides and file tell
// what it needs beside a date.
func (in RecordInput) check(today string, decides, numbered, noted, filed bool) error {
	var faults []apperr.Field
	need := func(missing bool, pointer, id, en string) {
		if missing {
			faults = append(faults, apperr.Field{Pointer: pointer, Code: "field.required", Detail: apperr.Text{ID: id, EN: en}})
		}
	}
	if refusal := apperr.From(web.Validate(&in, "")); len(refusal.Fields) > 0 {
		faults = append(faults, refusal.Fields...)
	}
	need(decides && in.Decision == "", "/decision", "Pilih keputusannya: disetujui atau ditolak.", "Choose the decision: approved or refused.")
	need(numbered && in.Number == "", "/number", "Tulis nomor suratnya.", "Give the number of the letter.")
	need((noted || in.Decision == refused) && in.Note == "", "/reason", "Tulis alasan atau uraiannya.", "Give the reason or describe it.")
	need(filed && len(in.Files) != 1, "/file", "Unggah satu berkas PDF.", "Upload one PDF file.")
	if in.Date > today {
		faults = append(faults, apperr.Field{Pointer: "/date", Code: "field.late", Detail: apperr.Text{ID: "Tanggal ini belum tiba.", EN: "This date is still to come."}})
	}
	if len(faults) > 0 {
		return apperr.BadFields(faults...)
	}
	return nil
}

// Decisions.
const (
	approved = "approved"
	refused  = "refused"
)

// today is the date in the office's zone.
func (s *Service) today() string { return s.clock.Now().In(s.zone).Format(time.DateOnly) }

// actForm is the way of every action that comes as a form: what it is based on
// is compared before a byte of a file is taken in.
func (h *handlers) actForm(c echo.Context, fields []string, states []State, do func(ctx context.Context, actor auth.Actor, id string, version int64, in RecordInput) (Recommendation, error)) error {
	version, err := web.Version(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	id := c.Param("id")
	if _, err := h.service.mayAct(ctx, actor, id, version, states); err != nil {
		return err
	}
	files, values, err := attachment.ReadFiles(c, h.service.files, fields, map[string]attachment.Kind{"file": attachment.ResultLetter})
	if err != nil {
		return err
	}
	note := values["reason"] + values["note"] // each form has one of them
	v, err := do(ctx, actor, id, version, RecordInput{Decision: values["decision"], Number: values["number"], Date: values["date"], Note: note, Files: files})
	if err != nil {
		h.service.files.DiscardIfRefused(ctx, err, files)
		return err
	}
	return web.Tagged(c, http.StatusOK, v.Version, v)
}

// actJSON is the same for actions that come as JSON.
func actJSON[T any](c echo.Context, do func(context.Context, auth.Actor, string, int64, T) (Recommendation, error)) error {
	version, in, err := web.BindEdit[T](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := do(ctx, actor, c.Param("id"), version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, v.Version, v)
}

// enter writes a record with its files, which the request has then.
func (s *Service) enter(tx *change.Tx, actor auth.Actor, r row, kind RecordKind, in RecordInput, files []ticket.FileRef) error {
	made := recordRow{
		RecommendationID: r.ID, Kind: kind, Decision: in.Decision, Number: in.Number, Date: in.Date, Note: in.Note, Files: files, At: tx.Now, Author: authorOf(actor),
	}
	if err := tx.Create(&made).Error; err != nil {
		return err
	}
	return tx.Record(change.Event{Type: "recommendation_" + string(kind), Kind: "recommendation", ObjectID: r.ID,
		Data: map[string]any{"number": r.Number, "decision": in.Decision, "letter": in.Number, "date": in.Date}})
}

// refs names received files, which keep their ids.
func refs(files []attachment.Received) []ticket.FileRef {
	list := make([]ticket.FileRef, len(files))
	for i, f := range files {
		list[i] = ticket.FileRef{ID: f.ID, Name: f.Name}
	}
	return list
}

// insertFiles gives files of a record to the request, for its applicant to see.
func insertFiles(tx *change.Tx, actor auth.Actor, r row, field string, files []attachment.Received) error {
	for i := range files {
		files[i].Kind, files[i].Field = attachment.Supporting, field
	}
	_, err := attachment.Insert(tx, actor.ID, *r.TicketID, files)
	return err
}

// @Summary	Record the office's verdict
// @Description	By the head, at the step of the decision. Approved: the request goes on to the ministry. Refused: it is rejected with the letter. With it the reviews and the study are released to the agency.
// @Tags	spbe-recommendations
// @Accept	mpfd
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Param	If-Match	header	string	true	"ETag of the proposal"
// @Param	decision	formData	string	true	"approved internally, or refused"	Enums(approved, refused)
// @Param	number	formData	string	true	"number of the letter"
// @Param	date	formData	string	true	"date of the letter (YYYY-MM-DD)"
// @Param	reason	formData	string	false	"required with a refusal"
// @Param	file	formData	file	true	"the letter, PDF"
// @Success	200	{object}	Recommendation
// @Failure	400,401,403,404,409,412,413,415,422,428,503	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/verdict [post]
func (h *handlers) verdict(c echo.Context) error {
	return h.actForm(c, decides, []State{StateDecision}, h.service.Decide)
}

// Decide records the office's verdict.
func (s *Service) Decide(ctx context.Context, actor auth.Actor, id string, version int64, in RecordInput) (Recommendation, error) {
	if err := in.check(s.today(), true, true, false, true); err != nil {
		return Recommendation{}, err
	}
	doing := ticket.Forward
	if in.Decision == refused {
		doing = ticket.Reject
	}
	file, issued, err := s.drawStudy(ctx, actor, id, version)
	if err != nil {
		return Recommendation{}, err
	}
	office, _, err := s.office.Office(ctx)
	if err != nil {
		return Recommendation{}, err
	}
	v, err := s.act(ctx, actor, id, version, doing, []State{StateDecision}, func(tx *change.Tx, tickets *ticket.Service, r row) error {
		if err := s.keepStudy(tx, actor, r, office.OfficeName, file, issued); err != nil {
			return err
		}
		if err := s.enter(tx, actor, r, Verdict, in, refs(in.Files)); err != nil {
			return err
		}
		if in.Decision == refused {
			_, err := tickets.Reject(ctx, actor, r.TicketNumber, 0, in.Note, in.Files)
			return err
		}
		if err := insertFiles(tx, actor, r, "spbe_verdict", in.Files); err != nil {
			return err
		}
		_, err := tickets.Forward(ctx, actor, r.TicketNumber, 0, ticket.ForwardInput{Note: in.Note})
		return err
	})
	if err != nil {
		s.files.DiscardIfRefused(ctx, err, file)
	}
	return v, err
}

// drawStudy draws the study as it is when the office decides, and stores it.
// There is none where the request came to the decision without one, before it
// had a proposal's rules.
func (s *Service) drawStudy(ctx context.Context, actor auth.Actor, id string, version int64) ([]attachment.Received, Issued, error) {
	r, err := s.mayAct(ctx, actor, id, version, []State{StateDecision})
	if err != nil {
		return nil, Issued{}, err
	}
	printed, err := s.submitted(ctx, r)
	if err != nil {
		return nil, Issued{}, err
	}
	study, err := studyOf(s.store.read.WithContext(ctx), id)
	if err == nil {
		printed.Study, err = ReadStudy(study.Answers)
	}
	if err != nil {
		return nil, Issued{}, err
	}
	file, issued, err := s.issue(ctx, StudyPaper, printed)
	return []attachment.Received{file}, issued, err
}

// keepStudy issues the study that was drawn.
func (s *Service) keepStudy(tx *change.Tx, actor auth.Actor, r row, issuer string, file []attachment.Received, issued Issued) error {
	study, err := studyOf(tx.DB, r.ID)
	if err != nil {
		return err
	}
	study.Document = &issued
	if err := tx.Save(&study).Error; err != nil {
		return err
	}
	if err := insertFiles(tx, actor, r, file[0].Field, file); err != nil {
		return err
	}
	return s.register(tx, r, issuer, r.TicketNumber, []Issued{issued})
}

// @Summary	Record the letter to the ministry
// @Description	The letter was sent: its request waits for the ministry from now on.
// @Tags	spbe-recommendations
// @Accept	mpfd
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Param	If-Match	header	string	true	"ETag of the proposal"
// @Param	number	formData	string	true	"number of the letter"
// @Param	date	formData	string	true	"date of the letter (YYYY-MM-DD)"
// @Param	file	formData	file	false	"the signed letter, PDF"
// @Success	200	{object}	Recommendation
// @Failure	400,401,403,404,409,412,413,415,422,428,503	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/ministry-letter [post]
func (h *handlers) ministryLetter(c echo.Context) error {
	return h.actForm(c, []string{"number", "date"}, []State{StateApprovedInternally}, h.service.SendToMinistry)
}

// ministry is the body that considers proposals (R4).
const ministry = "Kementerian Komunikasi dan Digital"

// SendToMinistry records that the letter went to the ministry.
func (s *Service) SendToMinistry(ctx context.Context, actor auth.Actor, id string, version int64, in RecordInput) (Recommendation, error) {
	if err := in.check(s.today(), false, true, false, false); err != nil {
		return Recommendation{}, err
	}
	return s.act(ctx, actor, id, version, ticket.Wait, []State{StateApprovedInternally}, func(tx *change.Tx, tickets *ticket.Service, r row) error {
		if err := s.enter(tx, actor, r, SentLetter, in, refs(in.Files)); err != nil {
			return err
		}
		if err := insertFiles(tx, actor, r, "spbe_ministry_letter_sent", in.Files); err != nil {
			return err
		}
		_, err := tickets.Wait(ctx, actor, r.TicketNumber, 0, ticket.WaitInput{Body: ministry, Reference: in.Number, Reason: "Permohonan pertimbangan atas usulan " + r.Number})
		return err
	})
}

// @Summary	Record the ministry's consideration
// @Description	Ends the wait for the ministry and with it the request. Approved: it is completed, and the recommendation enters the register of assets, where it is the prerequisite of a PSE registration. Refused: it is rejected with the ministry's letter, and the agency has to adjust its budget.
// @Tags	spbe-recommendations
// @Accept	mpfd
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Param	If-Match	header	string	true	"ETag of the proposal"
// @Param	decision	formData	string	true	"approved or refused"	Enums(approved, refused)
// @Param	number	formData	string	true	"number of the letter"
// @Param	date	formData	string	true	"date of the letter (YYYY-MM-DD)"
// @Param	reason	formData	string	false	"required with a refusal"
// @Param	file	formData	file	true	"the letter, PDF"
// @Success	200	{object}	Recommendation
// @Failure	400,401,403,404,409,412,413,415,422,428,503	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/ministry-consideration [post]
func (h *handlers) consideration(c echo.Context) error {
	return h.actForm(c, decides, []State{StateSentToMinistry}, h.service.Consider)
}

// Consider records the ministry's consideration and ends the request with it.
func (s *Service) Consider(ctx context.Context, actor auth.Actor, id string, version int64, in RecordInput) (Recommendation, error) {
	if err := in.check(s.today(), true, true, false, true); err != nil {
		return Recommendation{}, err
	}
	return s.act(ctx, actor, id, version, ticket.Resume, []State{StateSentToMinistry}, func(tx *change.Tx, tickets *ticket.Service, r row) error {
		if err := s.enter(tx, actor, r, Consideration, in, refs(in.Files)); err != nil {
			return err
		}
		t, err := tickets.Resume(ctx, actor, r.TicketNumber, 0, ticket.ResumeInput{Note: fmt.Sprintf("Pertimbangan Kementerian nomor %s tanggal %s.", in.Number, longDate(in.Date))})
		if err != nil {
			return err
		}
		if in.Decision == refused {
			_, err := tickets.Reject(ctx, actor, r.TicketNumber, 0, in.Note, in.Files)
			return err
		}
		if t.NextStep != nil {
			if _, err := tickets.Forward(ctx, actor, r.TicketNumber, 0, ticket.ForwardInput{}); err != nil {
				return err
			}
		}
		thing, err := r.recommended(in.Number)
		if err != nil {
			return err
		}
		_, err = tickets.Complete(ctx, actor, r.TicketNumber, 0, ticket.Approved, in.Note, thing, in.Files)
		return err
	})
}

// @Summary	Record the adjustment of the budget
// @Description	After a refusal the agency adjusts its work plan and budget (Rencana Kerja dan Anggaran), and shows it.
// @Tags	spbe-recommendations
// @Accept	mpfd
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Param	If-Match	header	string	true	"ETag of the proposal"
// @Param	date	formData	string	true	"date of the adjustment (YYYY-MM-DD)"
// @Param	note	formData	string	true	"what was adjusted"
// @Param	file	formData	file	true	"the proof, PDF"
// @Success	200	{object}	Recommendation
// @Failure	400,401,403,404,409,412,413,415,422,428,503	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/budget-adjustment [post]
func (h *handlers) budgetAdjustment(c echo.Context) error {
	return h.actForm(c, []string{"date", "note"}, refusedStates, h.service.AdjustBudget)
}

var refusedStates = []State{StateRefusedByOffice, StateRefusedByMinistry}

var errAdjusted = apperr.New(apperr.Conflict, "recommendation.adjusted",
	"Penyesuaian RKA untuk usulan ini sudah dicatat.", "The adjustment of the budget was recorded already.")

// AdjustBudget records how the agency adjusted its budget after a refusal.
func (s *Service) AdjustBudget(ctx context.Context, actor auth.Actor, id string, version int64, in RecordInput) (Recommendation, error) {
	if err := in.check(s.today(), false, false, true, true); err != nil {
		return Recommendation{}, err
	}
	err := s.actForAgency(ctx, actor, id, version, refusedStates, func(tx *change.Tx, r row) error {
		has, err := hasRecord(tx.DB, id, BudgetAdjustment)
		if err == nil && has {
			err = errAdjusted
		}
		if err == nil {
			err = insertFiles(tx, actor, r, "spbe_budget_adjustment", in.Files)
		}
		if err != nil {
			return err
		}
		if err := s.enter(tx, actor, r, BudgetAdjustment, in, refs(in.Files)); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "budget_adjusted", Kind: "ticket", ObjectID: *r.TicketID, Data: map[string]any{"number": r.Number, "date": in.Date}})
	})
	if err != nil {
		return Recommendation{}, err
	}
	return s.Get(ctx, actor, id, "")
}

// actForAgency is act for the agency's own people, after the request is closed.
func (s *Service) actForAgency(ctx context.Context, actor auth.Actor, id string, version int64, states []State, do func(tx *change.Tx, r row) error) error {
	return s.changes.Do(ctx, applicant(actor), func(tx *change.Tx) error {
		r, err := hold(tx, actor, id)
		switch {
		case err != nil:
			return err
		case !writesFor(actor, r.OrganisationID):
			return errNotYours
		case r.Version != version+1:
			return web.ErrStale
		}
		if err := r.in(states...); err != nil {
			return err
		}
		return do(tx, r)
	})
}

// longDate writes a date that was checked as people read it: 5 Agustus 2026.
func longDate(date string) string {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return calendar.LongDate(day)
}

// recommended is what the register of assets is told of an approved proposal:
// under which number the ministry approved it.
func (r row) recommended(number string) (json.RawMessage, error) {
	return json.Marshal(map[string]any{"done": "register", "fields": map[string]string{"application": r.Title, "number": number, "proposal": r.Proposal}})
}
