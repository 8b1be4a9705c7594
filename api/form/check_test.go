package form

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// caseFile is testdata/cases.json, which the checker in the browser runs too.
type caseFile struct {
	World struct {
		Now      time.Time       `json:"now"`
		Agencies []string        `json:"agencies"`
		Units    []string        `json:"units"`
		Files    map[string]file `json:"files"`
	} `json:"world"`
	Cases []struct {
		Name     string         `json:"name"`
		Form     Form           `json:"form"`
		Answers  map[string]any `json:"answers"`
		Clean    map[string]any `json:"clean"` // absent: there are errors
		Errors   []finding      `json:"errors"`
		Warnings []finding      `json:"warnings"`
	} `json:"cases"`
}

type file struct {
	MediaType string `json:"media_type"`
	Size      int64  `json:"size"`
}

type finding struct {
	Pointer string `json:"pointer"`
	Code    string `json:"code"`
}

func readCases(t testing.TB) (caseFile, World) {
	t.Helper()
	raw, err := os.ReadFile("testdata/cases.json")
	require.NoError(t, err)
	var cases caseFile
	require.NoError(t, json.Unmarshal(raw, &cases))
	return cases, World{
		Now:    cases.World.Now,
		Agency: func(id string) bool { return slices.Contains(cases.World.Agencies, id) },
		Unit:   func(code string) bool { return slices.Contains(cases.World.Units, code) },
		File: func(id string) (File, bool) {
			f, ok := cases.World.Files[id]
			return File(f), ok
		},
	}
}

func findings(list []apperr.Field) []finding {
	out := []finding{}
	for _, f := range list {
		out = append(out, finding{f.Pointer, f.Code})
	}
	return out
}

func TestCases(t *testing.T) {
	t.Parallel()
	cases, world := readCases(t)
	for _, c := range cases.Cases {
		assert.Empty(t, c.Form.Faults(), c.Name)
		result := c.Form.Check(c.Answers, world)
		assert.Equal(t, c.Errors, findings(result.Errors), c.Name)
		assert.Equal(t, c.Warnings, findings(result.Warnings), c.Name)
		if len(c.Errors) == 0 {
			assert.Equal(t, c.Clean, result.Clean, c.Name)
		}
		for _, f := range append(result.Errors, result.Warnings...) {
			assert.NotEmpty(t, f.Detail.ID, c.Name)
			assert.NotEmpty(t, f.Detail.EN, c.Name)
			assert.NotContains(t, f.Detail.ID+f.Detail.EN, "%", c.Name)
		}
	}
}

// TestWhatIsAcceptedIsValidUnderTheSchema puts values of every kind into every
// form of the cases at random: what Check keeps without an error, the plain
// JSON Schema accepts, and Check keeps as it is.
func TestWhatIsAcceptedIsValidUnderTheSchema(t *testing.T) {
	t.Parallel()
	cases, world := readCases(t)
	pool := []any{nil, "", true, false, 0.0, 1.0, 2.5, []any{}, map[string]any{}}
	for _, c := range cases.Cases {
		for _, v := range c.Answers {
			pool = append(pool, v)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	accepted := 0
	for _, c := range cases.Cases {
		schema := compile(t, c.Form)
		tries := []map[string]any{c.Answers}
		for range 40 {
			answers := map[string]any{}
			for key := range c.Form.Properties {
				if v := pool[random.IntN(len(pool))]; random.IntN(4) > 0 {
					answers[key] = v
				}
			}
			tries = append(tries, answers)
		}
		for _, answers := range tries {
			result := c.Form.Check(answers, world)
			if len(result.Errors) > 0 {
				continue
			}
			accepted++
			require.NoError(t, schema.Validate(result.Clean), "%s: %v", c.Name, answers)
			again := c.Form.Check(result.Clean, world)
			require.Empty(t, again.Errors, "%s: %v", c.Name, answers)
			require.Equal(t, result.Clean, again.Clean, c.Name)
		}
	}
	assert.Greater(t, accepted, 500)
}

// compile makes a validator of the plain schema, by the way of JSON as other
// systems get it.
func compile(t testing.TB, f Form) *jsonschema.Schema {
	t.Helper()
	text, err := json.Marshal(f.Schema())
	require.NoError(t, err)
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	require.NoError(t, compiler.AddResource("form.json", document))
	schema, err := compiler.Compile("form.json")
	require.NoError(t, err)
	return schema
}

// TestTheSchemaRefusesWhatTheStandardHasWordsFor looks the other way.
func TestTheSchemaRefusesWhatTheStandardHasWordsFor(t *testing.T) {
	t.Parallel()
	cases, world := readCases(t)
	beyond := []string{ // no words of the standard for these
		"field.computed", "field.rule", "field.early", "field.late", "time_range.order", "time_range.length",
		"agency.unknown", "unit.unknown", "file.unknown", "file.type", "file.too_large",
	}
	ours := []string{"ip.format", "coordinates.format", "date.format", "time_range.format"} // the pattern says half of it
	for _, c := range cases.Cases {
		result := c.Form.Check(c.Answers, world)
		alone := slices.ContainsFunc(result.Errors, func(f apperr.Field) bool { return slices.Contains(append(beyond, ours...), f.Code) })
		trimmed := strings.Contains(c.Name, `" `) || strings.Contains(c.Name, `"\n`) // text that is trimmed first
		if len(result.Errors) > 0 && !alone && !trimmed {
			assert.Error(t, compile(t, c.Form).Validate(c.Answers), c.Name)
		}
	}
}

func FuzzCheck(f *testing.F) {
	cases, world := readCases(f)
	for i, c := range cases.Cases {
		answers, err := json.Marshal(c.Answers)
		require.NoError(f, err)
		f.Add(i, string(answers))
	}
	f.Fuzz(func(t *testing.T, i int, text string) {
		var answers map[string]any
		if i < 0 || json.Unmarshal([]byte(text), &answers) != nil {
			return
		}
		c := cases.Cases[i%len(cases.Cases)]
		result := c.Form.Check(answers, world)
		if len(result.Errors) == 0 {
			require.NoError(t, compile(t, c.Form).Validate(result.Clean))
			require.Equal(t, result.Clean, c.Form.Check(result.Clean, world).Clean)
		}
	})
}
