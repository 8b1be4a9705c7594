package openapi

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// lint tells what the house asks of the document beyond the standard.
func lint(document map[string]any) []string {
	l := &linter{document: document, ids: map[string]string{}}
	for path, item := range l.under("paths") {
		for method, op := range item.(map[string]any) {
			l.operation(strings.ToUpper(method)+" "+path, path, op.(map[string]any))
		}
	}
	l.references()
	slices.Sort(l.faults)
	return l.faults
}

type linter struct {
	document map[string]any
	ids      map[string]string
	faults   []string
}

func (l *linter) fault(where, format string, values ...any) {
	l.faults = append(l.faults, where+": "+fmt.Sprintf(format, values...))
}

// under returns an object of the document, empty where there is none.
func (l *linter) under(keys ...string) map[string]any {
	object := l.document
	for _, key := range keys {
		object, _ = object[key].(map[string]any)
	}
	return object
}

// followed returns what a node is or refers to.
func (l *linter) followed(node any) map[string]any {
	object, _ := node.(map[string]any)
	if ref, ok := object["$ref"].(string); ok {
		return l.under(strings.Split(strings.TrimPrefix(ref, "#/"), "/")...)
	}
	return object
}

var (
	camelCase = regexp.MustCompile(`^[a-z][a-zA-Z0-9]+$`)
	variable  = regexp.MustCompile(`\{(\w+)\}`)
	success   = regexp.MustCompile(`^(2..|30[23])$`)
	reference = regexp.MustCompile(`"\$ref":"#/([^"]+)"`)
)

func (l *linter) operation(name, path string, op map[string]any) {
	id, _ := op["operationId"].(string)
	switch {
	case id == "":
		l.fault(name, "no operationId")
	case !camelCase.MatchString(id):
		l.fault(name, "the operationId is not camelCase")
	case l.ids[id] != "":
		l.fault(name, "the operationId is also that of %s", l.ids[id])
		l.fault(l.ids[id], "the operationId is also that of %s", name)
	}
	l.ids[id] = name
	if op["summary"] == nil || op["summary"] == "" {
		l.fault(name, "no summary")
	}
	l.tags(name, op)
	headers := l.parameters(name, path, op)
	l.responses(name, op, headers)
}

func (l *linter) tags(name string, op map[string]any) {
	tags, _ := op["tags"].([]any)
	if len(tags) != 1 {
		l.fault(name, "an operation has one tag")
		return
	}
	known, _ := l.document["tags"].([]any)
	described := func(tag any) bool {
		return tag.(map[string]any)["name"] == tags[0] && tag.(map[string]any)["description"] != nil
	}
	if !slices.ContainsFunc(known, described) {
		l.fault(name, "the tag %q has no description: write one in cmd/openapi/house.go", tags[0])
	}
}

// parameters returns the names of the headers.
func (l *linter) parameters(name, path string, op map[string]any) (headers []string) {
	var declared []string
	list, _ := op["parameters"].([]any)
	for _, p := range list {
		parameter := l.followed(p)
		called, _ := parameter["name"].(string)
		if parameter["description"] == nil || parameter["description"] == "" {
			l.fault(name, "the parameter %s has no description", called)
		}
		switch parameter["in"] {
		case "header":
			headers = append(headers, called)
		case "path":
			declared = append(declared, called)
			if !strings.Contains(path, "{"+called+"}") {
				l.fault(name, "the parameter %s is not in the path", called)
			}
		}
	}
	for _, match := range variable.FindAllStringSubmatch(path, -1) {
		if !slices.Contains(declared, match[1]) {
			l.fault(name, "{%s} is not declared", match[1])
		}
	}
	return headers
}

func (l *linter) responses(name string, op map[string]any, headers []string) {
	responses, _ := op["responses"].(map[string]any)
	var needed []string
	security, said := op["security"].([]any)
	if !said {
		l.fault(name, "security is not said")
	}
	if len(security) > 0 {
		needed = append(needed, "401", "403")
	}
	if slices.Contains(headers, "If-Match") {
		needed = append(needed, "412", "428")
	}
	for _, status := range needed {
		if responses[status] == nil {
			l.fault(name, "answers no %s", status)
		}
	}
	if responses["default"] == nil {
		l.fault(name, "no default")
	}
	succeeds := false
	for status, response := range responses {
		succeeds = succeeds || success.MatchString(status)
		content, _ := l.followed(response)["content"].(map[string]any)
		problem := content["application/problem+json"] != nil && len(content) == 1
		refusal := status == "default" || status >= "400"
		if refusal && !problem {
			l.fault(name, "%s is not a problem", status)
		}
		if !refusal && content["application/problem+json"] != nil {
			l.fault(name, "%s is a problem", status)
		}
	}
	if !succeeds {
		l.fault(name, "no success")
	}
}

// references finds those that lead nowhere, and schemas that nothing leads to.
func (l *linter) references() {
	text, _ := json.Marshal(l.document) // it was read from JSON
	used := map[string]bool{}
	for _, match := range reference.FindAllStringSubmatch(string(text), -1) {
		used[match[1]] = true
		if l.under(strings.Split(match[1], "/")...) == nil {
			l.fault("references", "no schema for %q", match[1])
		}
	}
	for name := range l.under("components", "schemas") {
		if !used["components/schemas/"+name] {
			l.fault("components", "the schema %s is not used", name)
		}
	}
}
