package recommendation

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/form"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/sheet"
)

// ImportedRisks says what became, or would become, of a file of risks.
type ImportedRisks struct {
	DryRun bool           `json:"dry_run"` // nothing was changed
	Items  []ImportedRisk `json:"items"`
} // @name RecommendationRiskImport

// ImportedRisk is one line of the file.
type ImportedRisk struct {
	Line      int              `json:"line"`   // in the file, from 1
	Number    int              `json:"number"` // that it has, or would have, in the register
	ID        string           `json:"id"`     // of the risk; empty in a dry run
	Event     string           `json:"event"`
	Answers   map[string]any   `json:"answers"`
	Magnitude int              `json:"magnitude"` // 0: the levels are missing
	Level     *RiskLevel       `json:"level"`
	Missing   []ticket.Finding `json:"missing"` // what is still to be filled in, by cell
} // @name RecommendationImportedRisk

// @Summary	Template for importing risks
// @Description	A workbook with the heads to fill in below, a sheet with the choices, and one that explains the columns.
// @Tags	spbe-recommendations
// @Produce	application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
// @Security	Bearer
// @Success	200	{file}	file	"the workbook"
// @Failure	401,403	{object}	web.Problem
// @Router	/spbe-recommendations/risk-template.xlsx [get]
func (h *handlers) riskTemplate(c echo.Context) error {
	var book bytes.Buffer
	if err := riskTemplate(h.service.forms.Risk.Form).Write(&book); err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set(echo.HeaderContentDisposition, `attachment; filename="templat-risiko.xlsx"`)
	header.Set(echo.HeaderCacheControl, "private, no-cache")
	return c.Blob(http.StatusOK, sheet.Formats["xlsx"].MediaType, book.Bytes())
}

// @Summary	Import risks into a proposal
// @Description	From a workbook (XLSX) or CSV file of at most 2 MB and 100 risks, with the heads of the template. They are added at the end of the register, all or none: faults are told by their cell, as `/cells/B7`. What is missing is no fault, as everywhere while a proposal is written. With `dry_run=true` nothing is added.
// @Tags	spbe-recommendations
// @Accept	mpfd
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Param	dry_run	query	bool	false	"true: only say what would be done"
// @Param	file	formData	file	true	"the file"
// @Success	200	{object}	ImportedRisks
// @Failure	400,401,403,404,409,413,415,422	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/risks/import [post]
func (h *handlers) importRisks(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	if _, err := h.service.own(ctx, actor, c.Param("id")); err != nil { // before a byte of the file is taken in
		return err
	}
	var data []byte
	isFile := func(name string) bool { return name == "file" }
	_, err := web.ReadForm(c, maxSheet+64<<10, nil, isFile, func(_, _ string, r io.Reader) (err error) {
		data, err = io.ReadAll(r)
		return err
	})
	if err != nil {
		return err
	}
	imported, err := h.service.ImportRisks(ctx, actor, c.Param("id"), data, c.QueryParam("dry_run") == "true", web.Lang(c))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, imported)
}

// Bounds of a file of risks.
const (
	maxSheet       = 2 << 20 // bytes
	maxSheetRows   = 1000    // empty ones included
	maxSheetFaults = 100
)

var (
	errSheetFormat = apperr.BadField("/file", "sheet.format",
		"Berkas ini bukan buku kerja XLSX atau CSV (UTF-8) yang utuh. Pakai templat, lalu unggah lagi.",
		"This file is not a whole XLSX workbook or CSV (UTF-8). Use the template and upload it again.")
	errSheetSize = apperr.BadField("/file", "sheet.size",
		"Berkas terlalu besar: paling banyak 2 MB dan 100 risiko.", "The file is too large: at most 2 MB and 100 risks.")
	errSheetEmpty = apperr.BadField("/file", "sheet.empty",
		"Berkas ini belum berisi satu risiko pun. Isi mulai baris kedua.", "There is no risk in this file yet. Begin in the second row.")
)

// ImportRisks adds the risks of a file to the register of a proposal, all or
// none.
func (s *Service) ImportRisks(ctx context.Context, actor auth.Actor, id string, data []byte, dryRun bool, lang string) (ImportedRisks, error) {
	r, err := s.own(ctx, actor, id)
	if err != nil {
		return ImportedRisks{}, err
	}
	lines, err := readRisks(s.forms.Risk.Form, data)
	if err != nil {
		return ImportedRisks{}, err
	}
	k, err := s.knowledge(ctx, r.ID)
	if err != nil {
		return ImportedRisks{}, err
	}
	there, err := risksOf(s.store.read.WithContext(ctx), r.ID)
	if err != nil {
		return ImportedRisks{}, err
	}
	imported := ImportedRisks{DryRun: dryRun, Items: make([]ImportedRisk, len(lines))}
	answers := make([]map[string]any, len(lines))
	var faults []apperr.Field
	for i, l := range lines {
		result := s.forms.Risk.Form.Check(l.answers, k.world)
		missing, wrong := l.byCell(s.forms.Risk.Form, result.Errors)
		faults = append(faults, wrong...)
		risk, err := ReadRisk(result.Clean)
		if err != nil {
			return ImportedRisks{}, err
		}
		imported.Items[i] = ImportedRisk{Line: l.line, Number: len(there) + i + 1, Event: risk.Event, Answers: result.Clean, Magnitude: risk.Magnitude(), Level: levelOf(risk.Magnitude()), Missing: findings(missing, lang)}
		answers[i] = result.Clean
	}
	if len(faults) > 0 {
		return ImportedRisks{}, apperr.BadFields(faults[:min(len(faults), maxSheetFaults)]...)
	}
	if len(there)+len(lines) > maxRisks {
		return ImportedRisks{}, errTooManyRisks
	}
	if dryRun {
		return imported, nil
	}
	ids, err := s.addRisks(ctx, actor, id, answers, "recommendation_risks_imported")
	for i := range ids {
		imported.Items[i].ID = ids[i]
	}
	return imported, err
}

// riskLine is one line of a file of risks, and where each of its answers
// stands.
type riskLine struct {
	line    int // from 1, the head included
	answers map[string]any
	cells   map[string]string // such as B7, by key
}

// byCell tells the findings of a line by their cells and the heads of their
// columns, what is missing apart from what is wrong, both from left to right.
// What has no column in the file is told at the start of its line. An answer is
// not called superfluous while the one that decides it is wrong itself.
func (l riskLine) byCell(risk form.Form, found []apperr.Field) (missing, wrong []apperr.Field) {
	faulty := map[string]bool{} // by key; a field stands behind those that decide whether it is asked
	for _, f := range found {
		key, _, _ := strings.Cut(strings.TrimPrefix(f.Pointer, "/answers/"), "/")
		faulty[key] = !form.Missing(f)
		if form.NotAsked(f) && slices.ContainsFunc(conditionsOf(risk, key), func(w form.When) bool { return faulty[w.Field] }) {
			continue
		}
		head := risk.Properties[key].Title
		cell, known := l.cells[key]
		at := apperr.Text{ID: cell + " (" + head + ")", EN: cell + " (" + head + ")"}
		if !known {
			cell = sheet.Cell(0, l.line)
			at.ID = fmt.Sprintf("Baris %d, kolom “%s” (tidak ada di berkas)", l.line, head)
			at.EN = fmt.Sprintf("Row %d, column “%s” (not in the file)", l.line, head)
		}
		f.Pointer = "/cells/" + cell
		f.Detail = apperr.Text{ID: at.ID + ": " + f.Detail.ID, EN: at.EN + ": " + f.Detail.EN}
		if form.Missing(f) {
			missing = append(missing, f)
		} else {
			wrong = append(wrong, f)
		}
	}
	byColumn := func(a, b apperr.Field) int {
		return cmp.Or(cmp.Compare(len(a.Pointer), len(b.Pointer)), cmp.Compare(a.Pointer, b.Pointer))
	}
	slices.SortStableFunc(missing, byColumn)
	slices.SortStableFunc(wrong, byColumn)
	return missing, wrong
}

// riskColumns are the keys of a risk's form in the order of the template.
func riskColumns(f form.Form) []string {
	var keys []string
	for _, section := range f.Sections {
		keys = append(keys, section.Fields...)
	}
	return keys
}

// readRisks reads a file of risks. Its columns are told by their heads, which
// are the titles of the form's fields, in whatever order they stand.
func readRisks(f form.Form, data []byte) ([]riskLine, error) {
	if len(data) > maxSheet {
		return nil, errSheetSize
	}
	rows, err := sheet.Read(data, maxSheetRows)
	switch {
	case errors.Is(err, sheet.ErrTooLong):
		return nil, errSheetSize
	case err != nil:
		return nil, errSheetFormat.Because(err)
	case len(rows) == 0:
		return nil, errSheetEmpty
	}
	columns, err := columnsOf(f, rows[0])
	if err != nil {
		return nil, err
	}
	var lines []riskLine
	for n, row := range rows[1:] {
		l := riskLine{line: n + 2, answers: map[string]any{}, cells: map[string]string{}}
		for i, key := range columns {
			l.cells[key] = sheet.Cell(i, l.line)
			if i < len(row) && strings.TrimSpace(row[i]) != "" {
				l.answers[key] = answerIn(f.Properties[key], strings.TrimSpace(row[i]))
			}
		}
		if len(l.answers) == 0 {
			continue
		}
		if lines = append(lines, l); len(lines) > maxRisks {
			return nil, errSheetSize
		}
	}
	if len(lines) == 0 {
		return nil, errSheetEmpty
	}
	return lines, nil
}

// columnsOf returns the keys of the columns of a file by its heads.
func columnsOf(f form.Form, heads []string) (map[int]string, error) {
	columns, seen := map[int]string{}, map[string]bool{}
	for i, head := range heads {
		if head = strings.TrimSpace(head); head == "" {
			continue
		}
		cell := sheet.Cell(i, 1)
		at := slices.IndexFunc(riskColumns(f), func(key string) bool { return strings.EqualFold(f.Properties[key].Title, head) })
		if at < 0 {
			return nil, apperr.BadField("/cells/"+cell, "sheet.head", cell+": judul kolom ini tidak dikenal. Pakai judul kolom dari templat.", cell+": this head is not known. Use those of the template.")
		}
		key := riskColumns(f)[at]
		if seen[key] {
			return nil, apperr.BadField("/cells/"+cell, "sheet.head", cell+": judul kolom ini tertulis dua kali.", cell+": this head stands twice.")
		}
		columns[i], seen[key] = key, true
	}
	return columns, nil
}

// answerIn reads a cell as an answer to a field. What it cannot read it leaves
// as it is: the check of the form then says what is wrong with it.
func answerIn(field form.Field, cell string) any {
	switch field.Kind() {
	case form.Choice:
		for _, o := range field.OneOf {
			if strings.EqualFold(cell, o.Const) || strings.EqualFold(cell, o.Title) {
				return o.Const
			}
		}
	case form.YesNo:
		if yes, known := map[string]bool{"ya": true, "tidak": false}[strings.ToLower(cell)]; known {
			return yes
		}
	case form.Date:
		return dateIn(cell)
	}
	return cell
}

// firstDay is the day 0 of spreadsheets, which count days.
var firstDay = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// dateIn reads a date as people write it (31/12/2027, 31-12-2027 or
// 2027-12-31), or as spreadsheets keep it, and returns it as YYYY-MM-DD.
func dateIn(cell string) string {
	for _, layout := range []string{"2/1/2006", "2-1-2006"} {
		if at, err := time.Parse(layout, cell); err == nil {
			return at.Format(time.DateOnly)
		}
	}
	if days, err := strconv.Atoi(cell); err == nil && days > 0 && days < 100_000 {
		return firstDay.AddDate(0, 0, days).Format(time.DateOnly)
	}
	return cell
}
