package form

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// World is what a check needs to know beside form and answers. A nil function
// is not asked: everything it would be asked about passes.
type World struct {
	Now    time.Time                    // its location is the office's zone
	Agency func(id string) bool         // is there such an agency
	Unit   func(code string) bool       // is there such a unit
	File   func(id string) (File, bool) // a file that the sender may use
}

// File is what a check needs to know of an uploaded file.
type File struct {
	MediaType string // by its content
	Size      int64  // in bytes
}

// Result is what a check found.
type Result struct {
	// Clean are the answers as they are kept: trimmed, without what was left
	// empty, computed numbers filled in. What has an error is left out.
	Clean    map[string]any
	Errors   []apperr.Field // with pointers under /answers
	Warnings []apperr.Field // stop nothing
}

// maxFindings bounds the findings of one check.
const maxFindings = 200

// Check decides whether the answers are right.
func (f Form) Check(answers map[string]any, w World) Result {
	c := checker{world: w}
	clean := c.object("/answers", f.inOrder(), f.Required, answers)
	for _, r := range f.Rules {
		c.compare(f, r, clean)
	}
	return Result{Clean: clean, Errors: c.errors, Warnings: c.warnings}
}

// Missing tells whether a finding says that something is missing, rather than
// wrong. A draft, and an officer who writes down a paper, may leave things out.
func Missing(finding apperr.Field) bool {
	return slices.Contains([]string{"field.required", "field.agree", "field.too_few"}, finding.Code)
}

// NotAsked tells whether a finding says only that an answer is not asked. A
// draft may keep such answers, for when a condition holds again; they are no
// part of Result.Clean.
func NotAsked(finding apperr.Field) bool { return finding.Code == "field.not_asked" }

type checker struct {
	world            World
	errors, warnings []apperr.Field
}

func (c *checker) wrong(pointer, code string, detail apperr.Text) {
	if len(c.errors) < maxFindings {
		c.errors = append(c.errors, apperr.Field{Pointer: pointer, Code: code, Detail: detail})
	}
}

func (c *checker) warn(pointer, code string, detail apperr.Text) {
	if len(c.warnings) < maxFindings {
		c.warnings = append(c.warnings, apperr.Field{Pointer: pointer, Code: code, Detail: detail})
	}
}

// object checks the fields of a form, or of a row, in their order. Conditions
// and sums look at the clean answers before them, so that a wrong answer counts
// as none.
func (c *checker) object(at string, fields []placed, required []string, answers map[string]any) map[string]any {
	clean := map[string]any{}
	known := map[string]bool{}
	for _, f := range fields {
		known[f.key] = true
		pointer, value := at+"/"+f.key, answers[f.key]
		answered := !blank(value) && !(f.Kind() == Statement && value == false)
		switch {
		case !asked(f, clean):
			if answered {
				c.wrong(pointer, "field.not_asked", texts["field.not_asked"])
			}
		case f.Kind() == Computed:
			total := sum(f.Field, fields, clean)
			if n, ok := number(value); answered && (!ok || n != total) {
				c.wrong(pointer, "field.computed", texts["field.computed"])
			}
			clean[f.key] = total
		case answered:
			before := len(c.errors)
			if v := c.answer(pointer, f.Field, value); len(c.errors) == before {
				clean[f.key] = v
			}
		case slices.Contains(required, f.key):
			code := "field.required"
			if f.Kind() == Statement {
				code = "field.agree"
			}
			c.wrong(pointer, code, texts[code])
		}
	}
	for _, key := range slices.Sorted(maps.Keys(answers)) {
		if !known[key] {
			c.wrong(at+"/"+escape(key), "field.unknown", texts["field.unknown"])
		}
	}
	return clean
}

// asked tells whether the conditions of a field hold.
func asked(f placed, clean map[string]any) bool {
	for _, w := range f.conditions {
		if !w.holds(clean[w.Field]) {
			return false
		}
	}
	return true
}

func (w When) holds(answer any) bool {
	if chosen, several := answer.([]any); several {
		return slices.ContainsFunc(chosen, w.holds)
	}
	return answer != nil && slices.Contains(w.Is, answer)
}

// blank tells whether a value counts as not answered.
func blank(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return plain(v, true) == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		for _, member := range v {
			if !blank(member) {
				return false
			}
		}
		return true
	}
	return false
}

// answer checks one answer, which is not blank, and returns it clean.
func (c *checker) answer(at string, f Field, value any) any {
	switch f.Kind() {
	case Number, Money:
		return c.number(at, f, value)
	case YesNo, Statement:
		if _, ok := value.(bool); !ok {
			c.wrong(at, "field.type", typeTexts["boolean"])
		}
		return value
	case TimeRange, Person:
		object, ok := value.(map[string]any)
		switch {
		case !ok:
			c.wrong(at, "field.type", typeTexts["object"])
			return nil
		case f.Kind() == Person:
			return c.object(at, personFields, f.personMust(), object)
		}
		return c.timeRange(at, f, object)
	case Choices, FileList, Rows:
		list, ok := value.([]any)
		if !ok {
			c.wrong(at, "field.type", typeTexts["array"])
			return nil
		}
		return c.list(at, f, list)
	}
	text, ok := value.(string)
	if !ok {
		c.wrong(at, "field.type", typeTexts["string"])
		return nil
	}
	return c.text(at, f, plain(text, f.Kind() == LongText))
}

// text checks an answer that is a text, in its plain form.
func (c *checker) text(at string, f Field, s string) any {
	kind := f.Kind()
	if f.IsPersonal() && strings.ContainsRune(s, mask) {
		c.wrong(at, "personal.masked", texts["personal.masked"])
		return nil
	}
	switch kind {
	case Text, LongText:
		c.freeText(at, f, s)
	case Date:
		c.date(at, f, s)
	case Choice:
		if f.Option(s) == nil {
			c.wrong(at, "field.choice", texts["field.choice"])
		}
	case Agency:
		if c.world.Agency != nil && !c.world.Agency(s) {
			c.wrong(at, "agency.unknown", texts["agency.unknown"])
		}
	case Unit:
		if c.world.Unit != nil && !c.world.Unit(s) {
			c.wrong(at, "unit.unknown", texts["unit.unknown"])
		}
	default:
		format := formats[kind]
		s = format.clean(s)
		switch {
		case !format.ok(s):
			c.wrong(at, string(kind)+".format", format.wrong)
		case slices.Contains(f.Reserved, s):
			c.wrong(at, string(kind)+".reserved", reservedText)
		case format.unusual != nil && format.unusual(s):
			c.warn(at, string(kind)+".unusual", format.warning)
		}
	}
	return s
}

func (c *checker) freeText(at string, f Field, s string) {
	length := utf8.RuneCountInString(s)
	switch {
	case length < f.MinLength:
		c.wrong(at, "field.too_short", say("Terlalu pendek: paling sedikit %d karakter.", "Too short: at least %d characters.", f.MinLength))
	case length > f.Longest():
		c.wrong(at, "field.too_long", say("Terlalu panjang: paling banyak %d karakter.", "Too long: at most %d characters.", f.Longest()))
	case f.Pattern != "":
		if pattern, err := regexp.Compile(f.Pattern); err != nil || !pattern.MatchString(s) {
			c.wrong(at, "field.pattern", texts["field.pattern"])
		}
	}
}

func (c *checker) date(at string, f Field, s string) {
	day, ok := parseDate(s)
	if !ok {
		c.wrong(at, "date.format", texts["date.format"])
		return
	}
	c.within(at, f, day)
}

// within refuses a day that is too early or too late, counted from today in the
// office's zone.
func (c *checker) within(at string, f Field, day time.Time) {
	y, m, d := c.world.Now.Date()
	today := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	if f.Earliest != nil {
		if first := today.AddDate(0, 0, *f.Earliest); day.Before(first) {
			c.wrong(at, "field.early", sayDay("Terlalu awal: paling awal tanggal %s.", "Too early: the first possible day is %s.", first))
		}
	}
	if f.Latest != nil {
		if last := today.AddDate(0, 0, *f.Latest); day.After(last) {
			c.wrong(at, "field.late", sayDay("Terlalu lambat: paling lambat tanggal %s.", "Too late: the last possible day is %s.", last))
		}
	}
}

// timeRange checks a beginning and an end. The day on which it begins is what
// must be within the days that the field takes.
func (c *checker) timeRange(at string, f Field, v map[string]any) any {
	before := len(c.errors)
	clean := c.object(at, rangeFields, []string{"start", "end"}, v)
	instants := map[string]time.Time{}
	for _, key := range []string{"start", "end"} {
		if s, ok := clean[key].(string); ok {
			if instants[key], ok = parseInstant(s); !ok {
				c.wrong(at+"/"+key, "time_range.format", texts["time_range.format"])
			}
		}
	}
	if len(c.errors) > before {
		return nil
	}
	start, end := instants["start"], instants["end"]
	switch {
	case !end.After(start):
		c.wrong(at+"/end", "time_range.order", texts["time_range.order"])
	case end.Sub(start) > maxRangeDays*24*time.Hour:
		c.wrong(at+"/end", "time_range.length", texts["time_range.length"])
	}
	y, m, d := start.In(c.world.Now.Location()).Date()
	c.within(at+"/start", f, time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
	return clean
}

func (c *checker) number(at string, f Field, value any) any {
	n, ok := number(value)
	if !ok || (f.Type == "integer" && (n != math.Trunc(n) || math.Abs(n) > maxExact)) {
		c.wrong(at, "field.type", typeTexts[f.Type])
		return nil
	}
	least, greatest := f.bounds()
	switch {
	case n < least:
		c.wrong(at, "field.minimum", say("Terlalu kecil: paling sedikit %s.", "Too small: at least %s.", decimal(least)))
	case n > greatest:
		c.wrong(at, "field.maximum", say("Terlalu besar: paling banyak %s.", "Too large: at most %s.", decimal(greatest)))
	}
	return n
}

// list checks several choices, files, or rows.
func (c *checker) list(at string, f Field, list []any) any {
	if len(list) < f.MinItems {
		c.wrong(at, "field.too_few", say("Terlalu sedikit: paling sedikit %d.", "Too few: at least %d.", f.MinItems))
	}
	if len(list) > f.most() {
		c.wrong(at, "field.too_many", say("Terlalu banyak: paling banyak %d.", "Too many: at most %d.", f.most()))
		list = list[:f.most()]
	}
	clean := make([]any, len(list))
	for i, member := range list {
		pointer := at + "/" + strconv.Itoa(i)
		if f.Kind() == Rows {
			clean[i] = c.row(pointer, f, member)
			continue
		}
		s, ok := member.(string)
		s = plain(s, false)
		switch {
		case !ok:
			c.wrong(pointer, "field.type", typeTexts["string"])
		case slices.Contains(clean[:i], any(s)):
			c.wrong(pointer, "field.repeated", texts["field.repeated"])
		case f.Kind() == FileList:
			c.file(pointer, f, s)
		case f.Option(s) == nil:
			c.wrong(pointer, "field.choice", texts["field.choice"])
		}
		clean[i] = s
	}
	return clean
}

func (c *checker) row(at string, f Field, value any) any {
	row, ok := value.(map[string]any)
	if !ok {
		c.wrong(at, "field.type", typeTexts["object"])
		return nil
	}
	return c.object(at, f.Items.inOrder(), f.Items.Required, row)
}

func (c *checker) file(at string, f Field, id string) {
	if c.world.File == nil {
		return
	}
	file, ok := c.world.File(id)
	takes := func(word string) bool { return fileTypes[word] == file.MediaType }
	switch {
	case !ok:
		c.wrong(at, "file.unknown", texts["file.unknown"])
	case !slices.ContainsFunc(f.types(), takes):
		words := strings.ToUpper(strings.Join(f.types(), ", "))
		c.wrong(at, "file.type", say("Jenis berkas ini tidak diterima di sini. Unggah: %s.", "This type of file is not taken here. Upload: %s.", words))
	case f.Files != nil && f.Files.MaxMB > 0 && file.Size > int64(f.Files.MaxMB)<<20:
		c.wrong(at, "file.too_large", say("Berkas lebih besar dari %d MB. Perkecil, lalu unggah lagi.", "The file is larger than %d MB. Make it smaller and upload it again.", f.Files.MaxMB))
	}
}

// sum computes a field from the clean answers before it.
func sum(f Field, fields []placed, clean map[string]any) float64 {
	var total float64
	for _, name := range f.Sum {
		key, member, isRow := strings.Cut(name, "/")
		i := slices.IndexFunc(fields, func(p placed) bool { return p.key == key })
		if i < 0 {
			continue
		}
		if !isRow {
			total += worth(fields[i].Field, clean[key])
			continue
		}
		rows, _ := clean[key].([]any)
		for _, row := range rows {
			cells, _ := row.(map[string]any)
			total += worth(fields[i].Items.Properties[member], cells[member])
		}
	}
	return total
}

// worth is what an answer adds to a sum: a number itself, a choice its score,
// several choices all of theirs, no answer nothing.
func worth(f Field, answer any) float64 {
	switch v := answer.(type) {
	case float64:
		return v
	case string:
		if o := f.Option(v); o != nil && o.Score != nil {
			return *o.Score
		}
	case []any:
		var total float64
		for _, member := range v {
			total += worth(f, member)
		}
		return total
	}
	return 0
}

// compare applies a rule where both fields have a clean answer.
func (c *checker) compare(f Form, r Rule, clean map[string]any) {
	a, b := clean[r.Field], clean[r.Than]
	if a == nil || b == nil || r.holds(a, b) {
		return
	}
	detail := apperr.Text{ID: r.Message}
	if r.EN != nil {
		detail.EN = r.EN.Message
	}
	if r.Message == "" {
		words := comparisons[r.Is]
		than := f.Properties[r.Than].titles()
		detail = apperr.Text{ID: fmt.Sprintf(words.ID, than.ID), EN: fmt.Sprintf(words.EN, than.EN)}
	}
	c.wrong("/answers/"+r.Field, "field.rule", detail)
}

func (r Rule) holds(a, b any) bool {
	switch r.Is {
	case "equal":
		return reflect.DeepEqual(a, b)
	case "different":
		return !reflect.DeepEqual(a, b)
	case "at_most", "at_least":
		x, okX := a.(float64)
		y, okY := b.(float64)
		return okX && okY && (x == y || (x < y) == (r.Is == "at_most"))
	}
	x, okX := a.(string) // dates, whose text sorts like they do
	y, okY := b.(string)
	return okX && okY && (x > y || (x == y && r.Is == "not_before"))
}

// number reads a number as any decoder may have left it.
func number(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, !math.IsNaN(v) && !math.IsInf(v, 0)
	case int:
		return float64(v), true
	case json.Number:
		n, err := v.Float64()
		return n, err == nil
	}
	return 0, false
}

// personFields are the parts of a person.
var personFields = []placed{
	{key: "name", Field: Field{Type: "string", MaxLength: 160}},
	{key: "nip", Field: Field{Type: "string", Format: "nip"}},
	{key: "position", Field: Field{Type: "string", MaxLength: 160}},
	{key: "phone", Field: Field{Type: "string", Format: "phone"}},
	{key: "email", Field: Field{Type: "string", Format: "email"}},
}

func (f Field) personMust() []string {
	if len(f.Person) == 0 {
		return []string{"name"}
	}
	return f.Person
}

// rangeFields are the parts of a time range.
var rangeFields = []placed{{key: "start", Field: Field{Type: "string"}}, {key: "end", Field: Field{Type: "string"}}}

var escapes = strings.NewReplacer("~", "~0", "/", "~1")

// escape writes a name as a part of a JSON pointer (RFC 6901).
func escape(name string) string { return escapes.Replace(name) }
