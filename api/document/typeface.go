package document

import (
	_ "embed" // the fonts
	"fmt"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Liberation Sans has the measures of Arial, which official letters are written
// in, and covers the Latin script. Its licence is in fonts/LICENSE.
var (
	//go:embed fonts/LiberationSans-Regular.ttf
	regularTTF []byte
	//go:embed fonts/LiberationSans-Bold.ttf
	boldTTF []byte
	//go:embed fonts/LiberationSans-Italic.ttf
	italicTTF []byte
)

// typeface is one font of the family.
type typeface struct {
	style string // as fpdf calls it
	ttf   []byte
	font  *sfnt.Font
}

type typefaces map[face]typeface

func loadTypefaces() (typefaces, error) {
	family := typefaces{}
	for f, t := range map[face]typeface{
		regular: {style: "", ttf: regularTTF},
		bold:    {style: "B", ttf: boldTTF},
		italic:  {style: "I", ttf: italicTTF},
	} {
		var err error
		if t.font, err = sfnt.Parse(t.ttf); err != nil {
			return nil, fmt.Errorf("document: font: %w", err)
		}
		family[f] = t
	}
	return family, nil
}

// ruler measures text. It is for one goroutine.
type ruler struct {
	fonts  typefaces
	buffer sfnt.Buffer
	known  map[glyph]float64
}

type glyph struct {
	face face
	r    rune
}

func newRuler(fonts typefaces) *ruler { return &ruler{fonts: fonts, known: map[glyph]float64{}} }

// advance returns the width of a character in parts of the font size, and
// whether the font has it.
func (m *ruler) advance(f face, r rune) (float64, bool) {
	key := glyph{f, r}
	if w, ok := m.known[key]; ok {
		return w, w >= 0
	}
	w := -1.0 // not in the font
	t := m.fonts[f].font
	// fpdf knows the basic plane only, and does not turn right-to-left scripts round.
	if r <= 0xffff && !unicode.In(r, unicode.Hebrew, unicode.Arabic) {
		em := fixed.I(int(t.UnitsPerEm()))
		if index, err := t.GlyphIndex(&m.buffer, r); err == nil && index != 0 {
			if a, err := t.GlyphAdvance(&m.buffer, index, em, font.HintingNone); err == nil {
				w = float64(a) / float64(em)
			}
		}
	}
	m.known[key] = w
	return w, w >= 0
}

// printable replaces what the font does not have by a visible sign.
func (m *ruler) printable(s string, f face) string {
	out := []rune(s)
	for i, r := range out {
		if _, ok := m.advance(f, r); !ok {
			out[i] = missing
		}
	}
	return string(out)
}

// pointMM is the length of a point in millimetres.
const pointMM = 25.4 / 72

// width returns the width of printable text in mm; size is in points.
func (m *ruler) width(s string, f face, size float64) float64 {
	sum := 0.0
	for _, r := range s {
		w, _ := m.advance(f, r)
		sum += w
	}
	return sum * size * pointMM
}
