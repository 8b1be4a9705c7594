package site

import (
	"strings"

	"github.com/dkisp-kaltara/elayanan/api/form"
)

// answerField begins the names of fields that the service's form asks, apart
// from those of every request.
const answerField = "answer-"

// questionGroup is a section of the form on a page without scripts.
type questionGroup struct {
	Title, Description string
	Questions          []question
}

// question is a field of the form with what was typed into it. A page without
// scripts shows all of them; which are not meant for everybody, it says.
type question struct {
	form.Field
	ID       string
	Must     bool   // whatever else is answered
	Only     string // when it is asked; empty: always
	Complete string // what the browser may fill in
	Value    string
	Fault    string
}

// completes are the answers that browsers know (WCAG 1.3.5), by key.
var completes = map[string]string{"address": "street-address", "occupation": "organization-title"}

// Groups are the questions of the service's form in their order.
func (b fileBody) Groups() []questionGroup {
	if b.Form == nil {
		return nil
	}
	var groups []questionGroup
	for _, s := range b.Form.Sections {
		g := questionGroup{Title: s.Title, Description: s.Description}
		for _, key := range s.Fields {
			f := b.Form.Properties[key]
			q := question{Field: f, ID: answerField + key, Complete: "off", Only: b.only(f.When), Value: b.Values[answerField+key], Fault: b.Fault(answerField + key)}
			if known := completes[key]; known != "" {
				q.Complete = known
			}
			if q.Only == "" {
				q.Only = b.only(s.When)
			}
			q.Must = q.Only == "" && b.Form.Requires(key)
			g.Questions = append(g.Questions, q)
		}
		groups = append(groups, g)
	}
	return groups
}

// only says a condition in words.
func (b fileBody) only(w *form.When) string {
	if w == nil {
		return ""
	}
	f := b.Form.Properties[w.Field]
	words := make([]string, 0, len(w.Is))
	for _, value := range w.Is {
		switch v := value.(type) {
		case string:
			if o := f.Option(v); o != nil {
				words = append(words, o.Title)
			}
		case bool:
			words = append(words, map[bool]string{true: "Ya", false: "Tidak"}[v])
		}
	}
	return "Hanya diisi bila “" + f.Title + "”: " + strings.Join(words, " atau ") + "."
}

// Key is the field's key in the form.
func (q question) Key() string { return strings.TrimPrefix(q.ID, answerField) }

// Most is how many characters a text may have; 0: its format says.
func (q question) Most() int {
	if kind := q.Kind(); kind != form.Text && kind != form.LongText {
		return 0
	}
	return q.Longest()
}

// Several tells whether more than one file may be given.
func (q question) Several() bool { return q.MaxItems != 1 }

// InputType is the sort of line that a browser shows.
func (q question) InputType() string {
	types := map[form.Kind]string{form.Date: "date", form.Email: "email", form.Phone: "tel"}
	if kind := types[q.Kind()]; kind != "" {
		return kind
	}
	return "text"
}

// answerNames are the names of the fields that the form asks.
func answerNames(f *form.Form) []string {
	var names []string
	if f != nil {
		for key := range f.Properties {
			names = append(names, answerField+key)
		}
	}
	return names
}

// answersOf are the answers to what the form asks. Files come beside them.
func answersOf(f *form.Form, values map[string]string) map[string]any {
	if f == nil {
		return nil
	}
	answers := map[string]any{}
	for key, field := range f.Properties {
		text := strings.TrimSpace(strings.ReplaceAll(values[answerField+key], "\r\n", "\n"))
		switch kind := field.Kind(); {
		case kind == form.FileList || text == "":
		case kind == form.YesNo || kind == form.Statement:
			answers[key] = text == "true"
		default:
			answers[key] = text
		}
	}
	return f.Asked(answers)
}

// pageField is the field of the page that a refusal points at.
func pageField(pointer string) string {
	if rest, isAnswer := strings.CutPrefix(pointer, "/answers/"); isAnswer {
		key, _, _ := strings.Cut(rest, "/")
		return answerField + key
	}
	if rest, isFile := strings.CutPrefix(pointer, "/files["); isFile {
		return answerField + strings.TrimSuffix(rest, "]")
	}
	return strings.TrimPrefix(pointer, "/")
}
