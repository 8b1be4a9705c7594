package apidoc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// document is as much of an OpenAPI document as the page shows.
type document struct {
	Info struct {
		Title, Version, Summary, Description string
	}
	Tags []struct {
		Name, Description string
		DisplayName       string `json:"x-displayName"`
	}
	Paths      ordered[ordered[operation]]
	Components struct {
		Schemas    ordered[*schema]
		Parameters map[string]parameter
		Responses  map[string]response
	}
}

type operation struct {
	Tags        []string
	OperationID string
	Summary     string
	Description string
	Parameters  []parameter
	RequestBody *struct {
		Content ordered[media]
	}
	Responses ordered[response]
	Security  []map[string][]string
}

type parameter struct {
	Ref               string `json:"$ref"`
	Name, In          string
	Required          bool
	Description       string
	Schema            *schema
	Example, Examples any
}

type response struct {
	Ref         string `json:"$ref"`
	Description string
	Content     ordered[media]
}

type media struct {
	Schema *schema
}

type schema struct {
	Ref               string `json:"$ref"`
	Type              types
	Format            string
	Description       string
	Enum              []any
	EnumDescriptions  []string `json:"x-enum-descriptions"`
	Examples          []any
	Default           any
	Properties        ordered[*schema]
	PatternProperties ordered[*schema]
	Required          []string
	Items             *schema
	AllOf, AnyOf      []*schema
	Minimum, Maximum  *float64
	MinLength         *int
	MaxLength         *int
	MinItems          *int
	MaxItems          *int
	Pattern           string
}

// types is one type or several: "string", ["string", "null"].
type types []string

// UnmarshalJSON reads both forms.
func (t *types) UnmarshalJSON(text []byte) error {
	if text[0] == '[' {
		return json.Unmarshal(text, (*[]string)(t))
	}
	*t = types{""}
	return json.Unmarshal(text, &(*t)[0])
}

// ordered is a JSON object whose order is kept, because the document's order is
// the one to read it in.
type ordered[T any] []entry[T]

type entry[T any] struct {
	Key   string
	Value T
}

// UnmarshalJSON reads an object.
func (o *ordered[T]) UnmarshalJSON(text []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	if begin, err := decoder.Token(); err != nil || begin != json.Delim('{') {
		return fmt.Errorf("an object was expected in place of %.40s", text)
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return err
		}
		var value T
		if err := decoder.Decode(&value); err != nil {
			return err
		}
		*o = append(*o, entry[T]{fmt.Sprint(key), value})
	}
	return nil
}

func (o ordered[T]) get(key string) (T, bool) {
	i := slices.IndexFunc(o, func(e entry[T]) bool { return e.Key == key })
	if i < 0 {
		var none T
		return none, false
	}
	return o[i].Value, true
}

// shape is a schema without the ways of writing it: reference, "or null", a
// single "all of".
type shape struct {
	*schema
	name     string // of the object that it refers to
	nullable bool
}

func (d *document) shape(s *schema) shape {
	if s == nil {
		return shape{schema: &schema{}}
	}
	if s.Ref != "" {
		name := strings.TrimPrefix(s.Ref, "#/components/schemas/")
		target, _ := d.Components.Schemas.get(name)
		inner := d.shape(target)
		inner.name = name
		return inner
	}
	if len(s.AllOf) == 1 {
		return d.shape(s.AllOf[0])
	}
	nulls := func(one *schema) bool { return slices.Equal(one.Type, types{"null"}) }
	if len(s.AnyOf) == 2 && slices.ContainsFunc(s.AnyOf, nulls) {
		inner := d.shape(s.AnyOf[slices.IndexFunc(s.AnyOf, func(one *schema) bool { return !nulls(one) })])
		inner.nullable = true
		return inner
	}
	return shape{schema: s, nullable: slices.Contains(s.Type, "null")}
}

// kind is the first type that is not null.
func (s shape) kind() string {
	for _, t := range s.Type {
		if t != "null" {
			return t
		}
	}
	return ""
}

// component follows a reference to a shared parameter or response.
func component[T any](all map[string]T, ref string, inline T) T {
	if ref == "" {
		return inline
	}
	return all[ref[strings.LastIndex(ref, "/")+1:]]
}
