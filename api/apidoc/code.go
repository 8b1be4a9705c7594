package apidoc

import (
	"encoding/json"
	"fmt"
	"html/template"
	"regexp"
	"slices"
	"strings"
)

// code is a coloured piece of source: its words in spans of a class.
type code struct{ strings.Builder }

func (c *code) plain(text string) { c.WriteString(template.HTMLEscapeString(text)) }

func (c *code) word(class, text string) {
	c.WriteString(`<span class="` + class + `">`)
	c.plain(text)
	c.WriteString(`</span>`)
}

func (c *code) html() template.HTML { return template.HTML(c.String()) } // everything in it was escaped

var shellWords = regexp.MustCompile(`\$[A-Z]+| -{1,2}[a-zA-Z]+\b`)

// shell colours variables and options of a command.
func shell(text string) template.HTML {
	var c code
	at := 0
	for _, found := range shellWords.FindAllStringIndex(text, -1) {
		c.plain(text[at:found[0]])
		class := "option"
		if text[found[0]] == '$' {
			class = "variable"
		}
		c.word(class, text[found[0]:found[1]])
		at = found[1]
	}
	c.plain(text[at:])
	return c.html()
}

// deepest bounds an example: an object within itself ends somewhere.
const deepest = 6

// example writes a value of the schema as coloured JSON. One that is sent has
// what is required, and within it what is known by example.
func (d *document) example(c *code, s *schema, depth int, sent bool) {
	sh := d.shape(s)
	indent := strings.Repeat("  ", depth)
	switch {
	case depth > deepest:
		c.word("value", "null")
	case len(sh.Examples) > 0:
		c.literal(sh.Examples[0])
	case len(s.Examples) > 0: // beside a reference
		c.literal(s.Examples[0])
	case sh.nullable && len(sh.Properties) == 0:
		c.literal(nil)
	case sh.Default != nil:
		c.literal(sh.Default)
	case len(sh.Enum) > 0:
		c.literal(sh.Enum[0])
	case sh.kind() == "array" && sh.Items != nil:
		c.plain("[\n" + indent + "  ")
		d.example(c, sh.Items, depth+1, sent)
		c.plain("\n" + indent + "]")
	case len(sh.Properties) > 0:
		before := "{"
		for _, p := range sh.Properties {
			if sent && !slices.Contains(sh.Required, p.Key) && (depth == 0 && len(sh.Required) > 0 || len(p.Value.Examples) == 0) {
				continue
			}
			c.plain(before + "\n" + indent + "  ")
			c.word("key", quote(p.Key))
			c.plain(": ")
			d.example(c, p.Value, depth+1, sent)
			before = ","
		}
		if before == "{" {
			c.plain("{}")
			return
		}
		c.plain("\n" + indent + "}")
	default:
		c.literal(d.sample(sh))
	}
}

func (c *code) literal(v any) {
	text := quote(v)
	class := "value"
	if strings.HasPrefix(text, `"`) {
		class = "text"
	}
	c.word(class, text)
}

// sample is a plausible value where the document gives none.
func (d *document) sample(s shape) any {
	switch s.kind() {
	case "string":
		samples := map[string]string{
			"date-time": "2026-01-05T01:30:00Z", "date": "2026-01-05", "uuid": "0199c0de-0000-7000-8000-000000000000",
			"email": "siti.rahmawati@kaltaraprov.go.id", "uri": "https://kaltaraprov.go.id",
		}
		if text, ok := samples[s.Format]; ok {
			return text
		}
		return "…"
	case "integer", "number":
		if s.Minimum != nil {
			return *s.Minimum
		}
		return 1
	case "boolean":
		return false
	case "array":
		return []any{}
	case "object":
		return map[string]any{}
	}
	return nil
}

func quote(v any) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		panic(fmt.Sprintf("apidoc: %v", err)) // it was read from JSON
	}
	return strings.TrimSpace(b.String())
}

var pathParameter = regexp.MustCompile(`\{(\w+)\}`)

// command is the operation as a curl command, with the variables of the
// introduction.
func (d *document) command(method, path string, op operation) template.HTML {
	var c code
	address := pathParameter.ReplaceAllStringFunc(path, func(p string) string { return "$" + strings.ToUpper(p[1:len(p)-1]) })
	body, isJSON := d.jsonBody(op)
	form := d.formBody(op)
	usual := "GET" // what curl does by itself
	if isJSON || len(form) > 0 {
		usual = "POST"
	}
	c.plain("curl ")
	if method != usual {
		c.option("-X", method+" ")
	}
	c.plain(`"`)
	for i, part := range strings.Split("$API"+address, "/") {
		if i > 0 {
			c.plain("/")
		}
		if strings.HasPrefix(part, "$") {
			variable, tail, _ := strings.Cut(part, ".")
			c.word("variable", variable)
			if tail != "" {
				c.plain("." + tail)
			}
			continue
		}
		c.plain(part)
	}
	c.plain(`"`)
	header := func(name, value string) {
		c.plain(" \\\n  ")
		c.option("-H", `"`+name+" ")
		c.word("variable", value)
		c.plain(`"`)
	}
	if len(op.Security) > 0 {
		header("Authorization: Bearer", "$TOKEN")
	}
	for _, p := range d.parameters(op) {
		if p.In == "header" && p.Required {
			variable := "$" + strings.ToUpper(strings.ReplaceAll(p.Name, "-", "_"))
			if p.Name == "If-Match" {
				variable = "$ETAG" // as in the introduction
			}
			header(p.Name+":", variable)
		}
	}
	switch {
	case isJSON:
		c.plain(" \\\n  ")
		c.option("-H", "'Content-Type: application/json'")
		c.plain(" \\\n  ")
		c.option("-d", "'")
		d.example(&c, body, 0, true)
		c.plain("'")
	default:
		for _, f := range form {
			c.plain(" \\\n  ")
			c.option("-F", f)
		}
	}
	return c.html()
}

func (c *code) option(name, rest string) {
	c.word("option", name)
	c.plain(" " + rest)
}

func (d *document) jsonBody(op operation) (*schema, bool) {
	if op.RequestBody == nil {
		return nil, false
	}
	body, ok := op.RequestBody.Content.get("application/json")
	return body.Schema, ok
}

// formBody lists the fields of a form as curl takes them: those that must be
// there, and files.
func (d *document) formBody(op operation) []string {
	if op.RequestBody == nil {
		return nil
	}
	body, ok := op.RequestBody.Content.get("multipart/form-data")
	if !ok {
		return nil
	}
	var fields []string
	for _, p := range body.Schema.Properties {
		s := d.shape(p.Value)
		switch {
		case s.Format == "binary":
			fields = append(fields, p.Key+"=@surat.pdf")
		case slices.Contains(body.Schema.Required, p.Key):
			var value any = "…"
			if len(s.Examples) > 0 {
				value = s.Examples[0]
			} else if len(s.Enum) > 0 {
				value = s.Enum[0]
			}
			fields = append(fields, fmt.Sprintf("'%s=%v'", p.Key, value))
		}
	}
	return fields
}

// parameters are those of an operation, shared ones included.
func (d *document) parameters(op operation) []parameter {
	list := make([]parameter, len(op.Parameters))
	for i, p := range op.Parameters {
		list[i] = component(d.Components.Parameters, p.Ref, p)
	}
	return list
}
