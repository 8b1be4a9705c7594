package ticket

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// Counts are figures over open requests: the counters of the inbox and the
// columns of its board.
type Counts struct {
	Total      int64       `json:"total"`
	Waiting    int64       `json:"waiting"`
	InProgress int64       `json:"in_progress"` // at the office
	Returned   int64       `json:"returned"`    // with the applicant, for mending
	Overdue    int64       `json:"overdue"`
	DueSoon    int64       `json:"due_soon"` // due by the end of the next working day, and not late yet
	Capped     bool        `json:"capped"`   // there are more than were counted
	Steps      []StepCount `json:"steps"`    // in the order in which services go through them
} // @name TicketCounts

// StepCount is how many requests stand at a step. Services may share a key and
// yet name the step differently, or give it to others: what they do not agree
// on is null, so that a column claims nothing that holds for some of its
// requests only.
type StepCount struct {
	Key   string              `json:"key" example:"loket"`
	Name  *string             `json:"name"`
	Kind  *catalogue.StepKind `json:"kind" enums:"intake,disposition,preparation,verification,work,external,approval,delivery"`
	Role  *string             `json:"role" example:"front_office"` // who works there
	Count int64               `json:"count"`
} // @name StepCount

// maxCounted bounds how many requests are counted for one answer.
const maxCounted = 20_000

// @Summary	Count open requests
// @Description	Counts what is not done within the caller's scope, narrowed like the list: with `holder=me`, what waits for the caller. At most 20,000 requests are counted; `capped` tells when there are more.
// @Tags	tickets
// @Produce	json
// @Security	Bearer
// @Param	status	query	string	false	"waiting or in_progress"	Enums(waiting, in_progress, done)
// @Param	service_type	query	string	false	"code of a service"
// @Param	unit	query	string	false	"code of the unit that holds it"
// @Param	organisation	query	string	false	"id of the agency"
// @Param	holder	query	string	false	"me: only what waits for the caller"	Enums(me)
// @Param	returned_by	query	string	false	"me: only what the caller has returned and the applicant has not mended yet"	Enums(me)
// @Param	returned	query	bool	false	"true: only what is with its applicant for mending"
// @Param	overdue	query	bool	false	"true: only what is past its due time"
// @Param	due_soon	query	bool	false	"true: only what is due by the end of the next working day and not late yet"
// @Param	step	query	string	false	"key of the step at which it stands"
// @Param	urgency	query	string	false	"how urgent"	Enums(normal, urgent, very_urgent)
// @Param	confidential	query	bool	false	"true: only what is confidential (rahasia)"
// @Param	q	query	string	false	"words in number, subject, service, agency or applicant"	maxlength(200)
// @Param	from	query	string	false	"submitted on this date or later (YYYY-MM-DD)"
// @Param	to	query	string	false	"submitted on this date or earlier (YYYY-MM-DD)"
// @Success	200	{object}	Counts
// @Failure	401,403,422	{object}	web.Problem
// @Router	/tickets/counts [get]
func (h *handlers) counts(c echo.Context) error {
	filter, err := h.readFilter(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	counts, err := h.service.Counts(ctx, actor, filter)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, counts)
}

// soon returns until when a due time is near: the end of the next working day.
func (s *Service) soon(ctx context.Context) (time.Time, error) {
	return s.workingDayAfter(ctx, s.clock.Now())
}

// workingDayAfter returns when the working day after an instant ends.
func (s *Service) workingDayAfter(ctx context.Context, t time.Time) (time.Time, error) {
	working, err := s.calendar.Current(ctx)
	if err != nil {
		return time.Time{}, err
	}
	return working.Add(t, calendar.Limit{Amount: 1, Basis: calendar.WorkingDays})
}

// Counts counts open requests within the actor's scope.
func (s *Service) Counts(ctx context.Context, actor auth.Actor, f Filter) (Counts, error) {
	soon, err := s.soon(ctx)
	if err != nil {
		return Counts{}, err
	}
	tallies, err := s.store.tally(ctx, actor, f, s.clock.Now(), soon)
	if err != nil {
		return Counts{}, err
	}
	c := Counts{Steps: []StepCount{}}
	steps := map[string]*stepTally{}
	for _, t := range tallies {
		c.add(t)
		if steps[t.Step] == nil {
			steps[t.Step] = &stepTally{StepCount: StepCount{Key: t.Step}}
		}
		d, err := s.definition(ctx, row{ServiceCode: t.ServiceCode, ServiceVersion: t.ServiceVersion})
		if err != nil {
			return Counts{}, err
		}
		if step := d.Step(t.Step); step != nil {
			steps[t.Step].see(*step, position(d, t.Step))
		}
		steps[t.Step].Count += t.Count
	}
	c.Capped = c.Total >= maxCounted
	for _, step := range steps {
		c.Steps = append(c.Steps, step.StepCount)
	}
	slices.SortFunc(c.Steps, func(a, b StepCount) int {
		return cmp.Or(cmp.Compare(steps[a.Key].place, steps[b.Key].place), strings.Compare(a.Key, b.Key))
	})
	return c, nil
}

func (c *Counts) add(t tally) {
	c.Total += t.Count
	switch {
	case t.Returned:
		c.Returned += t.Count
	case t.Status == Waiting:
		c.Waiting += t.Count
	default:
		c.InProgress += t.Count
	}
	if t.Overdue {
		c.Overdue += t.Count
	}
	if t.DueSoon {
		c.DueSoon += t.Count
	}
}

// stepTally is what is known of a step that several services may share.
type stepTally struct {
	StepCount
	seen  bool
	place int // the furthest along the steps of a service
}

// see adds how one service has the step, and keeps what all agree on.
func (s *stepTally) see(step catalogue.Step, place int) {
	s.place = max(s.place, place)
	if !s.seen {
		s.seen, s.Name, s.Kind, s.Role = true, &step.Name, &step.Kind, &step.Actor.Role
		return
	}
	s.Name, s.Kind, s.Role = agreed(s.Name, step.Name), agreed(s.Kind, step.Kind), agreed(s.Role, step.Actor.Role)
}

// agreed is what all have said before if this one says it too, else nil.
func agreed[T comparable](before *T, now T) *T {
	if before == nil || *before != now {
		return nil
	}
	return before
}

// tally counts the open requests that are alike in all of this.
type tally struct {
	ServiceCode    string `gorm:"column:service_code"`
	ServiceVersion int    `gorm:"column:service_version"`
	Step           string `gorm:"column:step"`
	Status         Status `gorm:"column:status"`
	Returned       bool   `gorm:"column:returned"`
	Overdue        bool   `gorm:"column:overdue"`
	DueSoon        bool   `gorm:"column:due_soon"`
	Count          int64  `gorm:"column:count"`
}

// tally counts in one walk over at most maxCounted requests.
func (s store) tally(ctx context.Context, actor auth.Actor, f Filter, now, soon time.Time) ([]tally, error) {
	f.Open = true
	open := f.apply(f.scope(s.read.WithContext(ctx).Table("tickets t"), actor), actor, now).
		Select(`t.service_code, t.service_version, t.step, t.status, t.returned,
			t.due_order < ? AS overdue, t.due_order >= ? AND t.due_order <= ? AS due_soon`, now, now, soon).
		Limit(maxCounted)
	var list []tally
	err := s.read.WithContext(ctx).Table("(?) AS o", open).
		Select("service_code, service_version, step, status, returned, overdue, due_soon, COUNT(*) AS count").
		Group("service_code, service_version, step, status, returned, overdue, due_soon").Find(&list).Error
	return list, err
}

// scope narrows a query on tickets t to what the actor may read.
func (f Filter) scope(g reader, actor auth.Actor) reader { return within(g, actor) }

// returnedBy narrows to what the actor, or somebody in a role of theirs, has
// returned to the applicant, who has not mended it yet.
func returnedBy(g reader, actor auth.Actor) reader {
	conditions, args := []string{"t.returned_by_id = ?"}, []any{actor.ID}
	for _, r := range actor.Roles {
		if r.Role != auth.Applicant {
			conditions = append(conditions, "(t.returned_by_role = ? AND t.returned_by_unit = ?)")
			args = append(args, string(r.Role), r.Unit)
		}
	}
	return g.Where("t.status <> 'done' AND t.returned").Where("("+strings.Join(conditions, " OR ")+")", args...)
}
