// These keep nothing: on one pair of database and store is enough.

package catalogue_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/go-playground/validator/v10"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/catalogue/contenttest"
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
func shippedDefinitions(t *testing.T) map[string]catalogue.Definition {
	t.Helper()
	definitions := map[string]catalogue.Definition{}
	for _, name := range contentFiles(t) {
		if strings.HasPrefix(name, "_") {
			continue
		}
		var d catalogue.Definition
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
			assert.Equal(t, catalogue.Intake, d.Steps[0].Kind)
			assert.Equal(t, "front_office", d.Steps[0].Actor.Role)
			last := d.Steps[len(d.Steps)-1]
			assert.Contains(t, []catalogue.StepKind{catalogue.Work, catalogue.Delivery}, last.Kind)
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

// componentKeys are the 14 components of a standard in the order of
// PermenPANRB 15/2014: six of service delivery, eight of manufacturing.
var componentKeys = []string{
	"requirements", "procedure", "time_limit", "cost", "product", "complaints",
	"legal_basis", "facilities", "competence", "supervision", "staff",
	"service_guarantee", "security_guarantee", "evaluation",
}

// decreedFacts holds the facts of the eight standards (requirements S1 to S8), by
// the service that carries each. Hosting shares the standard of S6.
var decreedFacts = map[string]struct {
	source    string
	limit     calendar.Limit
	extension *calendar.Limit
	timeText  string
	staff     int
	letter    catalogue.LetterRule
	legal     int
}{
	"informasi-publik": {"S1", calendar.Limit{Amount: 10, Basis: calendar.WorkingDays}, &calendar.Limit{Amount: 7, Basis: calendar.WorkingDays},
		"10 (sepuluh) hari kerja dan dapat diperpanjang selama 7 (tujuh) hari kerja.", 6, catalogue.LetterOptional, 7},
	"pengaduan":             {"S2", calendar.Limit{Amount: 72, Basis: calendar.ClockHours}, nil, "3 × 24 jam", 4, catalogue.LetterOptional, 7},
	"data-statistik":        {"S3", calendar.Limit{Amount: 5, Basis: calendar.WorkingDays}, nil, "5 (lima) hari kerja", 4, catalogue.LetterRequired, 6},
	"rekomendasi-statistik": {"S4", calendar.Limit{Amount: 5, Basis: calendar.WorkingDays}, nil, "5 (lima) hari kerja", 4, catalogue.LetterOptional, 3},
	"virtual-meeting":       {"S5", calendar.Limit{Amount: 1, Basis: calendar.WorkingDays}, nil, "1 (satu) hari kerja", 4, catalogue.LetterRequired, 4},
	"subdomain":             {"S6", calendar.Limit{Amount: 3, Basis: calendar.WorkingDays}, nil, "3 (tiga) hari kerja", 3, catalogue.LetterRequired, 5},
	"hosting":               {"S6", calendar.Limit{Amount: 3, Basis: calendar.WorkingDays}, nil, "3 (tiga) hari kerja", 3, catalogue.LetterRequired, 5},
	"insiden-siber":         {"S7", calendar.Limit{Amount: 5, Basis: calendar.WorkingDays}, nil, "5 (lima) hari kerja", 3, catalogue.LetterRequired, 8},
	"tte":                   {"S8", calendar.Limit{Amount: 1, Basis: calendar.WorkingDays}, nil, "1 (satu) hari kerja", 3, catalogue.LetterRequired, 9},
}

func TestDecreedStandards(t *testing.T) {
	definitions := shippedDefinitions(t)
	for code, want := range decreedFacts {
		t.Run(code, func(t *testing.T) {
			d := definitions[code]
			require.NotNil(t, d.Standard)
			assert.Contains(t, d.Sources, want.source)
			assert.Equal(t, &want.limit, d.TimeLimit)
			assert.Equal(t, want.extension, d.Extension)
			assert.Equal(t, want.letter, d.Letter)
			assert.Equal(t, "Tidak dipungut biaya", d.Cost)
			assert.Len(t, d.LegalBases, want.legal)
			assert.Contains(t, d.Standard.Decree, "Nomor 020/SK/DKISP.SET/V/2024")

			component := map[string]catalogue.Component{}
			var keys []string
			for _, c := range d.Standard.Components {
				keys = append(keys, c.Key)
				component[c.Key] = c
				assert.Equal(t, c.DecreedText == "", c.Correction == "", "%s: decreed words and reason go together", c.Key)
			}
			assert.Equal(t, componentKeys, keys)
			assert.Equal(t, want.timeText, component["time_limit"].Text)
			assert.Equal(t, d.Cost, component["cost"].Text)
			assert.Equal(t, d.Product, component["product"].Text)
			assert.Equal(t, d.Complaints, component["complaints"].Text)
			assert.True(t, strings.HasPrefix(component["staff"].Text, strconv.Itoa(want.staff)+" ("), component["staff"].Text)
			assert.NotEmpty(t, d.Procedure)
			if want.letter == catalogue.LetterRequired {
				assert.Contains(t, strings.ToLower(component["requirements"].Text), "surat permohonan")
			}
		})
	}
	for code, d := range definitions {
		if _, ok := decreedFacts[code]; !ok {
			assert.Nil(t, d.Standard, code)
			assert.Empty(t, d.Cost, "%s: no source says what it costs", code)
			assert.Nil(t, d.Extension, code)
			if code != "pse" {
				assert.Nil(t, d.TimeLimit, "%s: no source gives a time limit", code)
			}
			assert.True(t, slices.ContainsFunc(d.Notes, func(n catalogue.Note) bool { return n.Ref == "C9" }), "%s must say that it has no standard", code)
		}
	}
	assert.Equal(t, definitions["subdomain"].Standard, definitions["hosting"].Standard)
	assert.Equal(t, definitions["subdomain"].Steps, definitions["hosting"].Steps)
}

// TestCorrectionsStayVisible checks that what was put right in a decreed text
// still shows what the decree says (C1, C5, C13).
func TestCorrectionsStayVisible(t *testing.T) {
	definitions := shippedDefinitions(t)
	for _, want := range []struct{ code, component, text, decreed string }{
		{"data-statistik", "product", "Data statistik sektoral", "informasi publik"},
		{"insiden-siber", "product", "rekomendasi penutupan celah", "domain dan hosting"},
		{"subdomain", "product", "kaltaraprov.go.id", "[…]"},
		{"subdomain", "legal_basis", "Pedoman Standar Pelayanan", "4. Peraturan Menteri Pendayagunaan"},
		{"informasi-publik", "procedure", "30 hari kerja setelah menerima", "30 hari setelah menerima"},
		{"pengaduan", "legal_basis", "Nomor 14 Tahun 2008", "Nomor 14 Tahun 2018"},
		{"virtual-meeting", "legal_basis", "Nomor 14 Tahun 2008", "Nomor 14 Tahun 2018"},
		{"tte", "legal_basis", "Nomor 10 Tahun 2017", "Nomor 10 Tahun 2010"},
	} {
		i := slices.Index(componentKeys, want.component)
		c := definitions[want.code].Standard.Components[i]
		assert.Contains(t, c.Text, want.text, want.code)
		assert.Contains(t, c.DecreedText, want.decreed, want.code)
		assert.NotContains(t, c.Text, want.decreed, want.code)
	}
}

// TestComplaintIsAnsweredBeforeItIsDisposed checks the order of S2 (C10).
func TestComplaintIsAnsweredBeforeItIsDisposed(t *testing.T) {
	steps := shippedDefinitions(t)["pengaduan"].Steps
	preparation := slices.IndexFunc(steps, func(s catalogue.Step) bool { return s.Kind == catalogue.Preparation })
	disposition := slices.IndexFunc(steps, func(s catalogue.Step) bool { return s.Kind == catalogue.Disposition })
	require.NotEqual(t, -1, preparation)
	assert.Greater(t, disposition, preparation)
	assert.Equal(t, "head", steps[disposition].Actor.Role)
}

// TestEverySourceIsServed checks that no card of the landing page (L), no
// standard (S), no part of the SOP (P), of the recommendation's form (R) and
// of the external systems (X) was dropped.
func TestEverySourceIsServed(t *testing.T) {
	served := map[string]bool{}
	for _, name := range contentFiles(t) {
		if name == "_categories.yaml" {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(contentDir, name))
		require.NoError(t, err)
		var file struct {
			Sources []string `yaml:"sources"`
		}
		require.NoError(t, yaml.Unmarshal(raw, &file), name)
		for _, source := range file.Sources {
			assert.Regexp(t, `^([LRSPMC][1-9][0-9]?|X)$`, source, name)
			served[source] = true
		}
	}
	assert.True(t, served["X"], "X")
	for _, group := range []struct {
		letter string
		last   int
	}{{"L", 22}, {"S", 10}, {"P", 5}, {"R", 7}, {"C", 14}} {
		for i := 1; i <= group.last; i++ {
			number := group.letter + strconv.Itoa(i)
			assert.True(t, served[number], number)
		}
	}
	for _, number := range []string{"M7", "M8"} {
		assert.True(t, served[number], number)
	}
}

// TestWhoMayAsk checks the marks that open or close a service.
func TestWhoMayAsk(t *testing.T) {
	for code, d := range shippedDefinitions(t) {
		assert.Equal(t, code == "pengaduan" || code == "informasi-publik", d.Guests, code)
		assert.Equal(t, code == "insiden-siber", d.Confidential, code)
		if d.Guests {
			assert.Contains(t, d.Audience, catalogue.Public, code)
		}
		if d.Channel == catalogue.ByLetter {
			assert.Equal(t, catalogue.LetterRequired, d.Letter, code)
		}
	}
}

// TestRecommendationHasEveryPoint counts the points of the three documents
// (requirements R1 to R3).
func TestRecommendationHasEveryPoint(t *testing.T) {
	points := map[string]int{}
	for _, r := range shippedDefinitions(t)["rekomendasi-aplikasi"].Requirements {
		name, _, _ := strings.Cut(r.Text, ",")
		points[name] = len(r.Items)
	}
	assert.Equal(t, 10, points["Dokumen Analisis Kebutuhan"])
	assert.Equal(t, 12, points["Dokumen Perencanaan"])
	assert.Equal(t, 7, points["Dokumen Manajemen Risiko"])
}

func TestDecreeIsComplete(t *testing.T) {
	decree, err := catalogue.LoadDecree()
	require.NoError(t, err)
	require.NoError(t, validator.New(validator.WithRequiredStructEnabled()).Struct(decree))
	assert.Equal(t, "2024-05-02", decree.Date)

	definitions := shippedDefinitions(t)
	var carriers []string
	for i, service := range decree.Services {
		for _, code := range service.Codes {
			assert.Equal(t, "S"+strconv.Itoa(i+1), decreedFacts[code].source, code)
			assert.Equal(t, decree.Kind+" Nomor "+decree.Number, definitions[code].Standard.Decree)
			carriers = append(carriers, code)
		}
	}
	assert.Len(t, carriers, len(decreedFacts))
}

func TestSOPIsComplete(t *testing.T) {
	sop, err := catalogue.LoadSOP()
	require.NoError(t, err)
	require.NoError(t, validator.New(validator.WithRequiredStructEnabled()).Struct(sop))
	definitions := shippedDefinitions(t)
	assert.Contains(t, definitions, sop.Service)
	assert.Contains(t, definitions, sop.Related[0].Service)
	assert.Len(t, definitions[sop.Service].Procedure, len(sop.Procedure))
	for _, law := range slices.Concat(sop.LegalBases, sop.ChapterLegalBases) {
		assert.True(t, slices.ContainsFunc(definitions[sop.Service].LegalBases, func(b catalogue.LegalBasis) bool {
			return b.Kind == law.Kind && b.Number == law.Number && b.Year == law.Year
		}), "pse.yaml lacks %s %s/%d", law.Kind, law.Number, law.Year)
	}
}

func TestOfficeIsComplete(t *testing.T) {
	office, err := catalogue.LoadOffice()
	require.NoError(t, err)
	require.NoError(t, validator.New(validator.WithRequiredStructEnabled()).Struct(office))
	require.NoError(t, office.Check())
	assert.Equal(t, "+6282253731353", office.HelpWhatsApp)
	assert.True(t, strings.HasSuffix(office.Email, "@"+office.Domain))
	assert.Contains(t, shippedDefinitions(t)["tte"].Description, office.VerifierWhatsApp, "the page and the setting must give one number")
}

func TestNothingDamagedIsServed(t *testing.T) {
	for _, name := range contentFiles(t) {
		raw, err := os.ReadFile(filepath.Join(contentDir, name))
		require.NoError(t, err)
		require.True(t, strings.ToValidUTF8(string(raw), "") == string(raw), name)
		for i, line := range strings.Split(string(raw), "\n") {
			assert.Empty(t, contenttest.Damage(line), "%s:%d", name, i+1)
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
		assert.NotEmpty(t, contenttest.Damage(sample), sample)
	}
	for _, sample := range []string{"kaltaraprov.go.id", "Berita Negara", "Bidang APTIKA", "perundang-undangan", "yang lebih", "Senin s.d. Kamis"} {
		assert.Empty(t, contenttest.Damage(sample), sample)
	}
}
