package privacy

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
	"github.com/dkisp-kaltara/elayanan/pkg/sheet"
)

// maxTouches bounds the events that a report is made of.
const maxTouches = 100_000

var errWindow = apperr.BadField("/to", "period.long",
	"Terlalu banyak kejadian di antara kedua waktu ini. Persempit waktunya, atau pilih satu akun.",
	"Too much happened between these two times. Narrow them, or choose one account.")

// Affected is a person or a request that was touched between two instants:
// read, downloaded, changed, signed in to.
type Affected struct {
	Kind    string    `json:"kind" enums:"person,request"`
	Key     string    `json:"key"`     // id of the account, or number of the request
	Name    string    `json:"name"`    // of the person, or of who filed the request
	Contact string    `json:"contact"` // where they can be told (Pasal 46); empty: none is known
	Events  int64     `json:"events"`
	First   time.Time `json:"first"`
	Last    time.Time `json:"last"`
} // @name Affected

// window is what a report looks at.
type window struct {
	from, to time.Time
	actor    string // id of the account that acted; empty: any
}

func readWindow(c echo.Context) (w window, err error) {
	for name, into := range map[string]*time.Time{"from": &w.from, "to": &w.to} {
		if *into, err = time.Parse(time.RFC3339, c.QueryParam(name)); err != nil {
			return w, apperr.BadField("/"+name, "time.format", "Tulis waktu seperti 2026-01-05T09:00:00+08:00.", "Write a time such as 2026-01-05T09:00:00+08:00.")
		}
		*into = into.UTC()
	}
	if w.to.Before(w.from) {
		return w, apperr.BadField("/to", "period.order", "Waktu akhir harus sesudah waktu awal.", "The end must be after the beginning.")
	}
	if w.actor = c.QueryParam("actor"); w.actor != "" && !ident.Valid(w.actor) {
		return w, apperr.BadField("/actor", "field.uuid", "Isian ini bukan id yang benar.", "This is not a valid id.")
	}
	return w, nil
}

// @Summary	Who was affected between two times
// @Description	For the notice after a breach (UU 27/2022, Pasal 46, within 3×24 hours): people and requests that were touched, by anybody or through one account. Read from the record, at most 100,000 events.
// @Tags	privacy
// @Produce	json
// @Security	Bearer
// @Param	from	query	string	true	"from this instant (RFC 3339)"
// @Param	to	query	string	true	"to this instant (RFC 3339)"
// @Param	actor	query	string	false	"id of the account that acted"
// @Success	200	{object}	web.List[Affected]
// @Failure	401,403,422	{object}	web.Problem
// @Router	/privacy/affected [get]
func (h *handlers) affected(c echo.Context) error {
	w, err := readWindow(c)
	if err != nil {
		return err
	}
	list, err := h.service.Affected(c.Request().Context(), w)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[Affected]{Items: list})
}

// @Summary	Who was affected between two times, as a workbook
// @Tags	privacy
// @Produce	application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
// @Security	Bearer
// @Param	from	query	string	true	"from this instant (RFC 3339)"
// @Param	to	query	string	true	"to this instant (RFC 3339)"
// @Param	actor	query	string	false	"id of the account that acted"
// @Success	200	{file}	binary
// @Failure	401,403,422	{object}	web.Problem
// @Router	/privacy/affected.xlsx [get]
func (h *handlers) affectedSheet(c echo.Context) error {
	w, err := readWindow(c)
	if err != nil {
		return err
	}
	list, err := h.service.Affected(c.Request().Context(), w)
	if err != nil {
		return err
	}
	at := func(t time.Time) string { return t.In(h.service.zone).Format("02/01/2006 15.04") }
	kinds := map[string]string{"person": "Orang", "request": "Permohonan"}
	table := [][]string{{"Jenis", "Nomor atau id", "Nama", "Kontak", "Jumlah kejadian", "Pertama", "Terakhir"}}
	for _, a := range list {
		table = append(table, []string{kinds[a.Kind], a.Key, a.Name, a.Contact, strconv.FormatInt(a.Events, 10), at(a.First), at(a.Last)})
	}
	format := sheet.Formats["xlsx"]
	var out bytes.Buffer
	if err := format.Write(&out, sheet.Table{Rows: table}); err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set(echo.HeaderContentDisposition, `attachment; filename="terdampak.xlsx"`)
	header.Set(echo.HeaderCacheControl, "no-store")
	return c.Blob(http.StatusOK, format.MediaType, out.Bytes())
}

// Affected gathers who was touched in a window, most often first.
func (s *Service) Affected(ctx context.Context, w window) ([]Affected, error) {
	touches, err := s.store.touched(ctx, w)
	if err != nil {
		return nil, err
	}
	if len(touches) > maxTouches {
		return nil, errWindow
	}
	byID := map[string]map[string]*Affected{"user": {}, "ticket": {}}
	for _, t := range touches {
		a := byID[t.Kind][t.ID]
		if a == nil {
			a = &Affected{First: t.At}
			byID[t.Kind][t.ID] = a
		}
		a.Events, a.Last = a.Events+1, t.At
	}
	list := []Affected{}
	for object, kind := range map[string]string{"user": "person", "ticket": "request"} {
		ids := slices.Collect(maps.Keys(byID[object]))
		ids = slices.DeleteFunc(ids, func(id string) bool { return !ident.Valid(id) }) // such as guesses at unknown accounts
		found, err := s.store.subjects(ctx, object, ids)
		if err != nil {
			return nil, err
		}
		for id, who := range found {
			a := byID[object][id]
			a.Kind, a.Key, a.Name, a.Contact = kind, who.Key, who.Name, who.Contact
			list = append(list, *a)
		}
	}
	slices.SortFunc(list, func(a, b Affected) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(b.Events, a.Events), cmp.Compare(a.Key, b.Key))
	})
	return list, nil
}
