package recommendation

import (
	"fmt"
	"strings"

	"github.com/dkisp-kaltara/elayanan/api/form"
	"github.com/dkisp-kaltara/elayanan/pkg/sheet"
)

// riskTemplate is the workbook to fill in, a column for every field of a risk.
func riskTemplate(f form.Form) sheet.Template {
	t := sheet.Template{Name: "Risiko", Lines: maxRisks}
	for _, key := range riskColumns(f) {
		field := f.Properties[key]
		t.Columns = append(t.Columns, sheet.Column{Head: field.Title, Help: explained(f, key), Choices: choicesOf(field)})
	}
	return t
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
