// These keep nothing: on one pair of database and store is enough.

package recommendation_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/form"
	"github.com/dkisp-kaltara/elayanan/api/recommendation"
)

func TestDocumentsHaveTheirPointsInOrder(t *testing.T) {
	forms := loaded(t)
	var keys []string
	for _, p := range forms.Points {
		keys = append(keys, p.Key)
		assert.NotEmpty(t, p.Checklist, p.Key)
		if p.Document != recommendation.IdentityPart {
			assert.Equal(t, fmt.Sprintf("%s-%d", p.Document, p.Number), p.Key)
		}
	}
	want := []string{"identity"}
	for i := range 10 {
		want = append(want, fmt.Sprintf("needs-%d", i+1))
	}
	for i := range 12 {
		want = append(want, fmt.Sprintf("planning-%d", i+1))
	}
	assert.Equal(t, want, keys)
	assert.Len(t, forms.Risk.Form.Sections, 7, "the seven points of Pasal 18 ayat (2) huruf a")
	_, known := forms.Point("needs-11")
	assert.False(t, known)
}

func TestEverythingIsAskedInBothLanguages(t *testing.T) {
	forms := loaded(t)
	both := func(what, title, description string, en *form.English) {
		require.NotNil(t, en, what)
		assert.NotEmpty(t, title, what)
		assert.NotEmpty(t, en.Title, what)
		assert.Equal(t, description == "", en.Description == "", "%s: help in one language only", what)
	}
	var field func(what string, f form.Field)
	field = func(what string, f form.Field) {
		both(what, f.Title, f.Description, f.EN)
		for _, o := range f.Options() {
			both(what+"="+o.Const, o.Title, o.Description, o.EN)
		}
		if f.Items != nil {
			for key, inner := range f.Items.Properties {
				field(what+"/"+key, inner)
			}
		}
	}
	for _, p := range append(forms.Points, forms.Risk, forms.Study) {
		for _, text := range []string{p.Title, p.Basis, p.Help, p.Example, p.EN.Title, p.EN.Help} {
			assert.NotEmpty(t, text, p.Key)
		}
		for _, s := range p.Form.Sections {
			both(p.Key+"/"+s.Key, s.Title, s.Description, s.EN)
		}
		for key, f := range p.Form.Properties {
			field(p.Key+"/"+key, f)
		}
	}
}

// The typed structs and the forms say the same: names, types, order of rows
// and what can be chosen.
func TestStructsHaveTheShapeOfTheForms(t *testing.T) {
	forms := loaded(t)
	for _, p := range forms.Points {
		sameShape(t, p.Key, typeOf(p), p.Form.Properties)
	}
	sameShape(t, "risk", reflect.TypeOf(recommendation.Risk{}), forms.Risk.Form.Properties)
	sameShape(t, "study", reflect.TypeOf(recommendation.Study{}), forms.Study.Form.Properties)
}

// typeOf is the struct of a point, which its place in its document tells.
func typeOf(p recommendation.Point) reflect.Type {
	var c recommendation.Content
	switch p.Document {
	case recommendation.NeedsPart:
		return reflect.TypeOf(c.Needs).Field(p.Number - 1).Type
	case recommendation.PlanningPart:
		return reflect.TypeOf(c.Planning).Field(p.Number - 1).Type
	default:
		return reflect.TypeOf(c.Identity)
	}
}

func sameShape(t *testing.T, what string, of reflect.Type, fields map[string]form.Field) {
	names := map[string]bool{}
	for i := range of.NumField() {
		member := of.Field(i)
		key := jsonName(member)
		names[key] = true
		at := what + "/" + key
		f, known := fields[key]
		if !assert.True(t, known, "%s is in no form", at) {
			continue
		}
		if choices := member.Tag.Get("enums"); choices != "" {
			var consts []string
			for _, o := range f.Options() {
				consts = append(consts, o.Const)
			}
			assert.Equal(t, strings.Split(choices, ","), consts, at)
		}
		kind := member.Type.Kind()
		switch f.Kind() {
		case form.Number:
			if f.Type == "number" {
				assert.Equal(t, reflect.Float64, kind, at)
				break
			}
			assert.Equal(t, reflect.Int, kind, at)
		case form.Computed, form.Money:
			assert.Contains(t, []reflect.Kind{reflect.Int, reflect.Int64}, kind, at)
		case form.YesNo:
			assert.Equal(t, reflect.TypeOf((*bool)(nil)), member.Type, at)
		case form.Person:
			assert.Equal(t, reflect.TypeOf((*recommendation.Person)(nil)), member.Type, at)
		case form.Choices, form.FileList:
			assert.Equal(t, reflect.TypeOf([]string(nil)), member.Type, at)
		case form.Rows:
			require.Equal(t, reflect.Slice, kind, at)
			sameShape(t, at, member.Type.Elem(), f.Items.Properties)
			var order []string
			for n := range member.Type.Elem().NumField() {
				order = append(order, jsonName(member.Type.Elem().Field(n)))
			}
			assert.Equal(t, f.Items.Order, order, at)
		default:
			if member.Type == reflect.TypeOf(recommendation.Score(0)) {
				assert.Len(t, f.Options(), recommendation.HighestScore, at)
				break
			}
			assert.Equal(t, reflect.String, kind, at)
		}
	}
	for key := range fields {
		assert.True(t, names[key], "%s/%s is in no struct", what, key)
	}
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

func TestExampleIsARightProposalAndItsSumsAddUp(t *testing.T) {
	forms := loaded(t)
	example, err := recommendation.LoadExample()
	require.NoError(t, err)
	world := form.World{Now: time.Date(2026, time.November, 10, 0, 0, 0, 0, time.UTC)}
	points := map[string]map[string]any{}
	check := func(what string, f form.Form, answers map[string]any, into reflect.Type) map[string]any {
		found := f.Check(answers, world)
		assert.Empty(t, found.Errors, what)
		assert.Empty(t, found.Warnings, what)
		strict(t, what, found.Clean, reflect.New(into).Interface())
		return found.Clean
	}
	for _, p := range forms.Points {
		points[p.Key] = check(p.Key, p.Form, example.Points[p.Key], typeOf(p))
	}
	assert.Len(t, example.Points, len(forms.Points))
	for i, r := range example.Risks {
		example.Risks[i] = check(fmt.Sprint("risk ", i+1), forms.Risk.Form, r, reflect.TypeOf(recommendation.Risk{}))
	}
	check("study", forms.Study.Form, example.Study, reflect.TypeOf(recommendation.Study{}))

	c, err := recommendation.ReadContent(points, example.Risks)
	require.NoError(t, err)
	assert.Equal(t, recommendation.Totals{
		Cost: 911_500_000, CostByYear: []recommendation.YearAmount{{2027, 787_500_000}, {2028, 62_000_000}, {2029, 62_000_000}},
		Benefit: 286_500_000,
		Budget:  911_500_000, BudgetYears: []recommendation.YearAmount{{2027, 787_500_000}, {2028, 62_000_000}, {2029, 62_000_000}},
	}, c.Totals())
	faults, warnings := recommendation.CheckAcross(c)
	assert.Empty(t, faults)
	assert.Empty(t, warnings)

	levels := map[string]bool{}
	for _, r := range c.Risks {
		levels[recommendation.LevelOf(r.Magnitude()).Code] = true
		assert.Empty(t, recommendation.CheckRisk(r, recommendation.DefaultThreshold), r.Event)
	}
	assert.Len(t, c.Risks, 12)
	assert.Len(t, levels, 5, "the example shows every level")
	assert.True(t, slices.ContainsFunc(c.Risks, func(r recommendation.Risk) bool { return r.Kind == "positive" }))

	// What is typed comes out of the structs as it went in, and stands where its
	// point has its name.
	whole := object(t, c)
	for _, p := range forms.Points {
		again, err := c.Answers(p.Key)
		require.NoError(t, err)
		assert.Equal(t, object(t, points[p.Key]), again, p.Key)
		place := whole[string(p.Document)]
		if p.Document != recommendation.IdentityPart {
			place = place.(map[string]any)[p.Name]
		}
		assert.Equal(t, place, any(again), p.Key)
	}
	unknown, err := c.Answers("needs-11")
	require.NoError(t, err)
	assert.Nil(t, unknown)
	again, err := c.Risks[0].Answers()
	require.NoError(t, err)
	assert.Equal(t, example.Risks[0], again)
}

// object is a value as it reads in JSON.
func object(t *testing.T, of any) map[string]any {
	t.Helper()
	text, err := json.Marshal(of)
	require.NoError(t, err)
	var read map[string]any
	require.NoError(t, json.Unmarshal(text, &read))
	return read
}

func strict(t *testing.T, what string, answers map[string]any, into any) {
	text, err := json.Marshal(answers)
	require.NoError(t, err)
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	require.NoError(t, decoder.Decode(into), what)
}

func TestDraftKeepsWhatCanBeRead(t *testing.T) {
	c, err := recommendation.ReadContent(map[string]map[string]any{
		"identity": {"application": "Antrean", "budget_year": "tahun depan"},
		"needs-6":  {"total_cost": 5, "costs": []any{map[string]any{"component": "Lisensi", "year": 2027, "amount": 2_000_000}, map[string]any{"amount": "banyak"}}},
	}, []map[string]any{{"likelihood": "6", "impact": "4", "event": "Gangguan"}})
	require.NoError(t, err)
	assert.Equal(t, recommendation.Identity{Application: "Antrean"}, c.Identity)
	assert.EqualValues(t, 2_000_000, c.Needs.CostBenefit.TotalCost, "computed, not taken over")
	assert.Equal(t, recommendation.Risk{Impact: 4, Event: "Gangguan"}, c.Risks[0])
	_, err = recommendation.ReadContent(map[string]map[string]any{"needs-11": {}}, nil)
	assert.Error(t, err)
}

func TestBudgetYearIsWarnedOfFromItsFirstDay(t *testing.T) {
	wita := time.FixedZone("WITA", 8*60*60)
	assert.Nil(t, recommendation.BudgetYearWarning(2027, time.Date(2026, time.December, 31, 23, 59, 59, 0, wita)))
	late := recommendation.BudgetYearWarning(2027, time.Date(2027, time.January, 1, 0, 0, 0, 0, wita))
	require.NotNil(t, late)
	assert.Contains(t, late.Detail.ID, "paling lambat pada tahun 2026 (n-1)")
	assert.NotNil(t, recommendation.BudgetYearWarning(2026, time.Date(2027, time.June, 1, 0, 0, 0, 0, wita)))
	assert.Nil(t, recommendation.BudgetYearWarning(0, time.Date(2027, time.June, 1, 0, 0, 0, 0, wita)), "not yet said")
}

func TestWhatNoSingleFormSeesIsFound(t *testing.T) {
	var c recommendation.Content
	c.Identity.EstimatedCost = 10
	c.Needs.CostBenefit.Costs = []recommendation.Cost{{Year: 2027, Amount: 11}}
	c.Planning.Resources.Budget = []recommendation.BudgetLine{{Year: 2027, Amount: 12}}
	c.Planning.Schedule.Phases = []recommendation.Phase{{Start: "2027-02-01", Finish: "2027-02-01"}, {Start: "2027-02-02", Finish: "2027-02-01"}}
	faults, warnings := recommendation.CheckAcross(c)
	require.Len(t, faults, 1)
	assert.Equal(t, "/points/planning-6/phases/1/finish", faults[0].Pointer)
	require.Len(t, warnings, 2)
	assert.Equal(t, "/points/identity/estimated_cost", warnings[0].Pointer)
	assert.Equal(t, "/points/planning-9/budget", warnings[1].Pointer)
}

func loaded(t *testing.T) recommendation.Forms {
	t.Helper()
	forms, err := recommendation.LoadForms()
	require.NoError(t, err)
	return forms
}
