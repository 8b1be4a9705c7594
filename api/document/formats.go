package document

import (
	"io"
	"slices"

	"github.com/dkisp-kaltara/elayanan/api/catalogue"
)

// Format is a paper that applicants may take home: to look at, and to edit.
type Format struct {
	Key   string // in the address of the file
	Title string
	PDF   func(io.Writer) error
	DOCX  func(io.Writer) error
}

// Keys of formats. A definition may name its letter LetterKey or, as the
// shipped ones do where the sources have a title for it, NamedLetterKey.
const (
	LetterKey      = "surat-permohonan"
	NamedLetterKey = "format-permohonan"
	NeedsSampleKey = "contoh-analisis-kebutuhan"
)

// Formats returns what a service offers for download: what its definition
// names, under the titles that stand there, and the format of the letter for
// every service that takes one.
func (d *Drawer) Formats(service catalogue.Definition) []Format {
	letter := Format{
		Key:   LetterKey,
		Title: "Format surat permohonan " + line(service.Name),
		PDF:   func(w io.Writer) error { return d.RequestLetter(w, service) },
		DOCX:  func(w io.Writer) error { return d.RequestLetterDOCX(w, service) },
	}
	var formats []Format
	hasLetter := !takesLetter(service)
	for _, named := range service.Downloads {
		format := letter
		switch named.Key {
		case LetterKey, NamedLetterKey:
			hasLetter = true
		case NeedsSampleKey:
			format = Format{PDF: d.NeedsSample, DOCX: d.NeedsSampleDOCX}
		default:
			continue
		}
		format.Key, format.Title = named.Key, named.Title
		formats = append(formats, format)
	}
	if !hasLetter {
		formats = slices.Insert(formats, 0, letter)
	}
	return formats
}

// takesLetter tells whether a service may be asked for by an agency's letter.
// Citizens ask without one.
func takesLetter(service catalogue.Definition) bool {
	return service.Channel != catalogue.External &&
		(service.Letter == catalogue.LetterRequired || !slices.Equal(service.Audience, []catalogue.Audience{catalogue.Public}))
}
