package ticket

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/form"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// maxAnswers bounds the answers of a form, in bytes of JSON.
const maxAnswers = 256 << 10

var errAnswers = apperr.BadField("/answers", "field.max", "Isian formulir terlalu panjang.", "The answers are too long.")

// filled are the answers of a request as they are kept, and the files among
// them that were uploaded ahead.
type filled struct {
	text  []byte
	files []attachment.Wanted
}

// lenience tells of a finding whether it may be passed over.
type lenience func(apperr.Field) bool

// none passes nothing over. An officer who writes down what came on paper
// passes over form.Missing; what a draft keeps beside is form.NotAsked.
func none(apperr.Field) bool { return false }

// fill checks the answers of a request by the form of its service and refuses
// wrong ones. A service without a form takes what it is sent.
func (s *Service) fill(ctx context.Context, d catalogue.Definition, answers map[string]any, received []attachment.Received, from attachment.Waiting, pass lenience) (filled, error) {
	text, err := encodeAnswers(answers)
	if err != nil || d.Form == nil {
		return filled{text: text}, err
	}
	k := s.knowledge(ctx, received, from)
	result := d.Form.Check(withFiles(*d.Form, answers, received), k.world())
	if k.err != nil {
		return filled{}, k.err
	}
	result.Errors = slices.DeleteFunc(result.Errors, pass)
	if len(result.Errors) > 0 {
		return filled{}, apperr.BadFields(result.Errors...)
	}
	out := filled{}
	for _, f := range d.Form.FilesIn(result.Clean) {
		if !k.here[f.ID] {
			out.files = append(out.files, attachment.Wanted{ID: f.ID, Field: f.Key, Pointer: f.Pointer})
		}
	}
	out.text, err = encodeAnswers(result.Clean)
	return out, err
}

// encodeAnswers bounds and encodes the answers of a form.
func encodeAnswers(answers map[string]any) ([]byte, error) {
	if answers == nil {
		return []byte("{}"), nil
	}
	text, err := json.Marshal(answers)
	if err != nil || len(text) > maxAnswers {
		return nil, errAnswers
	}
	return text, nil
}

// withFiles adds the files that came along for a field to the answers of that
// field.
func withFiles(f form.Form, answers map[string]any, received []attachment.Received) map[string]any {
	out := map[string]any{}
	maps.Copy(out, answers)
	for _, file := range received {
		if !f.Takes(file.Field) {
			continue
		}
		list, ok := out[file.Field].([]any)
		if out[file.Field] == nil || ok {
			out[file.Field] = append(slices.Clone(list), file.ID)
		}
	}
	return out
}

// knowledge is what a check asks of the database and of the files that came
// along. The first failure to read is kept in err.
type knowledge struct {
	ctx      context.Context
	store    store
	received []attachment.Received
	from     attachment.Waiting
	here     map[string]bool // files that need not be claimed any more
	err      error
	now      form.World
}

func (s *Service) knowledge(ctx context.Context, received []attachment.Received, from attachment.Waiting) *knowledge {
	return &knowledge{ctx: ctx, store: s.store, received: received, from: from, here: map[string]bool{}, now: form.World{Now: s.clock.Now().In(s.zone)}}
}

func (k *knowledge) world() form.World {
	w := k.now
	w.Agency = func(id string) bool { return k.keep(k.store.agencyIsOpen(k.ctx, id)) }
	w.Unit = func(code string) bool {
		name, err := k.store.unitName(k.ctx, code)
		return k.keep(name != "", err)
	}
	w.File = k.file
	return w
}

func (k *knowledge) keep(is bool, err error) bool {
	k.err = errors.Join(k.err, err)
	return is && err == nil
}

func (k *knowledge) file(id string) (form.File, bool) {
	for _, f := range k.received {
		if f.ID == id {
			k.here[id] = true
			return form.File{MediaType: f.MediaType, Size: f.Size}, true
		}
	}
	f, claimed, err := k.from.Find(k.store.read.WithContext(k.ctx), id)
	if errors.Is(err, web.ErrNotFound) {
		return form.File{}, false
	}
	k.here[id] = claimed
	return form.File{MediaType: f.MediaType, Size: f.Size}, k.keep(true, err)
}

// supporting are the files that a request names beside its answers, without
// those that the answers name.
func supporting(ids []string, answered []attachment.Wanted) []attachment.Wanted {
	var list []attachment.Wanted
	for i, id := range ids {
		if !slices.ContainsFunc(answered, func(w attachment.Wanted) bool { return w.ID == id }) {
			list = append(list, attachment.Wanted{ID: id, Pointer: "/attachments/" + strconv.Itoa(i)})
		}
	}
	return list
}

// changedAnswers are those answers, by key, that differ in the newer ones, as
// they were; null where there was none.
func changedAnswers(before, after []byte) (map[string]any, error) {
	var old, now map[string]json.RawMessage
	if err := errors.Join(json.Unmarshal(before, &old), json.Unmarshal(after, &now)); err != nil {
		return nil, err
	}
	changed := map[string]any{}
	for key, value := range old {
		if !sameJSON(value, now[key]) {
			var was any
			if err := json.Unmarshal(value, &was); err != nil {
				return nil, err
			}
			changed[key] = was
		}
	}
	for key := range now {
		if _, was := old[key]; !was {
			changed[key] = nil
		}
	}
	return changed, nil
}

// sameJSON compares two values whatever their spelling: the database may write
// JSON in its own way.
func sameJSON(a, b json.RawMessage) bool {
	var x, y any
	if len(a) == 0 || len(b) == 0 || json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return false
	}
	left, errLeft := json.Marshal(x)
	right, errRight := json.Marshal(y)
	return errLeft == nil && errRight == nil && string(left) == string(right)
}

// checkPoints refuses a point of a return that names an answer which the form
// does not ask for.
func checkPoints(d catalogue.Definition, points []Point) error {
	if d.Form == nil {
		return nil
	}
	var faults []apperr.Field
	for i, p := range points {
		rest, isAnswer := strings.CutPrefix(p.Pointer, "/answers/")
		key, _, _ := strings.Cut(rest, "/")
		if _, known := d.Form.Properties[key]; isAnswer && !known {
			faults = append(faults, apperr.Field{Pointer: "/points/" + strconv.Itoa(i) + "/pointer", Code: "point.unknown", Detail: apperr.Text{
				ID: "Formulir layanan ini tidak mempunyai isian tersebut. Pilih isian dari daftar.", EN: "The form of this service has no such field. Choose one from the list.",
			}})
		}
	}
	if len(faults) > 0 {
		return apperr.BadFields(faults...)
	}
	return nil
}

// AnswersInput are answers to be checked.
type AnswersInput struct {
	Answers   map[string]any `json:"answers"`
	Subject   string         `json:"subject,omitempty" validate:"max=200"`                                                              // for a hint at a request like it
	AssetID   string         `json:"asset_id,omitempty" validate:"omitempty,uuid"`                                                      // the delivered thing that it wants changed
	AssetWish string         `json:"asset_wish,omitempty" validate:"omitempty,oneof=change extend retire" enums:"change,extend,retire"` // what is to be done to it
} // @name AnswersInput

// Finding is one thing that a check of answers found.
type Finding struct {
	Pointer string `json:"pointer" example:"/answers/contact/nip"`
	Code    string `json:"code" example:"nip.format"`
	Detail  string `json:"detail" example:"NIP terdiri dari 18 angka."`
} // @name Finding

// Findings are what a check of answers found.
type Findings struct {
	Errors   []Finding `json:"errors"`   // with one of these the request cannot be filed
	Warnings []Finding `json:"warnings"` // stop nothing
} // @name Findings

// NewFindings tells the findings of a check in a language.
func NewFindings(r form.Result, lang string) Findings {
	return Findings{Errors: findings(r.Errors, lang), Warnings: findings(r.Warnings, lang)}
}

func findings(fields []apperr.Field, lang string) []Finding {
	list := make([]Finding, len(fields))
	for i, f := range fields {
		list[i] = Finding{Pointer: f.Pointer, Code: f.Code, Detail: f.Detail.In(lang)}
	}
	return list
}

// CheckedAnswers is the answer to a check.
type CheckedAnswers struct {
	Clean map[string]any `json:"clean"` // as they would be kept; without those that have an error
	Findings
} // @name CheckedAnswers

// @Summary	Check answers without filing them
// @Description	Applies to the answers everything that filing a request for the service would, and files nothing: what is wrong with them – a name that is taken or kept for the office, a thing that is not in the register included –, what is unusual, and how they would be kept. With a subject, an open request like it is a warning (`request.similar`). Files are named by the ids of uploads of one's own. A service without a form keeps answers as they are.
// @Tags	tickets
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	code	path	string	true	"code of the service"
// @Param	body	body	AnswersInput	true	"the answers"
// @Success	200	{object}	CheckedAnswers
// @Failure	400,401,403,404,413,415,422	{object}	web.Problem
// @Router	/service-types/{code}/checks [post]
func (h *handlers) checkAnswers(c echo.Context) error {
	in, err := web.Bind[AnswersInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	service, err := h.service.catalogue.Find(ctx, strings.ToLower(c.Param("code")))
	if err != nil {
		return err
	}
	result, err := h.service.CheckAnswers(ctx, actor, service, in, attachment.Waiting{OwnerID: actor.ID})
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, CheckedAnswers{Clean: result.Clean, Findings: NewFindings(result, web.Lang(c))})
}

// CheckAnswers tells what is wrong with the answers of a request that the actor
// would file, without refusing them: by the form and, for what it finds right, by
// the registers. Without a form nothing is.
func (s *Service) CheckAnswers(ctx context.Context, actor auth.Actor, service catalogue.Published, in AnswersInput, from attachment.Waiting) (form.Result, error) {
	if _, err := encodeAnswers(in.Answers); err != nil {
		return form.Result{}, err
	}
	result := form.Result{Clean: in.Answers}
	if service.Form != nil {
		k := s.knowledge(ctx, nil, from)
		if result = service.Form.Check(in.Answers, k.world()); k.err != nil {
			return result, k.err
		}
	} else if in.Answers == nil {
		result.Clean = map[string]any{}
	}
	kept, err := encodeAnswers(result.Clean)
	if err != nil {
		return result, err
	}
	request := Registration{
		ApplicantID: actor.ID, OrganisationID: actor.OrganisationID, Service: service, Subject: in.Subject, Answers: kept,
		Input: SubmitInput{AssetID: in.AssetID, AssetWish: in.AssetWish},
	}
	for _, c := range s.checkers {
		faults, err := c.Check(ctx, request)
		if err != nil {
			return result, err
		}
		result.Errors = append(result.Errors, faults...)
	}
	if strings.TrimSpace(in.Subject) == "" {
		return result, nil
	}
	like, err := s.Similar(ctx, actor, similarQuery{ServiceType: service.Code, Subject: in.Subject})
	for _, d := range like {
		result.Warnings = append(result.Warnings, apperr.Field{Pointer: "/subject", Code: "request.similar", Detail: apperr.Text{
			ID: "Permohonan " + d.Number + " untuk layanan ini mirip dan belum selesai. Kirim hanya bila keperluannya lain.",
			EN: "Request " + d.Number + " for this service is like it and not done yet. Send this one only if it is for something else.",
		}})
	}
	return result, err
}

// AskedForm is the form under which a request was filed.
type AskedForm struct {
	ServiceType ServiceRef `json:"service_type"`
	Version     int        `json:"definition_version"` // of the service's definition
	Form        *form.Form `json:"form"`               // null: the service had none
} // @name AskedForm

// @Summary	Read the form of a request
// @Description	The form under which the request was filed, and by which its answers are shown and mended. It never changes, also where the service has a newer one by now.
// @Tags	tickets
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Success	200	{object}	AskedForm
// @Success	304	"not changed"
// @Failure	401,403,404	{object}	web.Problem
// @Router	/tickets/{number}/form [get]
func (h *handlers) form(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	asked, err := h.service.FormOf(ctx, actor, c.Param("number"))
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, int64(asked.Version), asked)
}

// FormOf returns the form under which a request was filed.
func (s *Service) FormOf(ctx context.Context, actor auth.Actor, number string) (AskedForm, error) {
	r, err := s.store.byNumber(ctx, s.store.read, actor, number)
	if err != nil {
		return AskedForm{}, err
	}
	d, err := s.definition(ctx, r)
	return AskedForm{ServiceType: ServiceRef{Code: r.ServiceCode, Name: d.Name}, Version: r.ServiceVersion, Form: d.Form}, err
}
