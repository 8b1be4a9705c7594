package document

import "strconv"

// paragraphOf makes a paragraph of a DOCX; properties come first in it.
func paragraphOf(t text, size float64, properties ...element) element {
	p := el("w:p").with(el("w:pPr").with(properties...))
	return p.with(runs(t, size)...)
}

// runs writes text. What the reader fills in is marked yellow. A size of 0 is
// the document's own.
func runs(t text, size float64) []element {
	var out []element
	for _, s := range t {
		style := el("w:rPr")
		switch s.face {
		case bold:
			style = style.with(el("w:b"))
		case italic:
			style = style.with(el("w:i"))
		}
		if size > 0 {
			style = style.with(el("w:sz", "w:val", halfPoints(size)))
		}
		if s.blank {
			style = style.with(el("w:highlight", "w:val", "yellow"))
		}
		kids := []element{style}
		start := 0
		for i := 0; i <= len(s.text); i++ {
			if i < len(s.text) && s.text[i] != '\n' {
				continue
			}
			if start > 0 {
				kids = append(kids, el("w:br"))
			}
			kids = append(kids, element{name: "w:t", attrs: []string{"xml:space", "preserve"}, text: s.text[start:i]})
			start = i + 1
		}
		out = append(out, el("w:r").with(kids...))
	}
	return out
}

// add puts an element into the body.
func (x *docx) add(e ...element) { x.body = append(x.body, e...) }

// aligned is the property of a paragraph that aligns it.
func (a alignment) property() element {
	return el("w:jc", "w:val", [...]string{left: "left", justified: "both", centred: "center", right: "right"}[a])
}

func spacing(before, after float64) element {
	return el("w:spacing", "w:before", twips(before), "w:after", twips(after))
}

func (h letterhead) write(x *docx) {
	x.add(paragraphOf(h.government, 13, centred.property()), paragraphOf(h.name.in(bold), 14, centred.property()))
	for i, l := range h.lines {
		properties := []element{centred.property()}
		if i == len(h.lines)-1 {
			properties = []element{
				el("w:pBdr").with(el("w:bottom", "w:val", "thickThinSmallGap", "w:sz", "24", "w:space", "4", "w:color", "000000")),
				spacing(0, 5),
				centred.property(),
			}
		}
		x.add(paragraphOf(l, 9, properties...))
	}
}

func (t title) write(x *docx) {
	x.add(paragraphOf(t.main.in(bold), 13, el("w:keepNext"), centred.property()))
	x.add(paragraphOf(t.sub, 0, spacing(0, 4), centred.property()))
}

func (h heading) write(x *docx) {
	x.add(paragraphOf(h.text, 0, el("w:pStyle", "w:val", "Heading1")))
}

func (b paragraph) write(x *docx) {
	var properties []element
	if b.keep {
		properties = append(properties, el("w:keepNext"))
	}
	properties = append(properties, spacing(0, b.after))
	if b.indent > 0 {
		properties = append(properties, el("w:ind", "w:firstLine", twips(b.indent)))
	}
	x.add(paragraphOf(b.text, b.size, append(properties, b.align.property())...))
}

// grid makes a table of columns with widths in mm. border is "single" or "none".
func grid(border string, inset float64, widths []float64, rows ...element) element {
	borders := el("w:tblBorders")
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		borders = borders.with(el("w:"+side, "w:val", border, "w:sz", "4", "w:space", "0", "w:color", "000000"))
	}
	// Rules need air between them and the text; without rules the cells stand as close as lines.
	above := cellTop
	if border == "none" {
		above = 0
	}
	margins := el("w:tblCellMar").with(
		el("w:top", "w:w", twips(above), "w:type", "dxa"),
		el("w:left", "w:w", twips(cellSide), "w:type", "dxa"),
		el("w:bottom", "w:w", twips(above), "w:type", "dxa"),
		el("w:right", "w:w", twips(cellSide), "w:type", "dxa"))
	sum, columns := 0.0, el("w:tblGrid")
	for _, wide := range widths {
		columns = columns.with(el("w:gridCol", "w:w", twips(wide)))
		sum += wide
	}
	return el("w:tbl").with(el("w:tblPr").with(
		el("w:tblW", "w:w", twips(sum), "w:type", "dxa"),
		el("w:tblInd", "w:w", twips(inset), "w:type", "dxa"),
		borders,
		el("w:tblLayout", "w:type", "fixed"),
		margins,
	), columns).with(rows...)
}

// cell makes a cell of a table.
func cell(width float64, shaded bool, paragraphs ...element) element {
	properties := el("w:tcPr").with(el("w:tcW", "w:w", twips(width), "w:type", "dxa"))
	if shaded {
		properties = properties.with(el("w:shd", "w:val", "clear", "w:color", "auto", "w:fill", "ECEEF1"))
	}
	return el("w:tc").with(properties).with(paragraphs...)
}

// space is an empty line of a height in mm, which must also stand between two
// tables, or they become one.
func space(height float64) element {
	return paragraphOf(nil, 0, el("w:spacing", "w:after", "0", "w:line", twips(max(height, 1)), "w:lineRule", "exact"))
}

func (f fields) write(x *docx) {
	mark := 0.0
	if f.numbered {
		mark = 8
		x.lists = append(x.lists, numbers)
	}
	widths := []float64{f.label, 5, x.width - f.inset - mark - f.label - 5}
	if f.numbered {
		widths = append([]float64{mark}, widths...)
	}
	var rows []element
	for _, row := range f.rows {
		var cells []element
		if f.numbered {
			cells = append(cells, cell(mark, false, paragraphOf(nil, 0, x.numbered())))
		}
		rows = append(rows, el("w:tr").with(append(cells,
			cell(f.label, false, paragraphOf(row.label, 0)),
			cell(5, false, paragraphOf(withoutBlanks(":"), 0)),
			cell(widths[len(widths)-1], false, paragraphOf(row.value, 0)))...))
	}
	x.add(grid("none", f.inset, widths, rows...), space(f.after))
}

// numbered is the property of a paragraph that is an item of the latest list.
func (x *docx) numbered() element {
	return el("w:numPr").with(el("w:ilvl", "w:val", "0"), el("w:numId", "w:val", strconv.Itoa(len(x.lists))))
}

func (l list) write(x *docx) {
	x.lists = append(x.lists, l.mark)
	for i, item := range l.items {
		after := 0.0
		if i == len(l.items)-1 {
			after = l.after
		}
		x.add(paragraphOf(item, 0, x.numbered(), spacing(0, after),
			el("w:ind", "w:left", twips(l.inset+7), "w:hanging", twips(7))))
	}
}

func (t table) write(x *docx) {
	widths := make([]float64, len(t.columns))
	head := el("w:tr").with(el("w:trPr").with(el("w:cantSplit"), el("w:tblHeader")))
	for i, c := range t.columns {
		widths[i] = c.share * x.width
		head = head.with(cell(widths[i], true, paragraphOf(strong(c.head), tableSize, centred.property())))
	}
	rows := []element{head}
	for n, row := range t.rows {
		if t.total && n == len(t.rows)-1 {
			row = boldRow(row)
		}
		r := el("w:tr").with(el("w:trPr").with(el("w:cantSplit")))
		for i, c := range t.columns {
			r = r.with(cell(widths[i], false, paragraphOf(row[i], tableSize, c.align.property())))
		}
		rows = append(rows, r)
	}
	x.add(grid("single", 0, widths, rows...), space(t.after))
}

func (all signatures) write(x *docx) {
	widths := []float64{x.width - signWidth, signWidth}
	cells := []element{cell(widths[0], false, paragraphOf(nil, 0))}
	if len(all) > 1 {
		widths, cells = nil, nil
		for range all {
			widths = append(widths, x.width/float64(len(all)))
		}
	}
	for _, s := range all {
		cells = append(cells, cell(widths[len(cells)], false, s.paragraphs()...))
	}
	x.add(space(4), grid("none", 0, widths, el("w:tr").with(el("w:trPr").with(el("w:cantSplit"))).with(cells...)), space(3))
}

func (s signature) paragraphs() []element {
	var all []element
	for _, t := range []text{s.place, s.position} {
		if len(t) > 0 {
			all = append(all, paragraphOf(t, 0, el("w:keepNext")))
		}
	}
	all = append(all, paragraphOf(s.name.in(bold), 0, el("w:keepNext"), spacing(signRoom, 0)))
	for _, l := range s.lines {
		all = append(all, paragraphOf(l, 0))
	}
	return all
}

func (c copies) write(x *docx) {
	paragraph{text: withoutBlanks("Tembusan:"), keep: true}.write(x)
	list{items: c, after: 4}.write(x)
}

func (g gap) write(x *docx) { x.add(space(float64(g))) }

func (r remark) write(x *docx) {
	lines := []element{paragraphOf(strong(r.head), 9)}
	for _, l := range r.lines {
		lines = append(lines, paragraphOf(l, 9))
	}
	x.add(grid("none", 0, []float64{x.width}, el("w:tr").with(el("w:trPr").with(el("w:cantSplit")), cell(x.width, true, lines...))), space(1))
}
