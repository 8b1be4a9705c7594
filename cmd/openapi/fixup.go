package main

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi2conv"
	"github.com/getkin/kin-openapi/openapi3"
)

const (
	typeJSON    = "application/json"
	typeForm    = "multipart/form-data"
	typeProblem = "application/problem+json"

	schemaRef   = "#/components/schemas/"
	responseRef = "#/components/responses/"
	headerRef   = "#/components/headers/"
)

// fixUp says what the annotations leave unsaid, and puts into OpenAPI 3.1 what
// the conversion from Swagger 2.0 cannot express.
func fixUp(doc *openapi3.T, types map[string]goType, forms map[string]openapi2.Parameters) {
	house(doc)
	for name, schema := range doc.Components.Schemas {
		describe(schema.Value, types[name], doc)
	}
	tagged := taggedSchemas(doc)
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			if op.OperationID == "" {
				op.OperationID = operationID(method, path)
			}
			if fields := forms[method+" "+path]; len(fields) > 0 {
				addForm(doc, op, fields)
			}
			addHeaders(op, tagged)
			addRefusals(path, op)
			if op.Security == nil {
				op.Security = openapi3.NewSecurityRequirements() // said, so that nobody takes it for forgotten
			}
		}
	}
	closeInputs(doc)
	dropUnused(doc)
}

// describe gives a schema what its Go struct knows: order, what is required,
// what may be null, formats, and its doc comment.
func describe(schema *openapi3.Schema, t goType, doc *openapi3.T) {
	if schema.Description == "" {
		schema.Description = t.doc
	}
	for _, name := range []string{"x-enum-varnames", "x-enum-comments"} {
		delete(schema.Extensions, name)
	}
	if len(t.fields) == 0 {
		return
	}
	var order, required []string
	for _, f := range t.fields {
		ref := schema.Properties[f.name]
		if ref == nil {
			continue
		}
		order = append(order, f.name)
		if !f.optional {
			required = append(required, f.name)
		}
		if ref.Value != nil && ref.Ref == "" {
			refine(ref.Value, f)
		}
		if f.nullable {
			schema.Properties[f.name] = nullable(ref)
		}
	}
	schema.Required = required
	setOrder(schema, order)
}

func refine(property *openapi3.Schema, f goField) {
	if f.doc != "" {
		property.Description = f.doc
	}
	if len(property.AllOf) == 1 {
		property.Enum = nil // the type that is referred to lists them
	}
	if property.Type.Is("string") && len(property.Enum) == 0 {
		if property.Format == "" {
			property.Format = f.format
		}
		if f.nonEmpty && property.MinLength == 0 {
			property.MinLength = 1
		}
	}
}

// nullable allows null beside what the schema allows.
func nullable(ref *openapi3.SchemaRef) *openapi3.SchemaRef {
	null := openapi3.NewSchemaRef("", &openapi3.Schema{Type: &openapi3.Types{openapi3.TypeNull}})
	if ref.Ref != "" {
		return openapi3.NewSchemaRef("", &openapi3.Schema{AnyOf: openapi3.SchemaRefs{ref, null}})
	}
	schema := ref.Value
	switch {
	case len(schema.AllOf) == 1:
		schema.AnyOf, schema.AllOf = openapi3.SchemaRefs{schema.AllOf[0], null}, nil
	case !schema.Type.IsEmpty():
		types := append(schema.Type.Slice(), openapi3.TypeNull)
		schema.Type = (*openapi3.Types)(&types)
		if len(schema.Enum) > 0 {
			schema.Enum = append(schema.Enum, nil)
		}
	}
	return ref
}

// operationID names an operation by its method and path:
// POST /users/{id}/disable is postUsersByIdDisable.
func operationID(method, path string) string {
	id := strings.ToLower(method)
	for segment := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		if parameter, ok := strings.CutPrefix(segment, "{"); ok {
			parameter, suffix, _ := strings.Cut(parameter, "}")
			segment = "by-" + parameter + suffix
		}
		for _, word := range strings.FieldsFunc(segment, func(r rune) bool { return strings.ContainsRune("-_.", r) }) {
			id += strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return id
}

// taggedSchemas are those of resources with an entity tag: what some operation
// answers that also answers 304.
func taggedSchemas(doc *openapi3.T) map[string]bool {
	tagged := map[string]bool{}
	for _, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			if op.Responses.Value("304") == nil {
				continue
			}
			for _, answer := range op.Responses.Map() {
				tagged[answerSchema(answer)] = true
			}
		}
	}
	delete(tagged, "")
	return tagged
}

func answerSchema(answer *openapi3.ResponseRef) string {
	for _, media := range answer.Value.Content {
		return media.Schema.Ref
	}
	return ""
}

func addHeaders(op *openapi3.Operation, tagged map[string]bool) {
	for status, answer := range op.Responses.Map() {
		if isRefusal(status) {
			continue
		}
		headers := openapi3.Headers{"X-Request-Id": &openapi3.HeaderRef{Ref: headerRef + "RequestId"}}
		if status == "304" || tagged[answerSchema(answer)] || answersFile(answer) && op.Responses.Value("304") != nil {
			headers["ETag"] = &openapi3.HeaderRef{Ref: headerRef + "ETag"}
		}
		if status == "201" {
			headers["Location"] = &openapi3.HeaderRef{Ref: headerRef + "Location"}
		}
		if answersFile(answer) {
			headers["Content-Disposition"] = &openapi3.HeaderRef{Ref: headerRef + "ContentDisposition"}
		}
		maps.Copy(headers, answer.Value.Headers)
		answer.Value.Headers = headers
	}
	if op.Responses.Value("304") != nil && !hasHeader(op, "If-None-Match") {
		op.Parameters = append(op.Parameters, &openapi3.ParameterRef{Ref: "#/components/parameters/IfNoneMatch"})
	}
}

func answersFile(answer *openapi3.ResponseRef) bool {
	for mediaType, media := range answer.Value.Content {
		if mediaType != typeJSON && media.Schema.Value != nil && media.Schema.Value.Format == "binary" {
			return true
		}
	}
	return false
}

func hasHeader(op *openapi3.Operation, name string) bool {
	return slices.ContainsFunc(op.Parameters, func(p *openapi3.ParameterRef) bool {
		return p.Value != nil && p.Value.In == "header" && strings.EqualFold(p.Value.Name, name)
	})
}

// addRefusals makes every refusal a problem, and adds those that follow from
// what the operation takes.
func addRefusals(path string, op *openapi3.Operation) {
	implied := []int{400, 422} // a query string that cannot be read, or holds what is not text
	if op.Security != nil && len(*op.Security) > 0 {
		implied = append(implied, 401, 403)
	}
	if strings.Contains(path, "{") {
		implied = append(implied, 404)
	}
	if op.RequestBody != nil {
		implied = append(implied, 413, 415)
	}
	if hasHeader(op, "If-Match") {
		implied = append(implied, 412, 428)
	}
	for _, status := range implied {
		if op.Responses.Status(status) == nil {
			op.Responses.Set(strconv.Itoa(status), &openapi3.ResponseRef{Value: openapi3.NewResponse().WithDescription(http.StatusText(status))})
		}
	}
	for status, answer := range op.Responses.Map() {
		if !isRefusal(status) {
			continue
		}
		code, _ := strconv.Atoi(status)
		problem := &openapi3.ResponseRef{Ref: responseRef + responseName(code)}
		if said := *answer.Value.Description; said != "" && said != http.StatusText(code) {
			problem.Description = &said
		}
		op.Responses.Set(status, problem)
	}
	op.Responses.Set("default", &openapi3.ResponseRef{Ref: responseRef + unexpected})
}

func isRefusal(status string) bool { return status[0] == '4' || status[0] == '5' }

// takeForms takes the form fields out of the operations, by "METHOD /path":
// the conversion would lose their order, and refuses them beside a JSON body.
func takeForms(doc *openapi2.T) map[string]openapi2.Parameters {
	forms := map[string]openapi2.Parameters{}
	for path, item := range doc.Paths {
		for method, op := range item.Operations() {
			var rest openapi2.Parameters
			for _, p := range op.Parameters {
				if p.In == "formData" {
					forms[method+" "+path] = append(forms[method+" "+path], p)
				} else {
					rest = append(rest, p)
				}
			}
			if len(rest) < len(op.Parameters) {
				op.Parameters, op.Consumes = rest, []string{typeJSON}
			}
		}
	}
	return forms
}

// keyed is the name of a form field that stands for many: files[key].
var keyed = regexp.MustCompile(`^(\w+)\[\w+\]$`)

// addForm lets an operation take a multipart form. A field with the name of a
// member of the operation's JSON body has the schema of that member; where that
// is an object, the field holds it as JSON.
func addForm(doc *openapi3.T, op *openapi3.Operation, fields openapi2.Parameters) {
	if op.RequestBody == nil {
		op.RequestBody = &openapi3.RequestBodyRef{Value: openapi3.NewRequestBody().WithContent(openapi3.Content{})}
	}
	body := op.RequestBody.Value
	body.Required = true
	var members openapi3.Schemas
	if media := body.Content[typeJSON]; media != nil {
		members = doc.Components.Schemas[strings.TrimPrefix(media.Schema.Ref, schemaRef)].Value.Properties
	}
	schema := openapi3.NewObjectSchema()
	schema.AdditionalProperties = closed
	encoding := map[string]*openapi3.Encoding{}
	var order []string
	for _, field := range fields {
		value := formField(field)
		if member := members[field.Name]; member != nil && member.Ref == "" {
			copied := *member.Value
			copied.Description = cmp.Or(value.Description, copied.Description)
			value = &copied
		}
		if value.Type.Is("object") {
			encoding[field.Name] = &openapi3.Encoding{ContentType: typeJSON}
		}
		if match := keyed.FindStringSubmatch(field.Name); match != nil {
			schema.PatternProperties = openapi3.Schemas{`^` + match[1] + `\[[^\]]+\]$`: value.NewRef()}
			continue
		}
		schema.WithProperty(field.Name, value)
		order = append(order, field.Name)
		if field.Required {
			schema.Required = append(schema.Required, field.Name)
		}
	}
	setOrder(schema, order)
	body.Content[typeForm] = &openapi3.MediaType{Schema: schema.NewRef(), Encoding: encoding}
}

func formField(p *openapi2.Parameter) *openapi3.Schema {
	field := &openapi3.Schema{
		Type: p.Type, Format: p.Format, Description: p.Description, Enum: p.Enum, Default: p.Default, Pattern: p.Pattern,
		MinLength: p.MinLength, MaxLength: p.MaxLength, Min: p.Minimum, Max: p.Maximum,
	}
	switch {
	case p.Type.Is("file"):
		field.Type, field.Format = &openapi3.Types{"string"}, "binary"
	case p.Type.Is("array") && p.Items.Value.Type.Is("file"):
		field.Items = openapi3.NewSchemaRef("", &openapi3.Schema{Type: &openapi3.Types{"string"}, Format: "binary"})
	case p.Type.Is("array"):
		field.Items = openapi2conv.ToV3SchemaRef(p.Items)
	}
	return field
}

var closed = openapi3.AdditionalProperties{Has: openapi3.Ptr(false)}

// closeInputs forbids unknown members in everything that a JSON body is made
// of, because web.Bind refuses them.
func closeInputs(doc *openapi3.T) {
	var bodies []*openapi3.RequestBodyRef
	for _, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			if op.RequestBody != nil {
				op.RequestBody.Value.Extensions = nil // the name that Swagger 2.0 gives to a body
				bodies = append(bodies, op.RequestBody)
			}
		}
	}
	for name := range reachable(doc, bodies) {
		schema := doc.Components.Schemas[name].Value
		if schema.Type.Is("object") && len(schema.Properties) > 0 {
			schema.AdditionalProperties = closed
		}
	}
}

// dropUnused removes schemas that no operation refers to.
func dropUnused(doc *openapi3.T) {
	used := reachable(doc, doc.Paths)
	maps.Copy(used, reachable(doc, doc.Components.Responses))
	maps.DeleteFunc(doc.Components.Schemas, func(name string, _ *openapi3.SchemaRef) bool { return !used[name] })
}

var schemaRefs = regexp.MustCompile(`"\$ref":"` + schemaRef + `([^"]+)"`)

// reachable returns the names of the schemas that a part of the document
// refers to, directly or through other schemas.
func reachable(doc *openapi3.T, part any) map[string]bool {
	found := map[string]bool{}
	for next := []any{part}; len(next) > 0; next = next[1:] {
		text, err := json.Marshal(next[0])
		if err != nil {
			panic(err) // it was read from JSON
		}
		for _, match := range schemaRefs.FindAllSubmatch(text, -1) {
			if name := string(match[1]); !found[name] {
				found[name] = true
				next = append(next, doc.Components.Schemas[name])
			}
		}
	}
	return found
}
