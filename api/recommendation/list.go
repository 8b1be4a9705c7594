package recommendation

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// @Summary	List proposals
// @Description	To build or develop an application. An applicant sees those of their agency; an officer those that were submitted and whose request they may read.
// @Tags	spbe-recommendations
// @Produce	json
// @Security	Bearer
// @Param	state	query	string	false	"how it stands"	Enums(draft, submitted, mending, study, decision, approved_internally, sent_to_ministry, approved, refused_by_office, refused_by_ministry, cancelled)
// @Param	year	query	int	false	"budget year"	minimum(2000)	maximum(2200)
// @Param	agency	query	string	false	"id of the agency"
// @Param	q	query	string	false	"words in number, title or agency"	maxlength(200)
// @Param	ticket	query	string	false	"number of its request"
// @Param	sort	query	string	false	"changed_at, number or title, - for descending; default -changed_at"
// @Param	limit	query	int	false	"1 to 100"	minimum(1)	maximum(100)	default(20)
// @Param	cursor	query	string	false	"next_cursor of the page before"
// @Success	200	{object}	web.List[Summary]
// @Failure	401,403,422	{object}	web.Problem
// @Router	/spbe-recommendations [get]
func (h *handlers) list(c echo.Context) error {
	page, err := web.ReadPage(c, "-changed_at", "number", "title")
	if err != nil {
		return err
	}
	in := listQuery{State: c.QueryParam("state"), Year: c.QueryParam("year"), Agency: c.QueryParam("agency"), Query: c.QueryParam("q"), Ticket: c.QueryParam("ticket")}
	if err := web.Validate(&in, ""); err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	f := Filter{State: State(in.State), Year: yearOf(in.Year), Agency: in.Agency, Query: in.Query, Ticket: in.Ticket}
	list, err := h.service.List(ctx, actor, f, page)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, list)
}

// listQuery is what a list may be narrowed by, as it comes.
type listQuery struct {
	State  string `json:"state" validate:"omitempty,oneof=draft submitted mending study decision approved_internally sent_to_ministry approved refused_by_office refused_by_ministry cancelled"`
	Year   string `json:"year" validate:"omitempty,datetime=2006"`
	Agency string `json:"agency" validate:"omitempty,uuid"`
	Query  string `json:"q" validate:"max=200"`
	Ticket string `json:"ticket" validate:"max=40"`
}

// yearOf reads a year that was validated; 0 where there is none.
func yearOf(text string) int {
	at, err := time.Parse("2006", text)
	if err != nil {
		return 0
	}
	return at.Year()
}

// Years are budget years, the latest first.
type Years struct {
	Items []int `json:"items" example:"2027,2026"`
} // @name RecommendationYears

// @Summary	Budget years of proposals
// @Description	By which proposals and their figures can be narrowed: those of the proposals that the caller may read, and this year; the latest first.
// @Tags	spbe-recommendations
// @Produce	json
// @Security	Bearer
// @Success	200	{object}	Years
// @Failure	401,403	{object}	web.Problem
// @Router	/spbe-recommendations/years [get]
func (h *handlers) years(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	years, err := h.service.Years(ctx, actor)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, Years{years})
}

// Years returns the budget years of the proposals within the actor's scope, and
// this year, the latest first.
func (s *Service) Years(ctx context.Context, actor auth.Actor) ([]int, error) {
	years, err := s.store.years(ctx, actor)
	if this := s.clock.Now().In(s.zone).Year(); !slices.Contains(years, this) {
		years = append(years, this)
	}
	slices.SortFunc(years, func(a, b int) int { return b - a })
	return years, err
}

// List returns a page of proposals within the actor's scope.
func (s *Service) List(ctx context.Context, actor auth.Actor, f Filter, page web.Page) (web.List[Summary], error) {
	rows, err := s.store.list(ctx, actor, f, page)
	if err != nil {
		return web.List[Summary]{}, err
	}
	list := web.List[Summary]{Items: []Summary{}}
	if len(rows) > page.Limit {
		rows = rows[:page.Limit]
		last := rows[page.Limit-1]
		value := map[string]string{"title": last.Title, "number": last.Number, "changed_at": last.ChangedAt.UTC().Format(time.RFC3339Nano)}[page.Sort]
		list.NextCursor = page.Next(value, last.ID)
	}
	for _, r := range rows {
		list.Items = append(list.Items, s.summary(r, actor))
	}
	return list, nil
}

// @Summary	Read a proposal
// @Description	How far each point and risk is, checked as a submission would be, with totals and what is unusual.
// @Tags	spbe-recommendations
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Success	200	{object}	Recommendation
// @Success	304	"not changed"
// @Failure	401,403,404	{object}	web.Problem
// @Router	/spbe-recommendations/{id} [get]
func (h *handlers) get(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.Get(ctx, actor, c.Param("id"), web.Lang(c))
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, v.Version, v)
}

// Get returns a proposal within the actor's scope, its findings in a language.
func (s *Service) Get(ctx context.Context, actor auth.Actor, id, lang string) (Recommendation, error) {
	r, err := s.store.find(ctx, actor, id)
	if err != nil {
		return Recommendation{}, err
	}
	return s.view(ctx, r, actor, lang)
}

// FormOfProposals is everything that a proposal asks, and the scale of risks.
type FormOfProposals struct {
	Points        []Point        `json:"points"` // in their order
	Risk          Point          `json:"risk"`   // of one risk
	Study         Point          `json:"study"`  // of the office's study
	Matrix        [][]int        `json:"matrix"` // magnitudes by likelihood (rows) and impact (columns), 1 first
	Levels        []RiskLevel    `json:"levels"` // the lowest first
	Threshold     int            `json:"threshold" example:"11"`
	MonthlyStatus []StatusOfRisk `json:"risk_statuses"` // of the log of a risk
	Papers        []PaperName    `json:"papers"`
} // @name RecommendationForm

// PaperName names a document that is made from a proposal.
type PaperName struct {
	Kind  Paper  `json:"kind" enums:"letter,needs,planning,risks,ministry-letter,study"`
	Title string `json:"title"`
} // @name RecommendationPaper

// @Summary	Read what a proposal asks
// @Description	The form of every point and of a risk in the form profile, with help and examples, the matrix and levels of risks, and the threshold that holds for the caller's agency.
// @Tags	spbe-recommendations
// @Produce	json
// @Security	Bearer
// @Success	200	{object}	FormOfProposals
// @Success	304	"not changed"
// @Failure	401,403	{object}	web.Problem
// @Router	/spbe-recommendations/form [get]
func (h *handlers) form(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, version, err := h.service.Form(ctx, actor)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, version, v)
}

// Form returns everything that a proposal asks of the actor's agency, and the
// version of the settings in it. Checklists are those of the settings.
func (s *Service) Form(ctx context.Context, actor auth.Actor) (FormOfProposals, int64, error) {
	settings, version, err := s.Settings(ctx)
	if err != nil {
		return FormOfProposals{}, 0, err
	}
	v := FormOfProposals{
		Points: make([]Point, len(s.forms.Points)), Risk: settings.checked(s.forms.Risk), Study: s.forms.Study, Matrix: RiskMatrix(), Levels: RiskLevels(),
		Threshold: settings.ThresholdOf(actor.OrganisationID), MonthlyStatus: riskStatuses(), Papers: []PaperName{},
	}
	for i, p := range s.forms.Points {
		v.Points[i] = settings.checked(p)
	}
	for _, p := range AllPapers() {
		v.Papers = append(v.Papers, PaperName{Kind: p, Title: p.Title()})
	}
	return v, version, nil
}
