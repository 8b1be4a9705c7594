package web

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Bounds of a multipart form beside the size of its files.
const (
	maxFormParts = 64
	maxFormField = 512 << 10
)

// IsForm tells whether the request brings a multipart form.
func IsForm(c echo.Context) bool {
	mediaType, _, _ := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	return mediaType == echo.MIMEMultipartForm
}

// ReadForm walks a multipart form as it arrives. Text fields are returned;
// each file is handed to file while it streams, so nothing of it is held in
// memory here. A field outside fields, or given twice, is refused. files tells
// whether a name may be a file.
func ReadForm(c echo.Context, maxBytes int64, fields []string, files func(name string) bool, file func(name, filename string, r io.Reader) error) (map[string]string, error) {
	if !IsForm(c) {
		return nil, errMedia
	}
	parts, err := c.Request().MultipartReader()
	if err != nil {
		return nil, errForm.Because(err)
	}
	known := map[string]bool{}
	for _, f := range fields {
		known[f] = true
	}
	values := map[string]string{}
	total := int64(0)
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		if err == io.EOF { // itself; a form that breaks off is an error that wraps it
			return values, nil
		}
		if _, refusal := errors.AsType[*apperr.Error](err); err != nil && !refusal {
			return values, errForm.Because(err)
		}
		if err != nil {
			return values, err
		}
		if n >= maxFormParts {
			return values, errForm
		}
		name := part.FormName()
		if !isText(name) || !isText(part.FileName()) {
			return values, errForm
		}
		counted := &counter{r: part, total: &total, max: maxBytes}
		switch {
		case isFile(part) && files(name):
			content := bufio.NewReader(counted)
			if _, err := content.Peek(1); err == io.EOF && part.FileName() == "" {
				continue // what browsers send for a file field that was left empty (HTML, "constructing the entry list")
			}
			if err := file(name, part.FileName(), content); err != nil {
				return values, formFault(err)
			}
		case !isFile(part) && known[name]:
			if _, twice := values[name]; twice {
				return values, apperr.BadField(pointerTo(name), "field.duplicate", "Isian ini tertulis lebih dari sekali.", "This field is given more than once.")
			}
			text, err := io.ReadAll(io.LimitReader(counted, maxFormField+1))
			if err != nil {
				return values, formFault(err)
			}
			if len(text) > maxFormField {
				return values, apperr.BadField(pointerTo(name), "field.max", "Isian ini terlalu panjang.", "This field is too long.")
			}
			if !isText(string(text)) {
				return values, apperr.BadField(pointerTo(name), "field.encoding", "Isian ini bukan teks UTF-8.", "This field is not UTF-8 text.")
			}
			values[name] = string(text)
		default:
			return values, apperr.BadField(pointerTo(name), "field.unknown", "Isian ini tidak dikenal, atau bukan berkas seperti yang diharapkan.", "This field is not known, or is not a file as expected.")
		}
	}
}

func isFile(p *multipart.Part) bool {
	_, params, err := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
	_, named := params["filename"]
	return err == nil && named
}

var errForm = apperr.New(apperr.Malformed, "form.malformed",
	"Formulir kiriman terputus atau rusak. Kirim lagi.", "The form is broken off or damaged. Send it again.")

// formFault keeps refusals and hides the parser's own errors behind one.
func formFault(err error) error {
	if _, ok := errors.AsType[*apperr.Error](err); ok {
		return err
	}
	if errors.Is(err, errOver) {
		return errTooLarge.Because(err)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || strings.Contains(err.Error(), "multipart") {
		return errForm.Because(err)
	}
	return err
}

var errOver = errors.New("web: form over its limit")

// counter stops reading once all parts together exceed the limit.
type counter struct {
	r     io.Reader
	total *int64
	max   int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	if *c.total += int64(n); *c.total > c.max {
		return n, fmt.Errorf("%w of %d bytes", errOver, c.max)
	}
	return n, err
}
