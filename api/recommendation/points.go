package recommendation

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/dkisp-kaltara/elayanan/api/form"
)

//go:embed content/*.yaml
var content embed.FS

// Document is one of the parts that a proposal is written in.
type Document string

// The parts.
const (
	IdentityPart Document = "identity"
	NeedsPart    Document = "needs"    // Dokumen Analisis Kebutuhan, Pasal 7
	PlanningPart Document = "planning" // Dokumen Perencanaan, Pasal 8
	RisksPart    Document = "risks"    // Dokumen Manajemen Risiko, Pasal 18 ayat (2) huruf a
	StudyPart    Document = "study"    // Kajian teknis, written by the office
)

// Point is what is asked at one point of a document.
type Point struct {
	Key       string    `yaml:"key" json:"key" example:"needs-1"`
	Document  Document  `yaml:"document" json:"document" enums:"identity,needs,planning,risks,study"`
	Number    int       `yaml:"number" json:"number" example:"1"`           // in its document; 0: it has none
	Name      string    `yaml:"name" json:"name" example:"legal_authority"` // in Content
	Title     string    `yaml:"title" json:"title"`
	Basis     string    `yaml:"basis" json:"basis"`         // where the rule stands
	Help      string    `yaml:"help" json:"help"`           // what the rule wants here
	Example   string    `yaml:"example" json:"example"`     // what an answer may look like
	Checklist []string  `yaml:"checklist" json:"checklist"` // what a reviewer looks at, unless the settings say otherwise
	EN        PointText `yaml:"en" json:"en"`               // title and help in English
	Form      form.Form `yaml:"form" json:"form"`           // in the form profile
} // @name RecommendationPoint

// PointText is what stands at a point in a language other than Indonesian.
type PointText struct {
	Title string `yaml:"title" json:"title"`
	Help  string `yaml:"help" json:"help"`
} // @name RecommendationPointText

// Forms are everything that a proposal asks.
type Forms struct {
	Points []Point // identity, needs-1 … needs-10, planning-1 … planning-12
	Risk   Point   // of one risk
	Study  Point   // of the office's study

	version string // the fingerprint, which tells what a submission was checked by
}

// LoadForms returns the forms of this build, which are read once. It fails only
// if the build itself is faulty.
func LoadForms() (Forms, error) { return loadForms() }

var loadForms = sync.OnceValues(func() (Forms, error) {
	var f Forms
	for _, name := range []string{"identity", "needs", "planning"} {
		var points []Point
		if err := decodeContent(name, &points); err != nil {
			return Forms{}, err
		}
		f.Points = append(f.Points, points...)
	}
	if err := decodeContent("risk", &f.Risk); err != nil {
		return Forms{}, err
	}
	if err := decodeContent("study", &f.Study); err != nil {
		return Forms{}, err
	}
	for _, p := range append([]Point{f.Risk, f.Study}, f.Points...) {
		if faults := p.Form.Faults(); len(faults) > 0 {
			return Forms{}, fmt.Errorf("recommendation: the form of %s: %s %s", p.Key, faults[0].Pointer, faults[0].Code)
		}
	}
	text, err := json.Marshal(f)
	sum := sha256.Sum256(text)
	f.version = hex.EncodeToString(sum[:8])
	return f, err
})

// Point returns the point with a key such as needs-1, and whether there is one.
func (f Forms) Point(key string) (Point, bool) {
	for _, p := range f.Points {
		if p.Key == key {
			return p, true
		}
	}
	return Point{}, false
}

// decodeContent reads a file strictly: a word that the types do not know is an
// error.
func decodeContent(name string, into any) error {
	text, err := content.ReadFile("content/" + name + ".yaml")
	if err != nil {
		return fmt.Errorf("recommendation: %w", err)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("recommendation: %s: %w", name, err)
	}
	return nil
}
