package calendar

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/sheet"
)

// The columns of a file of holidays and the words for their kinds, as the
// people who keep such lists in a spreadsheet write them.
var (
	csvHeader = []string{"tanggal", "jenis", "nama", "sumber"}
	kindWords = map[HolidayKind]string{National: "libur nasional", CollectiveLeave: "cuti bersama", Regional: "libur daerah"}
)

// @Summary	Export the holidays of a year
// @Description	As CSV with the columns tanggal, jenis, nama, sumber; what is exported can be imported.
// @Tags	calendars
// @Produce	text/csv
// @Security	Bearer
// @Param	year	query	int	false	"the year; left out: this one"	minimum(2000)	maximum(2100)
// @Success	200	{string}	string	"CSV in UTF-8"
// @Failure	401,422	{object}	web.Problem
// @Router	/holidays.csv [get]
func (h *handlers) exportHolidays(c echo.Context) error {
	list, year, err := h.ofYear(c)
	if err != nil {
		return err
	}
	table := sheet.Table{Rows: [][]string{csvHeader}}
	for _, h := range list {
		table.Rows = append(table.Rows, []string{h.Date.String(), kindWords[h.Kind], h.Name, h.Source})
	}
	format := sheet.Formats["csv"]
	var out bytes.Buffer
	if err := format.Write(&out, table); err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set(echo.HeaderContentDisposition, fmt.Sprintf(`attachment; filename="hari-libur-%d.csv"`, year))
	header.Set(echo.HeaderCacheControl, "private, no-cache")
	return c.Blob(http.StatusOK, format.MediaType, out.Bytes())
}

// ImportInput is a file of holidays.
type ImportInput struct {
	CSV     string `json:"csv" validate:"required,max=500000"` // with a header: tanggal, jenis, nama, sumber
	Preview bool   `json:"preview"`                            // only say what would be done
} // @name HolidayImportInput

// ImportedHoliday is one line of a file and what it does.
type ImportedHoliday struct {
	Line int `json:"line"` // in the file, from 1
	HolidayInput
	Effect string `json:"effect" enums:"new,changed,same"`
} // @name ImportedHoliday

// @Summary	Import holidays
// @Description	Adds the holidays of a file, and changes those of the same date and name; none is removed. Faults are pointed at by the line, /lines/3. With preview nothing is changed.
// @Tags	calendars
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	body	body	ImportInput	true	"the file"
// @Success	200	{object}	web.List[ImportedHoliday]
// @Failure	400,401,403,409,413,415,422	{object}	web.Problem
// @Router	/holiday-imports [post]
func (h *handlers) importHolidays(c echo.Context) error {
	in, err := web.Bind[ImportInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	lines, err := h.service.Import(ctx, actor, in)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[ImportedHoliday]{Items: lines})
}

// Import brings the holidays of a file into the calendar, all or none, and
// says what each line does.
func (s *Service) Import(ctx context.Context, actor auth.Actor, in ImportInput) ([]ImportedHoliday, error) {
	lines, err := readCSV(in.CSV)
	if err != nil {
		return nil, err
	}
	if in.Preview {
		now, err := s.Current(ctx)
		if err != nil {
			return nil, err
		}
		rules := now.Rules
		rules.Holidays = slices.Clone(rules.Holidays)
		return lines, bring(lines, &rules, now.Version+1, func() string { return "" })
	}
	_, err = s.edit(ctx, actor, func(tx *change.Tx, rules *Rules, next int64) error {
		return bring(lines, rules, next, tx.NewID)
	})
	return lines, err
}

// bring writes the lines into the rules and notes the effect of each.
func bring(lines []ImportedHoliday, rules *Rules, next int64, newID func() string) error {
	for i := range lines {
		line := &lines[i]
		at := slices.IndexFunc(rules.Holidays, func(h Holiday) bool { return h.Date == line.Date && h.Name == line.Name })
		if at < 0 {
			h := Holiday{ID: newID(), Version: next}
			line.apply(&h)
			rules.Holidays, line.Effect = append(rules.Holidays, h), "new"
			continue
		}
		h := rules.Holidays[at]
		line.apply(&h)
		line.Effect = "same"
		if h != rules.Holidays[at] {
			h.Version = next
			rules.Holidays[at], line.Effect = h, "changed"
		}
	}
	if len(rules.Holidays) > maxHolidays {
		return errTooMany
	}
	return nil
}

// maxLines bounds a file, its head included, and maxFaults what is said of it.
const maxLines, maxFaults = 1000, 50

// readCSV reads a file of holidays: separated by commas or, as spreadsheets
// save it here, by semicolons; dates as 2026-12-25 or 25/12/2026.
func readCSV(text string) ([]ImportedHoliday, error) {
	rows, err := sheet.Read([]byte(text), maxLines)
	if broken, ok := errors.AsType[*sheet.QuoteError](err); ok {
		return nil, apperr.BadFields(lineFault(broken.Line, "csv", "tanda kutipnya tidak lengkap", "its quotes do not match"))
	}
	switch {
	case errors.Is(err, sheet.ErrTooLong):
		return nil, apperr.BadField("/csv", "calendar.csv_long", "Paling banyak 1.000 baris sekali impor.", "At most 1,000 lines at a time.")
	case err != nil:
		return nil, apperr.BadField("/csv", "calendar.csv_format", "Berkas ini bukan CSV. Simpan lembar kerja sebagai CSV (UTF-8), lalu coba lagi.", "This file is no CSV. Save the sheet as CSV (UTF-8) and try again.")
	case len(rows) == 0:
		rows = [][]string{nil}
	}
	columns := map[string]int{}
	for i, name := range rows[0] {
		columns[strings.ToLower(strings.TrimSpace(name))] = i
	}
	for _, name := range csvHeader[:3] {
		if _, ok := columns[name]; !ok {
			return nil, apperr.BadField("/lines/1", "calendar.csv_header",
				"Baris pertama harus memuat nama kolom: tanggal, jenis, nama, sumber.", "The first line must name the columns: tanggal, jenis, nama, sumber.")
		}
	}
	var lines []ImportedHoliday
	var faults []apperr.Field
	for i, row := range rows[1:] {
		number := i + 2
		if strings.TrimSpace(strings.Join(row, "")) == "" {
			continue
		}
		line, fault := readLine(number, func(column string) string {
			if at, ok := columns[column]; ok && at < len(row) {
				return strings.TrimSpace(row[at])
			}
			return ""
		})
		if fault == nil {
			if twice := slices.IndexFunc(lines, func(o ImportedHoliday) bool { return o.Date == line.Date && o.Name == line.Name }); twice >= 0 {
				f := lineFault(number, "holiday_twice", fmt.Sprintf("sama dengan baris %d", lines[twice].Line), fmt.Sprintf("the same as line %d", lines[twice].Line))
				fault = &f
			}
		}
		if fault != nil {
			faults = append(faults, *fault)
		} else {
			lines = append(lines, line)
		}
		if len(faults) >= maxFaults {
			break
		}
	}
	switch {
	case len(faults) > 0:
		return nil, apperr.BadFields(faults...)
	case len(lines) == 0:
		return nil, apperr.BadField("/csv", "calendar.csv_empty", "Berkas ini tidak memuat hari libur.", "The file holds no holiday.")
	}
	return lines, nil
}

// readLine reads one holiday; value returns a column of it.
func readLine(number int, value func(column string) string) (ImportedHoliday, *apperr.Field) {
	line := ImportedHoliday{Line: number}
	refuse := func(code, id, en string) (ImportedHoliday, *apperr.Field) {
		fault := lineFault(number, code, id, en)
		return line, &fault
	}
	date, err := time.Parse(time.DateOnly, value("tanggal"))
	if err != nil {
		if date, err = time.Parse("2/1/2006", value("tanggal")); err != nil {
			return refuse("date_format", "tanggalnya ditulis seperti 2026-12-25 atau 25/12/2026", "the date is written like 2026-12-25 or 25/12/2026")
		}
	}
	line.Date, line.Name, line.Source = NewDate(date.Date()), value("nama"), value("sumber")
	kind := strings.ToLower(value("jenis"))
	for k, word := range kindWords {
		if kind == word || kind == string(k) {
			line.Kind = k
		}
	}
	switch {
	case line.check() != nil:
		return refuse("holiday_year", "periksa tahunnya: antara 2000 dan 2100", "check the year: between 2000 and 2100")
	case line.Kind == "":
		return refuse("holiday_kind", "jenisnya salah satu dari: libur nasional, cuti bersama, libur daerah", "the kind is one of: libur nasional, cuti bersama, libur daerah")
	case line.Name == "" || len(line.Name) > 200:
		return refuse("name_missing", "isi namanya, paling banyak 200 karakter", "give its name, at most 200 characters")
	case len(line.Source) > 300:
		return refuse("source_long", "sumbernya paling banyak 300 karakter", "the source has at most 300 characters")
	}
	return line, nil
}

func lineFault(line int, code, id, en string) apperr.Field {
	return apperr.Field{Pointer: fmt.Sprintf("/lines/%d", line), Code: "calendar." + code, Detail: apperr.Text{
		ID: fmt.Sprintf("Baris %d: %s.", line, id), EN: fmt.Sprintf("Line %d: %s.", line, en)}}
}
