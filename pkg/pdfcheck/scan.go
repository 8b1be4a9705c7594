package pdfcheck

import (
	"bytes"
	"compress/zlib"
	"context"
	"io"
	"strconv"
)

// active are the names that make a document do something, reach for another
// file, or carry one (ISO 32000, 12.6.4, 7.11.4, 12.5.6, 12.7.8; XFA brings a
// script language of its own). They are refused wherever they stand, as a key
// or as a value: no honest use of these words as a plain name is known.
// EmbeddedFiles is not among them, because many programs write an empty list
// of carried files; a file that is carried has the key EF.
//
// A link to a web page (URI) is not among them: a reader asks before it
// follows one. An action at opening the document is judged in structure.go.
func active(name []byte) bool {
	switch string(name) {
	case "JavaScript", "JS", // a script
		"AA",                       // actions on events, such as closing or printing
		"Launch",                   // starts a program
		"SubmitForm", "ImportData", // sends or fetches data
		"GoToR", "GoToE", // opens another file, on a share perhaps, or one within this one
		"EF", "EmbeddedFile", "FileAttachment", "Collection", // carries files
		"RichMedia", "RichMediaExecute", "3D", // Flash, models with scripts
		"Movie", "Sound", "Rendition", "Screen", // players
		"XFA": // forms with scripts
		return true
	}
	return false
}

// scan looks at every place in the file where an object could begin, also
// inside of strings and streams: a cross-reference may point there, and a
// reader that repairs the file may find it there. Because readers disagree on
// what must stand before the keyword obj, the word alone is enough. The scan
// therefore sees at least what pdfcpu or any reader will see, and holds it
// against the limits first.
func scan(ctx context.Context, limits Limits, data []byte) error {
	s := &scanner{ctx: ctx, limits: limits, data: data, work: 8*len(data) + 1<<16}
	word := []byte("obj")
	for at := 0; ; {
		found := bytes.Index(data[at:], word)
		if found < 0 {
			break
		}
		at += found + len(word)
		if err := s.object(at); err != nil {
			return err
		}
	}
	if err := s.trailers(); err != nil {
		return err
	}
	if err := s.tables(); err != nil {
		return err
	}
	if err := s.filters(); err != nil {
		return err
	}
	switch {
	case s.encrypted:
		return refuse(Encrypted, "an encryption dictionary")
	case s.active != "":
		return refuse(ActiveContent, "/%s", s.active)
	case s.malformed != "":
		return refuse(Malformed, "%s", s.malformed)
	case s.objects == 0:
		return refuse(Malformed, "no objects")
	}
	return nil
}

// scanner gathers what the objects of one file are like. Costs are refused at
// once; the rest is judged at the end, because an encrypted file looks broken
// as well.
type scanner struct {
	ctx    context.Context
	limits Limits
	data   []byte

	objects int
	values  int
	decoded int64
	work    int // bytes that may still be read, when objects overlap

	encrypted bool
	active    string // the first active name
	malformed string // the first fault
}

// object reads the object whose body begins at the offset, and what is in it
// if it is an object stream.
func (s *scanner) object(at int) error {
	if err := s.ctx.Err(); err != nil {
		return err
	}
	if before := s.data[:at-len("obj")]; !bytes.HasSuffix(before, []byte("end")) {
		if s.objects++; s.objects > s.limits.Objects {
			return refuse(TooComplex, "more than %d objects", s.limits.Objects)
		}
	}
	l := &lexer{data: s.data, at: at}
	d, err := s.value(l)
	if err != nil {
		return err
	}
	k, next := l.next()
	isStream := k == keyword && string(next) == "stream"
	if s.work -= l.at - at; s.work < 0 {
		return refuse(TooComplex, "objects within objects")
	}
	if isStream {
		if d.external && s.active == "" {
			s.active = "F" // the content is in another file
		}
		if err := s.stream(d, afterLine(s.data, l.at)); err != nil {
			return err
		}
	}
	if !d.isCrossReference() && !d.isObjectStream() {
		return nil
	}
	// Some readers, pdfcpu among them, take the first occurrence of the word
	// for the keyword, be it in a comment or in a string.
	word := []byte("stream")
	first := bytes.Index(s.data[at:], word)
	if first < 0 || isStream && at+first+len(word) == l.at {
		return nil
	}
	return s.stream(d, afterLine(s.data, at+first+len(word)))
}

// stream reads the content of object and cross-reference streams; that of
// others does not matter.
func (s *scanner) stream(d dictionary, begin int) error {
	switch {
	case d.isCrossReference():
		s.encrypted = s.encrypted || d.encrypt
		return s.decode(d, begin, io.Discard)
	case d.isObjectStream():
		var content bytes.Buffer
		if err := s.decode(d, begin, &content); err != nil {
			return err
		}
		return s.content(content.Bytes(), d.first)
	}
	return nil
}

// content reads the objects in an object stream. Before the offset first
// stand pairs of numbers: an object's number and where it begins, from first.
func (s *scanner) content(decoded []byte, first int) error {
	if first <= 0 || first > len(decoded) {
		s.fault("an object stream without its index")
		return nil
	}
	work := 8*len(decoded) + 1<<16
	index := &lexer{data: decoded[:first]}
	for i := 0; ; i++ {
		k, word := index.next()
		if k != number {
			return nil
		}
		if i%2 == 0 {
			continue
		}
		offset, err := strconv.Atoi(string(word))
		if err != nil || offset < 0 || offset > len(decoded)-first {
			s.fault("an object stream with a wrong index")
			return nil
		}
		if s.objects++; s.objects > s.limits.Objects {
			return refuse(TooComplex, "more than %d objects", s.limits.Objects)
		}
		l := &lexer{data: decoded, at: first + offset}
		if _, err := s.value(l); err != nil {
			return err
		}
		if work -= l.at - first - offset; work < 0 {
			return refuse(TooComplex, "objects within objects of an object stream")
		}
	}
}

// trailers reads the dictionaries of classic cross-reference tables.
func (s *scanner) trailers() error {
	word := []byte("trailer")
	for at := 0; ; {
		found := bytes.Index(s.data[at:], word)
		if found < 0 {
			return nil
		}
		at += found + len(word)
		l := &lexer{data: s.data, at: at}
		d, err := s.value(l)
		if err != nil {
			return err
		}
		if s.work -= l.at - at; s.work < 0 {
			return refuse(TooComplex, "trailers within trailers")
		}
		s.encrypted = s.encrypted || d.encrypt
	}
}

// tables counts the lines of classic cross-reference tables. A million of
// them may refer to one object, which pdfcpu then reads a million times.
func (s *scanner) tables() error {
	const longestLine = 64 // bytes; 20 are usual
	word := []byte("xref")
	lines := 0
	for at := 0; ; {
		found := bytes.Index(s.data[at:], word)
		if found < 0 {
			return nil
		}
		at += found + len(word)
		if bytes.HasSuffix(s.data[:at], []byte("startxref")) {
			continue
		}
		for rest := s.data[at:]; len(rest) > 0; {
			length := bytes.IndexAny(rest[:min(len(rest), longestLine)], "\r\n")
			if length < 0 {
				break
			}
			fields := len(bytes.Fields(rest[:length]))
			if fields == 1 || fields > 3 {
				break // the word trailer, or no table at all
			}
			if fields > 0 {
				lines++
			}
			rest = rest[length+1:]
			if s.work -= length + 1; s.work < 0 || lines > s.limits.Objects {
				return refuse(TooComplex, "cross-reference tables of more than %d lines", s.limits.Objects)
			}
		}
	}
}

// filters looks at the value of every key Filter and DecodeParms in the file,
// wherever it stands. It may be a reference, or an array with references. That
// is legal, but hardly ever written, and pdfcpu follows it while it reads a
// stream: when it leads back to the stream, pdfcpu does so until its stack is
// full, which no recover survives and which ends the whole process. So a
// number, with which each reference begins, is a fault there.
func (s *scanner) filters() error {
	for at := 0; ; {
		slash := bytes.IndexByte(s.data[at:], '/')
		if slash < 0 {
			return nil
		}
		at += slash
		if next := s.data[at+1 : min(at+2, len(s.data))]; !bytes.ContainsAny(next, "FD#") {
			at++
			continue
		}
		l := &lexer{data: s.data, at: at}
		_, key := l.next()
		at = l.at
		if string(key) != "Filter" && string(key) != "DecodeParms" {
			continue
		}
		for depth, first := 0, true; first || depth > 0; first = false {
			switch k, _ := l.next(); k {
			case end:
				depth = 0
			case number:
				if depth <= 1 {
					s.fault("a filter that is given by a reference")
					return nil
				}
			case arrayBegin:
				depth++
			case dictBegin:
				depth += 2 // what is in a dictionary is not followed
			case arrayEnd:
				depth--
			case dictEnd:
				depth -= 2
			}
		}
		if s.work -= l.at - at; s.work < 0 {
			return refuse(TooComplex, "filters within filters")
		}
	}
}

// dictionary is what matters of the outermost dictionary of an object.
type dictionary struct {
	objectStream, crossReference bool // by a name in it, which should be its Type
	n, w, size                   bool // whether there is such a key
	encrypt, external            bool // the same, for Encrypt and F
	first                        int  // the value of First; 0 without
	filtered                     bool // whether there is the key Filter
	filters                      []string
}

// An object is taken for what its other keys say, too: Type may be missing or
// doubled, and readers differ in what they make of that.
func (d *dictionary) isObjectStream() bool   { return d.objectStream || d.n && d.first > 0 }
func (d *dictionary) isCrossReference() bool { return d.crossReference || d.w && d.size }

// value reads one value with all that is in it.
func (s *scanner) value(l *lexer) (d dictionary, err error) {
	depth := 0
	wantKey := true // in the outermost dictionary, whether the next name is a key
	var inFirst, inFilter bool
	for {
		k, word := l.next()
		if s.values++; s.values > s.limits.Values {
			return d, refuse(TooComplex, "more than %d values", s.limits.Values)
		}
		if s.values%4096 == 0 && s.ctx.Err() != nil {
			return d, s.ctx.Err()
		}
		switch k {
		case end:
			return d, nil
		case arrayBegin, dictBegin:
			if depth++; depth > s.limits.Depth {
				return d, refuse(TooComplex, "more than %d levels", s.limits.Depth)
			}
		case arrayEnd, dictEnd:
			if depth--; depth < 0 {
				return d, nil
			}
		case number:
			if inFirst {
				d.first, _ = strconv.Atoi(string(word))
			}
		case name:
			if s.active == "" && active(word) {
				s.active = string(word)
			}
			if depth == 1 && wantKey {
				s.key(&d, word)
				inFirst, inFilter = string(word) == "First", string(word) == "Filter"
				wantKey = false
				continue
			}
			switch {
			case string(word) == "ObjStm":
				d.objectStream = true
			case string(word) == "XRef":
				d.crossReference = true
			case inFilter:
				d.filters = append(d.filters, string(word))
			}
		}
		inFirst = false
		if depth <= 1 {
			wantKey = true // the value of the last key is complete
		}
		if depth == 0 {
			return d, nil
		}
	}
}

// key notes a key of an outermost dictionary.
func (s *scanner) key(d *dictionary, key []byte) {
	switch string(key) {
	case "N":
		d.n = true
	case "First":
		if d.first > 0 {
			s.fault("First is given twice")
		}
	case "W":
		d.w = true
	case "Size":
		d.size = true
	case "Encrypt":
		d.encrypt = true
	case "F":
		d.external = true
	case "Filter":
		d.filtered = true
	}
}

// afterLine goes behind the end of the line of the keyword stream.
func afterLine(data []byte, at int) int {
	if at < len(data) && data[at] == '\r' {
		at++
	}
	if at < len(data) && data[at] == '\n' {
		at++
	}
	return at
}

// decode writes the content of a stream to w, within the budget. It does not
// need the length that the file claims: compressed data knows its end. Object
// and cross-reference streams are in practice compressed with Flate or not at
// all, so any other filter counts as a fault.
func (s *scanner) decode(d dictionary, begin int, w io.Writer) error {
	data := s.data[begin:]
	var source io.Reader
	switch {
	case !d.filtered:
		if end := bytes.Index(data, []byte("endstream")); end >= 0 {
			data = data[:end]
		}
		source = bytes.NewReader(data)
	case len(d.filters) == 1 && (d.filters[0] == "FlateDecode" || d.filters[0] == "Fl"):
		inflated, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil {
			s.fault("a compressed stream does not begin as one")
			return nil
		}
		source = inflated
	default:
		s.fault("an object or cross-reference stream with an unusual filter")
		return nil
	}
	n, err := io.Copy(w, io.LimitReader(source, s.limits.Decoded-s.decoded+1))
	if s.decoded += n; s.decoded > s.limits.Decoded {
		return refuse(TooComplex, "object streams of more than %d bytes", s.limits.Decoded)
	}
	if err != nil && n == 0 {
		s.fault("a compressed stream cannot be decompressed")
	}
	return nil
}

func (s *scanner) fault(what string) {
	if s.malformed == "" {
		s.malformed = what
	}
}
