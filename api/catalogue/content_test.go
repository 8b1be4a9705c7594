package catalogue

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/go-playground/validator/v10"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
)

// contentDir holds the shipped definitions. Files whose names begin with an
// underscore are not definitions.
const contentDir = "content"

// units are the units of the office that a step may name.
var units = []string{"aptika", "sandi", "statistik", "ikp", "sekretariat"}

// roles are the roles that may stand at a step (product.md, "People").
var roles = []string{"applicant", "front_office", "head", "division_head", "technical", "verifier", "ppid"}

// decode reads one file of the content strictly: a field that the target does
// not have is an error.
func decode(t *testing.T, name string, target any) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(contentDir, name))
	require.NoError(t, err)
	decoder := yaml.NewDecoder(bytes.NewReader(raw))
	decoder.KnownFields(true)
	require.NoError(t, decoder.Decode(target), name)
}

// contentFiles returns the names of all files of the content.
func contentFiles(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(contentDir)
	require.NoError(t, err)
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// shippedDefinitions returns every definition by its code.
func shippedDefinitions(t *testing.T) map[string]Definition {
	t.Helper()
	definitions := map[string]Definition{}
	for _, name := range contentFiles(t) {
		if strings.HasPrefix(name, "_") {
			continue
		}
		var d Definition
		decode(t, name, &d)
		require.Equal(t, d.Code+".yaml", name, "a file is named by its code")
		require.NotContains(t, definitions, d.Code)
		definitions[d.Code] = d
	}
	return definitions
}

type categoryFile []struct {
	Code     string `yaml:"code" validate:"required"`
	Name     string `yaml:"name" validate:"required"`
	Summary  string `yaml:"summary" validate:"required"`
	Position int    `yaml:"position" validate:"required"`
}

func TestContentIsValid(t *testing.T) {
	check := validator.New(validator.WithRequiredStructEnabled())
	var categories categoryFile
	decode(t, "_categories.yaml", &categories)
	known, positions := map[string]bool{}, map[string]bool{}
	for i, category := range categories {
		require.NoError(t, check.Struct(category))
		assert.Equal(t, i+1, category.Position, category.Code)
		assert.False(t, known[category.Code], category.Code)
		known[category.Code] = true
	}
	used := map[string]bool{}
	for code, d := range shippedDefinitions(t) {
		t.Run(code, func(t *testing.T) {
			require.NoError(t, check.Struct(d))
			assert.Regexp(t, `^[a-z]+(-[a-z]+)*$`, d.Code)
			assert.True(t, known[d.Category], "category %q", d.Category)
			used[d.Category] = true
			place := d.Category + "/" + strconv.Itoa(d.Position)
			assert.NotZero(t, d.Position)
			assert.False(t, positions[place], "two services at position %s", place)
			positions[place] = true
			assert.NotEmpty(t, d.Description)
			assert.NotEmpty(t, d.Keywords)
			assert.NotEmpty(t, d.Sources)
			assert.NotEmpty(t, d.Complaints)
			assert.NotContains(t, d.Summary, "\n")
			for _, limit := range []*calendar.Limit{d.TimeLimit, d.Extension} {
				if limit != nil {
					assert.NoError(t, limit.Validate())
				}
			}
		})
	}
	for code := range known {
		assert.True(t, used[code], "category %q is empty", code)
	}
}

func TestStepsCanBeWalked(t *testing.T) {
	for code, d := range shippedDefinitions(t) {
		t.Run(code, func(t *testing.T) {
			keys := map[string]bool{}
			for _, step := range d.Steps {
				assert.False(t, keys[step.Key], "step %q twice", step.Key)
				keys[step.Key] = true
				assert.Contains(t, roles, step.Actor.Role, step.Key)
				if step.Actor.Unit != "" {
					assert.Contains(t, units, step.Actor.Unit, step.Key)
				}
				if slices.Contains([]string{"division_head", "technical"}, step.Actor.Role) {
					assert.NotEmpty(t, step.Actor.Unit, "%s: there is one such role in every unit", step.Key)
				}
				if step.Duration != nil {
					assert.NoError(t, step.Duration.Validate(), step.Key)
				}
			}
			assert.Equal(t, Intake, d.Steps[0].Kind)
			assert.Equal(t, "front_office", d.Steps[0].Actor.Role)
			last := d.Steps[len(d.Steps)-1]
			assert.Contains(t, []StepKind{Work, Delivery}, last.Kind)
			assert.NotEqual(t, "applicant", last.Actor.Role, "the office closes a request")
		})
	}
}

func TestPrerequisitesExist(t *testing.T) {
	definitions := shippedDefinitions(t)
	for code, d := range definitions {
		for _, p := range d.Prerequisites {
			if p.Service != "" {
				assert.Contains(t, definitions, p.Service, code)
				assert.NotEqual(t, code, p.Service)
			}
		}
	}
}

// TestPSEFollowsItsSOP checks the steps and minutes of the SOP's flow chart
// (requirement P2).
func TestPSEFollowsItsSOP(t *testing.T) {
	pse := shippedDefinitions(t)["pse"]
	want := []struct {
		role    string
		minutes int
	}{{"head", 60}, {"division_head", 60}, {"technical", 150}, {"technical", 180}}
	require.Len(t, pse.Steps, len(want)+1)
	assert.Nil(t, pse.Steps[0].Duration)
	sum := 0
	for i, w := range want {
		step := pse.Steps[i+1]
		assert.Equal(t, w.role, step.Actor.Role, step.Key)
		assert.Equal(t, &calendar.Limit{Amount: w.minutes, Basis: calendar.WorkingMinutes}, step.Duration, step.Key)
		assert.NotEmpty(t, step.Output, step.Key)
		sum += w.minutes
	}
	assert.Equal(t, &calendar.Limit{Amount: sum, Basis: calendar.WorkingMinutes}, pse.TimeLimit)
	assert.Equal(t, 450, sum)
	assert.Nil(t, pse.Standard)
}

// damage is what the sources' broken encoding, misreading and misprints leave
// behind; none of it may be served (C2, C13).
var damage = []*regexp.Regexp{
	regexp.MustCompile(`[πŸΒŒ•\x{00a0}\x{00ad}\x{fffd}]|“Œ`),
	regexp.MustCompile(`\b(Serita|Sadan|Sidang|ARTIKA|Tandu|LHAM|Standart)\b`),
	regexp.MustCompile(`(?i)perlidungan|penotaan|infomatika|resgister|kuisisioner|\byan\b|didisposikan|lembaga negara republik`),
	regexp.MustCompile(`(?i)kaltar` + `prov`),
	regexp.MustCompile(`(?i)nomor nomor|\bresiko\b|s\.d `),
}

func TestNothingDamagedIsServed(t *testing.T) {
	for _, name := range contentFiles(t) {
		raw, err := os.ReadFile(filepath.Join(contentDir, name))
		require.NoError(t, err)
		require.True(t, strings.ToValidUTF8(string(raw), "") == string(raw), name)
		for i, line := range strings.Split(string(raw), "\n") {
			for _, pattern := range damage {
				assert.NotRegexp(t, pattern, line, "%s:%d", name, i+1)
			}
		}
	}
}

// TestDamageIsRecognised keeps the patterns themselves honest.
func TestDamageIsRecognised(t *testing.T) {
	for _, sample := range []string{
		"πŸ“Œ Download", "melaluiΒ SP4N", "Serita Negara", "Sadan Daerah", "Konkuren Sidang Komunikasi",
		"Bidang ARTIKA", "Kartu Tandu Penduduk", "fitur perlidungan", "Penotaan", "Infomatika",
		"perundang•undangan", "buku resgister", "akses yan lebih", "kaltar" + "prov.go.id", "Lembaga Negara Republik Indonesia",
	} {
		assert.True(t, slices.ContainsFunc(damage, func(p *regexp.Regexp) bool { return p.MatchString(sample) }), sample)
	}
	for _, sample := range []string{"kaltaraprov.go.id", "Berita Negara", "Bidang APTIKA", "perundang-undangan", "yang lebih", "Senin s.d. Kamis"} {
		assert.False(t, slices.ContainsFunc(damage, func(p *regexp.Regexp) bool { return p.MatchString(sample) }), sample)
	}
}
