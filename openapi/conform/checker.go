package conform

import (
	"bytes"
	"fmt"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Checker compares requests and answers with one document. It may be used by
// many tests at the same time.
type Checker struct {
	base       string // path of the server: /api/v1
	operations []operation
	lost       map[int]answer // what an address or method that does not exist answers: 404, 405
}

type operation struct {
	name     string // GET /users/{id}
	method   string
	segments []string
	terms    func() (terms, error) // read when they are first asked for: most tests need few of them
}

// terms are what an operation takes and answers.
type terms struct {
	query   []string           // names of query parameters
	bodies  map[string]content // by media type; nil: takes no body
	answers map[int]answer
	other   answer // the default
}

type answer struct {
	headers []string           // that must be there
	bodies  map[string]content // by media type; nil: has no body
}

// content is what a body of one media type must be.
type content struct {
	schema *jsonschema.Schema // nil: any bytes
	form   *form              // of multipart/form-data
}

type form struct {
	fields, required []string
	keyed            []*regexp.Regexp
}

// general are the refusals that any operation may give without naming them:
// they have nothing to do with what it does.
var general = []int{
	http.StatusRequestEntityTooLarge, http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable,
}

// CheckResponse tells how an answer differs from what the document says about
// the request's operation. path is as it was asked for, with or without a
// query. Addresses outside the API (/healthz) and preflights are not its
// business; an address that the document does not know must answer 404 or 405.
func (c *Checker) CheckResponse(method, path string, status int, header http.Header, body []byte) error {
	path, _, _ = strings.Cut(path, "?")
	if !c.covers(path) || method == http.MethodOptions {
		return nil
	}
	expected, name := c.lost[status], method+" "+path
	if op := c.find(method, path); op != nil {
		name = op.name
		terms, err := op.terms()
		if err != nil {
			return err
		}
		var listed bool
		if expected, listed = terms.answers[status]; !listed && slices.Contains(general, status) {
			expected = terms.other
		} else if !listed {
			return fmt.Errorf("%s answered %d, which the document does not have", name, status)
		}
	} else if _, ok := c.lost[status]; !ok {
		return fmt.Errorf("%s answered %d, but the document has no such operation", name, status)
	}
	if err := expected.check(method, header, body); err != nil {
		return fmt.Errorf("%s answered %d: %w", name, status, err)
	}
	return nil
}

// CheckRequest tells how a request differs from what the document says. Call it
// with requests that were accepted: what the API takes must be documented.
func (c *Checker) CheckRequest(method, path string, header http.Header, body []byte) error {
	path, query, _ := strings.Cut(path, "?")
	if !c.covers(path) || method == http.MethodOptions {
		return nil
	}
	op := c.find(method, path)
	if op == nil {
		return fmt.Errorf("the document has no operation for %s %s", method, path)
	}
	terms, err := op.terms()
	if err != nil {
		return err
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return fmt.Errorf("%s: %w", op.name, err)
	}
	for name := range values {
		if !slices.Contains(terms.query, name) {
			return fmt.Errorf("%s was sent the query parameter %q, which the document does not have", op.name, name)
		}
	}
	if len(body) == 0 {
		return nil
	}
	if err := checkBody(terms.bodies, header.Get("Content-Type"), body); err != nil {
		return fmt.Errorf("%s was sent a body: %w", op.name, err)
	}
	return nil
}

func (c *Checker) covers(path string) bool { return strings.HasPrefix(path, c.base+"/") }

// find returns the operation of a request: of several that fit, the one with
// the most literal path, as routers do.
func (c *Checker) find(method, path string) *operation {
	segments := strings.Split(strings.TrimPrefix(path, c.base), "/")
	var best *operation
	literal := -1
	for i, op := range c.operations {
		if op.method != method || len(op.segments) != len(segments) {
			continue
		}
		if n := fit(op.segments, segments); n > literal {
			best, literal = &c.operations[i], n
		}
	}
	return best
}

// fit counts the segments that are literally the same; -1 means that the path
// is another one. A parameter may have a literal tail: {kind}.pdf.
func fit(template, segments []string) int {
	n := 0
	for i, t := range template {
		_, tail, isParameter := strings.Cut(t, "}")
		switch {
		case t == segments[i]:
			n++
		case !isParameter, !strings.HasSuffix(segments[i], tail), len(segments[i]) == len(tail):
			return -1
		}
	}
	return n
}

func (a answer) check(method string, header http.Header, body []byte) error {
	for _, name := range a.headers {
		if header.Get(name) == "" {
			return fmt.Errorf("the header %s is missing", name)
		}
	}
	switch {
	case method == http.MethodHead:
		return nil
	case len(a.bodies) == 0 && len(body) > 0:
		return fmt.Errorf("it has a body, and the document none: %s", excerpt(body))
	case len(a.bodies) == 0:
		return nil
	}
	return checkBody(a.bodies, header.Get("Content-Type"), body)
}

func checkBody(bodies map[string]content, contentType string, body []byte) error {
	mediaType, parameters, err := mime.ParseMediaType(contentType)
	if err != nil {
		return fmt.Errorf("the content type %q: %w", contentType, err)
	}
	kind, _, _ := strings.Cut(mediaType, "/")
	for _, known := range []string{mediaType, kind + "/*", "*/*"} {
		if expected, ok := bodies[known]; ok {
			return expected.check(body, parameters["boundary"])
		}
	}
	return fmt.Errorf("the content type %s is not in the document", mediaType)
}

func (c content) check(body []byte, boundary string) error {
	if c.form != nil {
		return c.form.check(body, boundary)
	}
	if c.schema == nil {
		return nil
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err == nil {
		err = c.schema.Validate(value)
	}
	if err != nil {
		return fmt.Errorf("%w\nin %s", err, excerpt(body))
	}
	return nil
}

// check looks at the names of the fields only: their values are texts and
// files.
func (f *form) check(body []byte, boundary string) error {
	read, err := multipart.NewReader(bytes.NewReader(body), boundary).ReadForm(int64(len(body)) + 1)
	if err != nil {
		return err
	}
	given := map[string]bool{}
	for name := range read.Value {
		given[name] = true
	}
	for name := range read.File {
		given[name] = true
	}
	for name := range given {
		matches := func(p *regexp.Regexp) bool { return p.MatchString(name) }
		if !slices.Contains(f.fields, name) && !slices.ContainsFunc(f.keyed, matches) {
			return fmt.Errorf("the form field %q is not in the document", name)
		}
	}
	for _, name := range f.required {
		if !given[name] {
			return fmt.Errorf("the form field %q is missing", name)
		}
	}
	return nil
}

// excerpt is the beginning of a body, for messages.
func excerpt(body []byte) string {
	const most = 600
	if len(body) > most {
		return strconv.Quote(string(body[:most])) + " …"
	}
	return string(body)
}
