package conform

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// New reads a document. What it says of an operation is read when that is first
// asked for; Complete reads all.
func New(document []byte) (*Checker, error) {
	tree, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		return nil, err
	}
	seal(tree)
	l := &loader{tree: tree, compiler: jsonschema.NewCompiler()}
	l.compiler.AssertFormat()
	if err := l.compiler.AddResource(location, tree); err != nil {
		return nil, err
	}
	return l.checker()
}

// Complete reads what the document says of every operation, and tells the first
// fault in it.
func (c *Checker) Complete() error {
	for _, op := range c.operations {
		if _, err := op.terms(); err != nil {
			return err
		}
	}
	return nil
}

// seal forbids members that the document does not list, so that an answer
// which says more is found.
func seal(tree any) {
	switch tree := tree.(type) {
	case map[string]any:
		_, hasMembers := tree["properties"].(map[string]any)
		_, open := tree["additionalProperties"]
		if tree["type"] == "object" && hasMembers && !open {
			tree["additionalProperties"] = false
		}
		for _, below := range tree {
			seal(below)
		}
	case []any:
		for _, below := range tree {
			seal(below)
		}
	}
}

// location is the name under which the compiler knows the document.
const location = "urn:elayanan:openapi"

type loader struct {
	tree     any
	reading  sync.Mutex // the compiler serves one at a time
	compiler *jsonschema.Compiler
	err      error // the first
}

// node is a place in the document.
type node struct {
	in      *loader
	pointer string // a URL fragment: /paths/~1users/get
	value   any
}

// How a key is written as a part of a JSON pointer (RFC 6901), and read again.
var (
	intoPointer  = strings.NewReplacer("~", "~0", "/", "~1")
	outOfPointer = strings.NewReplacer("~1", "/", "~0", "~")
)

// at goes down by one key and follows a reference that stands there.
func (n node) at(key string) node {
	object, _ := n.value.(map[string]any)
	below := node{n.in, n.pointer + "/" + url.PathEscape(intoPointer.Replace(key)), object[key]}
	return below.followed()
}

func (n node) followed() node {
	object, _ := n.value.(map[string]any)
	ref, ok := object["$ref"].(string)
	if !ok {
		return n
	}
	target := node{n.in, "", n.in.tree}
	for key := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		target = target.at(outOfPointer.Replace(key))
	}
	return target
}

func (n node) keys() []string {
	object, _ := n.value.(map[string]any)
	keys := make([]string, 0, len(object))
	for key := range object {
		keys = append(keys, key)
	}
	return keys
}

// each returns the elements of an array.
func (n node) each() []node {
	array, _ := n.value.([]any)
	list := make([]node, len(array))
	for i, v := range array {
		list[i] = node{n.in, n.pointer + "/" + strconv.Itoa(i), v}.followed()
	}
	return list
}

func (n node) text() string { s, _ := n.value.(string); return s }

func (n node) exists() bool { return n.value != nil }

func (l *loader) checker() (*Checker, error) {
	root := node{l, "", l.tree}
	servers := root.at("servers").each()
	if len(servers) == 0 {
		return nil, fmt.Errorf("conform: the document names no server")
	}
	c := &Checker{base: servers[0].at("url").text(), lost: map[int]answer{}}
	paths := root.at("paths")
	for _, path := range paths.keys() {
		for _, method := range paths.at(path).keys() {
			op := operation{method: strings.ToUpper(method), segments: strings.Split(path, "/")}
			op.name = op.method + " " + path
			op.terms = sync.OnceValues(func() (terms, error) { return l.terms(paths.at(path).at(method)) })
			c.operations = append(c.operations, op)
		}
	}
	responses := root.at("components").at("responses")
	for _, status := range []int{http.StatusNotFound, http.StatusMethodNotAllowed} {
		name := strings.ReplaceAll(http.StatusText(status), " ", "")
		if !responses.at(name).exists() {
			return nil, fmt.Errorf("conform: the document has no components/responses/%s", name)
		}
		c.lost[status] = l.answer(responses.at(name))
	}
	return c, l.err
}

func (l *loader) terms(n node) (terms, error) {
	l.reading.Lock()
	defer l.reading.Unlock()
	said := terms{answers: map[int]answer{}}
	for _, parameter := range n.at("parameters").each() {
		if parameter.at("in").text() == "query" {
			said.query = append(said.query, parameter.at("name").text())
		}
	}
	said.bodies = l.contents(n.at("requestBody"))
	responses := n.at("responses")
	for _, key := range responses.keys() {
		if status, err := strconv.Atoi(key); err == nil {
			said.answers[status] = l.answer(responses.at(key))
		}
	}
	said.other = l.answer(responses.at("default"))
	return said, l.err
}

func (l *loader) answer(n node) answer {
	a := answer{bodies: l.contents(n)}
	headers := n.at("headers")
	for _, name := range headers.keys() {
		if headers.at(name).at("required").value == true {
			a.headers = append(a.headers, name)
		}
	}
	slices.Sort(a.headers)
	return a
}

func (l *loader) contents(n node) map[string]content {
	bodies := map[string]content{}
	media := n.at("content")
	for _, mediaType := range media.keys() {
		schema := media.at(mediaType).at("schema")
		switch {
		case mediaType == "multipart/form-data":
			bodies[mediaType] = content{form: l.form(schema)}
		case !schema.exists():
			bodies[mediaType] = content{}
		case mediaType == "application/json" || strings.HasSuffix(mediaType, "+json"):
			bodies[mediaType] = content{schema: l.compile(schema)}
		default:
			bodies[mediaType] = content{}
		}
	}
	return bodies
}

func (l *loader) form(schema node) *form {
	f := &form{fields: schema.at("properties").keys()}
	for _, name := range schema.at("required").each() {
		f.required = append(f.required, name.text())
	}
	for _, pattern := range schema.at("patternProperties").keys() {
		compiled, err := regexp.Compile(pattern)
		if err != nil {
			l.fail(err)
			continue
		}
		f.keyed = append(f.keyed, compiled)
	}
	return f
}

func (l *loader) compile(schema node) *jsonschema.Schema {
	compiled, err := l.compiler.Compile(location + "#" + schema.pointer)
	if err != nil {
		l.fail(err)
	}
	return compiled
}

func (l *loader) fail(err error) {
	if l.err == nil {
		l.err = fmt.Errorf("conform: %w", err)
	}
}
