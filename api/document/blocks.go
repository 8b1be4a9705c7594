package document

import "time"

// paper is a document before it becomes a file: a list of blocks, and what
// stands around them on every page.
type paper struct {
	title   string    // in the file's properties
	subject string    // in the file's properties
	date    time.Time // of the data; the file says that it was made then
	draft   bool      // prints DRAF across every page
	wide    bool      // the page lies on its side
	close   bool      // lines stand close, as in a letter
	foot    string    // at the left of the page's foot
	signed  string    // what is printed above the foot once the document is really signed
	blocks  []block
}

// block is a part of a document that knows how to draw itself.
type block interface {
	draw(p *pen)
}

// editable is a block that can also be handed out for editing.
type editable interface {
	block
	write(x *docx)
}

// letterhead (kop surat): whose letter it is, over a double rule.
type letterhead struct {
	government text
	name       text
	lines      []text // address and contacts
	logo       *logo
}

// title is the name of a document, and a line under it such as its number.
type title struct {
	main text
	sub  text
}

// heading stands over a section, and never alone at the foot of a page.
type heading struct{ text text }

type alignment int

const (
	left alignment = iota
	justified
	centred
	right
)

// paragraph is running text.
type paragraph struct {
	text   text
	align  alignment
	size   float64 // points; 0: bodySize
	indent float64 // of the first line, mm
	after  float64 // space below, mm
	keep   bool    // on one page with the beginning of what follows
}

// fields are labels with their values, one under the other.
type fields struct {
	rows     []field
	label    float64 // width of the labels, mm
	numbered bool
	inset    float64 // from the left, mm
	after    float64 // mm
}

type field struct{ label, value text }

// list has an item a paragraph, each with its mark.
type list struct {
	items []text
	mark  mark
	inset float64 // from the left, mm
	after float64 // mm
}

// mark is how the items of a list are told apart.
type mark int

const (
	numbers mark = iota // 1. 2. 3.
	letters             // a. b. c.
	dashes
)

// table has rules around its cells, and repeats its head on every page.
type table struct {
	columns []column
	rows    [][]text
	after   float64 // mm
	total   bool    // the last row is a sum
	under   block   // what stands under it and should not be alone on a page; nil: anything may
	mark    int     // the column that says where a row goes on from the page before; 0: none does
	fit     bool    // columns share the width by what stands in them, rather than by their shares
}

type column struct {
	head  string
	share float64 // of the width; all shares together are 1
	align alignment
}

// signatures are where officials sign, side by side; one alone stands on the
// right. They stay in one piece.
type signatures []signature

type signature struct {
	place    text // place and date; empty where they stand above
	position text
	name     text
	lines    []text // rank, NIP
}

// attested is a signature with the seal beside it, in one piece.
type attested struct {
	seal seal
	sign signatures // one, on the right
}

// copies (tembusan) are those who get a copy of the letter.
type copies []text

// gap is space, in mm.
type gap float64

// together keeps blocks on one page, if a page can hold them.
type together []block

// boxes is a framed table of labelled fields, two or one in a row.
type boxes [][]formField

type formField struct {
	label  string
	value  text
	checks []check // instead of a value
}

// check is a box with its meaning.
type check struct {
	label string
	on    bool
}

// seal lets a reader compare a paper with the record: a QR code with the
// address of the page that confirms it, and lines beside it.
type seal struct {
	address string // what the code holds
	lines   []text
}

// remark is a framed hint for whoever fills in a format.
type remark struct {
	head  string
	lines []text
}
