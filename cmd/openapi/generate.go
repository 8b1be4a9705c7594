package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi2conv"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3conv"
	"github.com/swaggo/swag"

	"github.com/dkisp-kaltara/elayanan/api/auth"
)

// generate returns the document of the handlers in the packages below dir.
// policy tells which operations API keys can use.
func generate(dir string, policy []auth.Operation) ([]byte, error) {
	types, err := readTypes(dir)
	if err != nil {
		return nil, err
	}
	doc2, err := parse(dir)
	if err != nil {
		return nil, err
	}
	types, err = rename(doc2, types)
	if err != nil {
		return nil, err
	}
	forms := takeForms(doc2)
	doc, err := openapi2conv.ToV3(doc2)
	if err != nil {
		return nil, err
	}
	openapi3conv.Upgrade(doc)
	allowKeys(doc, policy)
	fixUp(doc, types, forms)
	text, err := write(doc)
	if err != nil {
		return nil, err
	}
	return text, valid(text)
}

// parse reads the annotations as Swagger 2.0, the only form that swag writes.
func parse(dir string) (*openapi2.T, error) {
	// swag learns the import path of a folder from the Go files in it, so it is
	// given each room and not the house.
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.go"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no Go packages in %s: run in the root of the repository", dir)
	}
	rooms := map[string]bool{}
	for _, f := range files {
		rooms[filepath.Dir(f)] = true
	}
	parser := swag.New(swag.SetDebugger(log.New(io.Discard, "", 0)))
	parser.Strict = true // the same route twice is an error
	parser.Overrides = map[string]string{
		"github.com/dkisp-kaltara/elayanan/api/calendar.Date": "string",
		"encoding/json.RawMessage":                            "object",
	}
	first := files[0] // has no general annotations, which are in house.go
	if err := parser.ParseAPIMultiSearchDir(slices.Sorted(maps.Keys(rooms)), filepath.Base(first), 1); err != nil {
		return nil, err
	}
	text, err := json.Marshal(parser.GetSwagger())
	if err != nil {
		return nil, err
	}
	var doc openapi2.T
	return &doc, json.Unmarshal(text, &doc)
}

// rename gives every schema a name without its package, and a page of a list
// the name of its items: web.List-User becomes UserList. Where two packages
// have a type of the same name, both keep their package: TicketActor. The types
// come back under the new names.
func rename(doc *openapi2.T, types map[string]goType) (map[string]goType, error) {
	short := map[string]int{}
	for was := range doc.Definitions {
		short[schemaName(was)]++
	}
	names := map[string]string{}
	for was := range doc.Definitions {
		names[was] = schemaName(was)
		if room, _, ok := strings.Cut(was, "."); ok && short[names[was]] > 1 {
			names[was] = strings.ToUpper(room[:1]) + room[1:] + names[was]
		}
	}
	text, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	for was, name := range names {
		text = bytes.ReplaceAll(text, []byte(`"#/definitions/`+was+`"`), []byte(`"#/definitions/`+name+`"`))
	}
	*doc = openapi2.T{}
	if err := json.Unmarshal(text, doc); err != nil {
		return nil, err
	}
	renamed, schemas := map[string]goType{}, map[string]*openapi2.SchemaRef{}
	for was, name := range names {
		if _, taken := schemas[name]; taken {
			return nil, fmt.Errorf("two types would be called %s in the document: give one another name with `// @name`", name)
		}
		generic, _, _ := strings.Cut(was, "-")
		renamed[name], schemas[name] = types[generic], doc.Definitions[was]
	}
	doc.Definitions = schemas
	return renamed, nil
}

// schemaName is the name of a definition without its package; that of a
// generic type stands behind its argument.
func schemaName(definition string) string {
	generic, of, isGeneric := strings.Cut(definition, "-")
	name := generic[strings.LastIndex(generic, ".")+1:]
	if !isGeneric {
		return name
	}
	return of[strings.LastIndexAny(of, "._")+1:] + name
}

// valid refuses a document that does not follow OpenAPI 3.1.
func valid(text []byte) error {
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err == nil {
		err = doc.Validate(context.Background())
	}
	if err != nil {
		return fmt.Errorf("the annotations give an invalid document: %w", err)
	}
	return nil
}
