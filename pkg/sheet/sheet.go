// Package sheet writes tables of text for spreadsheets, and reads them. Nothing
// in them is taken for a formula.
package sheet

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"
)

// Table is text in rows, of which the first holds the heads.
type Table struct {
	Rows   [][]string
	Name   string    // of the sheet in a workbook; empty: Sheet1
	Widths []float64 // of the columns in a workbook, in characters; those without one are as the program has them
}

// Format is a file format of a table.
type Format struct {
	MediaType string
	Write     func(w io.Writer, table Table) error
}

// Formats are the formats by their extensions.
var Formats = map[string]Format{
	"csv":  {"text/csv; charset=utf-8", writeCSV},
	"xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", writeXLSX},
}

// maxCell is what a cell holds at the most, in characters: what fits into one of
// a workbook, however they are encoded.
const maxCell = excelize.TotalCellChars/2 - 1

// plain takes out what cannot be seen, and cuts what is too long.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "�"))
	if runes := []rune(text); len(runes) > maxCell {
		return string(runes[:maxCell]) + "…"
	}
	return text
}

// isFormula tells whether a spreadsheet would take a cell of CSV for a formula.
func isFormula(cell string) bool {
	return strings.IndexAny(strings.TrimLeft(cell, " "), "=+-@") == 0
}

// unguarded takes away the quotation mark that keeps a cell of CSV from being a
// formula or a number: writing puts it there, and so do people.
func unguarded(cell string) string {
	rest, marked := strings.CutPrefix(cell, "'")
	if marked && (isFormula(rest) || strings.IndexAny(rest, "0123456789") == 0) {
		return rest
	}
	return cell
}

// writeCSV puts a quotation mark before what a spreadsheet would take for a
// formula.
func writeCSV(w io.Writer, table Table) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil { // tells spreadsheets that it is UTF-8
		return err
	}
	out := csv.NewWriter(w)
	for _, row := range table.Rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			if cell = plain(cell); isFormula(cell) {
				cell = "'" + cell
			}
			cells[i] = cell
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// writeXLSX writes a workbook in which every cell is text.
func writeXLSX(w io.Writer, table Table) error {
	file := excelize.NewFile()
	defer file.Close()
	name := cmp.Or(table.Name, "Sheet1")
	if err := file.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	rows, err := file.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, width := range table.Widths {
		if err := rows.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	for i, row := range table.Rows {
		cells := make([]any, len(row))
		for n, cell := range row {
			cells[n] = plain(cell)
		}
		if err := rows.SetRow(fmt.Sprintf("A%d", i+1), cells); err != nil {
			return err
		}
	}
	if err := rows.Flush(); err != nil {
		return err
	}
	return file.Write(w)
}
