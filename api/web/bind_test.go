package web_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/labstack/echo/v4"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

type inner struct {
	Key  string `json:"key" validate:"max=3"`
	Rank int    `json:"rank"`
}

type input struct {
	Name    string         `json:"name" validate:"required,notblank,max=5"`
	Age     int            `json:"age,omitempty" validate:"omitempty,min=2"`
	When    string         `json:"when,omitempty" validate:"omitempty,datetime=2006-01-02"`
	Level   string         `json:"level,omitempty" validate:"omitempty,oneof=low high"`
	List    []inner        `json:"list,omitempty" validate:"max=2,dive"`
	Answers map[string]any `json:"answers,omitempty"`
	Flag    bool           `json:"flag,omitempty"`
}

func bind(body string, contentType string) (input, error) {
	r := httptest.NewRequest("POST", "/things/42?name=query", strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	c := echo.New().NewContext(r, httptest.NewRecorder())
	c.SetParamNames("name")
	c.SetParamValues("path")
	return web.Bind[input](c)
}

func TestBindReadsTheBodyAndNothingElse(t *testing.T) {
	in, err := bind(`{"name":"Siti","list":[{"key":"a","rank":1}],"answers":{"nip":"1","n":{"x":[1,true,null]}}}`, "application/json; charset=utf-8")
	require.NoError(t, err)
	require.Equal(t, "Siti", in.Name, "neither the path nor the query")
	require.Equal(t, []inner{{"a", 1}}, in.List)
	_, err = bind(`{}`, "application/json")
	require.Equal(t, []string{"/name field.required"}, faults(t, err), "a name in path or query is none in the body")
}

// faults lists pointer and code of each fault; of a refusal without any, its
// code.
func faults(t testing.TB, err error) []string {
	t.Helper()
	var refusal *apperr.Error
	require.ErrorAs(t, err, &refusal)
	if len(refusal.Fields) == 0 {
		return []string{refusal.Code}
	}
	var list []string
	for _, f := range refusal.Fields {
		require.NotEmpty(t, f.Detail.ID)
		require.NotEmpty(t, f.Detail.EN)
		list = append(list, f.Pointer+" "+f.Code)
	}
	return list
}

func TestBindPointsAtEveryFault(t *testing.T) {
	deep := strings.Repeat(`[`, 5000)
	for _, c := range []struct{ name, body, fault string }{
		{"unknown", `{"name":"a","admin":true}`, "/admin field.unknown"},
		{"unknown inside", `{"name":"a","list":[{"key":"a"},{"id":1}]}`, "/list/1/id field.unknown"},
		{"unknown with another case", `{"NAME":"a"}`, "/NAME field.unknown"},
		{"unknown that needs escaping", `{"name":"a","a/b~c":1}`, "/a~1b~0c field.unknown"},
		{"twice", `{"name":"a","name":"b"}`, "/name field.duplicate"},
		{"twice by another spelling", `{"name":"a","n\u0061me":"b"}`, "/name field.duplicate"},
		{"twice inside", `{"name":"a","list":[{"key":"a","key":"b"}]}`, "/list/0/key field.duplicate"},
		{"twice among answers", `{"name":"a","answers":{"x":{"y":1,"y":2}}}`, "/answers/x/y field.duplicate"},
		{"number for text", `{"name":1}`, "/name field.type"},
		{"text for number", `{"name":"a","age":"4"}`, "/age field.type"},
		{"fraction for number", `{"name":"a","age":4.5}`, "/age field.type"},
		{"number too large", `{"name":"a","age":99999999999999999999}`, "/age field.type"},
		{"answer too large for a number", `{"name":"a","answers":{"x":1e999}}`, "/answers/x field.type"},
		{"object for list", `{"name":"a","list":{}}`, "/list field.type"},
		{"text for list member", `{"name":"a","list":["x"]}`, "/list/0 field.type"},
		{"list for object", `[]`, " field.type"},
		{"text for object", `"name"`, " field.type"},
		{"null for a required field", `{"name":null}`, "/name field.required"},
		{"null for everything", `null`, "/name field.required"},
		{"blank", `{"name":"  "}`, "/name field.notblank"},
		{"too long", `{"name":"Sitiii"}`, "/name field.max"},
		{"too long inside", `{"name":"a","list":[{"key":"abcd"}]}`, "/list/0/key field.max"},
		{"too many", `{"name":"a","list":[{},{},{}]}`, "/list field.max"},
		{"too small", `{"name":"a","age":1}`, "/age field.min"},
		{"no such date", `{"name":"a","when":"2026-02-30"}`, "/when field.datetime"},
		{"not among the choices", `{"name":"a","level":"middle"}`, "/level field.oneof"},
		{"NUL", `{"name":"a\u0000"}`, "/name field.encoding"},
		{"NUL inside", `{"name":"a","answers":{"x":[1,"\u0000"]}}`, "/answers/x/1 field.encoding"},
		{"NUL in a name", `{"name":"a","answers":{"\u0000":1}}`, "/answers/\x00 field.encoding"},
		{"nested too deeply", `{"name":"a","answers":{"x":` + deep, " json.depth"},
		{"empty", ``, "json.malformed"},
		{"white space", "  \n", "json.malformed"},
		{"not JSON", `name=a`, "json.malformed"},
		{"broken off", `{"name":"a"`, "json.malformed"},
		{"something after it", `{"name":"a"}{}`, "json.malformed"},
		{"a comma too many", `{"name":"a",}`, "json.malformed"},
		{"comments", `{"name":"a"/* x */}`, "json.malformed"},
		{"raw control character", "{\"name\":\"a\x00\"}", "json.malformed"},
		{"broken UTF-8", "{\"name\":\"a\xff\"}", "json.malformed"},
		{"half a surrogate pair", `{"name":"\ud800"}`, "json.malformed"},
		{"byte order mark", "\xef\xbb\xbf{}", "json.malformed"},
		{"not a number", `{"name":"a","age":NaN}`, "json.malformed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := bind(c.body, "application/json")
			require.Equal(t, []string{c.fault}, faults(t, err))
		})
	}
}

func TestBindTellsSeveralBrokenRulesAtOnce(t *testing.T) {
	_, err := bind(`{"name":"Sitiii","age":1,"level":"x"}`, "application/json")
	require.Equal(t, []string{"/name field.max", "/age field.min", "/level field.oneof"}, faults(t, err))
}

func TestBindAllowsABackslashBeforeZeros(t *testing.T) {
	in, err := bind(`{"name":"a","answers":{"x":"\\u0000"}}`, "application/json")
	require.NoError(t, err)
	require.Equal(t, `\u0000`, in.Answers["x"])
}

func TestBindCountsCharactersAndNotBytes(t *testing.T) {
	_, err := bind(`{"name":"ñññññ"}`, "application/json")
	require.NoError(t, err)
}

func TestBindBoundsNestingAndSize(t *testing.T) {
	nested := func(levels int) string {
		return `{"name":"a","answers":{"x":` + strings.Repeat("[", levels-2) + strings.Repeat("]", levels-2) + `}}`
	}
	_, err := bind(nested(32), "application/json")
	require.NoError(t, err)
	_, err = bind(nested(33), "application/json")
	require.Equal(t, []string{" json.depth"}, faults(t, err))
	_, err = bind(`{"name":"a","answers":{"x":"`+strings.Repeat("[", 100)+`"}}`, "application/json")
	require.NoError(t, err, "brackets inside text do not count")

	sized := func(n int) string {
		frame := `{"name":"a","answers":{"x":""}}`
		return strings.Replace(frame, `""`, `"`+strings.Repeat("x", n-len(frame))+`"`, 1)
	}
	_, err = bind(sized(1<<20), "application/json")
	require.NoError(t, err)
	_, err = bind(sized(1<<20+1), "application/json")
	require.Equal(t, []string{"request.too_large"}, faults(t, err))
}

func TestBindTakesOnlyJSON(t *testing.T) {
	for _, contentType := range []string{"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp", "json"} {
		_, err := bind(`{"name":"a"}`, contentType)
		require.Equal(t, []string{"request.media_type"}, faults(t, err), contentType)
	}
}

func TestBodyThatBreaksOffIsTheCallersFault(t *testing.T) {
	url, _ := serve(t, web.Options{MaxBody: 100}, func(e *echo.Echo) {
		e.POST("/json", func(c echo.Context) error { _, err := web.Bind[input](c); return err })
		e.POST("/form", func(c echo.Context) error { _, err := read(c, 1000); return err })
	})
	for _, path := range []string{"/json", "/form"} {
		contentType := map[string]string{"/json": "application/json", "/form": "multipart/form-data; boundary=x"}[path]
		r, body := ask(t, "POST", url+path, io.MultiReader(strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"), io.LimitReader(endless{}, 1000)), "Content-Type", contentType)
		require.Equal(t, 413, problem(t, r, body).Status, "chunked, over the limit of the server: %s", path)
	}
}

// read reads a form with the fields a and b and the files f and g.
func read(c echo.Context, limit int64) (map[string]string, error) {
	return web.ReadForm(c, limit, []string{"a", "b"}, func(name string) bool { return name == "f" || name == "g" },
		func(_, _ string, r io.Reader) error { _, err := io.Copy(io.Discard, r); return err })
}

type part struct{ disposition, content string }

func form(t testing.TB, parts ...part) (body []byte, contentType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, p := range parts {
		to, err := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {p.disposition}})
		require.NoError(t, err)
		_, err = io.WriteString(to, p.content)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.Bytes(), w.FormDataContentType()
}

func readForm(body []byte, contentType string, limit int64) (map[string]string, error) {
	return readFormFrom(bytes.NewReader(body), contentType, limit)
}

func readFormFrom(body io.Reader, contentType string, limit int64) (map[string]string, error) {
	r := httptest.NewRequest("POST", "/", body)
	r.Header.Set("Content-Type", contentType)
	return read(echo.New().NewContext(r, httptest.NewRecorder()), limit)
}

func TestFormGivesFieldsAndStreamsFiles(t *testing.T) {
	body, contentType := form(t, part{`form-data; name="a"`, "Satu é"}, part{`form-data; name="f"; filename="x.pdf"`, "%PDF"}, part{`form-data; name="b"`, ""})
	var seen []string
	r := httptest.NewRequest("POST", "/", bytes.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	values, err := web.ReadForm(echo.New().NewContext(r, httptest.NewRecorder()), 100, []string{"a", "b"},
		func(name string) bool { return name == "f" }, func(name, filename string, r io.Reader) error {
			content, err := io.ReadAll(r)
			seen = append(seen, name, filename, string(content))
			return err
		})
	require.NoError(t, err)
	require.Equal(t, map[string]string{"a": "Satu é", "b": ""}, values)
	require.Equal(t, []string{"f", "x.pdf", "%PDF"}, seen)
}

func TestFormRefusesWhatItDoesNotKnow(t *testing.T) {
	a := part{`form-data; name="a"`, "x"}
	many := make([]part, 65)
	for i := range many {
		many[i] = part{`form-data; name="f"; filename="x"`, ""}
	}
	for _, c := range []struct {
		name  string
		parts []part
		fault string
	}{
		{"field unknown", []part{a, {`form-data; name="c"`, "x"}}, "/c field.unknown"},
		{"field unknown that needs escaping", []part{{`form-data; name="x/y~z"`, "x"}}, "/x~1y~0z field.unknown"},
		{"field without a name", []part{{`form-data`, "x"}}, "/ field.unknown"},
		{"field twice", []part{a, a}, "/a field.duplicate"},
		{"file for text", []part{{`form-data; name="a"; filename="a.txt"`, "x"}}, "/a field.unknown"},
		{"text for a file", []part{{`form-data; name="f"`, "x"}}, "/f field.unknown"},
		{"file unknown", []part{{`form-data; name="h"; filename="a.pdf"`, "x"}}, "/h field.unknown"},
		{"NUL in text", []part{{`form-data; name="a"`, "x\x00"}}, "/a field.encoding"},
		{"broken UTF-8 in text", []part{{`form-data; name="a"`, "\xff"}}, "/a field.encoding"},
		{"broken UTF-8 in a file's name", []part{{"form-data; name=\"f\"; filename=\"\xff.pdf\"", "x"}}, "form.malformed"},
		{"text too long", []part{{`form-data; name="a"`, strings.Repeat("x", 512<<10+1)}}, "/a field.max"},
		{"65 parts", many, "form.malformed"},
		{"over the limit in one file", []part{{`form-data; name="f"; filename="x"`, strings.Repeat("x", 1<<20+1)}}, "request.too_large"},
		{"over the limit together", []part{{`form-data; name="f"; filename="x"`, strings.Repeat("x", 1<<19)}, {`form-data; name="g"; filename="x"`, strings.Repeat("x", 1<<19+1)}}, "request.too_large"},
	} {
		t.Run(c.name, func(t *testing.T) {
			body, contentType := form(t, c.parts...)
			_, err := readForm(body, contentType, 1<<20)
			require.Equal(t, []string{c.fault}, faults(t, err))
		})
	}
	body, contentType := form(t, many[:64]...)
	_, err := readForm(body, contentType, 1<<20)
	require.NoError(t, err, "64 parts are a form")
}

func TestFormThatIsBrokenOffIsRefusedWhereverItBreaks(t *testing.T) {
	body, contentType := form(t, part{`form-data; name="a"`, "text"}, part{`form-data; name="f"; filename="x.pdf"`, "%PDF-1.7"})
	whole := len(body) - len("--\r\n")
	for end := range whole {
		// As net/http tells that the connection ended before the body did.
		_, err := readFormFrom(io.MultiReader(bytes.NewReader(body[:end]), iotest.ErrReader(io.ErrUnexpectedEOF)), contentType, 1<<20)
		require.Equal(t, []string{"form.malformed"}, faults(t, err), "%d of %d bytes", end, len(body))
	}
	_, err := readForm(body[:whole-1], contentType, 1<<20)
	require.Equal(t, []string{"form.malformed"}, faults(t, err), "a body that is whole, of a form that is not")
	_, err = readForm(nil, contentType, 1<<20)
	require.Equal(t, []string{"form.malformed"}, faults(t, err), "no form at all")
	_, err = readForm(body, "multipart/form-data", 1<<20)
	require.Equal(t, []string{"form.malformed"}, faults(t, err), "no boundary")
	_, err = readForm(body, "application/json", 1<<20)
	require.Equal(t, []string{"request.media_type"}, faults(t, err))
}

func TestFormKeepsTheRefusalOfWhoTakesTheFile(t *testing.T) {
	body, contentType := form(t, part{`form-data; name="f"; filename="x.pdf"`, "x"})
	r := httptest.NewRequest("POST", "/", bytes.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	refusal := apperr.New(apperr.Unavailable, "store.unavailable", "a", "b")
	_, err := web.ReadForm(echo.New().NewContext(r, httptest.NewRecorder()), 100, nil, func(string) bool { return true },
		func(string, string, io.Reader) error { return fmt.Errorf("saving: %w", refusal) })
	require.ErrorIs(t, err, refusal)
}

func page(query string, sorts ...string) (web.Page, error) {
	c := echo.New().NewContext(httptest.NewRequest("GET", "/?"+query, nil), httptest.NewRecorder())
	return web.ReadPage(c, sorts...)
}

func TestPageHasBoundsAnAllowListAndItsOwnCursors(t *testing.T) {
	p, err := page("", "-at", "name")
	require.NoError(t, err)
	require.Equal(t, web.Page{Limit: 20, Sort: "at", Descending: true}, p)
	for query, fault := range map[string]string{
		"limit=1": "", "limit=100": "", "limit=0": "/limit page.limit", "limit=101": "/limit page.limit", "limit=-1": "/limit page.limit", "limit=ten": "/limit page.limit",
		"limit=99999999999999999999": "/limit page.limit", "limit=1.5": "/limit page.limit",
		"sort=at": "", "sort=-at": "", "sort=name": "", "sort=-name": "", "sort=id": "/sort page.sort", "sort=--at": "/sort page.sort", "sort=-": "/sort page.sort",
		"sort=name;drop+table+users": "", "sort=at,name": "/sort page.sort", "sort=NAME": "/sort page.sort",
		"cursor=x": "/cursor page.cursor", "cursor=!!!": "/cursor page.cursor", "cursor=e30": "/cursor page.cursor",
	} {
		_, err := page(query, "-at", "name")
		if fault == "" {
			require.NoError(t, err, query)
		} else {
			require.Equal(t, []string{fault}, faults(t, err), query)
		}
	}

	id := ident.Random{}.ID()
	cursor := *p.Next("2026-01-05T01:00:00Z", id)
	p, err = page("cursor="+cursor, "-at", "name")
	require.NoError(t, err)
	require.Equal(t, &web.Cursor{Sort: "-at", Value: "2026-01-05T01:00:00Z", ID: id}, p.After)
	for name, query := range map[string]string{
		"of the other direction":  "sort=at&cursor=" + cursor,
		"of another order":        "sort=name&cursor=" + cursor,
		"cut":                     "cursor=" + cursor[:len(cursor)-3],
		"with an id that is none": "cursor=" + *p.Next("x", "1 OR 1=1"),
		"with NUL":                "cursor=" + *p.Next("x\x00", id),
	} {
		_, err := page(query, "-at", "name")
		require.Equal(t, []string{"/cursor page.cursor"}, faults(t, err), name)
	}
}

func FuzzBind(f *testing.F) {
	for _, seed := range []string{`{"name":"a"}`, `{"name":"a","list":[{"key":"a","key":"b"}]}`, `{"name":"\u0000"}`, `null`, `[[[[`, "{\"\xff\":1}", `{"name":"a","answers":{"x":1e999}}`, `{"a/b~c":1}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		in, err := bind(body, "application/json")
		if err == nil {
			require.NotEmpty(t, strings.TrimSpace(in.Name), "whatever is taken keeps the rules")
			require.NotContains(t, fmt.Sprint(in), "\x00")
			return
		}
		var refusal *apperr.Error
		require.True(t, errors.As(err, &refusal) && refusal.Kind != apperr.Internal, "%v", err)
	})
}

func FuzzReadPage(f *testing.F) {
	good := *web.Page{Sort: "at", Descending: true}.Next("x", ident.Random{}.ID())
	f.Add("", "", good)
	f.Add("5", "name", "e30")
	f.Fuzz(func(t *testing.T, limit, sort, cursor string) {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL.RawQuery = map[bool]string{true: "limit=" + limit, false: ""}[limit != ""] + "&sort=" + sort + "&cursor=" + cursor
		p, err := web.ReadPage(echo.New().NewContext(r, httptest.NewRecorder()), "-at", "name")
		if err != nil {
			require.Len(t, faults(t, err), 1)
			return
		}
		require.True(t, p.Limit >= 1 && p.Limit <= 100)
		require.Contains(t, []string{"at", "name"}, p.Sort)
		if p.After != nil {
			require.True(t, ident.Valid(p.After.ID))
		}
	})
}
