package recommendation

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/pdfcheck"
)

// maxSubmissions bounds how often a proposal is submitted.
const maxSubmissions = 50

// Submission is what was submitted once.
type Submission struct {
	N         int       `json:"n" example:"1"`
	At        time.Time `json:"at"`
	By        auth.Ref  `json:"by"`
	Forms     string    `json:"forms"` // fingerprint of the forms by which it was checked
	Documents []Issued  `json:"documents"`
} // @name RecommendationSubmission

// SubmissionContent is a submission, whole.
type SubmissionContent struct {
	Submission
	Content Snapshot `json:"content"`
} // @name RecommendationSubmissionContent

// Snapshot is what a proposal said when it was submitted, in the shape of its
// forms.
type Snapshot struct {
	Points map[string]map[string]any `json:"points" swaggertype:"object"` // answers by key of the point
	Risks  []SubmittedRisk           `json:"risks"`                       // in the order of the register
} // @name RecommendationSnapshot

// SubmittedRisk is a risk as it was submitted.
type SubmittedRisk struct {
	ID      string         `json:"id"`
	Answers map[string]any `json:"answers"`
} // @name RecommendationSubmittedRisk

// Issued is a paper that was drawn and issued.
type Issued struct {
	Kind   Paper  `json:"kind" enums:"letter,needs,planning,risks,ministry-letter,study"`
	Title  string `json:"title" example:"Dokumen Analisis Kebutuhan"`
	Code   string `json:"code"` // of the public check page
	FileID string `json:"file_id"`
	Name   string `json:"name"`
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256"`
} // @name RecommendationIssued

func (r submissionRow) view() Submission {
	return Submission{N: r.N, At: r.At, By: r.ref(), Forms: r.Forms, Documents: r.Documents}
}

func (r submissionRow) snapshot() (Snapshot, error) {
	var content Snapshot
	return content, json.Unmarshal(r.Content, &content)
}

// @Summary	Submit a proposal
// @Description	Files the request of the proposal, the first time, or gives it back mended. Everything is checked, and all that is wrong is told by pointer: `/points/<key>/<field>`, `/risks/<number>/<field>`; each point that was to be mended needs a reply. The signed letter is required the first time. The documents and letters are drawn and issued, and what was submitted is kept for good. With an `Idempotency-Key` a repeated submission is answered like the first.
// @Tags	spbe-recommendations
// @Accept	json,mpfd
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Param	If-Match	header	string	true	"ETag of the proposal"
// @Param	Idempotency-Key	header	string	false	"at most 100 characters, one's own for each submission"
// @Param	body	body	SubmitInput	false	"as JSON"
// @Param	letter	formData	file	false	"the signed letter, PDF"
// @Success	200	{object}	Recommendation
// @Failure	400,401,403,404,409,412,413,415,422,428,503	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/submit [post]
func (h *handlers) submit(c echo.Context) error {
	version, err := web.Version(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	id := c.Param("id")
	value := c.Request().Header.Get("Idempotency-Key")
	if value == "" {
		if _, err := h.service.maySubmit(ctx, actor, id, version); err != nil { // before a byte of the file is taken in
			return err
		}
	}
	var in SubmitInput
	var files []attachment.Received
	if web.IsForm(c) {
		files, _, err = attachment.ReadFiles(c, h.service.files, nil, map[string]attachment.Kind{"letter": attachment.RequestLetter})
	} else {
		in, err = web.Bind[SubmitInput](c)
	}
	if err != nil {
		return err
	}
	key, err := ticket.IdempotencyKey(c, []any{id, in}, files)
	var v Recommendation
	var replayed bool
	if err == nil {
		v, replayed, err = h.service.Submit(ctx, actor, id, version, in, files, key, web.Lang(c))
	}
	if err != nil {
		h.service.files.DiscardIfRefused(ctx, err, files)
		return err
	}
	if replayed {
		h.service.files.Discard(ctx, files)
		c.Response().Header().Set("Idempotency-Replayed", "true")
	}
	return web.Tagged(c, http.StatusOK, v.Version, v)
}

// SubmitInput names the signed letter, where it was uploaded ahead.
type SubmitInput struct {
	Letter string `json:"letter,omitempty" validate:"omitempty,uuid"` // id of an uploaded file of the kind request_letter
} // @name RecommendationSubmitInput

var errLetter = apperr.BadField("/letter", "letter.required",
	"Unggah surat permohonan yang sudah ditandatangani, sebagai PDF.", "Upload the signed request letter as a PDF.")

// maySubmit reads a proposal that the actor may submit.
func (s *Service) maySubmit(ctx context.Context, actor auth.Actor, id string, version int64) (row, error) {
	r, err := s.own(ctx, actor, id)
	if err == nil && r.Version != version {
		err = web.ErrStale
	}
	return r, err
}

// Submit files a proposal of the actor's agency, or files it again once it was
// mended. The papers are drawn and stored first; then one change writes the
// snapshot, the register of documents and the request, if nobody has written in
// the proposal meanwhile.
func (s *Service) Submit(ctx context.Context, actor auth.Actor, id string, version int64, in SubmitInput, letter []attachment.Received, key change.Key, lang string) (Recommendation, bool, error) {
	repeated, err := change.Knows(s.store.read.WithContext(ctx), actor.ID, key.Value)
	if err != nil {
		return Recommendation{}, false, err
	}
	var p prepared
	if !repeated {
		if p, err = s.prepare(ctx, actor, id, version, in, letter); err != nil {
			return Recommendation{}, false, err
		}
	}
	_, replayed, err := change.Once(ctx, s.changes, applicant(actor), key, func(tx *change.Tx) (Submission, error) {
		if repeated { // its owner rolled back a moment ago
			return Submission{}, web.ErrStale
		}
		return s.submit(tx, actor, p)
	})
	if err != nil {
		s.files.DiscardIfRefused(ctx, err, p.papers)
		return Recommendation{}, false, err
	}
	if replayed {
		s.files.Discard(ctx, p.papers)
	}
	v, err := s.Get(ctx, actor, id, lang)
	return v, replayed, err
}

// prepared is everything that a submission needs from outside its change.
type prepared struct {
	whole
	n         int
	input     ticket.SubmitInput
	letter    []attachment.Received
	letterID  string // uploaded ahead; empty: none
	papers    []attachment.Received
	documents []Issued
	snapshot  Snapshot
}

// prepare checks a proposal, draws its papers and stores them.
func (s *Service) prepare(ctx context.Context, actor auth.Actor, id string, version int64, in SubmitInput, letter []attachment.Received) (prepared, error) {
	r, err := s.maySubmit(ctx, actor, id, version)
	if err != nil {
		return prepared{}, err
	}
	p := prepared{letter: letter, letterID: in.Letter}
	if p.whole, err = s.read(ctx, r); err != nil {
		return p, err
	}
	g := s.store.read.WithContext(ctx)
	last, err := lastSubmission(g, id)
	if err != nil {
		return p, err
	}
	p.n = last + 1
	faults := p.faults(s)
	replies, err := p.unanswered(g, s, last)
	if err != nil {
		return p, err
	}
	faults = append(faults, replies...)
	switch {
	case len(letter) > 1, len(letter) == 1 && in.Letter != "":
		faults = append(faults, apperr.Field{Pointer: "/letter", Code: "letter.one", Detail: apperr.Text{ID: "Sertakan satu surat permohonan saja.", EN: "Send only one request letter."}})
	case last == 0 && len(letter) == 0 && in.Letter == "":
		faults = append(faults, errLetter.Fields...)
	}
	if len(faults) > 0 {
		return p, apperr.BadFields(faults[:min(len(faults), maxFaults)]...)
	}
	if p.n > maxSubmissions {
		return p, apperr.New(apperr.Conflict, "recommendation.too_many", "Usulan ini sudah 50 kali diajukan. Buat usulan baru dari salinannya.", "This proposal was submitted 50 times. Make a new one from a copy of it.")
	}
	if p.input, err = s.request(ctx, p.whole); err != nil {
		return p, err
	}
	p.snapshot = p.whole.snapshot(s)
	printed, err := s.printed(ctx, p.whole)
	if err != nil {
		return p, err
	}
	if err := s.withFiles(ctx, actor, &printed); err != nil {
		return p, err
	}
	printed.Submission, printed.Date = p.n, s.clock.Now().In(s.zone)
	for _, kind := range AllPapers() {
		if kind == StudyPaper {
			continue
		}
		file, issued, err := s.issue(ctx, kind, printed)
		if err != nil {
			s.files.Discard(ctx, p.papers)
			return prepared{}, err
		}
		p.papers, p.documents = append(p.papers, file), append(p.documents, issued)
	}
	return p, nil
}

// maxFaults bounds how much is told of what is wrong, as a check of one form does.
const maxFaults = 200

// faults are all that stops a proposal from being submitted, by where it stands
// in the proposal.
func (w whole) faults(s *Service) []apperr.Field {
	var faults []apperr.Field
	at := func(place string, found []apperr.Field) {
		for _, f := range found {
			f.Pointer = place + strings.TrimPrefix(f.Pointer, "/answers")
			faults = append(faults, f)
		}
	}
	for _, p := range s.forms.Points {
		at("/points/"+p.Key, w.checks[p.Key].Errors)
		if len(w.checks[p.Key].Errors) == 0 && !complete(w.checks[p.Key]) {
			faults = append(faults, apperr.Field{Pointer: "/points/" + p.Key, Code: "field.required", Detail: apperr.Text{ID: "Butir ini belum diisi.", EN: "This point is not answered yet."}})
		}
	}
	if len(w.risks) == 0 {
		faults = append(faults, apperr.Field{Pointer: "/risks", Code: "field.too_few", Detail: apperr.Text{ID: "Catat paling sedikit satu risiko.", EN: "Enter at least one risk."}})
	}
	for i, k := range w.riskings {
		at(fmt.Sprintf("/risks/%d", i+1), k.Errors)
	}
	across, _ := CheckAcross(w.content)
	return append(faults, across...)
}

// unanswered are the points of a returned submission that have no reply yet, in
// the order of the proposal.
func (w whole) unanswered(g reader, s *Service, n int) ([]apperr.Field, error) {
	marked, err := toMend(g, w.row.ID, n)
	s.inOrder(w.snapshot(s), marked)
	var faults []apperr.Field
	for _, v := range marked {
		if v.ReplyVersion == 0 {
			faults = append(faults, apperr.Field{Pointer: "/points/" + v.Key + "/reply", Code: "reply.required", Detail: apperr.Text{
				ID: "Tulis tanggapan Anda atas catatan pemeriksa pada butir ini.", EN: "Write your reply to the reviewer's comment at this point.",
			}})
		}
	}
	return faults, err
}

// snapshot is what a proposal says now, as it is kept.
func (w whole) snapshot(s *Service) Snapshot {
	v := Snapshot{Points: map[string]map[string]any{}, Risks: make([]SubmittedRisk, len(w.risks))}
	for _, p := range s.forms.Points {
		v.Points[p.Key] = w.checks[p.Key].Clean
	}
	for i, k := range w.risks {
		v.Risks[i] = SubmittedRisk{ID: k.ID, Answers: w.riskings[i].Clean}
	}
	return v
}

// request is the request that a proposal is filed as: its answers are those of
// the identity that the form of the service asks for.
func (s *Service) request(ctx context.Context, w whole) (ticket.SubmitInput, error) {
	in := ticket.SubmitInput{ServiceType: serviceCode, Subject: w.row.Title, Answers: map[string]any{}}
	service, err := s.catalogue.Find(ctx, serviceCode)
	if err != nil {
		return in, err
	}
	for key, value := range w.checks["identity"].Clean {
		if service.Form == nil {
			break
		}
		if _, asked := service.Form.Properties[key]; asked {
			in.Answers[key] = value
		}
	}
	if number := w.content.Identity.ExistingRegistration; number != "" {
		in.HeldBefore = []ticket.HeldBefore{{Kind: "pse", Number: number}} // C8
	}
	return in, nil
}

// printed is what the papers of a proposal say.
func (s *Service) printed(ctx context.Context, w whole) (Printed, error) {
	p := Printed{
		Content: w.content, Number: w.row.Number, Agency: w.row.OrganisationName, Date: w.row.ChangedAt.In(s.zone), Ministry: w.settings.Letter,
		Names: map[string]string{}, TicketNumber: w.row.TicketNumber,
	}
	files, err := attachment.ListProposal(s.store.read.WithContext(ctx), w.row.ID)
	if err != nil {
		return p, err
	}
	used := w.filesByPoint(s)
	place := func(f attachment.Attachment) int {
		return slices.IndexFunc(s.forms.Points, func(p Point) bool { return p.Key == used[f.ID] })
	}
	slices.SortStableFunc(files, func(a, b attachment.Attachment) int { return place(a) - place(b) })
	for _, f := range files {
		p.Names[f.ID] = f.Name
		if key, ok := used[f.ID]; ok {
			point, _ := s.forms.Point(key)
			p.Attachments = append(p.Attachments, Attached{Name: f.Name, Size: f.Size, SHA256: f.SHA256, Point: s.titleOf(key), Document: point.Document, id: f.ID, mediaType: f.MediaType})
		}
	}
	return p, nil
}

// MaxPrinted bounds what is read of the attached files for the papers of one
// proposal, in bytes; what is over is listed only, which the papers say.
const MaxPrinted = 60_000_000

// withFiles reads the attached files: pictures are printed, and of PDFs the
// pages are counted.
func (s *Service) withFiles(ctx context.Context, actor auth.Actor, p *Printed) error {
	var read int64
	for i := range p.Attachments {
		f := &p.Attachments[i]
		if read += f.Size; read > MaxPrinted {
			f.Unread = true
			continue
		}
		data, err := s.bytesOf(ctx, actor, file{stored: f.id})
		if err != nil {
			return err
		}
		if f.mediaType == "application/pdf" {
			f.Pages = pdfcheck.Pages(ctx, data)
		} else {
			f.Picture = data
		}
	}
	return nil
}

// filesByPoint tells at which point each file is named that an answer names.
func (w whole) filesByPoint(s *Service) map[string]string {
	used := map[string]string{}
	for _, p := range s.forms.Points {
		for _, f := range p.Form.FilesIn(w.checks[p.Key].Clean) {
			used[f.ID] = p.Key
		}
	}
	return used
}

// fileNames are the papers as files.
var fileNames = map[Paper]string{
	LetterPaper: "surat-permohonan", NeedsPaper: "analisis-kebutuhan", PlanningPaper: "perencanaan", RisksPaper: "manajemen-risiko",
	MinistryLetterPaper: "surat-kementerian", StudyPaper: "kajian-teknis",
}

// issue draws a paper with a code of its own and puts it into the store.
func (s *Service) issue(ctx context.Context, kind Paper, p Printed) (attachment.Received, Issued, error) {
	p.Code = s.papers.NewCode()
	pdf, err := s.papers.Draw(ctx, kind, p)
	if err != nil {
		return attachment.Received{}, Issued{}, err
	}
	name := fmt.Sprintf("%s-%s-%d.pdf", fileNames[kind], p.Number, p.Submission)
	file, err := s.files.Receive(ctx, "/letter", attachment.Supporting, "spbe_"+strings.ReplaceAll(string(kind), "-", "_"), name, bytes.NewReader(pdf))
	return file, Issued{Kind: kind, Title: kind.Title(), Code: p.Code, FileID: file.ID, Name: file.Name, Size: file.Size, SHA256: file.SHA256}, err
}

// register enters issued papers into the register of documents.
func (s *Service) register(tx *change.Tx, r row, issuer string, ticketNumber string, documents []Issued) error {
	for _, d := range documents {
		err := s.papers.Issue(tx, IssuedDocument{
			Code: d.Code, Kind: "spbe_" + strings.ReplaceAll(string(d.Kind), "-", "_"), Number: r.Number, Title: d.Title + ": " + r.Title, IssuedAt: tx.Now, Issuer: issuer,
			SHA256: d.SHA256, Size: d.Size, TicketNumber: ticketNumber,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// submit writes a prepared submission.
func (s *Service) submit(tx *change.Tx, actor auth.Actor, p prepared) (Submission, error) {
	r, err := holdOwn(tx, actor, p.row.ID)
	if err == nil && r.Version != p.row.Version+1 {
		err = web.ErrStale
	}
	if err != nil {
		return Submission{}, err
	}
	content, err := json.Marshal(p.snapshot)
	if err != nil {
		return Submission{}, err
	}
	made := submissionRow{RecommendationID: r.ID, N: p.n, At: tx.Now, Forms: s.forms.version, Content: content, Documents: p.documents, Author: authorOf(actor)}
	if err := tx.Create(&made).Error; err != nil {
		return Submission{}, err
	}
	t, err := s.file(tx, actor, r, p)
	if err != nil {
		return Submission{}, err
	}
	if err := s.register(tx, r, r.OrganisationName, t.Number, p.documents); err != nil {
		return Submission{}, err
	}
	return made.view(), tx.Record(change.Event{Type: "recommendation_submitted", Kind: "recommendation", ObjectID: r.ID,
		Data: map[string]any{"number": r.Number, "submission": p.n, "ticket": t.Number}})
}

// file files the request of a proposal, or gives it back mended.
func (s *Service) file(tx *change.Tx, actor auth.Actor, r row, p prepared) (ticket.Ticket, error) {
	ctx, tickets, files := tx.Statement.Context, s.tickets.In(tx), slices.Concat(p.letter, p.papers)
	if r.TicketID == nil {
		if p.letterID != "" {
			p.input.Attachments = []string{p.letterID}
		}
		t, _, err := tickets.Submit(ctx, actor, p.input, files, change.Key{})
		if err != nil {
			return t, atProposal(err)
		}
		return t, fileAs(tx, r.ID, t.Number)
	}
	if p.letterID != "" {
		if err := claimLetter(tx, actor, *r.TicketID, p.letterID); err != nil {
			return ticket.Ticket{}, err
		}
	}
	t, err := tickets.Resubmit(ctx, actor, r.TicketNumber, 0, ticket.ResubmitInput{Answers: p.input.Answers}, files)
	return t, atProposal(err)
}

// claimLetter gives a letter that was uploaded ahead to the request.
func claimLetter(tx *change.Tx, actor auth.Actor, ticketID, letterID string) error {
	claimed, err := attachment.Claim(tx, attachment.Waiting{OwnerID: actor.ID}, ticketID, []attachment.Wanted{{ID: letterID, Pointer: "/letter"}})
	if err == nil && claimed[0].Kind != attachment.RequestLetter {
		err = errLetter
	}
	return err
}

// atProposal turns a refusal of the request's fields into one of the proposal's.
func atProposal(err error) error {
	refusal := apperr.From(err)
	if err == nil || len(refusal.Fields) == 0 {
		return err
	}
	moved := *refusal
	moved.Fields = slices.Clone(refusal.Fields)
	for i, f := range moved.Fields {
		switch {
		case strings.HasPrefix(f.Pointer, "/answers"):
			moved.Fields[i].Pointer = "/points/identity" + strings.TrimPrefix(f.Pointer, "/answers")
		case strings.HasPrefix(f.Pointer, "/held_before"):
			moved.Fields[i].Pointer = "/points/identity/existing_registration"
		case strings.HasPrefix(f.Pointer, "/attachments"):
			moved.Fields[i].Pointer = "/letter"
		}
	}
	return &moved
}

// @Summary	List the submissions of a proposal
// @Tags	spbe-recommendations
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Success	200	{object}	web.List[Submission]
// @Failure	401,403,404	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/submissions [get]
func (h *handlers) submissions(c echo.Context) error { return listOf(c, h.service.Submissions) }

// Submissions returns what was submitted, oldest first, without its content.
func (s *Service) Submissions(ctx context.Context, actor auth.Actor, id string) ([]Submission, error) {
	return viewsOf(ctx, s, actor, id, submissionsOf, submissionRow.view)
}

// @Summary	Read a submission of a proposal
// @Description	Whole, as it was checked and kept. It never changes.
// @Tags	spbe-recommendations
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Param	n	path	int	true	"which submission, from 1"
// @Success	200	{object}	SubmissionContent
// @Success	304	"not changed"
// @Failure	401,403,404	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/submissions/{n} [get]
func (h *handlers) submission(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.Submission(ctx, actor, c.Param("id"), numberOf(c.Param("n")))
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, int64(v.N), v)
}

// Submission returns one submission, whole.
func (s *Service) Submission(ctx context.Context, actor auth.Actor, id string, n int) (SubmissionContent, error) {
	if _, err := s.store.find(ctx, actor, id); err != nil {
		return SubmissionContent{}, err
	}
	r, err := submission(s.store.read.WithContext(ctx), id, n)
	if err != nil {
		return SubmissionContent{}, err
	}
	content, err := r.snapshot()
	return SubmissionContent{Submission: r.view(), Content: content}, err
}
