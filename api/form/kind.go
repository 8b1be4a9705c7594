package form

import "slices"

// Kind is the sort of a field: what is shown for it and what it takes.
type Kind string

// Kinds of fields.
const (
	Text        Kind = "text"
	LongText    Kind = "multiline"
	Number      Kind = "number"
	Money       Kind = "rupiah"
	Date        Kind = "date"
	TimeRange   Kind = "time-range"
	Choice      Kind = "choice"
	Choices     Kind = "choices"
	YesNo       Kind = "yes-no"
	Statement   Kind = "statement"
	Agency      Kind = "agency"
	Unit        Kind = "unit"
	Person      Kind = "person"
	NIP         Kind = "nip"
	NIK         Kind = "nik"
	Phone       Kind = "phone"
	Email       Kind = "email"
	Mailbox     Kind = "mailbox"
	Subdomain   Kind = "subdomain"
	URI         Kind = "uri"
	IP          Kind = "ip"
	Coordinates Kind = "coordinates"
	FileList    Kind = "files"
	Rows        Kind = "rows"
	Computed    Kind = "computed"
)

// byFormat is the kind and the type that a format stands for.
var byFormat = map[string]struct {
	kind      Kind
	valueType string
}{
	"multiline": {LongText, "string"}, "rupiah": {Money, "integer"}, "date": {Date, "string"}, "time-range": {TimeRange, "object"},
	"agency": {Agency, "string"}, "unit": {Unit, "string"}, "person": {Person, "object"}, "nip": {NIP, "string"}, "nik": {NIK, "string"},
	"phone": {Phone, "string"}, "email": {Email, "string"}, "mailbox": {Mailbox, "string"}, "subdomain": {Subdomain, "string"},
	"uri": {URI, "string"}, "ip": {IP, "string"}, "coordinates": {Coordinates, "string"}, "files": {FileList, "array"},
}

// Kind returns the kind of a field, or "" where its words make none.
func (f Field) Kind() Kind {
	if f.Format != "" {
		if named := byFormat[f.Format]; named.valueType == f.Type {
			return named.kind
		}
		return ""
	}
	switch f.Type {
	case "string":
		if len(f.OneOf) > 0 {
			return Choice
		}
		return Text
	case "integer", "number":
		if f.ReadOnly || len(f.Sum) > 0 {
			return Computed
		}
		return Number
	case "boolean":
		if f.Const != nil {
			return Statement
		}
		return YesNo
	case "array":
		switch {
		case f.Items == nil:
			return ""
		case len(f.Items.OneOf) > 0:
			return Choices
		case len(f.Items.Properties) > 0:
			return Rows
		}
	}
	return ""
}

// Plain tells whether a page without scripts can ask for a field of the kind.
func (k Kind) Plain() bool {
	return slices.Contains([]Kind{Text, LongText, Date, Choice, YesNo, Statement, Phone, Email, FileList}, k)
}

// Bounds of what a field takes where its definition says nothing.
const (
	maxText     = 200
	maxLongText = 5000
	maxFiles    = 5
	maxRows     = 50
	// maxExact is the greatest whole number that every reader of JSON keeps
	// exactly (2^53 - 1).
	maxExact = 1<<53 - 1
	// maxRangeDays bounds a time range.
	maxRangeDays = 31
)

// Longest returns the greatest number of characters of a text.
func (f Field) Longest() int {
	switch {
	case f.MaxLength > 0:
		return f.MaxLength
	case f.Kind() == LongText:
		return maxLongText
	}
	return maxText
}

// most returns the greatest number of members of a list.
func (f Field) most() int {
	switch {
	case f.MaxItems > 0:
		return f.MaxItems
	case f.Kind() == FileList:
		return maxFiles
	case f.Kind() == Rows:
		return maxRows
	}
	return len(f.Options())
}

// bounds returns the smallest and the greatest number that a field takes.
func (f Field) bounds() (least, greatest float64) {
	least, greatest = -maxExact, maxExact
	if f.Kind() == Money {
		least = 0
	}
	if f.Minimum != nil {
		least = *f.Minimum
	}
	if f.Maximum != nil {
		greatest = *f.Maximum
	}
	return least, greatest
}

// fileTypes are the media types of the words in x-files.
var fileTypes = map[string]string{"pdf": "application/pdf", "png": "image/png", "jpeg": "image/jpeg"}

// types returns the words of the file types that a field takes.
func (f Field) types() []string {
	if f.Files == nil || len(f.Files.Types) == 0 {
		return []string{"pdf"}
	}
	return f.Files.Types
}
