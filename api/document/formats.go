package document

import (
	"io"

	"github.com/dkisp-kaltara/elayanan/api/catalogue"
)

// Format is a paper that applicants may take home: to look at, and to edit.
type Format struct {
	Key   string // in the address of the file
	Title string
	PDF   func(io.Writer) error
	DOCX  func(io.Writer) error
}

// Formats returns what a service offers for download: what its definition
// names, under the titles that stand there.
func (d *Drawer) Formats(service catalogue.Definition) []Format {
	var formats []Format
	for _, named := range service.Downloads {
		format := Format{Key: named.Key, Title: named.Title}
		switch named.Key {
		case catalogue.LetterFormat, catalogue.NamedLetterFormat:
			format.PDF = func(w io.Writer) error { return d.RequestLetter(w, service) }
			format.DOCX = func(w io.Writer) error { return d.RequestLetterDOCX(w, service) }
		case catalogue.NeedsSample:
			format.PDF, format.DOCX = d.NeedsSample, d.NeedsSampleDOCX
		default:
			continue
		}
		formats = append(formats, format)
	}
	return formats
}
