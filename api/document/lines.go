package document

import "strings"

// part is a piece of a word in one face, ready to be printed.
type part struct {
	text  string
	face  face
	blank bool
	wide  float64
}

// word is what must not be torn apart unless it is wider than the line.
type word struct {
	parts []part
	wide  float64
}

// textLine is one line of words.
type textLine struct {
	words []word
	wide  float64 // with single spaces between the words
	last  bool    // of its paragraph: never stretched
}

// lines breaks text into lines of at most width mm. Text that is empty has one
// empty line.
func (m *ruler) lines(t text, size, width float64) []textLine {
	return m.indented(t, size, width, 0)
}

// indented is lines with the first one shorter by indent mm.
func (m *ruler) indented(t text, size, width, indent float64) []textLine {
	var lines []textLine
	current := textLine{}
	space := m.width(" ", regular, size)
	finish := func(last bool) {
		current.last = last
		lines = append(lines, current)
		current = textLine{}
	}
	add := func(w word) {
		room := width
		if len(lines) == 0 {
			room -= indent
		}
		if len(current.words) > 0 {
			if current.wide+space+w.wide > room {
				finish(false)
			} else {
				current.wide += space
			}
		}
		current.words = append(current.words, w)
		current.wide += w.wide
	}
	for i, words := range m.paragraphs(t, size) {
		if i > 0 {
			finish(true)
		}
		for _, w := range words {
			for _, fitting := range m.fit(w, size, width-indent) {
				add(fitting)
			}
		}
	}
	finish(true)
	return lines
}

// balanced is lines for a heading: as few as possible, but of like length rather
// than with one word left over.
func (m *ruler) balanced(t text, size, width float64) []textLine {
	best := m.lines(t, size, width)
	const step = 3.0 // mm
	for narrower := width - step; narrower > width/2; narrower -= step {
		lines := m.lines(t, size, narrower)
		if len(lines) > len(best) {
			break
		}
		best = lines
	}
	return best
}

// paragraphs splits text at its line breaks into paragraphs, and those at their
// spaces into words. A word may run over several spans.
func (m *ruler) paragraphs(t text, size float64) [][]word {
	all := [][]word{nil}
	var open word
	closeWord := func() {
		if len(open.parts) > 0 {
			all[len(all)-1] = append(all[len(all)-1], open)
			open = word{}
		}
	}
	for _, s := range t {
		rest := s.text
		for {
			end := strings.IndexAny(rest, " \n")
			piece := rest
			if end >= 0 {
				piece = rest[:end]
			}
			if piece != "" {
				piece = m.printable(piece, s.face)
				p := part{piece, s.face, s.blank, m.width(piece, s.face, size)}
				open.parts = append(open.parts, p)
				open.wide += p.wide
			}
			if end < 0 {
				break
			}
			closeWord()
			if rest[end] == '\n' {
				all = append(all, nil)
			}
			rest = rest[end+1:]
		}
	}
	closeWord()
	return all
}

// breakAfter are the characters after which a long word is divided best.
const breakAfter = "-/_.@,;:?&="

// fit returns the word, or, if it is wider than the line, the pieces of it that
// fit: as long as possible, and divided after a sign where there is one.
func (m *ruler) fit(w word, size, width float64) []word {
	if w.wide <= width {
		return []word{w}
	}
	var letters []part
	for _, p := range w.parts {
		for _, r := range p.text {
			letters = append(letters, part{string(r), p.face, p.blank, m.width(string(r), p.face, size)})
		}
	}
	var pieces []word
	for len(letters) > 0 {
		take, wide, sign := 0, 0.0, 0
		for take < len(letters) && (take == 0 || wide+letters[take].wide <= width) {
			wide += letters[take].wide
			take++
			if strings.Contains(breakAfter, letters[take-1].text) {
				sign = take
			}
		}
		if sign > 0 && take < len(letters) {
			take = sign
		}
		pieces = append(pieces, join(letters[:take]))
		letters = letters[take:]
	}
	return pieces
}

// join makes a word of letters; neighbours of one face become one part.
func join(letters []part) word {
	var w word
	for _, l := range letters {
		if n := len(w.parts) - 1; n >= 0 && w.parts[n].face == l.face && w.parts[n].blank == l.blank {
			w.parts[n].text += l.text
			w.parts[n].wide += l.wide
		} else {
			w.parts = append(w.parts, l)
		}
		w.wide += l.wide
	}
	return w
}
