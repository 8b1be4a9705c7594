package ticket

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// Duplicate is a request that another one may repeat, as a hint for a person
// to judge.
type Duplicate struct {
	Number      string     `json:"number" example:"TKT-20260105-0001"`
	ServiceType ServiceRef `json:"service_type"`
	Subject     string     `json:"subject"`
	Status      Status     `json:"status" enums:"waiting,in_progress,done"`
	Outcome     *Outcome   `json:"outcome" enums:"fulfilled,approved,rejected,cancelled"`
	SubmittedAt time.Time  `json:"submitted_at"`
	Reasons     []string   `json:"reasons" enums:"subject,file"` // the same agency and service with a like subject; the same file
} // @name DuplicateHint

// Bounds of the search for duplicates.
const (
	duplicateWindow   = 90 * 24 * time.Hour // how long a closed request is recent
	maxCandidates     = 200                 // requests of one agency for one service that are compared
	maxDuplicates     = 10                  // hints that are shown
	likenessOfSubject = 0.6                 // share of their words that two like subjects have in common
)

// @Summary	List what this request may repeat
// @Description	Hints: open requests, and those of the last 90 days, from the same agency for the same service with a like subject, or with the same file. Only what the caller may read is compared.
// @Tags	tickets
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Success	200	{object}	web.List[Duplicate]
// @Failure	401,403,404	{object}	web.Problem
// @Router	/tickets/{number}/duplicates [get]
func (h *handlers) duplicates(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	list, err := h.service.Duplicates(ctx, actor, c.Param("number"))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[Duplicate]{Items: list})
}

// Duplicates lists what a request within the actor's scope may repeat, newest
// first.
func (s *Service) Duplicates(ctx context.Context, actor auth.Actor, number string) ([]Duplicate, error) {
	r, err := s.store.byNumber(ctx, s.store.read, actor, number)
	if err != nil {
		return nil, err
	}
	since := s.clock.Now().Add(-duplicateWindow)
	like, err := s.store.likeRequests(ctx, actor, r, since)
	if err != nil {
		return nil, err
	}
	sameFile, err := s.store.sharingFile(ctx, actor, r.ID, since)
	if err != nil {
		return nil, err
	}
	return s.hints(ctx, r.Subject, like, sameFile)
}

// @Summary	Look for a request like the one being filed
// @Description	Requests of the caller – or of their agency, where they may read those – for the service that are not done yet and have a like subject. A hint while filing, never a refusal.
// @Tags	tickets
// @Produce	json
// @Security	Bearer
// @Param	service_type	query	string	true	"code of the service"	maxlength(40)
// @Param	subject	query	string	true	"what it is about"	maxlength(200)
// @Param	organisation	query	string	false	"id of the agency, where an officer records for it; default: the caller's own"
// @Param	applicant	query	string	false	"id of the account, where an officer records for somebody of no agency; then organisation is not looked at"
// @Success	200	{object}	web.List[Duplicate]
// @Failure	401,403,422	{object}	web.Problem
// @Router	/tickets/similar [get]
func (h *handlers) similar(c echo.Context) error {
	in := similarQuery{ServiceType: c.QueryParam("service_type"), Subject: c.QueryParam("subject"), Organisation: c.QueryParam("organisation"), Applicant: c.QueryParam("applicant")}
	if err := web.Validate(&in, ""); err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	list, err := h.service.Similar(ctx, actor, in)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[Duplicate]{Items: list})
}

type similarQuery struct {
	ServiceType  string `json:"service_type" validate:"required,max=40"`
	Subject      string `json:"subject" validate:"required,max=200"`
	Organisation string `json:"organisation" validate:"omitempty,uuid"`
	Applicant    string `json:"applicant" validate:"omitempty,uuid"`
}

// Similar lists the running requests of an agency – the actor's own, unless
// another one or an applicant is named – for a service that have a like
// subject, as far as the actor may read them.
func (s *Service) Similar(ctx context.Context, actor auth.Actor, in similarQuery) ([]Duplicate, error) {
	theirs := row{ServiceCode: in.ServiceType, ApplicantID: &actor.ID}
	if agency := cmp.Or(in.Organisation, actor.OrganisationID); in.Applicant != "" {
		theirs.ApplicantID = &in.Applicant
	} else if agency != "" {
		theirs.OrganisationID = &agency
	}
	running, err := s.store.likeRequests(ctx, actor, theirs, endOfTime)
	if err != nil {
		return nil, err
	}
	return s.hints(ctx, in.Subject, running, nil)
}

// hints keeps of the candidates those with a like subject, and adds those with
// the same file.
func (s *Service) hints(ctx context.Context, subject string, candidates, sameFile []row) ([]Duplicate, error) {
	reasons := map[string][]string{}
	var found []row
	for _, r := range candidates {
		if alike(subject, r.Subject) {
			found = append(found, r)
			reasons[r.ID] = append(reasons[r.ID], "subject")
		}
	}
	for _, r := range sameFile {
		if reasons[r.ID] == nil {
			found = append(found, r)
		}
		reasons[r.ID] = append(reasons[r.ID], "file")
	}
	slices.SortFunc(found, func(a, b row) int { return b.SubmittedAt.Compare(a.SubmittedAt) })
	list := []Duplicate{}
	for _, r := range found[:min(len(found), maxDuplicates)] {
		d, err := s.definition(ctx, r)
		if err != nil {
			return nil, err
		}
		hint := Duplicate{
			Number: r.Number, ServiceType: ServiceRef{Code: r.ServiceCode, Name: d.Name}, Subject: r.Subject,
			Status: r.Status, SubmittedAt: r.SubmittedAt, Reasons: reasons[r.ID],
		}
		if r.Outcome != "" {
			hint.Outcome = &r.Outcome
		}
		list = append(list, hint)
	}
	return list, nil
}

// alike tells whether two subjects have most of their words in common,
// whatever their order, case and punctuation.
func alike(a, b string) bool {
	first, second := wordsOf(a), wordsOf(b)
	common := 0
	for word := range first {
		if second[word] {
			common++
		}
	}
	all := len(first) + len(second) - common
	return all > 0 && float64(common)/float64(all) >= likenessOfSubject
}

func wordsOf(text string) map[string]bool {
	words := map[string]bool{}
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		words[word] = true
	}
	return words
}

// likeRequests returns the requests of r's agency – of its applicant, where it
// has none – for the same service that are open or were filed since then,
// without r itself.
func (s store) likeRequests(ctx context.Context, actor auth.Actor, r row, since time.Time) ([]row, error) {
	query := within(s.read.WithContext(ctx).Table("tickets t").Select("t.*"), actor).
		Where("t.service_code = ? AND t.number <> ? AND (t.status <> 'done' OR t.submitted_at >= ?)", r.ServiceCode, r.Number, since)
	switch {
	case r.OrganisationID != nil:
		query = query.Where("t.organisation_id = ?", *r.OrganisationID)
	case r.ApplicantID != nil:
		query = query.Where("t.applicant_id = ?", *r.ApplicantID)
	default: // a guest: nobody can tell which others are theirs
		return nil, nil
	}
	var rows []row
	err := query.Order("t.submitted_at DESC, t.id DESC").Limit(maxCandidates).Find(&rows).Error
	return rows, err
}

// sharingFile returns the requests that brought a file which this one brought
// too.
func (s store) sharingFile(ctx context.Context, actor auth.Actor, id string, since time.Time) ([]row, error) {
	var rows []row
	err := within(s.read.WithContext(ctx).Table("tickets t").Select("t.*"), actor).
		Where(`t.id IN (SELECT theirs.ticket_id FROM attachments ours JOIN attachments theirs ON theirs.sha256 = ours.sha256
			WHERE ours.ticket_id = ? AND theirs.ticket_id <> ours.ticket_id
			AND ours.kind IN ('request_letter', 'supporting') AND theirs.kind IN ('request_letter', 'supporting'))`, id).
		Where("(t.status <> 'done' OR t.submitted_at >= ?)", since).
		Order("t.submitted_at DESC, t.id DESC").Limit(maxDuplicates).Find(&rows).Error
	return rows, err
}
