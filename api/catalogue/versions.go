package catalogue

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// maxVersions bounds the history that is shown of one service.
const maxVersions = 500

// History is a service as its admin sees it: every version, newest first.
type History struct {
	Code      string     `json:"code"`
	RetiredAt *time.Time `json:"retired_at"` // null: can be asked for
	Version   int64      `json:"version"`    // what a change is based on (If-Match)
	Items     []Edition  `json:"items"`
} // @name ServiceTypeHistory

// Edition is one version of a definition, without its text.
type Edition struct {
	Number        int        `json:"number" example:"2"`
	State         string     `json:"state" enums:"draft,scheduled,current,superseded"`
	Shipped       bool       `json:"shipped"` // came with the product rather than from an admin
	Author        string     `json:"author"`
	Note          string     `json:"note"` // what was changed and why
	CreatedAt     time.Time  `json:"created_at"`
	PublishedAt   *time.Time `json:"published_at"`
	EffectiveFrom *time.Time `json:"effective_from"` // null: a draft
} // @name ServiceTypeVersion

// Entry is a service in the admin's list.
type Entry struct {
	Code      string     `json:"code"`
	Name      string     `json:"name"`
	Category  string     `json:"category"`
	Hidden    bool       `json:"hidden"`
	Current   int        `json:"current"`   // number of the version in effect, 0: none yet
	Scheduled int        `json:"scheduled"` // number of the version that waits for its date of effect, the next of several; 0: none
	Draft     int        `json:"draft"`     // number of the newest draft, 0: none
	RetiredAt *time.Time `json:"retired_at"`
} // @name ServiceTypeEntry

// @Summary	List all services for their keepers
// @Description	Retired and hidden services, and those with drafts only, included.
// @Tags	catalogue
// @Produce	json
// @Security	Bearer
// @Success	200	{object}	web.List[Entry]
// @Failure	401,403	{object}	web.Problem
// @Router	/service-type-entries [get]
func (h *handlers) entries(c echo.Context) error {
	list, err := h.service.Entries(c.Request().Context())
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[Entry]{Items: list})
}

// Entries lists all services, in the order of the catalogue.
func (s *Service) Entries(ctx context.Context) ([]Entry, error) {
	now := s.clock.Now()
	rows, err := s.store.entries(ctx, now)
	if err != nil {
		return nil, err
	}
	list := make([]Entry, 0, len(rows))
	for _, row := range rows {
		history, err := versions(s.store.read.WithContext(ctx), row.Code)
		if err != nil {
			return nil, err
		}
		e := Entry{Code: row.Code, Current: row.Number, Scheduled: nextScheduled(history, now), RetiredAt: row.RetiredAt}
		if len(history) > 0 && history[0].EffectiveFrom == nil {
			e.Draft = history[0].Number
		}
		number := e.Current
		if number == 0 { // a first version that waits, as a draft or for its date
			number = history[0].Number
		}
		shown, err := s.Version(ctx, row.Code, number)
		if err != nil {
			return nil, err
		}
		e.Name, e.Category, e.Hidden = shown.Name, shown.Category, shown.Hidden
		list = append(list, e)
	}
	return list, nil
}

// nextScheduled returns the number of the version that goes into effect next, 0
// where none waits.
func nextScheduled(history []versionRow, now time.Time) int {
	var next *versionRow
	for i, v := range history {
		if v.EffectiveFrom != nil && v.EffectiveFrom.After(now) && (next == nil || v.EffectiveFrom.Before(*next.EffectiveFrom)) {
			next = &history[i]
		}
	}
	if next == nil {
		return 0
	}
	return next.Number
}

// @Summary	List the versions of a service
// @Tags	catalogue
// @Produce	json
// @Security	Bearer
// @Param	code	path	string	true	"code of the service"
// @Success	200	{object}	History
// @Success	304	"not changed"
// @Failure	401,403,404	{object}	web.Problem
// @Router	/service-types/{code}/versions [get]
func (h *handlers) versions(c echo.Context) error {
	history, err := h.service.History(c.Request().Context(), c.Param("code"))
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, history.Version, history)
}

// History returns the versions of a service.
func (s *Service) History(ctx context.Context, code string) (History, error) {
	read, now := s.store.read.WithContext(ctx), s.clock.Now()
	service, err := findType(read, code)
	if err != nil {
		return History{}, err
	}
	rows, err := versions(read, code)
	if err != nil {
		return History{}, err
	}
	h := History{Code: code, RetiredAt: service.RetiredAt, Version: service.Version, Items: make([]Edition, 0, len(rows))}
	current, err := currentNumber(read, code, now)
	if err != nil && !isNotFound(err) {
		return History{}, err
	}
	for _, r := range rows {
		e := Edition{
			Number: r.Number, State: "superseded", Shipped: r.ShippedHash != "", Author: r.AuthorName, Note: r.Note,
			CreatedAt: r.CreatedAt, PublishedAt: r.PublishedAt, EffectiveFrom: r.EffectiveFrom,
		}
		switch {
		case r.EffectiveFrom == nil:
			e.State = "draft"
		case r.Number == current:
			e.State = "current"
		case r.EffectiveFrom.After(now):
			e.State = "scheduled"
		}
		h.Items = append(h.Items, e)
	}
	return h, nil
}

// @Summary	Read one version of a service
// @Description	As the public would see it: the preview of a draft, or an older version.
// @Tags	catalogue
// @Produce	json
// @Security	Bearer
// @Param	code	path	string	true	"code of the service"
// @Param	number	path	int	true	"number of the version"
// @Success	200	{object}	Published
// @Success	304	"not changed"
// @Failure	401,403,404	{object}	web.Problem
// @Router	/service-types/{code}/versions/{number} [get]
func (h *handlers) version(c echo.Context) error {
	number, err := strconv.ParseInt(c.Param("number"), 10, 32)
	if err != nil {
		return web.ErrNotFound
	}
	found, err := h.service.Version(c.Request().Context(), c.Param("code"), int(number))
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, int64(found.Number), found)
}

// @Summary	Compare two versions of a service
// @Tags	catalogue
// @Produce	json
// @Security	Bearer
// @Param	code	path	string	true	"code of the service"
// @Param	from	query	int	true	"number of the older version"
// @Param	to	query	int	true	"number of the newer version"
// @Success	200	{object}	web.List[Difference]
// @Failure	401,403,404,422	{object}	web.Problem
// @Router	/service-types/{code}/difference [get]
func (h *handlers) difference(c echo.Context) error {
	var numbers [2]int
	for i, name := range []string{"from", "to"} {
		n, err := strconv.ParseInt(c.QueryParam(name), 10, 32)
		if err != nil {
			return apperr.BadField("/"+name, "field.type", "Isian ini adalah nomor versi.", "This is the number of a version.")
		}
		numbers[i] = int(n)
	}
	list, err := h.service.Compare(c.Request().Context(), c.Param("code"), numbers[0], numbers[1])
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[Difference]{Items: list})
}

// Compare tells what differs between two versions of a service.
func (s *Service) Compare(ctx context.Context, code string, from, to int) ([]Difference, error) {
	older, err := s.Version(ctx, code, from)
	if err != nil {
		return nil, err
	}
	newer, err := s.Version(ctx, code, to)
	if err != nil {
		return nil, err
	}
	return differences(older.Definition, newer.Definition)
}
