// Command openapi writes the OpenAPI document of the API from the annotations
// of its handlers.
//
//	go run ./cmd/openapi          writes openapi/openapi.json and openapi/policy.md
//	go run ./cmd/openapi -check   fails when a committed one is stale
//
// It runs in the root of the repository. Three sources make the document: the
// annotations (read by swag), the Go structs themselves (types.go: what the
// annotations cannot say), and the text that holds for the whole API
// (house.go). fixup.go brings them together as OpenAPI 3.1.
//
// Conventions for whoever writes a handler:
//
//   - A field is required unless its json tag says omitempty or omitzero.
//   - A pointer that is not omitempty may be null; nothing else may.
//   - `// @name X` behind a type gives its name in the document.
//   - Answers that follow from the rest are added: 401 and 403 where somebody
//     must be signed in, 404 with a path parameter, 400, 413, 415 and 422 with
//     a body, 412 and 428 with If-Match. Name only what is special.
//   - An operation that takes JSON or a form has one `body` parameter and its
//     `formData` parameters; a form field with the name of a member of the body
//     has its schema. `files[key]` stands for any number of files.
//   - Two @Security lines mean one or the other.
//   - Without an @ID an operation is named by its method and path:
//     POST /users/{id}/disable is postUsersByIdDisable.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"

	"github.com/dkisp-kaltara/elayanan/api/app"
	"github.com/dkisp-kaltara/elayanan/api/auth"
)

// The packages of the handlers, and where their document and the table of
// permissions are kept.
const (
	source = "api"
	target = "openapi/openapi.json"
	policy = "openapi/policy.md"
)

func main() {
	check := flag.Bool("check", false, "compare with what is committed and write nothing")
	flag.Parse()
	if err := run(*check); err != nil {
		fmt.Fprintln(os.Stderr, "openapi:", err)
		os.Exit(1)
	}
}

func run(check bool) error {
	operations := auth.Table(new(app.App).Routes()) // routes are told without anything behind them
	document, err := generate(source, operations)
	if err != nil {
		return err
	}
	if err := keep(target, document, check); err != nil {
		return err
	}
	return keep(policy, policyTable(operations), check)
}

// keep writes a file, or compares it with what is there.
func keep(target string, generated []byte, check bool) error {
	if !check {
		return os.WriteFile(target, generated, 0o644)
	}
	committed, err := os.ReadFile(target)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	if !bytes.Equal(committed, generated) {
		return fmt.Errorf("%s is stale: %s\nRun `make openapi` and commit what changed", target, difference(committed, generated))
	}
	return nil
}

// difference names the first line in which the documents differ.
func difference(committed, generated []byte) string {
	old, now := bytes.Split(committed, []byte("\n")), bytes.Split(generated, []byte("\n"))
	n := 0
	for n < min(len(old), len(now)) && bytes.Equal(old[n], now[n]) {
		n++
	}
	line := func(lines [][]byte) string {
		if n >= len(lines) {
			return "the end"
		}
		return string(bytes.TrimSpace(lines[n]))
	}
	return fmt.Sprintf("line %d is\n  %s\nbut the annotations say\n  %s", n+1, line(old), line(now))
}
