package apitest

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/openapi"
	"github.com/dkisp-kaltara/elayanan/openapi/conform"
)

var checker = sync.OnceValues(func() (*conform.Checker, error) { return conform.New(openapi.Document()) })

// Client sends requests as one person, or as nobody.
type Client struct {
	s     *Server
	token string
	// Cookies are those of the last sign-in or refresh.
	Cookies []*http.Cookie
}

// Guest is a client that is not signed in.
func (s *Server) Guest() *Client { return &Client{s: s} }

// As signs a demo account in.
func (s *Server) As(username string) *Client {
	s.t.Helper()
	c := s.Guest()
	a := c.Post("/auth/login", map[string]string{"username": username, "password": Password}).Want(s.t, http.StatusOK)
	c.token, c.Cookies = a.String(s.t, "access_token"), a.Cookies
	return c
}

// WithToken is a client that sends the given access token.
func (s *Server) WithToken(token string) *Client { return &Client{s: s, token: token} }

// Token is the access token that the client sends.
func (c *Client) Token() string { return c.token }

// Answer is what came back.
type Answer struct {
	Status  int
	Header  http.Header
	Body    []byte
	Cookies []*http.Cookie
}

// Header is one header of a request: name and value.
type Header [2]string

// IfMatch carries the entity tag of an earlier answer.
func (a *Answer) IfMatch() Header { return Header{"If-Match", a.Header.Get("ETag")} }

// Get reads a path below the API's base.
func (c *Client) Get(path string, headers ...Header) *Answer {
	return c.Send(http.MethodGet, path, "", nil, headers...)
}

// Delete deletes a path.
func (c *Client) Delete(path string, headers ...Header) *Answer {
	return c.Send(http.MethodDelete, path, "", nil, headers...)
}

// Post sends a body as JSON.
func (c *Client) Post(path string, body any, headers ...Header) *Answer {
	c.s.t.Helper()
	text, err := json.Marshal(body)
	require.NoError(c.s.t, err)
	return c.Send(http.MethodPost, path, "application/json", bytes.NewReader(text), headers...)
}

// PostForm sends a form.
func (c *Client) PostForm(path string, form *Form, headers ...Header) *Answer {
	body, contentType := form.Encode()
	return c.Send(http.MethodPost, path, contentType, bytes.NewReader(body), headers...)
}

// plain asks for nothing compressed: what is compressed is tested where it is done, and costs every other test time.
var plain = &http.Client{Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 8}}

// Send sends anything and checks the answer against the OpenAPI document.
func (c *Client) Send(method, path, contentType string, body io.Reader, headers ...Header) *Answer {
	t := c.s.t
	t.Helper()
	request, err := http.NewRequest(method, c.s.URL+web.Base+path, body)
	require.NoError(t, err)
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	for _, h := range headers {
		request.Header.Add(h[0], h[1])
	}
	for _, cookie := range c.Cookies {
		request.AddCookie(cookie)
	}
	response, err := plain.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	check, err := checker()
	require.NoError(t, err)
	require.NoError(t, check.CheckResponse(method, request.URL.Path, response.StatusCode, response.Header, text), "%s %s", method, path)
	return &Answer{Status: response.StatusCode, Header: response.Header, Body: text, Cookies: response.Cookies()}
}

// Want fails the test unless the answer has the status.
func (a *Answer) Want(t testing.TB, status int) *Answer {
	t.Helper()
	require.Equal(t, status, a.Status, "%s", a.Body)
	return a
}

// Into decodes the body.
func (a *Answer) Into(t testing.TB, v any) *Answer {
	t.Helper()
	require.NoError(t, json.Unmarshal(a.Body, v), "%s", a.Body)
	return a
}

// Problem fails the test unless the answer is a problem with the status and
// code; it returns the problem.
func (a *Answer) Problem(t testing.TB, status int, code string) web.Problem {
	t.Helper()
	a.Want(t, status)
	var p web.Problem
	a.Into(t, &p)
	require.Equal(t, "application/problem+json", a.Header.Get("Content-Type"))
	require.Equal(t, code, p.Code, "%s", a.Body)
	require.Equal(t, status, p.Status)
	return p
}

// Pointers fails the test unless the problem's faults are at these pointers.
func Pointers(t testing.TB, p web.Problem, pointers ...string) {
	t.Helper()
	var at []string
	for _, e := range p.Errors {
		at = append(at, e.Pointer)
	}
	require.ElementsMatch(t, pointers, at, "%+v", p.Errors)
}

// String returns a member of the body, such as "user.name".
func (a *Answer) String(t testing.TB, path string) string {
	t.Helper()
	value := a.value(t, path)
	text, ok := value.(string)
	require.True(t, ok, "%s is %v in %s", path, value, a.Body)
	return text
}

// Value returns any member of the body.
func (a *Answer) Value(t testing.TB, path string) any {
	t.Helper()
	return a.value(t, path)
}

func (a *Answer) value(t testing.TB, path string) any {
	t.Helper()
	var value any
	a.Into(t, &value)
	for name := range strings.SplitSeq(path, ".") {
		object, ok := value.(map[string]any)
		require.True(t, ok, "no %s in %s", path, a.Body)
		value = object[name]
	}
	return value
}

// Form is a multipart form under construction.
type Form struct {
	fields []Header
	files  []file
}

type file struct {
	field, name string
	content     []byte
}

// NewForm returns an empty form.
func NewForm() *Form { return &Form{} }

// Field adds a text field.
func (f *Form) Field(name, value string) *Form {
	f.fields = append(f.fields, Header{name, value})
	return f
}

// File adds a file.
func (f *Form) File(field, name string, content []byte) *Form {
	f.files = append(f.files, file{field, name, content})
	return f
}

// Encode returns the form as it travels, and its content type.
func (f *Form) Encode() ([]byte, string) {
	var body bytes.Buffer // which never refuses a write
	w := multipart.NewWriter(&body)
	for _, field := range f.fields {
		_ = w.WriteField(field[0], field[1])
	}
	for _, one := range f.files {
		part, _ := w.CreateFormFile(one.field, one.name)
		_, _ = part.Write(one.content)
	}
	_ = w.Close()
	return body.Bytes(), w.FormDataContentType()
}

// JSON encodes a body for Send.
func JSON(t testing.TB, v any) io.Reader {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return bytes.NewReader(text)
}
