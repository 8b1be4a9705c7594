package recommendation

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// Mark is what the office thinks of a point.
type Mark string

// Marks.
const (
	Fulfilled     Mark = "fulfilled"
	ToMend        Mark = "to_mend"
	NotApplicable Mark = "not_applicable"
)

// maxReviews bounds the reviews of one submission: all points and risks.
const maxReviews = 150

// CheckLine is a line of a point's checklist.
type CheckLine struct {
	Text string `json:"text" validate:"required,max=300" example:"Dasar hukum disebut lengkap"`
	Met  bool   `json:"met"`
} // @name RecommendationCheckLine

// ReviewInput is what the office says of a point.
type ReviewInput struct {
	Mark      Mark        `json:"mark" validate:"required,oneof=fulfilled to_mend not_applicable" enums:"fulfilled,to_mend,not_applicable"`
	Checklist []CheckLine `json:"checklist,omitempty" validate:"max=30,dive"`
	Comment   string      `json:"comment,omitempty" validate:"required_if=Mark to_mend,max=1500" example:"Sebutkan pasal yang memberi kewenangan."` // required where it is to be mended
} // @name RecommendationReviewInput

// Review is what was said of a point of a submission, with the agency's reply.
type Review struct {
	Submission int         `json:"submission" example:"1"`
	Key        string      `json:"key" example:"needs-1"` // of the point, or risk-<id>
	Title      string      `json:"title"`                 // of the point
	Mark       Mark        `json:"mark" enums:"fulfilled,to_mend,not_applicable"`
	Checklist  []CheckLine `json:"checklist"`
	Comment    string      `json:"comment"`
	By         auth.Ref    `json:"by"`
	At         time.Time   `json:"at"`
	Version    int64       `json:"version"` // If-Match takes it in quotes; "0" for a point without a review
	Reply      *Reply      `json:"reply"`   // null: none yet
} // @name RecommendationReview

// Reply is what an agency answers to a review.
type Reply struct {
	Text    string    `json:"text"`
	By      auth.Ref  `json:"by"`
	At      time.Time `json:"at"`
	Version int64     `json:"version"` // If-Match takes it in quotes; "0" for a review without a reply
} // @name RecommendationReply

func (s *Service) review(r reviewRow) Review {
	v := Review{
		Submission: r.N, Key: r.Key, Title: s.titleOf(r.Key), Mark: r.Mark, Checklist: r.Checklist, Comment: r.Comment, By: r.ref(), At: r.At, Version: r.Version,
	}
	if r.ReplyVersion > 0 {
		v.Reply = &Reply{Text: r.Reply, By: auth.Ref{ID: *r.RepliedByID, Name: r.RepliedByName}, At: *r.RepliedAt, Version: r.ReplyVersion}
	}
	return v
}

// titleOf names a point, or says that it is a risk.
func (s *Service) titleOf(key string) string {
	p, known := s.forms.Point(key)
	if !known {
		return "Risiko"
	}
	documents := map[Document]string{NeedsPart: "Analisis Kebutuhan", PlanningPart: "Perencanaan"}
	if name := documents[p.Document]; name != "" {
		return name + " " + strconv.Itoa(p.Number) + ". " + p.Title
	}
	return p.Title
}

// riskKey begins the keys of reviews that are of a risk.
const riskKey = "risk-"

// errPoint answers for a point that a submission does not have.
var errPoint = web.ErrNotFound

// hasPoint tells whether a submission has a point or a risk with the key.
func (s *Service) hasPoint(content Snapshot, key string) bool {
	if id, ok := strings.CutPrefix(key, riskKey); ok && ident.Valid(id) {
		return slices.ContainsFunc(content.Risks, func(k SubmittedRisk) bool { return k.ID == id })
	}
	_, known := content.Points[key]
	return known
}

// @Summary	List the reviews of a proposal
// @Description	By submission and point. The agency sees those of a submission once it was returned or the office has decided.
// @Tags	spbe-recommendations
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Success	200	{object}	web.List[Review]
// @Failure	401,403,404	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/reviews [get]
func (h *handlers) reviews(c echo.Context) error { return listOf(c, h.service.Reviews) }

// Reviews returns the reviews of a proposal that the actor may see.
func (s *Service) Reviews(ctx context.Context, actor auth.Actor, id string) ([]Review, error) {
	r, err := s.store.find(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	rows, err := s.released(ctx, actor, r)
	list := make([]Review, len(rows))
	for i := range rows {
		list[i] = s.review(rows[i])
	}
	return list, err
}

// released returns the reviews that the actor may see: the agency's own people
// do not see those of a submission that the office is still at.
func (s *Service) released(ctx context.Context, actor auth.Actor, r row) ([]reviewRow, error) {
	rows, err := reviewsOf(s.store.read.WithContext(ctx), r.ID)
	if err != nil || readsInternal(actor) || stateOf(r).decided() || stateOf(r) == StateMending {
		return rows, err
	}
	last, err := lastSubmission(s.store.read.WithContext(ctx), r.ID)
	return slices.DeleteFunc(rows, func(v reviewRow) bool { return v.N == last }), err
}

// @Summary	Review a point of a proposal
// @Description	What the office says of a point of the last submission: a mark, the checklist, a comment. Saved at once, and hidden from the agency until the proposal is returned or decided. Open to officers who may work on its request now.
// @Tags	spbe-recommendations
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Param	key	path	string	true	"key of the point, or risk-<id of the risk>"
// @Param	If-Match	header	string	true	"version of the review in quotes; \"0\" where there is none"
// @Param	body	body	ReviewInput	true	"the review"
// @Success	200	{object}	Review
// @Failure	400,401,403,404,409,412,413,415,422,428	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/reviews/{key} [put]
func (h *handlers) reviewPoint(c echo.Context) error {
	version, in, err := web.BindEdit[ReviewInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.Review(ctx, actor, c.Param("id"), c.Param("key"), version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, v.Version, v)
}

// reviewStates are those in which the office looks at the points.
var reviewStates = []State{StateSubmitted, StateStudy, StateDecision}

// Review records what an officer says of a point.
func (s *Service) Review(ctx context.Context, actor auth.Actor, id, key string, version int64, in ReviewInput) (Review, error) {
	r, err := s.store.find(ctx, actor, id)
	if err == nil {
		err = r.in(reviewStates...)
	}
	if err != nil {
		return Review{}, err
	}
	var v reviewRow
	err = s.tickets.Together(ctx, actor, r.TicketNumber, ticket.Return, func(tx *change.Tx, _ *ticket.Service) error {
		r, n, content, err := s.lockSubmitted(tx, actor, id)
		if err == nil {
			err = r.in(reviewStates...)
		}
		if err == nil && !s.hasPoint(content, key) {
			err = errPoint
		}
		if err == nil {
			v, err = reviewAt(tx.DB, id, n, key)
		}
		if err == nil && v.Version != version {
			err = web.ErrStale
		}
		if err != nil {
			return err
		}
		v.Mark, v.Checklist, v.Comment, v.At, v.Author = in.Mark, append([]CheckLine{}, in.Checklist...), strings.TrimSpace(in.Comment), tx.Now, authorOf(actor)
		v.Version++
		if err := tx.Save(&v).Error; err != nil {
			return err
		}
		return tx.RecordOnceIn(sitting, change.Event{Type: "recommendation_reviewed", Kind: "recommendation", ObjectID: id, Internal: true,
			Data: map[string]any{"number": r.Number, "submission": n}})
	})
	return s.review(v), err
}

// lockSubmitted keeps a proposal from other changes and returns it with its last
// submission.
func (s *Service) lockSubmitted(tx *change.Tx, actor auth.Actor, id string) (row, int, Snapshot, error) {
	r, err := lock(tx, actor, id)
	if err != nil {
		return row{}, 0, Snapshot{}, err
	}
	n, err := lastSubmission(tx.DB, id)
	if err != nil {
		return row{}, 0, Snapshot{}, err
	}
	last, err := submission(tx.DB, id, n)
	if err != nil {
		return row{}, 0, Snapshot{}, err
	}
	content, err := last.snapshot()
	return r, n, content, err
}

// ReturnInput says why a proposal goes back.
type ReturnInput struct {
	Reason string `json:"reason" validate:"notblank,max=2000" example:"Tiga butir perlu dilengkapi."`
} // @name RecommendationReturnInput

var errNothingToMend = apperr.New(apperr.Conflict, "recommendation.nothing_to_mend",
	"Belum ada butir yang ditandai perlu diperbaiki. Tandai butirnya beserta komentarnya dahulu.",
	"No point is marked to be mended. First mark the points, with a comment each.")

// @Summary	Return a proposal for mending
// @Description	Gives the request back to the agency with exactly the points that are marked to be mended, and releases the reviews. The agency can write in the proposal again.
// @Tags	spbe-recommendations
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Param	If-Match	header	string	true	"ETag of the proposal"
// @Param	body	body	ReturnInput	true	"why"
// @Success	200	{object}	Recommendation
// @Failure	400,401,403,404,409,412,413,415,422,428	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/return [post]
func (h *handlers) giveBack(c echo.Context) error { return actJSON(c, h.service.Return) }

// Return gives a proposal back with the points marked to be mended.
func (s *Service) Return(ctx context.Context, actor auth.Actor, id string, version int64, in ReturnInput) (Recommendation, error) {
	return s.act(ctx, actor, id, version, ticket.Return, reviewStates, func(tx *change.Tx, tickets *ticket.Service, r row) error {
		n, err := lastSubmission(tx.DB, id)
		if err != nil {
			return err
		}
		marked, err := toMend(tx.DB, id, n)
		if err == nil && len(marked) == 0 {
			err = errNothingToMend
		}
		if err != nil {
			return err
		}
		last, err := submission(tx.DB, id, n)
		if err != nil {
			return err
		}
		content, err := last.snapshot()
		if err != nil {
			return err
		}
		s.inOrder(content, marked)
		points := make([]ticket.Point, 0, len(marked))
		for _, v := range marked {
			points = append(points, ticket.Point{Comment: s.titleIn(content, v.Key) + ": " + v.Comment})
		}
		if over := len(points) - maxReturned; over > 0 {
			points = points[:maxReturned]
		}
		if _, err := tickets.Return(ctx, actor, r.TicketNumber, 0, ticket.ReturnInput{Reason: in.Reason, Points: points}); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "recommendation_returned", Kind: "recommendation", ObjectID: id, Data: map[string]any{"number": r.Number, "submission": n, "points": keysOf(marked)}})
	})
}

// maxReturned bounds the points that the request itself names; all of them stand
// at the proposal.
const maxReturned = 100

func keysOf(reviews []reviewRow) []string {
	keys := make([]string, len(reviews))
	for i, v := range reviews {
		keys[i] = v.Key
	}
	return keys
}

// place is where a point or risk stands in a proposal.
func (s *Service) place(content Snapshot, key string) int {
	if at := slices.IndexFunc(s.forms.Points, func(p Point) bool { return p.Key == key }); at >= 0 {
		return at
	}
	return len(s.forms.Points) + slices.IndexFunc(content.Risks, func(k SubmittedRisk) bool { return riskKey+k.ID == key })
}

// inOrder sorts reviews as their points and risks stand in a proposal.
func (s *Service) inOrder(content Snapshot, reviews []reviewRow) {
	slices.SortStableFunc(reviews, func(a, b reviewRow) int { return s.place(content, a.Key) - s.place(content, b.Key) })
}

// titleIn is titleOf with the number of a risk.
func (s *Service) titleIn(content Snapshot, key string) string {
	if !strings.HasPrefix(key, riskKey) {
		return s.titleOf(key)
	}
	return s.titleOf(key) + " " + strconv.Itoa(s.place(content, key)-len(s.forms.Points)+1)
}

// ReplyInput is what an agency answers to a review.
type ReplyInput struct {
	Text string `json:"text" validate:"notblank,max=2000" example:"Pasal 12 huruf c sudah ditambahkan."`
} // @name RecommendationReplyInput

// @Summary	Reply to a review
// @Description	What the agency did at a point that was to be mended. Every such point needs a reply before the proposal is submitted again.
// @Tags	spbe-recommendations
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Param	key	path	string	true	"key of the point, or risk-<id of the risk>"
// @Param	If-Match	header	string	true	"version of the reply in quotes; \"0\" where there is none"
// @Param	body	body	ReplyInput	true	"the reply"
// @Success	200	{object}	Review
// @Failure	400,401,403,404,409,412,413,415,422,428	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/points/{key}/reply [put]
func (h *handlers) reply(c echo.Context) error {
	version, in, err := web.BindEdit[ReplyInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.Reply(ctx, actor, c.Param("id"), c.Param("key"), version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, v.Reply.Version, v)
}

// Reply records what the agency answers to a review that asks for mending.
func (s *Service) Reply(ctx context.Context, actor auth.Actor, id, key string, version int64, in ReplyInput) (Review, error) {
	var v reviewRow
	err := s.changes.Do(ctx, actor.As(auth.Assignment{Role: auth.Applicant}), func(tx *change.Tx) error {
		r, n, _, err := s.lockForAgency(tx, actor, id, StateMending)
		if err != nil {
			return err
		}
		if v, err = reviewAt(tx.DB, id, n, key); err != nil {
			return err
		}
		switch {
		case v.Version == 0 || v.Mark != ToMend:
			return errPoint
		case v.ReplyVersion != version:
			return web.ErrStale
		}
		v.Reply, v.RepliedAt, v.RepliedByID, v.RepliedByName = strings.TrimSpace(in.Text), &tx.Now, &actor.ID, actor.Name
		v.ReplyVersion++
		if err := tx.Save(&v).Error; err != nil {
			return err
		}
		return tx.RecordOnceIn(sitting, change.Event{Type: "recommendation_replied", Kind: "recommendation", ObjectID: id, Internal: true,
			Data: map[string]any{"number": r.Number, "submission": n}})
	})
	if err != nil {
		return Review{}, err
	}
	return s.review(v), nil
}

// lockForAgency is lockSubmitted for the people of the agency, in some states.
func (s *Service) lockForAgency(tx *change.Tx, actor auth.Actor, id string, states ...State) (row, int, Snapshot, error) {
	if _, err := lock(tx, actor, id); err != nil {
		return row{}, 0, Snapshot{}, err
	}
	r, err := find(tx.DB, actor, id)
	if err == nil && !writesFor(actor, r.OrganisationID) {
		err = web.ErrNotFound
	}
	if err == nil {
		err = r.in(states...)
	}
	if err != nil {
		return row{}, 0, Snapshot{}, err
	}
	return s.lockSubmitted(tx, actor, id)
}
