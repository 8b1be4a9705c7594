package recommendation

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/dkisp-kaltara/elayanan/api/form"
)

// riskTemplate writes the workbook to fill in: a sheet with the heads, one with
// the choices, from which the cells offer a list, and one that explains the
// columns.
func riskTemplate(f form.Form) ([]byte, error) {
	const risks, lists, help = "Risiko", "Pilihan", "Petunjuk"
	file := excelize.NewFile()
	defer file.Close()
	var failed error
	try := func(err error) { failed = errors.Join(failed, err) }
	add := func(name string) {
		_, err := file.NewSheet(name)
		try(err)
	}
	try(file.SetSheetName("Sheet1", risks))
	add(lists)
	add(help)
	text, err := file.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}) // "@": kept as it is written
	try(err)
	head, err := file.NewStyle(&excelize.Style{
		NumFmt: 49, Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DCE6F1"}},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"},
	})
	try(err)
	keys := riskColumns(f)
	last, err := excelize.ColumnNumberToName(len(keys))
	try(err)
	try(file.SetColStyle(risks, "A:"+last, text))
	try(file.SetColWidth(risks, "A", last, 28))
	try(file.SetColStyle(help, "A:C", text))
	try(file.SetColWidth(help, "A", "A", 32))
	try(file.SetColWidth(help, "B", "C", 60))
	try(file.SetColWidth(lists, "A", last, 32))
	try(file.SetSheetRow(help, "A1", &[]any{"Kolom", "Cara mengisi", "Pilihan"}))
	for i, key := range keys {
		field := f.Properties[key]
		column, err := excelize.ColumnNumberToName(i + 1)
		try(err)
		try(file.SetCellStr(risks, column+"1", field.Title))
		try(file.SetCellStr(lists, column+"1", field.Title))
		choices := choicesOf(field)
		for n, choice := range choices {
			try(file.SetCellStr(lists, fmt.Sprintf("%s%d", column, n+2), choice))
		}
		if len(choices) > 0 {
			rule := excelize.NewDataValidation(true)
			rule.SetSqref(fmt.Sprintf("%s2:%s%d", column, column, maxRisks+1))
			rule.SetSqrefDropList(fmt.Sprintf("%s!$%s$2:$%s$%d", lists, column, column, len(choices)+1))
			try(file.AddDataValidation(risks, rule))
		}
		try(file.SetSheetRow(help, fmt.Sprintf("A%d", i+2), &[]any{field.Title, explained(f, key), strings.Join(choices, "; ")}))
	}
	for _, sheet := range []string{risks, lists, help} {
		try(file.SetRowStyle(sheet, 1, 1, head))
		try(file.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	}
	if failed != nil {
		return nil, fmt.Errorf("recommendation: template: %w", failed)
	}
	var out bytes.Buffer
	err = file.Write(&out)
	return out.Bytes(), err
}

// choicesOf are the words that a cell offers.
func choicesOf(field form.Field) []string {
	if field.Kind() == form.YesNo {
		return []string{"Ya", "Tidak"}
	}
	var titles []string
	for _, o := range field.OneOf {
		titles = append(titles, o.Title)
	}
	return titles
}

// explained says how a column is filled in.
func explained(f form.Form, key string) string {
	field := f.Properties[key]
	words := []string{}
	if f.Requires(key) {
		words = append(words, "Wajib diisi.")
	}
	for _, when := range conditionsOf(f, key) {
		asked := f.Properties[when.Field]
		answers := []string{}
		for _, is := range when.Is {
			switch is := is.(type) {
			case bool:
				answers = append(answers, map[bool]string{true: "Ya", false: "Tidak"}[is])
			case string:
				answers = append(answers, asked.Option(is).Title)
			}
		}
		words = append(words, fmt.Sprintf("Hanya bila “%s” dijawab %s; selain itu kosongkan.", asked.Title, strings.Join(answers, " atau ")))
	}
	if field.Kind() == form.Date {
		words = append(words, "Tanggal, misalnya 31/12/2027.")
	}
	if field.Description != "" {
		words = append(words, field.Description)
	}
	return strings.Join(words, " ")
}

// conditionsOf are the conditions under which a field is asked: its own, and
// those of its section.
func conditionsOf(f form.Form, key string) []form.When {
	var list []form.When
	for _, section := range f.Sections {
		for _, field := range section.Fields {
			if field == key && section.When != nil {
				list = append(list, *section.When)
			}
		}
	}
	if own := f.Properties[key].When; own != nil {
		list = append(list, *own)
	}
	return list
}
