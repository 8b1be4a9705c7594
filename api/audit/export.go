package audit

import (
	"bytes"
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/sheet"
)

// maxExport bounds an export, in records.
const maxExport = 10_000

// @Summary	Export the record
// @Description	As CSV or XLSX, newest first, at most 10,000 records. That it was exported is recorded.
// @Tags	audit-log
// @Produce	application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,text/csv
// @Security	Bearer
// @Param	format	query	string	true	"csv or xlsx"	Enums(csv, xlsx)
// @Param	from	query	string	false	"on this date or later (YYYY-MM-DD)"
// @Param	to	query	string	false	"on this date or earlier (YYYY-MM-DD)"
// @Param	person	query	string	false	"part of a name, or the id of an account"	maxlength(200)
// @Param	kind	query	string	false	"kind of the object, such as ticket or user"	maxlength(60)
// @Param	object	query	string	false	"number of a request, or id of any object"	maxlength(400)
// @Param	type	query	string	false	"what happened, such as signed_in or denied"	maxlength(60)
// @Param	request_id	query	string	false	"id of the request (instance of a refusal)"	maxlength(60)
// @Param	address	query	string	false	"network address from which it was done"	maxlength(60)
// @Param	api_key	query	string	false	"part of the name of an API key, or of how it begins"	maxlength(120)
// @Success	200	{file}	binary
// @Failure	401,403,422	{object}	web.Problem
// @Router	/audit-log/export [get]
func (h *handlers) export(c echo.Context) error {
	name := c.QueryParam("format")
	format, known := sheet.Formats[name]
	if !known {
		return apperr.BadField("/format", "export.format", "Pilih csv atau xlsx.", "Choose csv or xlsx.")
	}
	filter, err := readFilter(c)
	if err != nil {
		return err
	}
	table, err := h.service.Table(c.Request().Context(), filter)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := format.Write(&out, sheet.Table{Rows: table}); err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set(echo.HeaderContentDisposition, "attachment; filename=catatan-audit."+name)
	header.Set(echo.HeaderCacheControl, "no-store")
	return c.Blob(http.StatusOK, format.MediaType, out.Bytes())
}

// heads are the columns of an export.
var heads = []string{
	"Waktu", "Kejadian", "Jenis objek", "Objek", "Nomor permohonan", "Pelaku", "Peran", "Unit", "Atas nama", "Kunci API", "Alamat", "Id permintaan", "Id catatan", "Data", "Perubahan",
}

// Table returns what matches as a table, newest first.
func (s *Service) Table(ctx context.Context, f Filter) ([][]string, error) {
	table := [][]string{heads}
	for page := (web.Page{Limit: 500, Sort: "at", Descending: true}); ; {
		rows, subjects, err := s.read(ctx, f, page)
		if err != nil {
			return nil, err
		}
		more := len(rows) > page.Limit
		rows = rows[:min(len(rows), page.Limit)]
		if len(table)+len(rows) > maxExport+1 {
			return nil, apperr.BadField("/from", "export.too_long", "Terlalu banyak catatan untuk satu berkas. Persempit tanggal atau saringannya.", "Too many records for one file. Narrow the dates or filters.")
		}
		for _, e := range rows {
			r := recordOf(e, subjects[e.ObjectID])
			data, changes, onBehalf := string(e.Data), string(e.Changes), ""
			if subjects[e.ObjectID].Confidential {
				data, changes = "(rahasia)", "(rahasia)"
			}
			if r.Actor.OnBehalfOf != nil {
				onBehalf = r.Actor.OnBehalfOf.Kind + " " + r.Actor.OnBehalfOf.Name
			}
			table = append(table, []string{
				e.At.In(s.zone).Format("2006-01-02 15:04:05 MST"), r.Type, r.Kind, r.ObjectID, r.Number, r.Actor.Name, r.Actor.Role, r.Actor.Unit,
				onBehalf, r.APIKey, r.Address, r.RequestID, r.ID, data, changes,
			})
		}
		if !more {
			return table, nil
		}
		value, id := cursorOf(rows[len(rows)-1])
		page.After = &web.Cursor{Value: value, ID: id}
	}
}
