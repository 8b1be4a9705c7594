package form

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// whole is a form without a fault that uses most words.
const whole = `{
	"x-sections": [
		{"key": "first", "title": "Pertama", "fields": ["kind", "why", "has"]},
		{"key": "second", "title": "Kedua", "fields": ["rows", "total", "from", "to", "agree"], "x-when": {"field": "has", "is": [true]}}
	],
	"properties": {
		"kind": {"type": "string", "title": "Jenis", "oneOf": [{"const": "a", "title": "A", "x-score": 1.5}, {"const": "b", "title": "B"}]},
		"why": {"type": "string", "title": "Alasan", "minLength": 2, "maxLength": 50, "pattern": "^[a-z ]+$", "x-when": {"field": "kind", "is": ["b"]}},
		"has": {"type": "boolean", "title": "Punya"},
		"rows": {"type": "array", "title": "Baris", "items": {"properties": {"amount": {"type": "integer", "format": "rupiah", "title": "Jumlah"}}, "required": ["amount"], "x-order": ["amount"]}},
		"total": {"type": "number", "title": "Jumlah", "readOnly": true, "x-sum": ["kind", "rows/amount"], "x-bands": [{"from": 0, "title": "Rendah"}, {"from": 5, "title": "Tinggi"}]},
		"from": {"type": "string", "format": "date", "title": "Mulai", "x-earliest": 0, "x-latest": 9},
		"to": {"type": "string", "format": "date", "title": "Selesai"},
		"agree": {"type": "boolean", "const": true, "title": "Setuju", "x-statement": "Saya setuju."}
	},
	"required": ["kind", "agree"],
	"x-rules": [{"field": "to", "is": "after", "than": "from"}]
}`

func parse(t testing.TB, text string) Form {
	t.Helper()
	var f Form
	require.NoError(t, json.Unmarshal([]byte(text), &f))
	return f
}

func change(f *Form, key string, alter func(*Field)) {
	field := f.Properties[key]
	alter(&field)
	f.Properties[key] = field
}

func TestAFormWithoutFaults(t *testing.T) {
	t.Parallel()
	assert.Empty(t, parse(t, whole).Faults())
}

func TestFaults(t *testing.T) {
	t.Parallel()
	no, two, three := false, 2, 3
	least, most := 5.0, 4.0
	for name, c := range map[string]struct {
		break_        func(*Form)
		pointer, code string
	}{
		"no section":                {func(f *Form) { *f = Form{} }, "/x-sections", "form.sections"},
		"a section without a title": {func(f *Form) { f.Sections[0].Title = " " }, "/x-sections/0/title", "text.missing"},
		"two sections of one key":   {func(f *Form) { f.Sections[1].Key = "first" }, "/x-sections/1/key", "key.taken"},
		"a section without fields":  {func(f *Form) { f.Sections = append(f.Sections, Section{Key: "x", Title: "X"}) }, "/x-sections/2/fields", "section.empty"},
		"a field in no section":     {func(f *Form) { f.Properties["lone"] = Field{Type: "string", Title: "X"} }, "/properties/lone", "field.unplaced"},
		"a field in two sections":   {func(f *Form) { f.Sections[1].Fields = append(f.Sections[1].Fields, "why") }, "/x-sections/1/fields/5", "field.twice"},
		"an unknown field":          {func(f *Form) { f.Sections[0].Fields[1] = "what" }, "/x-sections/0/fields/1", "field.unknown"},
		"a bad key": {func(f *Form) {
			f.Properties["A"] = f.Properties["has"]
			f.Sections[0].Fields = append(f.Sections[0].Fields, "A")
		}, "/properties/A", "key.format"},
		"an unknown kind":               {func(f *Form) { change(f, "has", func(x *Field) { x.Format = "colour" }) }, "/properties/has/type", "field.kind"},
		"no title":                      {func(f *Form) { change(f, "has", func(x *Field) { x.Title = "" }) }, "/properties/has/title", "text.missing"},
		"a word of another kind":        {func(f *Form) { change(f, "has", func(x *Field) { x.Pattern = "a" }) }, "/properties/has/pattern", "word.misplaced"},
		"an account's part that is not": {func(f *Form) { change(f, "has", func(x *Field) { x.Prefill = "name" }) }, "/properties/has/x-prefill", "prefill"},
		"a condition on a later field":  {func(f *Form) { change(f, "kind", func(x *Field) { x.When = &When{"has", []any{true}} }) }, "/properties/kind/x-when/field", "when.field"},
		"a condition on itself":         {func(f *Form) { change(f, "has", func(x *Field) { x.When = &When{"has", []any{true}} }) }, "/properties/has/x-when/field", "when.field"},
		"a condition on a text":         {func(f *Form) { change(f, "has", func(x *Field) { x.When = &When{"why", []any{"x"}} }) }, "/properties/has/x-when/field", "when.field"},
		"a condition that never holds":  {func(f *Form) { f.Properties["why"].When.Is[0] = "z" }, "/properties/why/x-when/is/0", "when.is"},
		"a condition of another type":   {func(f *Form) { f.Sections[1].When.Is[0] = "true" }, "/x-sections/1/x-when/is/0", "when.is"},
		"a condition of no answers":     {func(f *Form) { f.Properties["why"].When.Is = nil }, "/properties/why/x-when/is", "when.is"},
		"a pattern that is none":        {func(f *Form) { change(f, "why", func(x *Field) { x.Pattern = "(" }) }, "/properties/why/pattern", "pattern.syntax"},
		"a pattern of one dialect":      {func(f *Form) { change(f, "why", func(x *Field) { x.Pattern = "(?i)a" }) }, "/properties/why/pattern", "pattern.syntax"},
		"lengths that cross":            {func(f *Form) { change(f, "why", func(x *Field) { x.MinLength = 51 }) }, "/properties/why/minLength", "limit.impossible"},
		"numbers that cross": {func(f *Form) {
			cell := f.Properties["rows"].Items.Properties["amount"]
			cell.Minimum, cell.Maximum = &least, &most
			f.Properties["rows"].Items.Properties["amount"] = cell
		}, "/properties/rows/items/properties/amount/minimum", "limit.impossible"},
		"days that cross":             {func(f *Form) { change(f, "from", func(x *Field) { x.Earliest, x.Latest = &three, &two }) }, "/properties/from/x-earliest", "limit.impossible"},
		"an option twice":             {func(f *Form) { f.Properties["kind"].OneOf[1].Const = "a" }, "/properties/kind/oneOf/1/const", "option.twice"},
		"an option without a title":   {func(f *Form) { f.Properties["kind"].OneOf[1].Title = "" }, "/properties/kind/oneOf/1/title", "text.missing"},
		"a statement without text":    {func(f *Form) { change(f, "agree", func(x *Field) { x.Statement = "" }) }, "/properties/agree/x-statement", "text.missing"},
		"a statement to refuse":       {func(f *Form) { change(f, "agree", func(x *Field) { x.Const = &no }) }, "/properties/agree/const", "field.const"},
		"a row in a row":              {func(f *Form) { f.Properties["rows"].Items.Properties["amount"] = f.Properties["rows"] }, "/properties/rows/items/properties/amount/type", "field.in_row"},
		"a cell in no order":          {func(f *Form) { f.Properties["rows"].Items.Order = nil }, "/properties/rows/items/properties/amount", "field.unplaced"},
		"a required cell that is not": {func(f *Form) { f.Properties["rows"].Items.Required[0] = "z" }, "/properties/rows/items/required/0", "field.unknown"},
		"a sum of what is no number":  {func(f *Form) { f.Properties["total"].Sum[0] = "why" }, "/properties/total/x-sum/0", "sum.field"},
		"a sum of unknown cells":      {func(f *Form) { f.Properties["total"].Sum[1] = "rows/z" }, "/properties/total/x-sum/1", "sum.field"},
		"a whole sum of fractions":    {func(f *Form) { change(f, "total", func(x *Field) { x.Type = "integer" }) }, "/properties/total/x-sum/0", "sum.integer"},
		"a sum that is typed in":      {func(f *Form) { change(f, "total", func(x *Field) { x.ReadOnly = false }) }, "/properties/total/readOnly", "sum.read_only"},
		"a sum of nothing":            {func(f *Form) { change(f, "total", func(x *Field) { x.Sum = nil }) }, "/properties/total/x-sum", "sum.empty"},
		"bands that fall":             {func(f *Form) { f.Properties["total"].Bands[1].From = 0 }, "/properties/total/x-bands/1/from", "sum.bands"},
		"an unknown required field":   {func(f *Form) { f.Required[0] = "z" }, "/required/0", "field.unknown"},
		"a required sum":              {func(f *Form) { f.Required[0] = "total" }, "/required/0", "sum.required"},
		"a rule of unlike fields":     {func(f *Form) { f.Rules[0].Than = "kind" }, "/x-rules/0/than", "rule.fields"},
		"a rule on one field":         {func(f *Form) { f.Rules[0].Than = "to" }, "/x-rules/0/than", "rule.fields"},
		"an unknown rule":             {func(f *Form) { f.Rules[0].Is = "near" }, "/x-rules/0/is", "rule.is"},
	} {
		f := parse(t, whole)
		c.break_(&f)
		assert.Contains(t, findings(f.Faults()), finding{c.pointer, c.code}, name)
	}
}

func TestBand(t *testing.T) {
	t.Parallel()
	total := parse(t, whole).Properties["total"]
	assert.Nil(t, total.Band(-1))
	assert.Equal(t, "Rendah", total.Band(4.9).Title)
	assert.Equal(t, "Tinggi", total.Band(5).Title)
}

// FuzzFaults shows that a form without faults can be checked and written as a
// schema, whatever it is.
func FuzzFaults(f *testing.F) {
	f.Add(whole)
	cases, _ := readCases(f)
	for _, c := range cases.Cases {
		text, err := json.Marshal(c.Form)
		require.NoError(f, err)
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		var form Form
		if json.Unmarshal([]byte(text), &form) != nil || len(form.Faults()) > 0 {
			return
		}
		schema := compile(t, form)
		if result := form.Check(map[string]any{}, World{Now: time.Now()}); len(result.Errors) == 0 {
			require.NoError(t, schema.Validate(result.Clean))
		}
	})
}
