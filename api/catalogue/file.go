package catalogue

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
	"go.yaml.in/yaml/v3"

	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// maxDefinitionFile bounds a definition as a file, in bytes; the largest
// shipped one fits many times over.
const maxDefinitionFile = 512 << 10

// @Summary	Export a version of a service as a file
// @Description	The file has the format of the shipped definitions; `POST /service-type-files` reads it again.
// @Tags	catalogue
// @Produce	application/yaml
// @Security	Bearer
// @Param	code	path	string	true	"code of the service"
// @Param	number	path	int	true	"number of the version"
// @Success	200	{string}	string
// @Failure	401,403,404	{object}	web.Problem
// @Router	/service-types/{code}/versions/{number}/definition.yaml [get]
func (h *handlers) export(c echo.Context) error {
	number, err := strconv.ParseInt(c.Param("number"), 10, 32)
	if err != nil {
		return web.ErrNotFound
	}
	code := c.Param("code")
	text, err := h.service.Export(c.Request().Context(), code, int(number))
	if err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set(echo.HeaderContentDisposition, fmt.Sprintf(`attachment; filename="%s-versi-%d.yaml"`, code, number))
	header.Set(echo.HeaderCacheControl, "private, no-cache")
	return c.Blob(http.StatusOK, "application/yaml", text)
}

// Export writes a version of a service in the format of the shipped files.
func (s *Service) Export(ctx context.Context, code string, number int) ([]byte, error) {
	row, err := findVersion(s.store.read.WithContext(ctx), code, number)
	if err != nil {
		return nil, err
	}
	var tree yaml.Node
	if err := tree.Encode(row.Definition); err != nil {
		return nil, err
	}
	plainNumbers(&tree)
	var text bytes.Buffer
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	err = encoder.Encode(&tree)
	return text.Bytes(), errors.Join(err, encoder.Close())
}

// plainNumbers writes whole numbers as people do, 15000000 rather than 1.5e+07.
func plainNumbers(n *yaml.Node) {
	if f, err := strconv.ParseFloat(n.Value, 64); n.Tag == "!!float" && err == nil && f == math.Trunc(f) {
		n.Value, n.Tag = strconv.FormatFloat(f, 'f', -1, 64), "!!int"
	}
	for _, child := range n.Content {
		plainNumbers(child)
	}
}

// @Summary	Read a definition from a file
// @Description	Takes YAML or JSON in the format of the shipped definitions, checks it, and gives it back to be looked at and saved by `POST /service-types` or `PUT /service-types/{code}`. Nothing is kept. Faults name the line of the file.
// @Tags	catalogue
// @Accept	plain
// @Produce	json
// @Security	Bearer
// @Param	file	body	string	true	"the file"
// @Success	200	{object}	Definition
// @Failure	401,403,413,422	{object}	web.Problem
// @Router	/service-type-files [post]
func (h *handlers) readFile(c echo.Context) error {
	text, err := io.ReadAll(io.LimitReader(c.Request().Body, maxDefinitionFile+1))
	if err != nil {
		return err
	}
	d, err := h.service.ReadFile(text)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, d)
}

// ReadFile reads a definition in the format of the shipped files, strictly, and
// checks it. Faults name the line of the file.
func (s *Service) ReadFile(text []byte) (Definition, error) {
	var d Definition
	if len(text) > maxDefinitionFile {
		return d, apperr.New(apperr.TooLarge, "file.too_large", "Berkas layanan paling besar 512 kB.", "A file of a service has at most 512 kB.")
	}
	var tree yaml.Node
	if err := yaml.Unmarshal(text, &tree); err != nil {
		return d, fileFault(err)
	}
	if len(tree.Content) == 0 {
		return d, apperr.BadField("", "file.empty", "Berkas ini kosong.", "This file is empty.")
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&d); err != nil {
		return d, fileFault(err)
	}
	d.Complete()
	if err := s.Check(d); err != nil {
		return d, withLines(err, tree.Content[0])
	}
	return d, nil
}

// lineOf is where the library that reads YAML names a line in its errors.
var lineOf = regexp.MustCompile(`line (\d+): (?:field (\S+) not found in type)?`)

// fileFault tells in which lines a file cannot be read, and which words of it
// nobody knows.
func fileFault(err error) error {
	messages := []string{err.Error()}
	if several, ok := errors.AsType[*yaml.TypeError](err); ok {
		messages = several.Errors
	}
	faults := make([]apperr.Field, 0, len(messages))
	for _, message := range messages {
		found := lineOf.FindStringSubmatch(message)
		fault := apperr.Field{Code: "file.syntax", Detail: apperr.Text{ID: "Berkas ini tidak dapat dibaca sebagai YAML atau JSON.", EN: "This file cannot be read as YAML or JSON."}}
		switch {
		case found == nil:
		case found[2] != "":
			fault.Code = "file.word"
			fault.Detail = apperr.Text{ID: fmt.Sprintf("Baris %s: kata “%s” tidak dikenal di sini.", found[1], found[2]), EN: fmt.Sprintf("Line %s: the word “%s” is not known here.", found[1], found[2])}
		default:
			fault.Detail = apperr.Text{ID: fmt.Sprintf("Baris %s tidak dapat dibaca. Periksa spasi di depannya dan jenis nilainya.", found[1]), EN: fmt.Sprintf("Line %s cannot be read. Look at its indentation and the kind of its value.", found[1])}
		}
		faults = append(faults, fault)
	}
	return apperr.BadFields(faults...)
}

// withLines names the line of the file in every fault of a refusal.
func withLines(err error, root *yaml.Node) error {
	refusal, ok := errors.AsType[*apperr.Error](err)
	if !ok {
		return err
	}
	told := *refusal
	told.Fields = make([]apperr.Field, len(refusal.Fields))
	for i, f := range refusal.Fields {
		line := lineAt(root, f.Pointer)
		f.Detail = apperr.Text{ID: fmt.Sprintf("Baris %d: %s", line, f.Detail.ID), EN: fmt.Sprintf("Line %d: %s", line, f.Detail.EN)}
		told.Fields[i] = f
	}
	return &told
}

// lineAt returns the line of what a pointer leads to or, where the file does
// not have it, of what should hold it.
func lineAt(n *yaml.Node, pointer string) int {
	line := n.Line
	for name := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		child := memberOf(n, name)
		if child == nil {
			break
		}
		n, line = child, child.Line
	}
	return line
}

// memberOf returns the member of a mapping or list with a name or number, or
// nil.
func memberOf(n *yaml.Node, name string) *yaml.Node {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == name {
				return n.Content[i+1]
			}
		}
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < len(n.Content) {
			return n.Content[i]
		}
	}
	return nil
}
