package document

import (
	"bytes"
	"fmt"
	"slices"

	"codeberg.org/go-pdf/fpdf"
)

// baseline is how far under the top of a line its letters stand, as a part of
// the line's height.
const baseline = 0.74

// flow prints lines one under the other, over as many pages as they need. No
// line of a paragraph stands alone at the foot or the head of a page.
func (p *pen) flow(lines []textLine, x, width float64, align alignment, size, firstIndent float64) {
	height := p.lineHeight(size)
	for len(lines) > 0 {
		take := min(len(lines), p.room(height))
		if rest := len(lines) - take; rest == 1 {
			take--
		}
		if take < min(2, len(lines)) && p.y > marginTop {
			p.newPage()
			continue
		}
		take = max(take, 1)
		for _, l := range lines[:take] {
			p.printLine(l, x+firstIndent, p.y+height*baseline, width-firstIndent, align, size)
			p.y += height
			firstIndent = 0
		}
		lines = lines[take:]
	}
}

func (h letterhead) draw(p *pen) {
	const logoHeight, logoSpace = 22.0, 27.0
	top, x, width := p.y, p.left, p.width
	if h.logo != nil {
		x, width = x+logoSpace, width-logoSpace
		if !p.measuring {
			p.images++
			name := fmt.Sprintf("logo%d", p.images)
			wide := min(logoHeight*h.logo.ratio, logoSpace-3)
			p.out.RegisterImageOptionsReader(name, fpdf.ImageOptions{ImageType: "PNG"}, bytes.NewReader(h.logo.png))
			p.out.ImageOptions(name, p.left, top, wide, wide/h.logo.ratio, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
		}
	}
	centre := func(t text, f face, size float64) {
		if f == bold {
			t = t.in(bold)
		}
		p.flow(p.ruler.balanced(t, size, width), x, width, centred, size, 0)
	}
	centre(h.government, regular, 13)
	centre(h.name, bold, 14)
	p.y++
	for _, l := range h.lines {
		centre(l, regular, 9)
	}
	if h.logo != nil {
		p.y = max(p.y, top+logoHeight)
	}
	p.y += 2
	p.line(p.left, p.y, p.left+p.width, p.y, 0.9)
	p.line(p.left, p.y+1, p.left+p.width, p.y+1, 0.25)
	p.y += 6
}

func (t title) draw(p *pen) {
	p.flow(p.ruler.lines(t.main.in(bold), 13, p.width), p.left, p.width, centred, 13, 0)
	if len(t.sub) > 0 {
		p.flow(p.ruler.lines(t.sub, bodySize, p.width), p.left, p.width, centred, bodySize, 0)
	}
	p.y += 4
}

func (h heading) draw(p *pen) {
	lines := p.ruler.lines(h.text.in(bold), bodySize, p.width)
	const beginning = 32.0 // of what follows, mm
	p.need(3 + float64(len(lines))*lineHeight(bodySize) + beginning)
	if p.y > marginTop {
		p.y += 3
	}
	p.flow(lines, p.left, p.width, left, bodySize, 0)
	p.y += 1
}

func (b paragraph) draw(p *pen) {
	size := b.size
	if size == 0 {
		size = bodySize
	}
	lines := p.ruler.indented(b.text, size, p.width, b.indent)
	if b.keep {
		const beginning = 20.0 // mm
		p.need(float64(len(lines))*p.lineHeight(size) + b.after + beginning)
	}
	p.flow(lines, p.left, p.width, b.align, size, b.indent)
	p.y += b.after
}

func (f fields) draw(p *pen) {
	const colon = 3.0
	height := p.lineHeight(bodySize)
	x, mark := p.left+f.inset, 0.0
	if f.numbered {
		mark = 7
	}
	for i, row := range f.rows {
		labels := p.ruler.lines(row.label, bodySize, f.label-2)
		values := p.ruler.lines(row.value, bodySize, p.width-f.inset-mark-f.label-colon)
		p.need(height * float64(min(2, max(len(labels), len(values)))))
		for n := range max(len(labels), len(values)) {
			p.need(height)
			y := p.y + height*baseline
			if n == 0 && f.numbered {
				p.at(x, y, fmt.Sprintf("%d.", i+1), regular, bodySize)
			}
			if n < len(labels) {
				p.printLine(labels[n], x+mark, y, f.label, left, bodySize)
			}
			if n == 0 {
				p.at(x+mark+f.label, y, ":", regular, bodySize)
			}
			if n < len(values) {
				p.printLine(values[n], x+mark+f.label+colon, y, 0, left, bodySize)
			}
			p.y += height
		}
	}
	p.y += f.after
}

// sign returns the mark of the item with the index i.
func (m mark) sign(i int) string {
	switch m {
	case numbers:
		return fmt.Sprintf("%d.", i+1)
	case letters:
		if i < 26 {
			return string(rune('a'+i)) + "."
		}
		return fmt.Sprintf("%d)", i+1)
	}
	return "–"
}

func (l list) draw(p *pen) {
	const hang = 7.0
	height := p.lineHeight(bodySize)
	for i, item := range l.items {
		lines := p.ruler.lines(item, bodySize, p.width-l.inset-hang)
		keep := min(2, len(lines))
		if i == 0 && len(l.items) > 1 {
			keep++ // no list begins with one item at the foot of a page
		}
		p.need(height * float64(keep))
		p.at(p.left+l.inset, p.y+height*baseline, l.mark.sign(i), regular, bodySize)
		p.flow(lines, p.left+l.inset+hang, p.width-l.inset-hang, left, bodySize, 0)
	}
	p.y += l.after
}

// Space between the rules of a cell and its text, mm.
const (
	cellSide = 1.6
	cellTop  = 1.1
)

func (t table) draw(p *pen) {
	if t.fit {
		t.columns = t.fitted(p)
	}
	head := t.layout(p, t.headRow())
	headHeight := tallest(head)
	first := true
	for i, row := range t.rows {
		if t.total && i == len(t.rows)-1 {
			row = boldRow(row)
		}
		cells := t.layout(p, row)
		if i == len(t.rows)-1 && !first {
			t.lead(p, cells, head)
		}
		if first {
			p.need(headHeight + min(tallest(cells), 40))
			t.drawRow(p, head, true)
			first = false
		}
		t.flowRow(p, cells, head)
	}
	if first {
		t.drawRow(p, head, true)
	}
	p.y += t.after
}

// lead takes the last row to the page of what stands under the table, if both
// fit on one.
func (t table) lead(p *pen, last, head [][]textLine) {
	if t.under == nil || p.measuring {
		return
	}
	height := tallest(last) + t.after + p.height(t.under)
	if p.y+height > p.bottom && marginTop+tallest(head)+height <= p.bottom {
		p.newPage()
		t.drawRow(p, head, true)
	}
}

// fitted gives each column the width of its longest word, and what is left by
// how much stands in it.
func (t table) fitted(p *pen) []column {
	const mostWord = 0.3  // of the width, for a word; a longer one is divided
	const mostText = 60.0 // mm, from where on more text does not make a column wider
	columns := slices.Clone(t.columns)
	rows := append([][]text{t.headRow()}, t.rows...)
	least, wish := make([]float64, len(columns)), make([]float64, len(columns))
	free := p.width
	for i := range columns {
		for n, row := range rows {
			cell := row[i]
			if t.total && n == len(rows)-1 {
				cell = cell.in(bold)
			}
			for _, words := range p.ruler.paragraphs(cell, tableSize) {
				line := 0.0
				for _, w := range words {
					least[i] = max(least[i], min(w.wide, mostWord*p.width))
					line += w.wide + 1
				}
				wish[i] = max(wish[i], min(line, mostText))
			}
		}
		least[i] += 2*cellSide + 0.5
		wish[i] = max(wish[i]+2*cellSide-least[i], 0)
		free -= least[i]
	}
	if free <= 0 { // too many long words: all give way alike
		return t.columns
	}
	sum := 0.0
	for _, w := range wish {
		sum += w
	}
	for i := range columns {
		share := free / float64(len(columns))
		if sum > 0 {
			share = free * wish[i] / sum
		}
		columns[i].share = (least[i] + share) / p.width
	}
	return columns
}

func (t table) headRow() []text {
	row := make([]text, len(t.columns))
	for i, c := range t.columns {
		row[i] = strong(c.head)
	}
	return row
}

func boldRow(row []text) []text {
	out := make([]text, len(row))
	for i, cell := range row {
		out[i] = cell.in(bold)
	}
	return out
}

// layout breaks the cells of a row into lines.
func (t table) layout(p *pen, row []text) [][]textLine {
	cells := make([][]textLine, len(t.columns))
	for i, c := range t.columns {
		cells[i] = p.ruler.lines(row[i], tableSize, c.share*p.width-2*cellSide)
	}
	return cells
}

// tallest returns the height of a row, mm.
func tallest(cells [][]textLine) float64 {
	n := 0
	for _, lines := range cells {
		n = max(n, len(lines))
	}
	return float64(n)*lineHeight(tableSize) + 2*cellTop
}

// flowRow draws a row. A row that does not fit moves to the next page, unless
// it would leave much of this one empty: then it is divided.
func (t table) flowRow(p *pen, cells, head [][]textLine) {
	const muchSpace = 60.0 // mm
	for {
		height := tallest(cells)
		if p.measuring || p.y+height <= p.bottom+0.01 {
			t.drawRow(p, cells, false)
			return
		}
		if free := p.bottom - p.y; free > muchSpace {
			fitting := int((free - 2*cellTop) / lineHeight(tableSize))
			var rest [][]textLine
			cells, rest = divide(cells, fitting)
			t.drawRow(p, cells, false)
			cells = t.continued(p, cells, rest)
		}
		p.newPage()
		t.drawRow(p, head, true)
	}
}

// continued is the rest of a divided row, which repeats the row's first line in
// its first column and says that it goes on: a reader who holds the second page
// alone knows of what it is the end.
func (t table) continued(p *pen, top, rest [][]textLine) [][]textLine {
	if t.mark == 0 {
		return rest
	}
	rest[0] = top[0][:min(1, len(top[0]))]
	wide := t.columns[t.mark].share*p.width - 2*cellSide
	rest[t.mark] = append(p.ruler.lines(note("(lanjutan)"), tableSize, wide), rest[t.mark]...)
	return rest
}

// divide takes the first n lines of every cell.
func divide(cells [][]textLine, n int) (top, rest [][]textLine) {
	top, rest = make([][]textLine, len(cells)), make([][]textLine, len(cells))
	for i, lines := range cells {
		k := min(n, len(lines))
		top[i], rest[i] = lines[:k], lines[k:]
	}
	return top, rest
}

func (t table) drawRow(p *pen, cells [][]textLine, head bool) {
	height := tallest(cells)
	x := p.left
	for i, c := range t.columns {
		wide := c.share * p.width
		align := c.align
		if head {
			p.shade(x, p.y, wide, height)
			align = centred
		}
		p.frame(x, p.y, wide, height)
		for n, l := range cells[i] {
			y := p.y + cellTop + (float64(n)+baseline)*lineHeight(tableSize)
			p.printLine(l, x+cellSide, y, wide-2*cellSide, align, tableSize)
		}
		x += wide
	}
	p.y += height
}

// Space for a signature, mm.
const (
	signWidth = 78.0
	signRoom  = 18.0 // to sign in
)

func (all signatures) draw(p *pen) {
	if !p.measuring {
		p.need(p.height(all))
	}
	p.y += 4
	top, lowest := p.y, p.y
	for i, s := range all {
		x := p.left + p.width - signWidth
		if len(all) > 1 {
			x = p.left + float64(i)*p.width/float64(len(all))
		}
		p.y = top
		s.draw(p, x, min(signWidth, p.width/float64(len(all))-4))
		lowest = max(lowest, p.y)
	}
	p.y = lowest + 2
}

func (s signature) draw(p *pen, x, width float64) {
	print := func(t text) {
		if len(t) > 0 {
			p.flow(p.ruler.lines(t, bodySize, width), x, width, left, bodySize, 0)
		}
	}
	print(s.place)
	print(s.position)
	p.y += signRoom
	print(s.name.in(bold))
	for _, l := range s.lines {
		print(l)
	}
}

func (a attested) draw(p *pen) {
	const size = 7.0 // points
	x, width := p.left+qrSide+3, p.width-signWidth-qrSide-8
	var lines []textLine
	for _, l := range a.seal.lines {
		lines = append(lines, p.ruler.lines(l, size, width)...)
	}
	height := max(qrSide, float64(len(lines))*lineHeight(size))
	p.need(max(height+5, p.height(a.sign)))
	top := p.y + 5
	a.sign.draw(p)
	p.code(a.seal.address, p.left, top)
	for n, l := range lines {
		p.printLine(l, x, top+(float64(n)+baseline)*lineHeight(size), width, left, size)
	}
	p.y = max(p.y, top+height)
}

func (c copies) draw(p *pen) {
	together{paragraph{text: withoutBlanks("Tembusan:")}, list{items: c}}.draw(p)
}

func (g gap) draw(p *pen) {
	if p.measuring || p.y > marginTop {
		p.y += float64(g)
	}
}

func (t together) draw(p *pen) {
	p.need(p.height(t...))
	for _, b := range t {
		b.draw(p)
	}
}

func (f boxes) draw(p *pen) {
	for _, row := range f {
		wide := p.width / float64(len(row))
		cells := make([][]textLine, len(row))
		for i, cell := range row {
			cells[i] = p.ruler.lines(cell.value, bodySize, wide-2*cellSide)
			if len(cell.checks) > 0 {
				cells[i] = make([]textLine, 1)
			}
		}
		lines := 1
		for _, c := range cells {
			lines = max(lines, len(c))
		}
		height := lineHeight(smallSize) + float64(lines)*lineHeight(bodySize) + 2*cellTop
		p.need(height)
		for i, cell := range row {
			x := p.left + float64(i)*wide
			p.frame(x, p.y, wide, height)
			y := p.y + cellTop
			p.at(x+cellSide, y+lineHeight(smallSize)*baseline, cell.label, regular, smallSize)
			y += lineHeight(smallSize)
			if len(cell.checks) > 0 {
				p.checks(cell.checks, x+cellSide, y+lineHeight(bodySize)*baseline)
				continue
			}
			for n, l := range cells[i] {
				p.printLine(l, x+cellSide, y+(float64(n)+baseline)*lineHeight(bodySize), wide, left, bodySize)
			}
		}
		p.y += height
	}
	p.y += 4
}

// checks draws boxes side by side, their meanings beside them.
func (p *pen) checks(all []check, x, y float64) {
	const box = 3.2
	for _, c := range all {
		p.frame(x, y-box+0.3, box, box)
		if c.on {
			p.line(x+0.5, y-box+0.8, x+box-0.5, y-0.2, 0.5)
			p.line(x+box-0.5, y-box+0.8, x+0.5, y-0.2, 0.5)
		}
		p.at(x+box+1.5, y, c.label, regular, bodySize)
		x += box + 1.5 + p.ruler.width(c.label, regular, bodySize) + 8
	}
}

func (r remark) draw(p *pen) {
	const size, pad = 9.0, 2.5
	inner := p.width - 2*pad
	var lines []textLine
	lines = append(lines, p.ruler.lines(strong(r.head), size, inner)...)
	for _, l := range r.lines {
		lines = append(lines, p.ruler.lines(l, size, inner)...)
	}
	height := float64(len(lines))*lineHeight(size) + 2*pad
	p.need(height)
	if p.y > marginTop {
		p.y += 1
	}
	p.shade(p.left, p.y, p.width, height)
	for i, l := range lines {
		p.printLine(l, p.left+pad, p.y+pad+(float64(i)+baseline)*lineHeight(size), inner, left, size)
	}
	p.y += height
}
