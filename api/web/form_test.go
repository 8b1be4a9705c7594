package web

import (
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
	"github.com/stretchr/testify/require"
)

// A browser sends a part even for a file field in which nothing was chosen;
// an empty file that was chosen has a name.
func TestFileFieldLeftEmptyIsNoFile(t *testing.T) {
	part := func(disposition, content string) string {
		return "--b\r\nContent-Disposition: form-data; " + disposition + "\r\nContent-Type: application/octet-stream\r\n\r\n" + content + "\r\n"
	}
	body := part(`name="letter"; filename=""`, "") + part(`name="letter"; filename="kosong.pdf"`, "") + part(`name="letter"; filename=""`, "isi") + "--b--\r\n"
	request := httptest.NewRequest("POST", "/", strings.NewReader(body))
	request.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	var got []string
	_, err := ReadForm(echo.New().NewContext(request, httptest.NewRecorder()), 1000, nil,
		func(name string) bool { return name == "letter" },
		func(_, filename string, r io.Reader) error {
			content, err := io.ReadAll(r)
			got = append(got, filename+"="+string(content))
			return err
		})
	require.NoError(t, err)
	require.Equal(t, []string{"kosong.pdf=", "=isi"}, got)
}
