// Package doctest reads what document draws and writes, for tests.
package doctest

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/validate"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/pkg/pdfcheck"
)

// Drawn returns what a function writes.
func Drawn(t testing.TB, write func(io.Writer) error) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, write(&out))
	return out.Bytes()
}

// Acceptable requires that our own check of uploads and pdfcpu's validation
// find nothing in a PDF.
func Acceptable(t testing.TB, file []byte) {
	t.Helper()
	checker := pdfcheck.NewChecker(pdfcheck.DefaultLimits(), 1)
	require.NoError(t, checker.Check(context.Background(), bytes.NewReader(file), int64(len(file))))
	require.NoError(t, validate.XRefTable(parsed(t, file)))
}

// parsed is a PDF as pdfcpu reads it.
func parsed(t testing.TB, file []byte) *model.Context {
	t.Helper()
	ctx, err := pdfcpu.ReadWithContext(context.Background(), bytes.NewReader(file), configuration())
	require.NoError(t, err)
	require.NoError(t, ctx.EnsurePageCount())
	return ctx
}

// configuration is one that keeps away from the network and the home folder.
func configuration() *model.Configuration {
	return &model.Configuration{Reader15: true, Offline: true, ValidationMode: model.ValidationRelaxed, Limits: model.DefaultResourceLimits()}
}

// Contents returns the content stream of each page.
func Contents(t testing.TB, file []byte) []string {
	t.Helper()
	ctx := parsed(t, file)
	var pages []string
	for n := 1; n <= ctx.PageCount; n++ {
		r, err := pdfcpu.ExtractPageContent(ctx, n)
		require.NoError(t, err)
		raw, err := io.ReadAll(r)
		require.NoError(t, err)
		pages = append(pages, string(raw))
	}
	return pages
}

// shown is a string that a page shows.
var shown = regexp.MustCompile(`(?s)\(((?:[^\\()]|\\.)*)\) Tj`)

// Pages returns the text of each page, in the order in which it is printed,
// its strings separated by the spaces that they end in, or by line breaks.
func Pages(t testing.TB, file []byte) []string {
	t.Helper()
	var all []string
	for _, content := range Contents(t, file) {
		var page strings.Builder
		for _, match := range shown.FindAllStringSubmatch(content, -1) {
			raw := regexp.MustCompile(`(?s)\\(.)`).ReplaceAllStringFunc(match[1], func(s string) string {
				if s[1] == 'r' {
					return "\r"
				}
				return s[1:]
			})
			require.Zero(t, len(raw)%2, "two bytes a character")
			codes := make([]uint16, len(raw)/2)
			for i := range codes {
				codes[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
			}
			s := string(utf16.Decode(codes))
			page.WriteString(s)
			if !strings.HasSuffix(s, " ") {
				page.WriteByte('\n')
			}
		}
		all = append(all, page.String())
	}
	return all
}

// Squeeze leaves out all space, so that text can be compared wherever its lines
// were broken.
func Squeeze(s string) string {
	return strings.Join(strings.Fields(s), "")
}

// Says requires that the pages, taken together, show each text.
func Says(t testing.TB, pages []string, texts ...string) {
	t.Helper()
	all := Squeeze(strings.Join(pages, ""))
	for _, s := range texts {
		require.Contains(t, all, Squeeze(s))
	}
}

// Parts returns the parts of a DOCX, and requires that each is well-formed XML.
func Parts(t testing.TB, file []byte) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	require.NoError(t, err)
	all := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		require.NoError(t, err)
		raw, err := io.ReadAll(r)
		require.NoError(t, err)
		all[f.Name] = string(raw)
		decoder := xml.NewDecoder(bytes.NewReader(raw))
		for {
			if _, err = decoder.Token(); err != nil {
				break
			}
		}
		require.True(t, errors.Is(err, io.EOF), "%s: %v", f.Name, err)
	}
	return all
}

// Written returns the text of a DOCX's body.
func Written(t testing.TB, file []byte) string {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(Parts(t, file)["word/document.xml"]))
	var out strings.Builder
	for {
		token, err := decoder.Token()
		if err != nil {
			return out.String()
		}
		switch token := token.(type) {
		case xml.CharData:
			out.Write(token)
		case xml.EndElement:
			if token.Name.Local == "p" || token.Name.Local == "br" {
				out.WriteByte('\n')
			}
		}
	}
}
