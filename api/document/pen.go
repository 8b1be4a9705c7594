package document

import (
	"fmt"
	"io"

	"codeberg.org/go-pdf/fpdf"
)

// The page, in mm.
const (
	marginLeft   = 25.0
	marginRight  = 20.0
	marginTop    = 15.0
	marginBottom = 22.0
	footBaseline = 12.0 // from the lower edge
)

// Sizes of letters, in points, and the distance of lines as a multiple.
const (
	bodySize  = 11.0
	tableSize = 9.5
	smallSize = 8.0
	leading   = 1.36
	closeLead = 1.2 // where lines stand close
)

// lineHeight returns the distance of lines of a size, in mm.
func lineHeight(size float64) float64 { return size * pointMM * leading }

// lineHeight returns the distance of lines of running text on this paper, in mm.
func (p *pen) lineHeight(size float64) float64 {
	if p.paper.close {
		return size * pointMM * closeLead
	}
	return lineHeight(size)
}

// pen writes on the pages of a PDF, from top to bottom.
type pen struct {
	out       *fpdf.Fpdf
	ruler     *ruler
	paper     *paper
	y         float64 // where the next thing goes, mm from the top
	left      float64
	width     float64
	bottom    float64 // no content below
	measuring bool    // nothing is written, and a page never ends
	face      face
	size      float64
	fonts     map[string]bool // those already in the file
	images    int
}

// pdf writes the paper as PDF.
func (d *Drawer) pdf(w io.Writer, doc paper) error {
	width, height := d.head.Paper.millimetres()
	if doc.wide {
		width, height = height, width
	}
	out := fpdf.NewCustom(&fpdf.InitType{
		OrientationStr: "P",
		UnitStr:        "mm",
		Size:           fpdf.SizeType{Wd: width, Ht: height},
	})
	// Whatever could differ between two runs is fixed.
	out.SetCatalogSort(true)
	date := doc.date.In(d.head.Zone)
	out.SetCreationDate(date)
	out.SetModificationDate(date)
	out.SetProducer(d.head.Office.ProductName, true)
	out.SetAuthor(d.head.Office.OfficeName+" "+d.head.Office.Government, true)
	out.SetTitle(doc.title, true)
	out.SetSubject(doc.subject, true)
	out.SetLang("id-ID")
	out.SetMargins(0, 0, 0)
	out.SetCellMargin(0)
	out.SetAutoPageBreak(false, 0)

	p := &pen{
		out:    out,
		ruler:  newRuler(d.fonts),
		paper:  &doc,
		left:   marginLeft,
		width:  width - marginLeft - marginRight,
		bottom: height - marginBottom,
		fonts:  map[string]bool{},
	}
	var signedNote []textLine
	if doc.signed != "" {
		signedNote = p.ruler.lines(note(doc.signed), smallSize, p.width)
		p.bottom -= float64(len(signedNote)) * lineHeight(smallSize)
	}
	p.newPage()
	for _, b := range doc.blocks {
		b.draw(p)
	}
	p.feet(signedNote)
	if err := out.Output(w); err != nil {
		return fmt.Errorf("document: %s: %w", doc.title, err)
	}
	return nil
}

// newPage begins a page.
func (p *pen) newPage() {
	p.out.AddPage()
	p.face, p.size = -1, 0 // a page begins without a font
	p.y = marginTop
	if p.paper.draft {
		p.watermark()
	}
}

// watermark prints DRAF across the page, under everything else.
func (p *pen) watermark() {
	const size = 120.0
	width, height := p.out.GetPageSize()
	x, y := width/2, height/2
	wide := p.ruler.width("DRAF", bold, size)
	p.out.TransformBegin()
	p.out.TransformRotate(50, x, y)
	p.out.SetTextColor(228, 228, 228)
	p.font(bold, size)
	p.out.Text(x-wide/2, y+size*pointMM/3, "DRAF")
	p.out.TransformEnd()
	p.out.SetTextColor(0, 0, 0)
	p.face = -1
}

// feet prints the foot of every page, now that their number is known.
func (p *pen) feet(signedNote []textLine) {
	last := p.out.PageCount()
	_, height := p.out.GetPageSize()
	for page := 1; page <= last; page++ {
		p.out.SetPage(page)
		p.out.SetFillColor(0, 0, 0) // letters take the colour in which the page was last filled
		p.face = -1
		y := height - footBaseline
		number := fmt.Sprintf("Halaman %d dari %d", page, last)
		p.at(p.left+p.width-p.ruler.width(number, regular, smallSize), y, number, regular, smallSize)
		room := p.width - p.ruler.width(number, regular, smallSize) - 4
		foot := p.ruler.lines(withoutBlanks(p.paper.foot), smallSize, room)
		p.printLine(foot[0], p.left, y, room, left, smallSize)
		above := y - 5 - float64(len(signedNote)-1)*lineHeight(smallSize)
		if len(signedNote) > 0 {
			p.line(p.left, above-4, p.left+p.width, above-4, 0.2)
		}
		for i, l := range signedNote {
			p.printLine(l, p.left, above+float64(i)*lineHeight(smallSize), p.width, left, smallSize)
		}
	}
}

// need begins a new page unless h mm are left on this one.
func (p *pen) need(h float64) {
	if !p.measuring && p.y+h > p.bottom+0.01 && p.y > marginTop {
		p.newPage()
	}
}

// room returns how many lines of a height fit on the rest of the page.
func (p *pen) room(height float64) int {
	if p.measuring {
		return 1 << 30
	}
	return max(0, int((p.bottom-p.y+0.01)/height))
}

// height returns how much of a page the blocks take, in mm.
func (p *pen) height(blocks ...block) float64 {
	probe := *p
	probe.measuring = true
	probe.y = 0
	for _, b := range blocks {
		b.draw(&probe)
	}
	return probe.y
}

// font selects the letters that are printed next.
func (p *pen) font(f face, size float64) {
	if p.face == f && p.size == size {
		return
	}
	t := p.ruler.fonts[f]
	if !p.fonts[t.style] {
		// A font is put into the file only if a letter of it is printed.
		p.out.AddUTF8FontFromBytes("liberation", t.style, t.ttf)
		p.fonts[t.style] = true
	}
	p.out.SetFont("liberation", t.style, size)
	p.face, p.size = f, size
}

// at prints text that the font has, its baseline beginning at x, y.
func (p *pen) at(x, y float64, s string, f face, size float64) {
	if p.measuring {
		return
	}
	p.font(f, size)
	p.out.Text(x, y, s)
}

// maxStretch is how wide a space may become in justified text, as a multiple
// of its width.
const maxStretch = 3.0

// printLine prints one line, its baseline at y, between x and x + width.
func (p *pen) printLine(l textLine, x, y, width float64, align alignment, size float64) {
	if p.measuring {
		return
	}
	space := p.ruler.width(" ", regular, size)
	switch slack := width - l.wide; {
	case align == centred:
		x += slack / 2
	case align == right:
		x += slack
	case align == justified && !l.last && len(l.words) > 1:
		if wider := space + slack/float64(len(l.words)-1); wider <= maxStretch*space {
			space = wider
		}
	}
	for i, w := range l.words {
		for j, part := range w.parts {
			s := part.text
			if j == len(w.parts)-1 && i < len(l.words)-1 {
				s += " " // so that a reader that takes the text finds the words apart
			}
			if part.blank {
				p.out.SetTextColor(20, 70, 140)
			}
			p.at(x, y, s, part.face, size)
			if part.blank {
				p.out.SetTextColor(0, 0, 0)
			}
			x += part.wide
		}
		x += space
	}
}

// line draws a rule, its width in mm.
func (p *pen) line(x1, y1, x2, y2, width float64) {
	if p.measuring {
		return
	}
	p.out.SetLineWidth(width)
	p.out.Line(x1, y1, x2, y2)
}

// frame draws a box.
func (p *pen) frame(x, y, w, h float64) {
	if p.measuring {
		return
	}
	p.out.SetLineWidth(0.2)
	p.out.Rect(x, y, w, h, "D")
}

// tint fills a box with a colour of red, green and blue.
func (p *pen) tint(x, y, w, h float64, colour [3]int) {
	if p.measuring {
		return
	}
	p.out.SetFillColor(colour[0], colour[1], colour[2])
	p.out.Rect(x, y, w, h, "F")
}

// shade fills a box with light grey.
func (p *pen) shade(x, y, w, h float64) {
	if p.measuring {
		return
	}
	p.out.SetFillColor(236, 238, 241)
	p.out.Rect(x, y, w, h, "F")
}
