package form

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Words is what the answers need to be said in words.
type Words struct {
	Zone      *time.Location
	ZoneLabel string                   // behind times, such as WITA
	Date      func(time.Time) string   // a day in words
	Agency    func(id string) string   // its name; nil: ids stay
	Unit      func(code string) string // its name; nil: codes stay
	File      func(id string) string   // its name; nil: ids stay
}

// Shown is a section of a form with its answers in Indonesian words.
type Shown struct {
	Title  string
	Fields []ShownField
}

// ShownField is a question and its answer. Rows that repeat have a head and
// cells; every other answer is a text, of several lines where it has several
// parts. Unanswered it is empty.
type ShownField struct {
	Key, Title string
	Text       string
	Head       []string
	Rows       [][]string
}

// Show puts the answers into words, in the order of the form, for paper and
// pages. What was not asked is left out.
func (f Form) Show(answers map[string]any, w Words) []Shown {
	var list []Shown
	for _, s := range f.Sections {
		shown := Shown{Title: s.Title}
		for _, key := range s.Fields {
			p := place(key, f.Properties[key], s.When)
			if asked(p, answers) {
				shown.Fields = append(shown.Fields, p.show(answers[key], w))
			}
		}
		if len(shown.Fields) > 0 {
			list = append(list, shown)
		}
	}
	return list
}

func (p placed) show(answer any, w Words) ShownField {
	v := ShownField{Key: p.key, Title: p.Title}
	if p.Kind() != Rows {
		v.Text = p.say(answer, w)
		return v
	}
	columns := p.Items.inOrder()
	for _, c := range columns {
		v.Head = append(v.Head, c.Title)
	}
	rows, _ := answer.([]any)
	for _, row := range rows {
		cells, _ := row.(map[string]any)
		line := make([]string, len(columns))
		for i, c := range columns {
			line[i] = c.say(cells[c.key], w)
		}
		v.Rows = append(v.Rows, line)
	}
	return v
}

// say puts one answer into words; an answer of another type than the field's
// (of a request that was filed before the form was) as it is.
func (f Field) say(answer any, w Words) string {
	switch v := answer.(type) {
	case nil:
		return ""
	case bool:
		return f.sayBool(v)
	case float64:
		return f.sayNumber(v)
	case []any:
		lines := make([]string, 0, len(v))
		for _, member := range v {
			lines = append(lines, f.say(member, w))
		}
		return strings.Join(lines, "\n")
	case map[string]any:
		if f.Kind() == TimeRange {
			return sayRange(v, w)
		}
		return sayPerson(v)
	case string:
		return f.sayText(v, w)
	}
	return ""
}

func (f Field) sayText(s string, w Words) string {
	if o := f.Option(s); o != nil {
		return o.Title
	}
	name := func(of func(string) string) string {
		if of == nil || of(s) == "" {
			return s
		}
		return of(s)
	}
	switch f.Kind() {
	case Agency:
		return name(w.Agency)
	case Unit:
		return name(w.Unit)
	case FileList:
		return name(w.File)
	case Date:
		if day, ok := parseDate(s); ok {
			return w.Date(day)
		}
	}
	return s
}

func (f Field) sayBool(v bool) string {
	switch {
	case f.Statement != "" && v:
		return "Disetujui: " + strings.TrimSpace(f.Statement)
	case v:
		return "Ya"
	}
	return "Tidak"
}

func (f Field) sayNumber(n float64) string {
	text := grouped(n)
	if f.Kind() == Money {
		return "Rp" + text
	}
	// A year or a port is not grouped.
	if f.Unit == "" && math.Abs(n) < 10_000 {
		text = strings.ReplaceAll(text, ".", "")
	}
	if f.Unit != "" {
		text += " " + f.Unit
	}
	if b := f.Band(n); b != nil {
		text += " (" + b.Title + ")"
	}
	return text
}

// grouped writes a number as Indonesian does: 1.250,5.
func grouped(n float64) string {
	whole, fraction, _ := strings.Cut(strconv.FormatFloat(math.Abs(n), 'f', -1, 64), ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "." + whole[i:]
	}
	if fraction != "" {
		whole += "," + fraction
	}
	if n < 0 {
		whole = "-" + whole
	}
	return whole
}

func sayPerson(v map[string]any) string {
	var lines []string
	for _, part := range personFields {
		s, _ := v[part.key].(string)
		if s != "" && part.key == "nip" {
			s = "NIP " + s
		}
		if s != "" {
			lines = append(lines, s)
		}
	}
	return strings.Join(lines, "\n")
}

func sayRange(v map[string]any, w Words) string {
	from, _ := v["start"].(string)
	to, _ := v["end"].(string)
	start, okStart := parseInstant(from)
	end, okEnd := parseInstant(to)
	if !okStart || !okEnd {
		return strings.TrimSpace(from + " – " + to)
	}
	start, end = start.In(w.Zone), end.In(w.Zone)
	last := " sampai "
	if w.Date(start) != w.Date(end) {
		last += w.Date(end) + " pukul "
	}
	return strings.TrimSpace(w.Date(start) + " pukul " + start.Format("15.04") + last + end.Format("15.04") + " " + w.ZoneLabel)
}
