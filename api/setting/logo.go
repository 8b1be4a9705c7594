package setting

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"
	"golang.org/x/image/draw"
	"golang.org/x/image/webp"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// Bounds of a logo.
const (
	maxLogoFile = 1 << 20 // bytes, as it is sent
	maxLogoSide = 2000    // pixels, as it is sent
	logoSide    = 512     // pixels, as it is kept: 2 cm on paper at 600 dots an inch are 472
	minLogoSide = 32
)

// Logo is a picture that the settings can name (brand.logo).
type Logo struct {
	Logo   string `json:"logo"` // SHA-256 of the picture, in hex: its name
	Width  int    `json:"width"`
	Height int    `json:"height"`
} // @name Logo

// keptLogo is how a logo lies among the settings: under its name, never
// changed.
type keptLogo struct {
	PNG []byte `json:"png"`
}

func logoKey(name string) string { return logoPrefix + name }

// logoPrefix begins the keys of logos.
const logoPrefix = "logo/"

var errNoLogo = apperr.BadField("/file", "logo.format",
	"Berkas ini bukan gambar PNG, JPEG, atau WebP yang utuh.", "This file is not a whole PNG, JPEG or WebP picture.")

// @Summary	Upload a logo
// @Description	A PNG, JPEG or WebP picture of at most 1 MB and 2000 pixels a side, told by its content. It is kept as PNG of at most 512 pixels a side, without anything else that came with it. It is shown once the settings name it (`brand.logo`); saving them removes logos that they do not name.
// @Tags	settings
// @Accept	mpfd
// @Produce	json
// @Security	Bearer
// @Param	file	formData	file	true	"the picture"
// @Success	201	{object}	Logo
// @Failure	400,401,403,413,415,422	{object}	web.Problem
// @Router	/settings/logos [post]
func (h *handlers) addLogo(c echo.Context) error {
	var data []byte
	isFile := func(name string) bool { return name == "file" }
	_, err := web.ReadForm(c, maxLogoFile, nil, isFile, func(_, _ string, r io.Reader) (err error) {
		data, err = io.ReadAll(r)
		return err
	})
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	logo, err := h.service.AddLogo(c.Request().Context(), actor, data)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, web.Base+"/settings/logos/"+logo.Logo)
	return web.JSON(c, http.StatusCreated, logo)
}

// AddLogo keeps a picture as a logo that the settings can name.
func (s *Service) AddLogo(ctx context.Context, actor auth.Actor, data []byte) (Logo, error) {
	picture, err := readLogo(data)
	if err != nil {
		return Logo{}, err
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return Logo{}, fmt.Errorf("setting: logo: %w", err)
	}
	sum := sha256.Sum256(out.Bytes())
	logo := Logo{Logo: hex.EncodeToString(sum[:]), Width: picture.Bounds().Dx(), Height: picture.Bounds().Dy()}
	value, err := json.Marshal(keptLogo{out.Bytes()})
	if err != nil {
		return Logo{}, fmt.Errorf("setting: logo: %w", err)
	}
	err = s.changes.Do(ctx, actor.As(auth.Assignment{Role: auth.Admin}), func(tx *change.Tx) error {
		if err := insert(tx.DB, logoKey(logo.Logo), value, tx.Now); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "logo_uploaded", Kind: "setting", ObjectID: logoKey(logo.Logo), Data: logo, Internal: true})
	})
	if db.IsDuplicate(err) { // the same picture again
		return logo, nil
	}
	return logo, err
}

// readLogo decodes a picture by what it is, and makes it small enough to keep.
func readLogo(data []byte) (image.Image, error) {
	decoders := map[string]struct {
		config func(io.Reader) (image.Config, error)
		decode func(io.Reader) (image.Image, error)
	}{
		"image/png":  {png.DecodeConfig, png.Decode},
		"image/jpeg": {jpeg.DecodeConfig, jpeg.Decode},
		"image/webp": {webp.DecodeConfig, webp.Decode},
	}
	decoder, known := decoders[http.DetectContentType(data)]
	if !known {
		return nil, errNoLogo
	}
	config, err := decoder.config(bytes.NewReader(data))
	if err != nil {
		return nil, errNoLogo.Because(err)
	}
	if min(config.Width, config.Height) < minLogoSide || max(config.Width, config.Height) > maxLogoSide {
		return nil, apperr.BadField("/file", "logo.size",
			fmt.Sprintf("Ukuran gambar %d × %d piksel. Pakai gambar dengan sisi %d sampai %d piksel.", config.Width, config.Height, minLogoSide, maxLogoSide),
			fmt.Sprintf("The picture has %d × %d pixels. Use one with sides of %d to %d pixels.", config.Width, config.Height, minLogoSide, maxLogoSide))
	}
	picture, err := decoder.decode(bytes.NewReader(data))
	if err != nil {
		return nil, errNoLogo.Because(err)
	}
	width, height := config.Width, config.Height
	if longer := max(width, height); longer > logoSide {
		width, height = max(1, width*logoSide/longer), max(1, height*logoSide/longer)
	}
	kept := image.NewNRGBA(image.Rect(0, 0, width, height))
	draw.CatmullRom.Scale(kept, kept.Bounds(), picture, picture.Bounds(), draw.Src, nil)
	return kept, nil
}

// @Summary	Read a logo
// @Tags	settings
// @Produce	png
// @Param	logo	path	string	true	"its name, as in the settings (brand.logo)"
// @Success	200	{file}	binary
// @Router	/settings/logos/{logo} [get]
func (h *handlers) logo(c echo.Context) error {
	picture, err := h.service.Logo(c.Request().Context(), c.Param("logo"))
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=31536000, immutable") // its name is made of its content
	return c.Blob(http.StatusOK, "image/png", picture)
}

// Logo returns a logo as PNG, at most 512 pixels a side.
func (s *Service) Logo(ctx context.Context, name string) ([]byte, error) {
	found, err := s.store.find(ctx, s.store.read, logoKey(name))
	if err != nil {
		return nil, err
	}
	var kept keptLogo
	if err := json.Unmarshal(found.Value, &kept); err != nil {
		return nil, fmt.Errorf("setting: %s: %w", found.Key, err)
	}
	return kept.PNG, nil
}

// chooseLogo sees to it that the logo which the settings name is there, and no
// other.
func (s *Service) chooseLogo(ctx context.Context, tx *change.Tx, name string) error {
	if name != "" {
		if _, err := s.store.find(ctx, tx.DB, logoKey(name)); isNotFound(err) {
			return apperr.BadField("/brand/logo", "logo.unknown", "Logo ini tidak ada lagi. Unggah sekali lagi.", "This logo is not there any more. Upload it again.")
		} else if err != nil {
			return err
		}
	}
	return deleteOthers(tx.DB, logoPrefix, logoKey(name))
}
