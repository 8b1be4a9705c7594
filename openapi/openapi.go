package openapi

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

//go:embed openapi.json
var document []byte

// Document returns the OpenAPI 3.1 document as JSON. Nobody may change it.
func Document() []byte { return document }

// Operation is one operation of the document.
type Operation struct {
	Method string // GET
	Path   string // below the API's base, with parameters in braces: /users/{id}
	ID     string // getUsersById
	Public bool   // nobody needs to be signed in
}

// Operations lists all operations by path and method.
func Operations() []Operation {
	var d struct {
		Paths map[string]map[string]json.RawMessage `json:"paths"`
	}
	decode(document, &d)
	var list []Operation
	for _, path := range slices.Sorted(maps.Keys(d.Paths)) {
		for _, method := range slices.Sorted(maps.Keys(d.Paths[path])) {
			var o struct {
				ID       string           `json:"operationId"`
				Security []map[string]any `json:"security"`
			}
			decode(d.Paths[path][method], &o)
			list = append(list, Operation{Method: strings.ToUpper(method), Path: path, ID: o.ID, Public: len(o.Security) == 0})
		}
	}
	return list
}

// decode reads a part of the embedded document, which is known to be good.
func decode(text []byte, into any) {
	if err := json.Unmarshal(text, into); err != nil {
		panic(fmt.Sprintf("openapi: the embedded document: %v", err))
	}
}
