// Package sheet writes tables of text for spreadsheets, and reads them. Nothing
// in them is taken for a formula.
package sheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"
)

// Format is a file format of a table; the first row holds the heads.
type Format struct {
	MediaType string
	Write     func(w io.Writer, table [][]string) error
}

// Formats are the formats by their extensions.
var Formats = map[string]Format{
	"csv":  {"text/csv; charset=utf-8", writeCSV},
	"xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", writeXLSX},
}

// maxCell is what a cell holds at the most, in characters.
const maxCell = 2000

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

// writeCSV puts a quotation mark before what a spreadsheet would take for a
// formula.
func writeCSV(w io.Writer, table [][]string) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil { // tells spreadsheets that it is UTF-8
		return err
	}
	out := csv.NewWriter(w)
	for _, row := range table {
		cells := make([]string, len(row))
		for i, cell := range row {
			if cell = plain(cell); strings.IndexAny(strings.TrimLeft(cell, " "), "=+-@") == 0 {
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
func writeXLSX(w io.Writer, table [][]string) error {
	file := excelize.NewFile()
	defer file.Close()
	rows, err := file.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	for i, row := range table {
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
