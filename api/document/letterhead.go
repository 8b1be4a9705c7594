package document

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"net/url"
	"strings"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/setting"
)

// Letterhead is the office in whose name documents are made.
type Letterhead struct {
	Office  setting.Office
	Zone    *time.Location // of every date and time that is printed
	SiteURL string         // where the portal is, for example https://layanan.diskominfo.kaltaraprov.go.id
	Logo    []byte         // PNG, at most maxLogo pixels a side; empty: none
	Paper   PaperSize      // A4 unless said otherwise
}

// PaperSize is a size of paper that offices have.
type PaperSize int

// Sizes.
const (
	A4 PaperSize = iota // 210 × 297 mm
	F4                  // folio, 215 × 330 mm
)

// millimetres returns the width and height.
func (s PaperSize) millimetres() (width, height float64) {
	if s == F4 {
		return 215, 330
	}
	return 210, 297
}

// maxLogo bounds the logo's sides, in pixels: 2 cm at 600 dots an inch is 472.
const maxLogo = 1024

// Drawer draws the documents of one office. It is safe for concurrent use.
type Drawer struct {
	head  Letterhead
	logo  *logo
	fonts typefaces
}

// logo is a picture that any PDF reader can show.
type logo struct {
	png   []byte
	ratio float64 // width by height
}

// NewDrawer makes the Drawer of an office. It fails if there is no zone, or if
// the logo is no PNG of an acceptable size.
func NewDrawer(head Letterhead) (*Drawer, error) {
	if head.Zone == nil {
		return nil, errors.New("document: the office has no time zone")
	}
	fonts, err := loadTypefaces()
	if err != nil {
		return nil, err
	}
	d := &Drawer{head: head, fonts: fonts}
	if len(head.Logo) > 0 {
		if d.logo, err = readLogo(head.Logo); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// readLogo reads a PNG and writes it anew with eight bits a channel and without
// interlacing, because PDF knows no other PNG.
func readLogo(data []byte) (*logo, error) {
	config, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("document: logo: %w", err)
	}
	if config.Width < 1 || config.Height < 1 || config.Width > maxLogo || config.Height > maxLogo {
		return nil, fmt.Errorf("document: a logo of %d × %d pixels is larger than %d", config.Width, config.Height, maxLogo)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("document: logo: %w", err)
	}
	plain := image.NewNRGBA(image.Rect(0, 0, config.Width, config.Height))
	draw.Draw(plain, plain.Bounds(), picture, picture.Bounds().Min, draw.Src)
	var out bytes.Buffer
	if err := png.Encode(&out, plain); err != nil {
		return nil, fmt.Errorf("document: logo: %w", err)
	}
	return &logo{png: out.Bytes(), ratio: float64(config.Width) / float64(config.Height)}, nil
}

// kop is the letterhead of the office itself.
func (d *Drawer) kop() letterhead {
	o := d.head.Office
	contacts := []string{"Surel " + o.Email}
	if site, err := url.Parse(o.Website); err == nil && site.Host != "" {
		contacts = append(contacts, "Laman "+site.Host)
	}
	return letterhead{
		government: withoutBlanks(strings.ToUpper(o.Government)),
		name:       withoutBlanks(strings.ToUpper(o.OfficeName)),
		lines: []text{
			withoutBlanks(o.Address + ", " + o.City + " " + o.PostalCode),
			withoutBlanks(strings.Join(contacts, "  ·  ")),
		},
		logo: d.logo,
	}
}

// date prints a day, such as 21 Juli 2025.
func (d *Drawer) date(t time.Time) string { return calendar.LongDate(t.In(d.head.Zone)) }

// moment prints a day and time, such as 21 Juli 2025 pukul 10.30 WITA.
func (d *Drawer) moment(t time.Time) string {
	t = t.In(d.head.Zone)
	return calendar.LongDate(t) + t.Format(" pukul 15.04 ") + d.head.Office.TimeZoneLabel
}
