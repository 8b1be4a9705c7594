package catalogue

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

type handlers struct{ service *Service }

// Routes is the index of this room.
func Routes(s *Service) []web.Route {
	h := &handlers{s}
	return []web.Route{
		{Method: "GET", Path: "/service-types", Permission: web.Public, Handler: h.list},
		{Method: "GET", Path: "/service-types/:code", Permission: web.Public, Handler: h.get},
		{Method: "GET", Path: "/service-types/:code/schema.json", Permission: web.Public, Handler: h.schema},
		{Method: "GET", Path: "/service-categories", Permission: web.Public, Handler: h.categories},
		{Method: "GET", Path: "/service-type-entries", Permission: auth.ReadCatalogue, Handler: h.entries},
		{Method: "GET", Path: "/service-types/:code/versions", Permission: auth.ReadCatalogue, Handler: h.versions},
		{Method: "GET", Path: "/service-types/:code/versions/:number", Permission: auth.ReadCatalogue, Handler: h.version},
		{Method: "GET", Path: "/service-types/:code/difference", Permission: auth.ReadCatalogue, Handler: h.difference},
		{Method: "GET", Path: "/service-types/:code/versions/:number/definition.yaml", Permission: auth.ReadCatalogue, Handler: h.export},
		{Method: "POST", Path: "/service-type-files", Permission: auth.ManageCatalogue, Handler: h.readFile},
		{Method: "POST", Path: "/service-types", Permission: auth.ManageCatalogue, Handler: h.create},
		{Method: "PUT", Path: "/service-types/:code", Permission: auth.ManageCatalogue, Handler: h.save},
		{Method: "POST", Path: "/service-types/:code/publish", Permission: auth.ManageCatalogue, Handler: h.publish},
		{Method: "POST", Path: "/service-types/:code/retire", Permission: auth.ManageCatalogue, Handler: h.retire},
		{Method: "POST", Path: "/service-types/:code/restore", Permission: auth.ManageCatalogue, Handler: h.restore},
	}
}

// Summary is a service in the list of the catalogue.
type Summary struct {
	Code         string          `json:"code" example:"subdomain"`
	Name         string          `json:"name"`
	Category     string          `json:"category"`
	Audience     []Audience      `json:"audience" enums:"agency,regency,school,public"`
	Channel      Channel         `json:"channel" enums:"online,letter,external"`
	Summary      string          `json:"summary"`
	TimeLimit    *calendar.Limit `json:"time_limit"` // null: no standard has been decreed
	Letter       LetterRule      `json:"letter" enums:"required,optional"`
	Guests       bool            `json:"guests"` // may be asked for without an account
	HasStandard  bool            `json:"has_standard"`
	Confidential bool            `json:"confidential"`
} // @name ServiceTypeSummary

func summarise(p Published) Summary {
	return Summary{
		Code: p.Code, Name: p.Name, Category: p.Category, Audience: p.Audience, Channel: p.Channel, Summary: p.Summary,
		TimeLimit: p.TimeLimit, Letter: p.Letter, Guests: p.Guests, HasStandard: p.Standard != nil, Confidential: p.Confidential,
	}
}

// maxCatalogue bounds the list, which is served whole.
const maxCatalogue = 500

// maxQuery bounds what is searched for, in characters.
const maxQuery = 100

// @Summary	List the services
// @Description	The public catalogue, whole, by category and position; with `q`, what fits best first.
// @Tags	service-types
// @Produce	json
// @Param	q	query	string	false	"words, as people type them; what fits best comes first"	maxlength(100)
// @Param	category	query	string	false	"code of a category"
// @Success	200	{object}	web.List[Summary]
// @Failure	400,422	{object}	web.Problem
// @Router	/service-types [get]
func (h *handlers) list(c echo.Context) error {
	q := c.QueryParam("q")
	if utf8.RuneCountInString(q) > maxQuery {
		return apperr.BadField("/q", "field.max", "Paling banyak 100 karakter.", "At most 100 characters.")
	}
	services, err := h.service.List(c.Request().Context(), Filter{Query: q, Category: c.QueryParam("category")})
	if err != nil {
		return err
	}
	items := make([]Summary, 0, len(services))
	for _, s := range services[:min(len(services), maxCatalogue)] {
		items = append(items, summarise(s))
	}
	return web.JSON(c, http.StatusOK, web.List[Summary]{Items: items})
}

// @Summary	Read a service
// @Description	Everything about a service: texts, requirements, the decreed standard, steps, time limit, legal bases.
// @Tags	service-types
// @Produce	json
// @Param	code	path	string	true	"code of the service"
// @Success	200	{object}	Published
// @Success	304	"not changed"
// @Failure	404	{object}	web.Problem
// @Router	/service-types/{code} [get]
func (h *handlers) get(c echo.Context) error {
	found, err := h.service.Find(c.Request().Context(), strings.ToLower(c.Param("code")))
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, int64(found.Number), found)
}

// @Summary	Read the form of a service as JSON Schema
// @Description	The form as plain JSON Schema 2020-12, for other systems: whatever is filed and kept is valid under it. The form with its sections, texts in English and further words is in `form` of the service.
// @Tags	service-types
// @Produce	json
// @Param	code	path	string	true	"code of the service"
// @Success	200	{object}	map[string]any
// @Success	304	"not changed"
// @Failure	404	{object}	web.Problem	"no such service, or one without a form"
// @Router	/service-types/{code}/schema.json [get]
func (h *handlers) schema(c echo.Context) error {
	found, err := h.service.Find(c.Request().Context(), strings.ToLower(c.Param("code")))
	if err == nil && found.Form == nil {
		err = web.ErrNotFound
	}
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, int64(found.Number), found.Form.Schema())
}

// @Summary	List the categories of the catalogue
// @Tags	service-types
// @Produce	json
// @Success	200	{object}	web.List[Category]
// @Router	/service-categories [get]
func (h *handlers) categories(c echo.Context) error {
	return web.JSON(c, http.StatusOK, web.List[Category]{Items: h.service.Categories()})
}
