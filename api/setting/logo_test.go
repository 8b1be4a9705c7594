package setting_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
)

// tinyWebP is a lossless picture of 32 × 32 red pixels.
const tinyWebP = "UklGRh4AAABXRUJQVlA4TBEAAAAvH8AHAAcQ/Y/+ByKi/wEA"

func picture(width, height int) *image.NRGBA {
	p := image.NewNRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		for y := range height {
			p.Set(x, y, color.NRGBA{R: uint8(x), G: uint8(y), B: 90, A: 255})
		}
	}
	return p
}

func pngOf(t *testing.T, width, height int) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, png.Encode(&out, picture(width, height)))
	return out.Bytes()
}

func upload(t *testing.T, c *apitest.Client, data []byte) *apitest.Answer {
	t.Helper()
	return c.PostForm("/settings/logos", apitest.NewForm().File("file", "logo.svg", data)) // whatever it says that it is
}

func TestLogoIsShownWhereTheSettingsNameIt(t *testing.T) {
	s := apitest.New(t)
	admin := s.As("admin")
	office, before := read(t, s)
	var jpg bytes.Buffer
	require.NoError(t, jpeg.Encode(&jpg, picture(900, 450), nil))
	webp, err := base64.StdEncoding.DecodeString(tinyWebP)
	require.NoError(t, err)

	square := upload(t, admin, append(pngOf(t, 40, 40), "<script>alert(1)</script>"...)).Want(t, http.StatusCreated)
	wide := upload(t, admin, jpg.Bytes()).Want(t, http.StatusCreated)
	upload(t, admin, jpg.Bytes()).Want(t, http.StatusCreated)
	upload(t, admin, webp).Want(t, http.StatusCreated)
	require.Equal(t, 512.0, wide.Value(t, "width"))
	require.Equal(t, 256.0, wide.Value(t, "height"))
	kept := s.Guest().Get("/settings/logos/"+square.String(t, "logo")).Want(t, http.StatusOK)
	require.Equal(t, "image/png", kept.Header.Get("Content-Type"))
	require.NotContains(t, string(kept.Body), "script")
	_, err = png.Decode(bytes.NewReader(kept.Body))
	require.NoError(t, err)

	office.Brand.Logo = wide.String(t, "logo")
	named := put(t, admin, office, before.IfMatch()).Want(t, http.StatusOK)
	s.Guest().Get("/settings/logos/"+square.String(t, "logo")).Problem(t, http.StatusNotFound, "not_found")
	page, err := http.Get(s.URL + "/")
	require.NoError(t, err)
	defer page.Body.Close()
	text, err := io.ReadAll(page.Body)
	require.NoError(t, err)
	require.Contains(t, string(text), `<img src="/api/v1/settings/logos/`+office.Brand.Logo+`"`)
	require.Contains(t, string(text), `<meta property="og:image" content="http://127.0.0.1/api/v1/settings/logos/`+office.Brand.Logo+`"`)
	plain, err := http.Get(s.URL + "/unduhan/subdomain/format-permohonan.pdf")
	require.NoError(t, err)
	defer plain.Body.Close()
	letter, err := io.ReadAll(plain.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, plain.StatusCode)
	require.True(t, bytes.HasPrefix(letter, []byte("%PDF-")))

	office.Brand.Logo = square.String(t, "logo")
	apitest.Pointers(t, put(t, admin, office, named.IfMatch()).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/brand/logo")
	office.Brand.Logo = ""
	put(t, admin, office, named.IfMatch()).Want(t, http.StatusOK)
	s.Guest().Get("/settings/logos/"+wide.String(t, "logo")).Problem(t, http.StatusNotFound, "not_found")
}

func TestWhatIsNoLogoIsRefused(t *testing.T) {
	s := apitest.New(t)
	admin := s.As("admin")
	whole := pngOf(t, 64, 64)
	for name, data := range map[string][]byte{
		"SVG": []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "GIF": []byte("GIF89a\x01\x00\x01\x00"), "PDF": apitest.PDF(t, "x"),
		"cut off": whole[:len(whole)/2], "nothing": {}, "too small": pngOf(t, 31, 64), "too large": pngOf(t, 2001, 32),
	} {
		t.Run(name, func(t *testing.T) {
			apitest.Pointers(t, upload(t, admin, data).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/file")
		})
	}
	upload(t, admin, make([]byte, 1<<20+1)).Want(t, http.StatusRequestEntityTooLarge)
	upload(t, s.Guest(), whole).Want(t, http.StatusUnauthorized)
	for _, username := range []string{"pemohon", "loket", "kadis", "kabid.aptika", "teknis.aptika", "verifikator", "ppid", "auditor"} {
		upload(t, s.As(username), whole).Want(t, http.StatusForbidden)
	}
}
