package catalogue

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

//go:embed content/*.yaml
var content embed.FS

// Content returns the files that are shipped with this build, under content/.
func Content() fs.FS { return content }

// Category is a group in which services are shown.
type Category struct {
	Code     string `yaml:"code" json:"code" example:"pusat-data"`
	Name     string `yaml:"name" json:"name" example:"Pusat Data"`
	Summary  string `yaml:"summary" json:"summary"`
	Position int    `yaml:"position" json:"position"`
} // @name Category

// shipped is a definition as it came with this build; hash tells one build's
// from another's.
type shipped struct {
	Definition
	hash string
}

// loadShipped reads the definitions under content/ of a release, but for those
// whose hash is known. Files whose names begin with an underscore hold other
// things.
func loadShipped(release fs.FS, known []string) ([]shipped, error) {
	names, err := fs.Glob(release, "content/*.yaml")
	if err != nil {
		return nil, err
	}
	var list []shipped
	for _, name := range names {
		if strings.HasPrefix(path.Base(name), "_") {
			continue
		}
		text, err := fs.ReadFile(release, name)
		if err != nil {
			return nil, fmt.Errorf("catalogue: %w", err)
		}
		sum := sha256.Sum256(text)
		s := shipped{hash: hex.EncodeToString(sum[:])}
		if slices.Contains(known, s.hash) {
			continue
		}
		if err := decode(name, text, &s.Definition); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

// Shipped returns the definitions of this build as they are shipped.
func Shipped() ([]Definition, error) {
	list, err := loadShipped(content, nil)
	definitions := make([]Definition, len(list))
	for i, s := range list {
		definitions[i] = s.Definition
	}
	return definitions, err
}

// LoadCategories returns the shipped categories in their order.
func LoadCategories() ([]Category, error) {
	var list []Category
	err := decodeFile("content/_categories.yaml", &list)
	return list, err
}

// Vocabulary says which phrases mean the same to those who search, and which
// words mean nothing.
type Vocabulary struct {
	Synonyms [][]string `yaml:"synonyms"`
	Ignored  []string   `yaml:"ignored"`
}

// LoadVocabulary returns the shipped vocabulary.
func LoadVocabulary() (Vocabulary, error) {
	var v Vocabulary
	err := decodeFile("content/_synonyms.yaml", &v)
	return v, err
}

// decodeFile reads a file of this build.
func decodeFile(name string, into any) error {
	text, err := content.ReadFile(name)
	if err != nil {
		return fmt.Errorf("catalogue: %w", err)
	}
	return decode(name, text, into)
}

// decode reads a shipped text strictly: a word that the types do not know is an
// error.
func decode(name string, text []byte, into any) error {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("catalogue: %s: %w", name, err)
	}
	return nil
}
