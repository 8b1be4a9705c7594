package apidoc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// page is what the template shows.
type page struct {
	Title, Version, Summary string
	Introduction            []section
	Groups                  []group
	Objects                 []object
}

// group is the operations with one tag.
type group struct {
	ID, Title, Description string
	Operations             []operationView
}

type operationView struct {
	ID, Method, Path, Summary string
	Description               template.HTML
	Public                    bool
	Parameters                []fields // by where they stand
	Bodies                    []fields // by media type
	Answers                   []answerView
	Refusals                  []answerView
	Command                   template.HTML
	Example                   template.HTML // of the first answer with a body
	ExampleStatus             string
}

// fields is a titled list of fields.
type fields struct {
	Title  string
	Fields []field
}

// field is one member of an object, or one parameter.
type field struct {
	Name        string
	Kind        string // string, list of integer, date-time …
	Object      string // the object that it is or holds, to link to
	Nullable    bool
	Required    bool // of what the caller sends
	Optional    bool // of what the API answers
	Description template.HTML
	Values      []value
	Rule        string // at most 100 characters
	Example     string
	Fields      []field // of an object that is shown in place
}

type value struct{ Name, Description string }

type answerView struct {
	Status, Title string
	Description   template.HTML
	Kind, Object  string
}

// object is a schema that operations refer to.
type object struct {
	Name        string
	Description template.HTML
	Fields      []field
	Values      []value
	Example     template.HTML
}

// render makes the page of a document.
func render(layout *template.Template, text []byte) ([]byte, error) {
	var d document
	if err := json.Unmarshal(text, &d); err != nil {
		return nil, fmt.Errorf("apidoc: %w", err)
	}
	keys, err := keysText()
	if err != nil {
		return nil, fmt.Errorf("apidoc: %w", err)
	}
	proposals, err := proposalsText()
	if err != nil {
		return nil, fmt.Errorf("apidoc: %w", err)
	}
	d.Info.Description += "\n\n" + keys + "\n\n" + proposals
	var out bytes.Buffer
	err = layout.Execute(&out, d.page())
	return out.Bytes(), err
}

func (d *document) page() page {
	p := page{Title: d.Info.Title, Version: d.Info.Version, Summary: d.Info.Summary, Introduction: sections(d.Info.Description)}
	for _, tag := range d.Tags {
		p.Groups = append(p.Groups, group{ID: "tag-" + tag.Name, Title: tag.DisplayName, Description: tag.Description, Operations: d.operations(tag.Name)})
	}
	for _, s := range d.Components.Schemas {
		shown := d.shape(s.Value)
		o := object{Name: s.Key, Description: inline(s.Value.Description), Values: values(shown)}
		if len(shown.Properties) > 0 {
			o.Fields = d.members(s.Value, 0, false)
			o.Example = d.exampleOf(s.Value)
		}
		p.Objects = append(p.Objects, o)
	}
	return p
}

// operations are those whose first tag is given, in the order of their paths.
func (d *document) operations(tag string) []operationView {
	var list []operationView
	for _, path := range d.Paths {
		for _, method := range path.Value {
			if op := method.Value; len(op.Tags) > 0 && op.Tags[0] == tag {
				list = append(list, d.operation(strings.ToUpper(method.Key), path.Key, op))
			}
		}
	}
	return list
}

func (d *document) operation(method, path string, op operation) operationView {
	view := operationView{
		ID: op.OperationID, Method: method, Path: path, Summary: op.Summary, Description: inline(op.Description),
		Public: len(op.Security) == 0, Command: d.command(method, path, op),
	}
	for _, place := range []string{"path", "query", "header"} {
		list := fields{Title: map[string]string{"path": "In the path", "query": "In the query", "header": "In headers"}[place]}
		for _, p := range d.parameters(op) {
			if p.In == place {
				f := d.field(p.Name, p.Schema, 0, false)
				f.Required, f.Description = p.Required, inline(p.Description)
				list.Fields = append(list.Fields, f)
			}
		}
		if len(list.Fields) > 0 {
			view.Parameters = append(view.Parameters, list)
		}
	}
	if op.RequestBody != nil {
		for _, body := range op.RequestBody.Content {
			if members := d.members(body.Value.Schema, 0, true); len(members) > 0 {
				view.Bodies = append(view.Bodies, fields{Title: body.Key, Fields: members})
			}
		}
	}
	for _, r := range op.Responses {
		answer := component(d.Components.Responses, r.Value.Ref, r.Value)
		if r.Value.Description != "" {
			answer.Description = r.Value.Description
		}
		shown := d.answer(r.Key, answer)
		if r.Key[0] == '2' || r.Key[0] == '3' {
			view.Answers = append(view.Answers, shown)
		} else {
			view.Refusals = append(view.Refusals, shown)
		}
		if body, ok := answer.Content.get("application/json"); ok && view.Example == "" {
			view.Example, view.ExampleStatus = d.exampleOf(body.Schema), shown.Status+" "+shown.Title
		}
	}
	return view
}

func (d *document) answer(status string, r response) answerView {
	view := answerView{Status: status, Title: "Any other"}
	if code, err := strconv.Atoi(status); err == nil {
		view.Title = http.StatusText(code)
	}
	if r.Description != view.Title {
		view.Description = inline(r.Description)
	}
	for _, body := range r.Content {
		s := d.shape(body.Value.Schema)
		view.Kind, view.Object = body.Key, s.name
		break
	}
	return view
}

func (d *document) exampleOf(s *schema) template.HTML {
	var c code
	d.example(&c, s, 0, false)
	return c.html()
}

// members lists what an object is made of. With nested, named objects within
// it are shown in place; otherwise they are linked to.
func (d *document) members(s *schema, depth int, nested bool) []field {
	if depth > deepest {
		return nil
	}
	shown := d.shape(s)
	var list []field
	for _, p := range shown.Properties {
		f := d.field(p.Key, p.Value, depth, nested)
		required := slices.Contains(shown.Required, p.Key)
		f.Required, f.Optional = nested && required, !nested && !required
		list = append(list, f)
	}
	for _, p := range shown.PatternProperties {
		name, _, _ := strings.Cut(strings.TrimPrefix(p.Key, "^"), `\[`)
		list = append(list, d.field(name+"[…]", p.Value, depth, nested))
	}
	return list
}

func (d *document) field(name string, s *schema, depth int, nested bool) field {
	shown := d.shape(s)
	f := field{Name: name, Nullable: shown.nullable, Description: inline(s.Description), Values: values(shown), Rule: rule(shown)}
	f.Kind, f.Object = d.kind(s)
	if len(s.Examples) > 0 {
		f.Example = plainText(s.Examples[0])
	} else if len(shown.Examples) > 0 {
		f.Example = plainText(shown.Examples[0])
	}
	inner := s
	if shown.kind() == "array" && shown.Items != nil {
		inner = shown.Items
		f.Values = values(d.shape(inner))
	}
	if len(f.Values) > 0 {
		f.Object = ""
	}
	if nested || d.shape(inner).name == "" {
		f.Fields = d.members(inner, depth+1, nested)
	}
	return f
}

// kind names the type of a schema, and the object that it is or holds.
func (d *document) kind(s *schema) (kind, object string) {
	shown := d.shape(s)
	switch {
	case shown.kind() == "array" && shown.Items != nil:
		of, object := d.kind(shown.Items)
		if object != "" {
			return "list of", object
		}
		return "list of " + of, ""
	case shown.name != "" && len(shown.Properties) > 0:
		return "", shown.name
	case shown.Format == "binary":
		return "file", ""
	case shown.Format != "":
		return shown.Format, ""
	case shown.kind() == "":
		return "any", ""
	}
	return shown.kind(), ""
}

func values(s shape) []value {
	var list []value
	for i, v := range s.Enum {
		if v == nil {
			continue
		}
		one := value{Name: fmt.Sprint(v)}
		if i < len(s.EnumDescriptions) {
			one.Description = s.EnumDescriptions[i]
		}
		list = append(list, one)
	}
	return list
}

// rule says the bounds of a value.
func rule(s shape) string {
	var rules []string
	bound := func(text string, limit *int, unit string) {
		if limit != nil {
			rules = append(rules, fmt.Sprintf("%s %d %s", text, *limit, unit))
		}
	}
	if s.MinLength != nil && *s.MinLength == 1 {
		rules = append(rules, "not empty")
	} else {
		bound("at least", s.MinLength, "characters")
	}
	bound("at most", s.MaxLength, "characters")
	bound("at least", s.MinItems, "items")
	bound("at most", s.MaxItems, "items")
	if s.Minimum != nil {
		rules = append(rules, fmt.Sprintf("from %v", *s.Minimum))
	}
	if s.Maximum != nil {
		rules = append(rules, fmt.Sprintf("to %v", *s.Maximum))
	}
	if s.Default != nil {
		rules = append(rules, "default "+plainText(s.Default))
	}
	return strings.Join(rules, ", ")
}

func plainText(v any) string {
	if text, ok := v.(string); ok {
		return text
	}
	return quote(v)
}
