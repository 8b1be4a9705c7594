package document

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Bounds on what people typed, in characters. They lie above what the API
// accepts, so that they cut nothing but an accident.
const (
	maxLine      = 400  // a name, a subject, a file name
	maxParagraph = 4000 // an instruction, a note
)

// missing stands where a character cannot be printed.
const missing = '□'

var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// clean makes what a person typed fit for paper: valid, composed, without
// control and format characters (which could hide or turn around text), and at
// most limit characters long. Line breaks stay.
func clean(s string, limit int) string {
	s = norm.NFC.String(strings.ToValidUTF8(s, string(missing)))
	s = lineBreaks.Replace(s)
	var out strings.Builder
	length, marks := 0, 0
	for _, r := range s {
		switch {
		case r == '\t' || r == '\v' || r == '\f':
			r = ' '
		case unicode.Is(unicode.Variation_Selector, r), unicode.Is(unicode.Cf, r):
			continue
		case r != '\n' && unicode.IsControl(r):
			r = missing
		}
		// Two marks on a letter are writing; more are an attack on the line above.
		if marks++; !unicode.Is(unicode.M, r) {
			marks = 0
		}
		if marks > 2 {
			continue
		}
		if length++; length > limit {
			return strings.TrimSpace(out.String()) + "…"
		}
		out.WriteRune(r)
	}
	return strings.TrimSpace(out.String())
}

// line is clean for what must not have line breaks.
func line(s string) string {
	return strings.Join(strings.Fields(clean(s, maxLine)), " ")
}

// face is a way of setting letters.
type face int

const (
	regular face = iota
	bold
	italic
)

// span is text in one face.
type span struct {
	text  string
	face  face
	blank bool // to be filled in by the reader, and marked as such
}

// text is what a block says.
type text []span

// withoutBlanks is text in which square brackets are only brackets: what people
// typed.
func withoutBlanks(s string) text { return text{{text: s}} }

// strong is bold text.
func strong(s string) text { return text{{text: s, face: bold}} }

// note is text in italics.
func note(s string) text { return text{{text: s, face: italic}} }

// withBlanks is text of a format, in which [square brackets] mark what the
// reader fills in.
func withBlanks(s string) text {
	var t text
	for {
		from := strings.IndexByte(s, '[')
		to := strings.IndexByte(s[from+1:], ']')
		if from < 0 || to < 0 {
			break
		}
		to += from + 2
		if from > 0 {
			t = append(t, span{text: s[:from]})
		}
		t = append(t, span{text: s[from:to], blank: true})
		s = s[to:]
	}
	if s != "" {
		t = append(t, span{text: s})
	}
	return t
}

// plain is the text without its faces.
func (t text) plain() string {
	var out strings.Builder
	for _, s := range t {
		out.WriteString(s.text)
	}
	return out.String()
}

// in returns the text in another face.
func (t text) in(f face) text {
	out := make(text, len(t))
	for i, s := range t {
		s.face = f
		out[i] = s
	}
	return out
}
