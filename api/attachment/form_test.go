package attachment_test

import (
	"bytes"
	"errors"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/blob"
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
	"github.com/dkisp-kaltara/elayanan/pkg/pdfcheck"
)

func TestSlotsOfAForm(t *testing.T) {
	t.Parallel()
	objects, err := blob.OpenFolder(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { _ = objects.Close() })
	service, err := attachment.NewService(attachment.Options{
		DB: &db.DB{}, Objects: objects, Checker: pdfcheck.NewChecker(pdfcheck.DefaultLimits(), 1), Clock: clock.System{}, IDs: ident.Random{},
		DataDir: t.TempDir(), MaxFile: 1 << 20, MaxForm: 1 << 20,
	})
	require.NoError(t, err)
	content := apitest.PDF(t, "Isi")
	read := func(name string, kinds map[string]attachment.Kind) ([]attachment.Received, error) {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		part, err := form.CreateFormFile(name, "a.pdf")
		require.NoError(t, err)
		_, err = part.Write(content)
		require.NoError(t, err)
		require.NoError(t, form.Close())
		request := httptest.NewRequest(http.MethodPost, "/", &body)
		request.Header.Set(echo.HeaderContentType, form.FormDataContentType())
		files, _, err := attachment.ReadFiles(echo.New().NewContext(request, httptest.NewRecorder()), service, nil, kinds)
		return files, err
	}
	refused := func(name string, kinds map[string]attachment.Kind) {
		files, err := read(name, kinds)
		refusal, ok := errors.AsType[*apperr.Error](err)
		require.True(t, ok, "%q: %v", name, err)
		require.Equal(t, "field.unknown", refusal.Fields[0].Code, name)
		require.Empty(t, files, name)
	}

	kinds := map[string]attachment.Kind{"letter": attachment.RequestLetter, "files[*]": attachment.Supporting}
	for name, want := range map[string]string{"letter": "request_letter ", "files[denah]": "supporting denah", "files[]": "supporting "} {
		files, err := read(name, kinds)
		require.NoError(t, err, name)
		require.Len(t, files, 1, name)
		require.Equal(t, want, string(files[0].Kind)+" "+files[0].Field)
	}
	for _, name := range []string{"files[*]", "files", "files[", "files[denah", "files]denah[", "other", "", "letter[a]", "files[" + strings.Repeat("k", 61) + "]"} {
		refused(name, kinds)
	}
	refused("files[denah]", map[string]attachment.Kind{"file": attachment.Supporting}) // where no further files are expected
}
