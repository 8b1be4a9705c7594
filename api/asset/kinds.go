package asset

import (
	"bytes"
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Kind is a sort of thing that the office delivers.
type Kind struct {
	Code     string   `yaml:"code" json:"code" example:"subdomain"`
	Label    Text     `yaml:"label" json:"label"`
	Name     string   `yaml:"name" json:"name" example:"subdomain"` // key of the field that names the thing
	Unique   bool     `yaml:"unique" json:"unique"`                 // no two may have the same name
	Suffix   string   `yaml:"suffix" json:"suffix" example:".kaltaraprov.go.id"`
	Fields   []Field  `yaml:"fields" json:"fields"`
	Reserved []string `yaml:"reserved" json:"-"` // names that nobody gets
} // @name AssetKind

// Field is one thing that the register holds of a kind.
type Field struct {
	Key      string   `yaml:"key" json:"key" example:"subdomain"`
	Label    Text     `yaml:"label" json:"label"`
	Hint     *Text    `yaml:"hint" json:"hint,omitempty"`
	Pattern  string   `yaml:"pattern" json:"pattern,omitempty"` // of the whole value, where there is a rule
	Least    int      `yaml:"least" json:"least,omitempty"`     // characters
	Most     int      `yaml:"most" json:"most"`                 // characters
	Options  []Option `yaml:"options" json:"options,omitempty"` // the value is one of these, where there are any
	Required bool     `yaml:"required" json:"required"`
	rule     *regexp.Regexp
} // @name AssetField

// Option is a value that a field may have.
type Option struct {
	Value string `yaml:"value" json:"value"`
	Label Text   `yaml:"label" json:"label"`
} // @name AssetFieldOption

// Text is said in both languages of the product.
type Text struct {
	ID string `yaml:"id" json:"id"`
	EN string `yaml:"en" json:"en"`
} // @name AssetText

//go:embed kinds.yaml
var shippedKinds []byte

// mostDefault bounds a field that has no bound of its own, in characters.
const mostDefault = 200

// loadKinds reads the shipped kinds.
func loadKinds() ([]Kind, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(shippedKinds))
	decoder.KnownFields(true)
	var kinds []Kind
	if err := decoder.Decode(&kinds); err != nil {
		return nil, fmt.Errorf("asset: kinds.yaml: %w", err)
	}
	for i := range kinds {
		k := &kinds[i]
		for j := range k.Fields {
			f := &k.Fields[j]
			if f.Most == 0 {
				f.Most = mostDefault
			}
			if f.Pattern == "" {
				continue
			}
			rule, err := regexp.Compile("^(?:" + f.Pattern + ")$")
			if err != nil {
				return nil, fmt.Errorf("asset: kinds.yaml: %s/%s: %w", k.Code, f.Key, err)
			}
			f.rule = rule
		}
		if k.field(k.Name) == nil {
			return nil, fmt.Errorf("asset: kinds.yaml: %s has no field %q to be named by", k.Code, k.Name)
		}
	}
	return kinds, nil
}

func (k Kind) field(key string) *Field {
	for i := range k.Fields {
		if k.Fields[i].Key == key {
			return &k.Fields[i]
		}
	}
	return nil
}

// in returns the kind as it is in an office with that domain.
func (k Kind) in(domain string) Kind {
	k.Suffix = strings.ReplaceAll(k.Suffix, "{domain}", domain)
	return k
}

// normalise writes a value as the register keeps it. A name that nobody else
// may have and that has a pattern is in lower case and without the domain behind
// it, which people add now and then.
func (k Kind) normalise(key, value string) string {
	value = strings.Join(strings.Fields(value), " ")
	if key == k.Name && k.Unique && k.field(key).rule != nil {
		value = strings.TrimSuffix(strings.ToLower(value), k.Suffix)
	}
	return value
}

// misprint is a wrong spelling of the province's domain that stands in old
// papers and is never accepted (requirement C2).
const misprint = "kaltarprov"

// check returns the values as the register keeps them, and what is wrong with
// them. Pointers begin with at.
func (k Kind) check(values map[string]string, at string) (map[string]string, []apperr.Field) {
	kept := map[string]string{}
	var faults []apperr.Field
	for key, value := range values {
		if k.field(key) == nil {
			faults = append(faults, fault(at+"/"+key, "field.unknown", "Isian ini tidak dikenal.", "This field is not known."))
		} else if value = k.normalise(key, value); value != "" {
			kept[key] = value
		}
	}
	for _, f := range k.Fields {
		if wrong := f.check(kept[f.Key], at+"/"+f.Key); wrong != nil {
			faults = append(faults, *wrong)
		}
	}
	slices.SortFunc(faults, func(a, b apperr.Field) int { return strings.Compare(a.Pointer, b.Pointer) })
	return kept, faults
}

// check returns what is wrong with a value, if anything is.
func (f Field) check(value, pointer string) *apperr.Field {
	wrong := func(code, id, en string) *apperr.Field {
		v := fault(pointer, code, id, en)
		return &v
	}
	length := utf8.RuneCountInString(value)
	switch {
	case value == "" && f.Required:
		return wrong("field.required", "Isian ini wajib diisi.", "This field is required.")
	case value == "":
		return nil
	case length > f.Most:
		return wrong("field.max", "Paling banyak "+strconv.Itoa(f.Most)+" karakter.", "At most "+strconv.Itoa(f.Most)+" characters.")
	case length < f.Least:
		return wrong("field.min", "Paling sedikit "+strconv.Itoa(f.Least)+" karakter.", "At least "+strconv.Itoa(f.Least)+" characters.")
	case strings.Contains(strings.ToLower(value), misprint):
		return wrong("domain.misprint", "Domainnya salah tulis; yang benar kaltaraprov.go.id.", "The domain is misspelt; it is kaltaraprov.go.id.")
	case len(f.Options) > 0 && !slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == value }):
		return wrong("field.oneof", "Pilih salah satu dari pilihan yang tersedia.", "Choose one of the options.")
	case f.rule != nil && !f.rule.MatchString(value):
		hint := Text{"Isian ini belum benar.", "This field is not right."}
		if f.Hint != nil {
			hint = *f.Hint
		}
		return wrong("field.format", hint.ID, hint.EN)
	}
	return nil
}

// shown is the name of a thing as people read it.
func (k Kind) shown(fields map[string]string) string {
	if k.Unique {
		return fields[k.Name] + k.Suffix
	}
	return fields[k.Name]
}

// uniqueName is what no other of the kind may be called; empty where the kind
// does not mind.
func (k Kind) uniqueName(fields map[string]string) string {
	if !k.Unique {
		return ""
	}
	return strings.ToLower(fields[k.Name])
}

func (k Kind) reserves(name string) bool { return slices.Contains(k.Reserved, name) }

func fault(pointer, code, id, en string) apperr.Field {
	return apperr.Field{Pointer: pointer, Code: code, Detail: apperr.Text{ID: id, EN: en}}
}
