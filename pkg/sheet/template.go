package sheet

import (
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// Template is a workbook for people to fill in: a page that holds the heads
// alone, one with the choices and one that explains the columns.
type Template struct {
	Name    string // of the page to fill in
	Lines   int    // to fill in, of which the cells offer the choices
	Columns []Column
}

// Column is what one column of a template takes.
type Column struct {
	Head    string
	Help    string   // how to fill it in
	Choices []string // empty: anything
	Many    bool     // several choices may stand in a cell, so that it cannot offer them
}

// The other pages of a template.
const (
	choicesPage = "Pilihan"
	helpPage    = "Petunjuk"
)

// Write writes the workbook. Its cells keep what is typed as text: a NIP has
// more digits than a number can hold.
func (t Template) Write(w io.Writer) error {
	file := excelize.NewFile()
	defer file.Close()
	var failed error
	try := func(err error) { failed = errors.Join(failed, err) }
	const asText = 49 // the number format "@"
	text, err := file.NewStyle(&excelize.Style{NumFmt: asText, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	try(err)
	head, err := file.NewStyle(&excelize.Style{
		NumFmt: asText, Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DCE6F1"}},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"},
	})
	try(err)
	last, err := excelize.ColumnNumberToName(len(t.Columns))
	try(err)

	try(file.SetSheetName("Sheet1", t.Name))
	for _, page := range []string{choicesPage, helpPage} {
		_, err := file.NewSheet(page)
		try(err)
	}
	try(file.SetColStyle(t.Name, "A:"+last, text))
	try(file.SetColWidth(t.Name, "A", last, 28))
	try(file.SetColWidth(choicesPage, "A", last, 40))
	try(file.SetColStyle(helpPage, "A:B", text))
	try(file.SetColWidth(helpPage, "A", "A", 28))
	try(file.SetColWidth(helpPage, "B", "B", 80))
	try(file.SetSheetRow(helpPage, "A1", &[]string{"Kolom", "Cara mengisi"}))
	lists := 0
	for i, column := range t.Columns {
		try(file.SetCellStr(t.Name, Cell(i, 1), column.Head))
		try(file.SetSheetRow(helpPage, Cell(0, i+2), &[]string{column.Head, column.Help}))
		if len(column.Choices) == 0 {
			continue
		}
		list := append([]string{column.Head}, column.Choices...)
		try(file.SetSheetCol(choicesPage, Cell(lists, 1), &list))
		if !column.Many {
			rule := excelize.NewDataValidation(true)
			rule.SetSqref(Cell(i, 2) + ":" + Cell(i, t.Lines+1))
			name, err := excelize.ColumnNumberToName(lists + 1)
			try(err)
			rule.SetSqrefDropList(fmt.Sprintf("%s!$%s$2:$%s$%d", choicesPage, name, name, len(list)))
			try(file.AddDataValidation(t.Name, rule))
		}
		lists++
	}
	for _, page := range []string{t.Name, choicesPage, helpPage} {
		try(file.SetRowStyle(page, 1, 1, head))
		try(file.SetPanes(page, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	}
	if failed != nil {
		return fmt.Errorf("sheet: template: %w", failed)
	}
	return file.Write(w)
}
