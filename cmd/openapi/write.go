package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// orderKey carries the order of a schema's properties from the Go source to
// write, which leaves it out.
const orderKey = "x-order"

func setOrder(schema *openapi3.Schema, names []string) {
	if schema.Extensions == nil {
		schema.Extensions = map[string]any{}
	}
	schema.Extensions[orderKey] = names
}

// leading are the keys that a reader looks for first. All others follow by the
// alphabet, but properties follow the Go source.
var leading = []string{
	"openapi", "info", "servers", "tags", "paths", "components",
	"get", "post", "put", "patch", "delete",
	"operationId", "title", "name", "x-displayName", "in", "version", "summary", "description", "parameters", "requestBody", "responses",
	"$ref", "type", "format", "properties", "required",
}

// write returns the document as indented JSON whose order never changes by
// itself.
func write(doc *openapi3.T) ([]byte, error) {
	text, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		return nil, err
	}
	var out, indented bytes.Buffer
	writeValue(&out, tree, leading)
	err = json.Indent(&indented, out.Bytes(), "", "  ")
	indented.WriteByte('\n')
	return indented.Bytes(), err
}

func writeValue(out *bytes.Buffer, value any, first []string) {
	switch value := value.(type) {
	case map[string]any:
		writeObject(out, value, first)
	case []any:
		out.WriteByte('[')
		for i, element := range value {
			if i > 0 {
				out.WriteByte(',')
			}
			writeValue(out, element, leading)
		}
		out.WriteByte(']')
	default:
		encoder := json.NewEncoder(out)
		encoder.SetEscapeHTML(false)
		_ = encoder.Encode(value) // a plain value into memory cannot fail
	}
}

func writeObject(out *bytes.Buffer, object map[string]any, first []string) {
	var properties []string
	if order, ok := object[orderKey].([]any); ok {
		for _, name := range order {
			properties = append(properties, name.(string))
		}
		delete(object, orderKey)
	}
	rank := func(key string) int {
		if i := slices.Index(first, key); i >= 0 {
			return i
		}
		return len(first)
	}
	keys := slices.SortedFunc(maps.Keys(object), func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
	})
	out.WriteByte('{')
	for i, key := range keys {
		if i > 0 {
			out.WriteByte(',')
		}
		writeValue(out, key, nil)
		out.WriteByte(':')
		below := leading
		if key == "properties" {
			below = properties
		}
		writeValue(out, object[key], below)
	}
	out.WriteByte('}')
}
