package recommendation

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// RecordAction is something that the caller may do with a record now, named as
// the last segment of its path.
type RecordAction string

// Corrections adds a correction.
const Corrections RecordAction = "corrections"

// maxCorrections bounds how often one record is corrected.
const maxCorrections = 50

// corrected is a record as it holds after its corrections.
func (r recordRow) corrected(by []correctionRow) Record {
	v := Record{Kind: r.Kind, Decision: r.Decision, RecordEntry: r.entry(), Earlier: []RecordEntry{}, AllowedActions: []RecordAction{}}
	for _, c := range by {
		v.Earlier = append(v.Earlier, v.RecordEntry)
		v.RecordEntry = RecordEntry{Number: c.Number, Date: c.Date, Note: c.Note, Files: c.Files, By: c.ref(), At: c.At, Why: c.Why}
	}
	return v
}

// corrector returns the role in which the actor may correct a record, or false:
// whoever may write such a record, for the agency, the head, or the unit that
// has the request, unless they stepped back from it.
func corrector(actor auth.Actor, r row, kind RecordKind) (auth.Assignment, bool) {
	if kind == BudgetAdjustment {
		return auth.Assignment{Role: auth.Applicant}, writesFor(actor, r.OrganisationID)
	}
	permission := auth.RecordRecommendations
	if kind == Verdict {
		permission = auth.DecideRecommendations
	}
	at := slices.IndexFunc(actor.Roles, func(a auth.Assignment) bool {
		return actor.May(a.Role, permission) && (a.Unit == "" || a.Unit == r.TicketUnit)
	})
	if at < 0 || ticket.Recused(r.TicketRecused, actor.ID) {
		return auth.Assignment{}, false
	}
	return actor.Roles[at], true
}

// CorrectionInput is what a record should have said. A decision cannot be
// corrected: the request has gone on by it.
type CorrectionInput struct {
	Record RecordInput `json:"-" validate:"-"`
	Why    string      `json:"why" validate:"notblank,max=1000"`
}

var (
	errNotCorrector = apperr.New(apperr.Forbidden, "recommendation.not_corrector",
		"Catatan ini hanya dapat diperbaiki oleh pihak yang berwenang mencatatnya: keputusan oleh Kepala Dinas, surat dan pertimbangan Kementerian oleh bidang yang memegang permohonan, penyesuaian RKA oleh Perangkat Daerah.",
		"Only those who may make this record may correct it: the head the verdict, the division that has the request the letter to the ministry and its consideration, the agency the adjustment of the budget.")
	errNoRecord = apperr.New(apperr.Conflict, "recommendation.no_record",
		"Usulan ini belum mempunyai catatan seperti itu. Yang dapat diperbaiki hanya yang sudah dicatat.",
		"This proposal has no such record yet. Only what was recorded can be corrected.")
	errNothingCorrected = apperr.New(apperr.Invalid, "recommendation.nothing_corrected",
		"Tidak ada yang berbeda dari catatan sekarang. Ubah nomor, tanggal, uraian, atau berkasnya.",
		"Nothing differs from the record as it is. Change its number, date, text or file.")
	errManyCorrections = apperr.New(apperr.Conflict, "recommendation.corrections_full",
		"Catatan ini sudah 50 kali diperbaiki. Tuliskan keterangan lebih lanjut sebagai pesan pada permohonan.",
		"This record was corrected 50 times. Tell more in a message at the request.")
)

// @Summary	Correct a record of a proposal
// @Description	A wrong number, date, text or file of a verdict, a letter, a consideration or an adjustment is put right with a reason. It only adds: what stood there stays in `earlier`. The decision cannot be changed, because the request has gone on by it. A corrected number of an approval is also put right in the register of assets. Open to whoever may make such a record.
// @Tags	spbe-recommendations
// @Accept	mpfd
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Param	kind	path	string	true	"which record"	Enums(verdict, ministry_letter, consideration, budget_adjustment)
// @Param	If-Match	header	string	true	"ETag of the proposal"
// @Param	number	formData	string	false	"number of the letter; required but for an adjustment"
// @Param	date	formData	string	true	"date of the letter or the adjustment (YYYY-MM-DD)"
// @Param	reason	formData	string	false	"reason of a refusal, or what was adjusted; required with those"
// @Param	why	formData	string	true	"why the record is corrected"
// @Param	file	formData	file	false	"the right file, PDF; left out: the file stays"
// @Success	200	{object}	Recommendation
// @Failure	400,401,403,404,409,412,413,415,422,428,503	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/records/{kind}/corrections [post]
func (h *handlers) correctRecord(c echo.Context) error {
	version, err := web.Version(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	id, kind := c.Param("id"), RecordKind(c.Param("kind"))
	if _, err := h.service.mayCorrect(ctx, actor, id, kind, version); err != nil { // before a byte of a file is taken in
		return err
	}
	files, values, err := attachment.ReadFiles(c, h.service.files, []string{"number", "date", "reason", "why"}, map[string]attachment.Kind{"file": attachment.ResultLetter})
	if err != nil {
		return err
	}
	in := CorrectionInput{Record: RecordInput{Number: values["number"], Date: values["date"], Note: values["reason"], Files: files}, Why: values["why"]}
	v, err := h.service.CorrectRecord(ctx, actor, id, kind, version, in)
	if err != nil {
		h.service.files.DiscardIfRefused(ctx, err, files)
		return err
	}
	return web.Tagged(c, http.StatusOK, v.Version, v)
}

// mayCorrect returns the role in which the actor may correct a record of a
// proposal that still has the version.
func (s *Service) mayCorrect(ctx context.Context, actor auth.Actor, id string, kind RecordKind, version int64) (auth.Assignment, error) {
	r, err := s.store.find(ctx, actor, id)
	if err != nil {
		return auth.Assignment{}, err
	}
	as, may := corrector(actor, r, kind)
	switch {
	case !slices.Contains(recordKinds, kind):
		return as, web.ErrNotFound
	case !may:
		return as, errNotCorrector
	case r.Version != version:
		return as, web.ErrStale
	}
	_, err = recordNow(s.store.read.WithContext(ctx), id, kind)
	return as, err
}

// recordNow returns a record as it holds; a refusal where there is none yet.
func recordNow(g reader, id string, kind RecordKind) (Record, error) {
	records, err := recordsOf(g, id)
	if err != nil {
		return Record{}, err
	}
	at := slices.IndexFunc(records, func(r recordRow) bool { return r.Kind == kind })
	if at < 0 {
		return Record{}, errNoRecord
	}
	corrections, err := correctionsOf(g, id)
	return records[at].corrected(corrections[kind]), err
}

// CorrectRecord adds a correction to a record.
func (s *Service) CorrectRecord(ctx context.Context, actor auth.Actor, id string, kind RecordKind, version int64, in CorrectionInput) (Recommendation, error) {
	as, err := s.mayCorrect(ctx, actor, id, kind, version)
	if err != nil {
		return Recommendation{}, err
	}
	err = s.changes.Do(ctx, actor.As(as), func(tx *change.Tx) error {
		r, err := hold(tx, actor, id)
		if err == nil && r.Version != version+1 {
			err = web.ErrStale
		}
		if err != nil {
			return err
		}
		was, err := recordNow(tx.DB, id, kind)
		if err != nil {
			return err
		}
		if err := in.check(s.today(), was); err != nil {
			return err
		}
		if len(was.Earlier) >= maxCorrections {
			return errManyCorrections
		}
		if err := insertFiles(tx, actor, r, "spbe_"+string(kind)+"_corrected", in.Record.Files); err != nil {
			return err
		}
		made := correctionRow{
			RecommendationID: id, Kind: kind, N: len(was.Earlier) + 1, Number: in.Record.Number, Date: in.Record.Date, Note: in.Record.Note, Files: was.Files,
			Why: strings.TrimSpace(in.Why), At: tx.Now, Author: authorOf(actor),
		}
		if len(in.Record.Files) > 0 {
			made.Files = refs(in.Record.Files)
		}
		if err := tx.Create(&made).Error; err != nil {
			return err
		}
		if kind == Consideration && was.Decision == approved && made.Number != was.Number {
			if err := s.amend(tx, r, made.Number); err != nil {
				return err
			}
		}
		return s.tellCorrected(tx, r, was, made)
	})
	if err != nil {
		return Recommendation{}, err
	}
	return s.Get(ctx, actor, id, "")
}

// check refuses a correction that leaves the record without what it must say,
// or as it was.
func (in CorrectionInput) check(today string, was Record) error {
	now := in.Record
	now.Decision = was.Decision
	faults := fieldsOf(now.check(today, false, was.Kind != BudgetAdjustment, was.Kind == BudgetAdjustment, false))
	faults = append(faults, fieldsOf(web.Validate(&in, ""))...)
	if len(now.Files) > 1 {
		faults = append(faults, apperr.Field{Pointer: "/file", Code: "field.too_many", Detail: apperr.Text{ID: "Unggah satu berkas saja.", EN: "Upload only one file."}})
	}
	switch {
	case len(faults) > 0:
		return apperr.BadFields(faults...)
	case now.Number == was.Number && now.Date == was.Date && now.Note == was.Note && len(now.Files) == 0:
		return errNothingCorrected
	}
	return nil
}

// fieldsOf are the fields that a refusal names.
func fieldsOf(err error) []apperr.Field {
	if err == nil {
		return nil
	}
	return apperr.From(err).Fields
}

// amend puts the number of an approval right in the register of assets.
func (s *Service) amend(tx *change.Tx, r row, number string) error {
	thing, err := r.recommended(number)
	if err != nil {
		return err
	}
	return s.tickets.Amend(tx, *r.TicketID, thing)
}

// tellCorrected records a correction at the proposal, with what changed, and on
// the timeline of its request.
func (s *Service) tellCorrected(tx *change.Tx, r row, was Record, now correctionRow) error {
	changed := map[string][2]string{}
	for key, pair := range map[string][2]string{"letter": {was.Number, now.Number}, "date": {was.Date, now.Date}, "note": {was.Note, now.Note}, "file": {fileName(was.Files), fileName(now.Files)}} {
		if pair[0] != pair[1] {
			changed[key] = pair
		}
	}
	data := map[string]any{"number": r.Number, "record": now.Kind, "letter": now.Number, "date": now.Date, "why": now.Why}
	if err := tx.Record(change.Event{Type: "recommendation_corrected", Kind: "recommendation", ObjectID: r.ID, Data: data, Changes: changed}); err != nil {
		return err
	}
	return tx.Record(change.Event{Type: "record_corrected", Kind: "ticket", ObjectID: *r.TicketID, Data: data})
}

// fileName names the file of a record; empty: it has none.
func fileName(files []ticket.FileRef) string {
	if len(files) == 0 {
		return ""
	}
	return files[0].Name
}
