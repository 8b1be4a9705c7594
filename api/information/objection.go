package information

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// Ground is a reason for an objection, by its letter in UU 14/2008 Pasal 35.
type Ground string

// Grounds.
const (
	Refused      Ground = "a" // penolakan karena pengecualian
	NotPublished Ground = "b" // informasi berkala tidak disediakan
	Ignored      Ground = "c" // tidak ditanggapi
	Different    Ground = "d" // ditanggapi tidak sebagaimana diminta
	Unfulfilled  Ground = "e" // tidak dipenuhi
	Expensive    Ground = "f" // biaya tidak wajar
	Late         Ground = "g" // melebihi waktu
)

// grounds returns on which one may object now: without a decision, only what
// needs none.
func (a affair) grounds() []Ground {
	if a.decided() {
		return []Ground{Refused, NotPublished, Ignored, Different, Unfulfilled, Expensive, Late}
	}
	return []Ground{NotPublished, Ignored, Late}
}

// Objection is an objection (keberatan) and what became of it.
type Objection struct {
	ID             string           `json:"id"`
	FiledAt        time.Time        `json:"filed_at"`
	FoundOn        string           `json:"found_on" format:"date"` // when the applicant found the reason
	Reasons        []Ground         `json:"reasons" enums:"a,b,c,d,e,f,g"`
	Position       string           `json:"position"` // kasus posisi
	ProxyName      string           `json:"proxy_name"`
	ProxyAddress   string           `json:"proxy_address"`
	AnswerDueAt    time.Time        `json:"answer_due_at"`
	AnswerOverdue  bool             `json:"answer_overdue"`
	Decision       *Decision        `json:"decision" enums:"granted,partly,rejected"` // null: not answered yet
	Answer         string           `json:"answer"`
	AnsweredAt     *time.Time       `json:"answered_at"`
	Letter         *ticket.FileRef  `json:"letter"`
	Dispute        *RecordedDispute `json:"dispute"`
	DisputeUntil   *string          `json:"dispute_until" format:"date"` // last date of a dispute; null: there is no answer yet
	Version        int64            `json:"version"`                     // If-Match takes it in quotes
	AllowedActions []Action         `json:"allowed_actions" enums:"answer,dispute"`
} // @name Objection

// Decision is what became of a request for information, or of an objection.
type Decision string

// Decisions.
const (
	Granted  Decision = "granted"  // dikabulkan
	Partly   Decision = "partly"   // dikabulkan sebagian
	Rejected Decision = "rejected" // ditolak
)

// RecordedDispute is a dispute (sengketa) at the Komisi Informasi.
type RecordedDispute struct {
	RegistrationNumber string `json:"registration_number"` // of the Komisi Informasi
	FiledOn            string `json:"filed_on" format:"date"`
} // @name InformationDispute

func (a affair) objection(o objectionRow, actor auth.Actor, now time.Time) (Objection, error) {
	due, err := a.answerDue(o)
	if err != nil {
		return Objection{}, err
	}
	v := Objection{
		ID: o.ID, FiledAt: o.FiledAt, FoundOn: o.FoundOn, Reasons: o.Reasons, Position: o.Position, ProxyName: o.ProxyName, ProxyAddress: o.ProxyAddress,
		AnswerDueAt: due, AnswerOverdue: o.AnsweredAt == nil && now.After(due), Answer: o.Answer, AnsweredAt: o.AnsweredAt, Version: o.Version, AllowedActions: []Action{},
	}
	if v.FoundOn == "" {
		v.FoundOn = a.working.DateOf(o.FoundAt).String()
	}
	if o.AnsweredAt == nil {
		if actor.Can(auth.AnswerObjection) {
			v.AllowedActions = append(v.AllowedActions, Answer)
		}
		return v, nil
	}
	last, open, err := a.disputable(o, now)
	if err != nil {
		return v, err
	}
	until := last.String()
	v.Decision, v.DisputeUntil = &o.Decision, &until
	if o.LetterID != nil {
		v.Letter = &ticket.FileRef{ID: *o.LetterID, Name: o.LetterName}
	}
	if o.DisputeNumber != "" {
		v.Dispute = &RecordedDispute{RegistrationNumber: o.DisputeNumber, FiledOn: o.DisputeFiledOn}
	} else if (open && a.isApplicant(actor)) || actor.Can(auth.KeepInformationRegister) {
		v.AllowedActions = append(v.AllowedActions, Dispute)
	}
	return v, nil
}

// ObjectionInput is an objection as it is filed.
type ObjectionInput struct {
	Reasons      []Ground `json:"reasons" validate:"required,min=1,max=7,unique,dive,oneof=a b c d e f g" enums:"a,b,c,d,e,f,g"`
	Position     string   `json:"position" validate:"notblank,max=4000" example:"Informasi yang diberikan tidak memuat rincian anggaran yang diminta."` // kasus posisi
	ProxyName    string   `json:"proxy_name,omitempty" validate:"max=160"`                                                                              // who acts for the applicant
	ProxyAddress string   `json:"proxy_address,omitempty" validate:"required_with=ProxyName,max=400"`
	FoundOn      string   `json:"found_on,omitempty" validate:"omitempty,datetime=2006-01-02" format:"date"` // when the reason was found; left out: when it arose
} // @name ObjectionInput

// @Summary	List the objections to an information request
// @Tags	information-requests
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Success	200	{object}	web.List[Objection]
// @Failure	401,403,404	{object}	web.Problem
// @Router	/information-requests/{number}/objections [get]
func (h *handlers) objections(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.Get(ctx, actor, c.Param("number"))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[Objection]{Items: v.Objections})
}

// @Summary	Object to the handling of an information request
// @Description	By its applicant, while the right exists (`rights`), or within the same window after `found_on`, which lies between `finding.from` and today. With an `Idempotency-Key` a repeated objection is answered like the first and filed once.
// @Tags	information-requests
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	Idempotency-Key	header	string	false	"at most 100 characters, one's own for each objection"
// @Param	body	body	ObjectionInput	true	"the objection"
// @Success	201	{object}	Request
// @Failure	400,401,403,404,409,415,422	{object}	web.Problem
// @Router	/information-requests/{number}/objections [post]
func (h *handlers) object(c echo.Context) error {
	in, err := web.Bind[ObjectionInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	key, err := ticket.IdempotencyKey(c, []any{c.Param("number"), in}, nil)
	if err != nil {
		return err
	}
	v, replayed, err := h.service.Object(ctx, actor, c.Param("number"), in, key)
	if err != nil {
		return err
	}
	if replayed {
		c.Response().Header().Set("Idempotency-Replayed", "true")
	}
	c.Response().Header().Set(echo.HeaderLocation, web.Base+"/information-requests/"+v.Number)
	return web.Tagged(c, http.StatusCreated, v.Version, v)
}

// Object files an objection of the applicant, who may be a guest, once for each
// key; it tells whether it had done so before.
func (s *Service) Object(ctx context.Context, actor auth.Actor, number string, in ObjectionInput, key change.Key) (Request, bool, error) {
	if err := web.Validate(&in, ""); err != nil {
		return Request{}, false, err
	}
	a, err := s.find(ctx, actor, number)
	if err != nil {
		return Request{}, false, err
	}
	if !a.isApplicant(actor) {
		return Request{}, false, apperr.New(apperr.Forbidden, "objection.not_applicant", "Keberatan diajukan oleh pemohon informasi sendiri.", "An objection is filed by the applicant.")
	}
	slices.Sort(in.Reasons)
	return change.Once(ctx, s.changes, actor.As(auth.Assignment{Role: auth.Applicant}), key, func(tx *change.Tx) (Request, error) {
		if err := a.again(tx); err != nil {
			return Request{}, err
		}
		if err := s.mayObject(a, in, tx.Now); err != nil {
			return Request{}, err
		}
		found, _ := a.found(tx.Now)
		o := objectionRow{
			ID: tx.NewID(), TicketID: a.ID, FoundAt: found, FoundOn: in.FoundOn, Reasons: in.Reasons, Position: in.Position,
			ProxyName: in.ProxyName, ProxyAddress: in.ProxyAddress, FiledAt: tx.Now, Version: 1, ChangedAt: tx.Now,
		}
		if err := tx.Create(&o).Error; err != nil {
			if db.IsDuplicate(err) { // filed twice at once
				return Request{}, errNoRight.Because(err)
			}
			return Request{}, err
		}
		if err := tx.Record(change.Event{Type: "objection_filed", Kind: "ticket", ObjectID: a.ID, Data: map[string]any{"reasons": in.Reasons}}); err != nil {
			return Request{}, err
		}
		if err := a.again(tx); err != nil {
			return Request{}, err
		}
		return s.view(a, actor)
	})
}

// mayObject refuses an objection to what nobody can have found, or outside the
// window that counts from when it was found.
func (s *Service) mayObject(a affair, in ObjectionInput, now time.Time) error {
	finding, err := a.finding(now)
	if err != nil {
		return err
	}
	if finding == nil {
		return errNoRight
	}
	today, last := a.working.DateOf(now).String(), finding.LastDate
	if in.FoundOn != "" {
		if in.FoundOn < finding.From || in.FoundOn > today {
			return apperr.BadField("/found_on", "objection.found_on",
				"Tanggal ditemukannya alasan tidak boleh sebelum "+finding.From+" dan tidak boleh di masa depan.", "The reason cannot have been found before "+finding.From+" or in the future.")
		}
		if last, err = s.lastDate(a, in.FoundOn); err != nil {
			return err
		}
	}
	if today > last {
		return errNoRight
	}
	for i, reason := range in.Reasons {
		if !slices.Contains(finding.Reasons, reason) {
			return apperr.BadField(fmt.Sprintf("/reasons/%d", i), "objection.reason",
				"Alasan ini baru dapat dipakai sesudah ada keputusan.", "This reason can be given only after a decision.")
		}
	}
	return nil
}

// lastDate is the last date of an objection whose reason was found on a date.
func (s *Service) lastDate(a affair, foundOn string) (string, error) {
	midnight, err := time.ParseInLocation(time.DateOnly, foundOn, s.zone)
	if err != nil {
		return "", err
	}
	last, err := a.working.WindowEnd(midnight, a.law.ObjectionWithin)
	return last.String(), err
}

// @Summary	Answer an objection
// @Description	By the superior of the PPID, with a decision letter.
// @Tags	information-requests
// @Accept	mpfd
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	id	path	string	true	"id of the objection"
// @Param	If-Match	header	string	true	"version of the objection, in quotes"
// @Param	decision	formData	string	true	"what is decided"	Enums(granted, partly, rejected)
// @Param	answer	formData	string	true	"the decision in words"
// @Param	letter	formData	file	true	"the decision letter, PDF"
// @Success	200	{object}	Request
// @Failure	400,401,403,404,409,412,413,415,422,428,503	{object}	web.Problem
// @Router	/information-requests/{number}/objections/{id}/answer [post]
func (h *handlers) answer(c echo.Context) error {
	version, err := web.Version(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	number, id := c.Param("number"), c.Param("id")
	if err := h.service.mayAnswer(ctx, actor, number, id, version); err != nil { // before a byte of a file is taken in
		return err
	}
	files, values, err := attachment.ReadFiles(c, h.service.files, []string{"decision", "answer"}, map[string]attachment.Kind{"letter": attachment.Supporting})
	if err != nil {
		return err
	}
	v, err := h.service.Answer(ctx, actor, number, id, version, AnswerInput{Decision: Decision(values["decision"]), Answer: values["answer"]}, files)
	if err != nil {
		h.service.files.DiscardIfRefused(ctx, err, files)
		return err
	}
	return web.Tagged(c, http.StatusOK, v.Version, v)
}

// AnswerInput is what the superior decides of an objection.
type AnswerInput struct {
	Decision Decision `json:"decision" validate:"required,oneof=granted partly rejected"`
	Answer   string   `json:"answer" validate:"notblank,max=4000"`
}

func (s *Service) mayAnswer(ctx context.Context, actor auth.Actor, number, id string, version int64) error {
	a, err := s.find(ctx, actor, number)
	if err != nil {
		return err
	}
	_, err = a.unanswered(id, version)
	return err
}

// unanswered returns an objection that waits for its answer.
func (a affair) unanswered(id string, version int64) (objectionRow, error) {
	i := slices.IndexFunc(a.objections, func(o objectionRow) bool { return o.ID == id })
	switch {
	case i < 0:
		return objectionRow{}, web.ErrNotFound
	case a.objections[i].AnsweredAt != nil:
		return objectionRow{}, errAnswered
	case a.objections[i].Version != version:
		return objectionRow{}, web.ErrStale
	}
	return a.objections[i], nil
}

// letterField marks the decision letter among the files of a request.
const letterField = "objection_answer"

// Answer decides an objection.
func (s *Service) Answer(ctx context.Context, actor auth.Actor, number, id string, version int64, in AnswerInput, letter []attachment.Received) (Request, error) {
	if err := web.Validate(&in, ""); err != nil {
		return Request{}, err
	}
	if len(letter) != 1 {
		return Request{}, apperr.BadField("/letter", "letter.required", "Sertakan satu surat keputusan sebagai PDF.", "Send one decision letter as a PDF.")
	}
	a, err := s.find(ctx, actor, number)
	if err != nil {
		return Request{}, err
	}
	err = s.changes.Do(ctx, as(actor, auth.AnswerObjection), func(tx *change.Tx) error {
		if err := a.again(tx); err != nil {
			return err
		}
		o, err := a.unanswered(id, version)
		if err != nil {
			return err
		}
		letter[0].Field = letterField
		stored, err := attachment.Insert(tx, actor.ID, a.ID, letter)
		if err != nil {
			return err
		}
		o.Decision, o.Answer, o.AnsweredAt, o.LetterID = in.Decision, in.Answer, &tx.Now, &stored[0].ID
		if err := saveObjection(tx, &o); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "objection_answered", Kind: "ticket", ObjectID: a.ID, Data: map[string]any{
			"decision": in.Decision, "note": in.Answer, "letter": ticket.FileRef{ID: stored[0].ID, Name: stored[0].Name},
		}})
	})
	if err != nil {
		return Request{}, err
	}
	return s.Get(ctx, actor, number)
}

// DisputeInput is a dispute that was brought before the Komisi Informasi.
type DisputeInput struct {
	RegistrationNumber string `json:"registration_number" validate:"notblank,max=160" example:"012/REG-PSI/III/2026"`
	FiledOn            string `json:"filed_on" validate:"required,datetime=2006-01-02" format:"date"`
} // @name DisputeInput

// @Summary	Record a dispute
// @Description	With the registration number of the Komisi Informasi: by the applicant while the right exists, or by the PPID, who may learn of it later. It was filed within the window after the superior's answer.
// @Tags	information-requests
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	id	path	string	true	"id of the objection"
// @Param	If-Match	header	string	true	"version of the objection, in quotes"
// @Param	body	body	DisputeInput	true	"the dispute"
// @Success	200	{object}	Request
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/information-requests/{number}/objections/{id}/dispute [post]
func (h *handlers) dispute(c echo.Context) error {
	version, in, err := web.BindEdit[DisputeInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.Dispute(ctx, actor, c.Param("number"), c.Param("id"), version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, v.Version, v)
}

// Dispute records a dispute about the answer to an objection.
func (s *Service) Dispute(ctx context.Context, actor auth.Actor, number, id string, version int64, in DisputeInput) (Request, error) {
	if err := web.Validate(&in, ""); err != nil {
		return Request{}, err
	}
	a, err := s.find(ctx, actor, number)
	if err != nil {
		return Request{}, err
	}
	keeper := actor.Can(auth.KeepInformationRegister)
	if !keeper && !a.isApplicant(actor) {
		return Request{}, apperr.New(apperr.Forbidden, "dispute.not_allowed", "Sengketa dicatat oleh pemohon informasi atau PPID.", "A dispute is recorded by the applicant or the PPID.")
	}
	author := actor.As(auth.Assignment{Role: auth.Applicant})
	if keeper {
		author = as(actor, auth.KeepInformationRegister)
	}
	err = s.changes.Do(ctx, author, func(tx *change.Tx) error {
		if err := a.again(tx); err != nil {
			return err
		}
		i := slices.IndexFunc(a.objections, func(o objectionRow) bool { return o.ID == id })
		if i < 0 {
			return web.ErrNotFound
		}
		o := a.objections[i]
		if o.Version != version {
			return web.ErrStale
		}
		if err := a.mayDispute(o, in.FiledOn, keeper, tx.Now); err != nil {
			return err
		}
		o.DisputeNumber, o.DisputeFiledOn = in.RegistrationNumber, in.FiledOn
		if err := saveObjection(tx, &o); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "dispute_recorded", Kind: "ticket", ObjectID: a.ID, Data: in})
	})
	if err != nil {
		return Request{}, err
	}
	return s.Get(ctx, actor, number)
}

// mayDispute refuses a dispute that is not about an answer, comes after
// another, or lies outside its window.
func (a affair) mayDispute(o objectionRow, filedOn string, keeper bool, now time.Time) error {
	last, open, err := a.disputable(o, now)
	switch {
	case err != nil:
		return err
	case o.AnsweredAt == nil:
		return errUnanswered
	case o.DisputeNumber != "":
		return errDisputed
	case !open && !keeper:
		return apperr.New(apperr.Conflict, "dispute.too_late",
			"Masa pengajuan sengketa berakhir pada "+last.String()+".", "The window for a dispute ended on "+last.String()+".")
	case filedOn < a.working.DateOf(*o.AnsweredAt).String() || filedOn > last.String() || filedOn > a.working.DateOf(now).String():
		return apperr.BadField("/filed_on", "dispute.outside_window",
			"Tanggal pengajuan harus antara tanggal tanggapan dan "+last.String()+", dan tidak di masa depan.", "The date must lie between that of the answer and "+last.String()+", and not in the future.")
	}
	return nil
}
