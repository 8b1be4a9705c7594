package demo

import (
	"bytes"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
)

// letter is a small official letter, as an agency would scan or the office
// would send it.
type letter struct {
	from, address  string
	number, about  string
	date           time.Time
	to, body, sign string
	position       string
}

// pdf draws the letter. The same letter gives the same bytes.
func (l letter) pdf() []byte {
	p := fpdf.New("P", "mm", "A4", "")
	p.SetCreationDate(l.date)
	p.SetModificationDate(l.date)
	p.SetTitle(l.about, true)
	p.SetMargins(25, 18, 25)
	p.AddPage()
	text := p.UnicodeTranslatorFromDescriptor("")

	p.SetFont("Times", "B", 13)
	p.CellFormat(0, 6, text("PEMERINTAH PROVINSI KALIMANTAN UTARA"), "", 1, "C", false, 0, "")
	p.MultiCell(0, 6, text(strings.ToUpper(l.from)), "", "C", false)
	p.SetFont("Times", "", 10)
	p.CellFormat(0, 5, text(l.address), "", 1, "C", false, 0, "")
	p.SetLineWidth(0.8)
	p.Line(25, p.GetY()+2, 185, p.GetY()+2)
	p.Ln(9)

	p.SetFont("Times", "", 12)
	p.CellFormat(0, 6, text("Tanjung Selor, "+calendar.LongDate(l.date)), "", 1, "R", false, 0, "")
	for _, line := range [][2]string{{"Nomor", l.number}, {"Sifat", "Biasa"}, {"Lampiran", "–"}, {"Hal", l.about}} {
		p.CellFormat(24, 6, text(line[0]), "", 0, "L", false, 0, "")
		p.MultiCell(110, 6, text(": "+line[1]), "", "L", false)
	}
	p.Ln(5)
	p.MultiCell(0, 6, text("Yth. "+l.to+"\ndi Tanjung Selor"), "", "L", false)
	p.Ln(5)
	p.MultiCell(0, 6.5, text(l.body), "", "J", false)
	p.Ln(12)
	p.SetX(110)
	p.MultiCell(75, 6, text(l.position+",\n\n\n\n"+l.sign), "", "L", false)

	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		panic("demo: a letter could not be drawn: " + err.Error())
	}
	return out.Bytes()
}
