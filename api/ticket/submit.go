package ticket

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/form"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// SubmitInput is a new request. Files come along in a form, or by the ids of
// files uploaded before.
type SubmitInput struct {
	DraftID     string         `json:"draft_id,omitempty" validate:"omitempty,uuid"`                                                             // a draft of one's own, from which everything is taken that is left out here; it ends with that
	ServiceType string         `json:"service_type,omitempty" validate:"required_without=DraftID,max=40" example:"subdomain"`                    // may be left out with a draft
	Subject     string         `json:"subject,omitempty" validate:"required_without=DraftID,max=200" example:"Subdomain untuk portal imunisasi"` // may be left out with a draft
	Answers     map[string]any `json:"answers,omitempty"`
	Attachments []string       `json:"attachments,omitempty" validate:"max=50"`                                                           // ids of uploaded files
	AssetID     string         `json:"asset_id,omitempty" validate:"omitempty,uuid"`                                                      // the delivered thing that it wants changed
	AssetWish   string         `json:"asset_wish,omitempty" validate:"omitempty,oneof=change extend retire" enums:"change,extend,retire"` // what is to be done to it; change where it is left out
	HeldBefore  []HeldBefore   `json:"held_before,omitempty" validate:"max=10,dive"`                                                      // prerequisites older than the register

	NoticeVersion int64 `json:"notice_version,omitempty" example:"1"` // of the privacy notice that was shown (/settings/privacy-notice); goes into the record
} // @name TicketInput

// @Summary	Submit a request
// @Description	Files a request and answers its number. As `multipart/form-data` with the files (`letter`, and `files[<key>]` for others; `answers` is a JSON object), or as `application/json` with the ids of files uploaded before, in `attachments` or in the answers. Answers are checked by the form of the service, and kept clean. With an `Idempotency-Key` a repeated request is answered like the first and filed once.
// @Tags	tickets
// @Accept	json,mpfd
// @Produce	json
// @Security	Bearer
// @Param	Idempotency-Key	header	string	false	"at most 100 characters, one's own for each request"
// @Param	body	body	SubmitInput	false	"the request, as JSON"
// @Param	draft_id	formData	string	false	"id of a draft of one's own, from which everything is taken that is left out here; it ends with that"
// @Param	service_type	formData	string	false	"code of the service; required without a draft"
// @Param	subject	formData	string	false	"what it is about; required without a draft"
// @Param	answers	formData	string	false	"the form's answers, a JSON object"
// @Param	asset_id	formData	string	false	"id of the delivered thing that the request wants changed"
// @Param	asset_wish	formData	string	false	"what is to be done to it; change where it is left out"	Enums(change, extend, retire)
// @Param	held_before	formData	string	false	"prerequisites that the applicant has from before this system, a JSON array of HeldBefore"
// @Param	notice_version	formData	int	false	"version of the privacy notice that was shown"
// @Param	letter	formData	file	false	"the signed letter, PDF; required where the service says so"
// @Param	files[key]	formData	file	false	"a further file, PDF, PNG or JPEG; it answers the form's field of that key, where there is one"
// @Success	201	{object}	Ticket
// @Failure	400,401,403,409,413,415,422,503	{object}	web.Problem
// @Router	/tickets [post]
func (h *handlers) submit(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	in, files, err := h.readSubmission(c)
	if err != nil {
		return err
	}
	key, err := IdempotencyKey(c, in, files)
	if err == nil {
		var t Ticket
		var replayed bool
		if t, replayed, err = h.service.Submit(ctx, actor, in, files, key); err == nil {
			if replayed {
				h.service.files.Discard(ctx, files)
				c.Response().Header().Set("Idempotency-Replayed", "true")
			}
			c.Response().Header().Set(echo.HeaderLocation, web.Base+"/tickets/"+t.Number)
			return web.Tagged(c, http.StatusCreated, t.Version, t)
		}
	}
	h.service.files.DiscardIfRefused(ctx, err, files)
	return err
}

func (h *handlers) readSubmission(c echo.Context) (SubmitInput, []attachment.Received, error) {
	if !web.IsForm(c) {
		in, err := web.Bind[SubmitInput](c)
		return in, nil, err
	}
	files, values, err := attachment.ReadFiles(c, h.service.files, []string{"draft_id", "service_type", "subject", "answers", "asset_id", "asset_wish", "held_before", "notice_version"},
		map[string]attachment.Kind{"letter": attachment.RequestLetter, "files[*]": attachment.Supporting})
	if err != nil {
		return SubmitInput{}, nil, err
	}
	in := SubmitInput{DraftID: values["draft_id"], ServiceType: values["service_type"], Subject: values["subject"], AssetID: values["asset_id"], AssetWish: values["asset_wish"]}
	if text := values["answers"]; text != "" {
		err = web.DecodeJSON([]byte(text), "/answers", &in.Answers)
	}
	if text := values["held_before"]; text != "" && err == nil {
		err = web.DecodeJSON([]byte(text), "/held_before", &in.HeldBefore)
	}
	if err == nil {
		in.NoticeVersion, err = ReadNoticeVersion(values["notice_version"])
	}
	if err == nil {
		err = web.Validate(&in, "")
	}
	if err != nil {
		h.service.files.Discard(c.Request().Context(), files)
	}
	return in, files, err
}

// maxKey bounds an Idempotency-Key.
const maxKey = 100

var errKey = apperr.New(apperr.Malformed, "idempotency.key",
	"Idempotency-Key paling banyak 100 karakter.", "An Idempotency-Key has at most 100 characters.")

// IdempotencyKey reads the header and makes the fingerprint of what came with
// it.
func IdempotencyKey(c echo.Context, in any, files []attachment.Received) (change.Key, error) {
	value := c.Request().Header.Get("Idempotency-Key")
	if len(value) > maxKey {
		return change.Key{}, errKey
	}
	return change.Key{Value: value, Fingerprint: fingerprint(files, c.Request().Method, c.Path(), in)}, nil
}

// fingerprint tells one request from another: by its files and everything else
// that it says.
func fingerprint(files []attachment.Received, said ...any) string {
	hash := sha256.New()
	_ = json.NewEncoder(hash).Encode(said)
	for _, f := range files {
		fmt.Fprintf(hash, "%q %q %q %s\n", f.Kind, f.Field, f.Name, f.SHA256)
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// Submit files a request for the actor. The number is taken last, inside the
// transaction, so that it is unique and no number is ever missing (M4).
func (s *Service) Submit(ctx context.Context, actor auth.Actor, in SubmitInput, files []attachment.Received, key change.Key) (Ticket, bool, error) {
	pass := lenience(none)
	if in.DraftID != "" {
		repeated, err := change.Knows(s.store.read.WithContext(ctx), actor.ID, key.Value)
		if err == nil && repeated { // the draft has ended with the first of these
			return change.Once(ctx, s.changes, actor.As(auth.Assignment{Role: auth.Applicant}), key, func(*change.Tx) (Ticket, error) { return Ticket{}, errDraft })
		}
		if err == nil {
			in, err = s.withDraft(ctx, actor, in)
		}
		if err != nil {
			return Ticket{}, false, err
		}
		pass = form.NotAsked
	}
	service, err := s.catalogue.Requestable(ctx, in.ServiceType)
	if err != nil {
		return Ticket{}, false, err
	}
	answers, err := s.fill(ctx, service.Definition, in.Answers, files, in.waiting(actor.ID), pass)
	if err != nil {
		return Ticket{}, false, err
	}
	subject := strings.TrimSpace(in.Subject)
	if subject == "" {
		return Ticket{}, false, apperr.BadField("/subject", "field.required", "Isian ini wajib diisi.", "This field is required.")
	}
	if in.NoticeVersion != 0 {
		if in.NoticeVersion, err = s.settings.NoticeShown(ctx, in.NoticeVersion); err != nil {
			return Ticket{}, false, err
		}
	}
	unitName, err := s.store.unitName(ctx, actorOf(service.Steps[0]).Unit)
	if err != nil {
		return Ticket{}, false, err
	}
	file := func(tx *change.Tx) (Ticket, error) {
		r, err := s.newRow(tx, actor, service, subject, answers)
		if err != nil {
			return Ticket{}, err
		}
		r.HolderUnitName = unitName
		stored, err := s.file(tx, r, service, in, answers, files)
		if err == nil && in.DraftID != "" { // only now are the files claimed that the request takes from it
			err = s.drafts.Submitted(tx, actor, in.DraftID, r.Number)
		}
		if err != nil {
			return Ticket{}, err
		}
		return s.present(ctx, *r, service.Definition, actor, stored, history{})
	}
	if s.tx != nil {
		t, err := file(s.tx)
		return t, false, err
	}
	return change.Once(ctx, s.changes, actor.As(auth.Assignment{Role: auth.Applicant}), key, file)
}

// waiting are the files that a submission may name.
func (in SubmitInput) waiting(ownerID string) attachment.Waiting {
	return attachment.Waiting{OwnerID: ownerID, DraftID: in.DraftID}
}

// errDraft also answers for a draft that was sent a moment ago.
var errDraft = apperr.BadField("/draft_id", "draft.unknown",
	"Draf ini tidak ada di antara draf Anda, atau sudah dikirim. Lihat daftar permohonan Anda.",
	"This draft is not among yours, or was sent already. See the list of your requests.")

// withDraft completes a submission from a draft of the actor.
func (s *Service) withDraft(ctx context.Context, actor auth.Actor, in SubmitInput) (SubmitInput, error) {
	draft, err := s.drafts.Submission(ctx, actor, in.DraftID)
	if errors.Is(err, web.ErrNotFound) {
		err = errDraft
	}
	if err == nil && in.ServiceType != "" && in.ServiceType != draft.ServiceType {
		err = apperr.BadField("/service_type", "draft.service", "Draf ini untuk layanan lain.", "This draft is for another service.")
	}
	if err != nil {
		return in, err
	}
	draft.DraftID, draft.NoticeVersion = in.DraftID, in.NoticeVersion
	if in.Subject != "" {
		draft.Subject = in.Subject
	}
	if in.Answers != nil {
		draft.Answers = in.Answers
	}
	if in.AssetID != "" {
		draft.AssetID, draft.AssetWish = in.AssetID, in.AssetWish
	}
	if in.HeldBefore != nil {
		draft.HeldBefore = in.HeldBefore
	}
	for _, id := range in.Attachments {
		if !slices.Contains(draft.Attachments, id) {
			draft.Attachments = append(draft.Attachments, id)
		}
	}
	return draft, nil
}

// newRow is a request at its first step, without a number yet.
func (s *Service) newRow(tx *change.Tx, actor auth.Actor, service catalogue.Published, subject string, answers filled) (*row, error) {
	first := service.Steps[0]
	r := &row{
		ID: tx.NewID(), ServiceCode: service.Code, ServiceVersion: service.Number, Subject: subject, Answers: answers.text,
		Search: strings.ToLower(strings.Join([]string{subject, service.Name, actor.OrganisationName, actor.Name}, "\n")),
		Status: Waiting, Step: first.Key, Phase: string(service.Phase(first.Key)), Urgency: Normal, Confidential: service.Confidential, ReturnPoints: []Point{}, Reviews: []Opinion{}, StepEnteredAt: tx.Now,
		ApplicantName: actor.Name, OrganisationName: actor.OrganisationName,
		SubmittedAt: tx.Now, SubmittedOn: dayOf(tx.Now, s.zone), Version: 1, ChangedAt: tx.Now,
	}
	r.hold(actorOf(first), "")
	if actor.ID != "" {
		r.ApplicantID = &actor.ID
	}
	if actor.OrganisationID != "" {
		r.OrganisationID, r.AgencyName = &actor.OrganisationID, actor.OrganisationName
	}
	return r, s.reckon(tx.Statement.Context, r, service.Definition, account{})
}

// file enters a request that its applicant sends, and records that.
func (s *Service) file(tx *change.Tx, r *row, service catalogue.Published, in SubmitInput, answers filled, files []attachment.Received) ([]attachment.Attachment, error) {
	entry := r.registration(service)
	entry.Input = in
	if _, err := s.registrars.Requested(tx, entry); err != nil {
		return nil, err
	}
	stored, err := s.enter(tx, r, service.Definition, in.waiting(r.applicant()), append(answers.files, supporting(in.Attachments, answers.files)...), files)
	if err != nil {
		return nil, err
	}
	data := map[string]any{"number": r.Number, "service_type": r.ServiceCode, "subject": r.Subject, "due_at": r.DueAt}
	if len(in.HeldBefore) > 0 {
		data["held_before"] = in.HeldBefore
	}
	if in.NoticeVersion != 0 {
		data["notice_version"] = in.NoticeVersion
	}
	return stored, tx.Record(change.Event{Type: "submitted", Kind: "ticket", ObjectID: r.ID, Data: data})
}

// enter gives the request its number, that of the day on which it is entered,
// and writes it with its files – those uploaded ahead and those that came along
// –, which it returns, oldest first. Between the
// number and the commit all other submissions of the day wait, so nothing is
// read here.
func (s *Service) enter(tx *change.Tx, r *row, d catalogue.Definition, from attachment.Waiting, ahead []attachment.Wanted, files []attachment.Received) ([]attachment.Attachment, error) {
	var err error
	if r.Number, err = nextNumber(tx, dayOf(tx.Now, s.zone)); err != nil {
		return nil, err
	}
	if err := insert(tx.DB, r); err != nil {
		return nil, err
	}
	if err := askReviewers(tx.DB, r.ID, d.Step(r.Step).Reviewers); err != nil {
		return nil, err
	}
	stored, err := attachment.Claim(tx, from, r.ID, ahead)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(stored, func(a, b attachment.Attachment) int { return strings.Compare(a.ID, b.ID) })
	received, err := attachment.Insert(tx, r.applicant(), r.ID, files)
	if err != nil {
		return nil, err
	}
	stored = append(stored, received...)
	return stored, checkLetter(d, stored)
}

// checkLetter refuses a request without the signed letter where the service
// asks for one, and one with two (M3).
func checkLetter(d catalogue.Definition, files []attachment.Attachment) error {
	letters := 0
	for _, f := range files {
		if f.Kind == attachment.RequestLetter {
			letters++
		}
	}
	if letters == 0 && d.Letter == catalogue.LetterRequired {
		return apperr.BadField("/letter", "letter.required",
			"Unggah surat permohonan yang sudah ditandatangani, sebagai PDF.", "Upload the signed request letter as a PDF.")
	}
	if letters > 1 {
		return apperr.BadField("/letter", "letter.one", "Sertakan satu surat permohonan saja.", "Send only one request letter.")
	}
	return nil
}
