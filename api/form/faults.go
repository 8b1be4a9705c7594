package form

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Bounds of a form. They keep a form something that a person can fill in, and
// the work of a check small.
const (
	maxSections    = 12
	maxFields      = 120
	maxRowFields   = 30
	maxOptions     = 200
	maxRules       = 30
	maxBands       = 20
	maxItems       = 200
	maxTitle       = 200
	maxDescription = 2000
	maxStatement   = 20000
	maxPattern     = 200
	maxOwnLength   = 20000 // of a text whose definition gives its length
)

var keyPattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// Faults returns everything that makes a form unusable, with pointers into it.
func (f Form) Faults() []apperr.Field {
	in := inspector{}
	in.count("/x-sections", len(f.Sections), 1, maxSections, "form.sections")
	in.count("/properties", len(f.Properties), 1, maxFields, "form.fields")
	in.count("/x-rules", len(f.Rules), 0, maxRules, "form.rules")
	earlier := in.sections(f)
	for _, key := range slices.Sorted(maps.Keys(f.Properties)) {
		if _, ok := earlier[key]; !ok {
			in.fault("/properties/"+escape(key), "field.unplaced", "Isian ini belum ditempatkan di bagian mana pun.", "This field stands in no section.")
		}
	}
	in.required("/required", f.Required, f.Properties)
	for i, r := range f.Rules {
		in.rule("/x-rules/"+strconv.Itoa(i), r, f.Properties)
	}
	in.books(f)
	in.about(f)
	return in.faults
}

type inspector struct{ faults []apperr.Field }

func (in *inspector) fault(pointer, code, id, en string) {
	in.faults = append(in.faults, apperr.Field{Pointer: pointer, Code: code, Detail: apperr.Text{ID: id, EN: en}})
}

func (in *inspector) count(pointer string, n, least, most int, code string) {
	if n < least || n > most {
		in.fault(pointer, code, fmt.Sprintf("Harus ada %d sampai %d.", least, most), fmt.Sprintf("There must be %d to %d.", least, most))
	}
}

// text refuses a text that is too long or, where it must be there, empty.
func (in *inspector) text(pointer, s string, most int, must bool) {
	switch {
	case must && strings.TrimSpace(s) == "":
		in.fault(pointer, "text.missing", "Tulis teksnya.", "Write the text.")
	case utf8.RuneCountInString(s) > most:
		in.fault(pointer, "text.too_long", fmt.Sprintf("Paling banyak %d karakter.", most), fmt.Sprintf("At most %d characters.", most))
	}
}

func (in *inspector) english(pointer string, en *English) {
	if en != nil {
		in.text(pointer+"/x-en/title", en.Title, maxTitle, false)
		in.text(pointer+"/x-en/description", en.Description, maxDescription, false)
		in.text(pointer+"/x-en/statement", en.Statement, maxStatement, false)
		in.text(pointer+"/x-en/message", en.Message, maxDescription, false)
	}
}

func (in *inspector) key(pointer, key string) {
	if !keyPattern.MatchString(key) {
		in.fault(pointer, "key.format", "Kunci terdiri dari paling banyak 40 huruf kecil, angka, dan garis bawah, dan diawali huruf.", "A key has at most 40 lower-case letters, digits and underscores, and begins with a letter.")
	}
}

// sections inspects the sections and the fields in them in the order of asking,
// and returns all the fields that it came by.
func (in *inspector) sections(f Form) map[string]Field {
	earlier, keys := map[string]Field{}, map[string]bool{}
	for i, s := range f.Sections {
		at := "/x-sections/" + strconv.Itoa(i)
		in.key(at+"/key", s.Key)
		if keys[s.Key] {
			in.fault(at+"/key", "key.taken", "Kunci ini sudah dipakai.", "This key is taken.")
		}
		keys[s.Key] = true
		in.text(at+"/title", s.Title, maxTitle, true)
		in.text(at+"/description", s.Description, maxDescription, false)
		in.english(at, s.EN)
		if len(s.Fields) == 0 {
			in.fault(at+"/fields", "section.empty", "Bagian ini belum berisi isian.", "This section has no fields.")
		}
		in.condition(at, s.When, earlier)
		in.fields(at+"/fields", "/properties/", s.Fields, f.Properties, earlier, false)
	}
	return earlier
}

// fields inspects fields in their order and adds each to those that come
// earlier than the next.
func (in *inspector) fields(orderAt, at string, order []string, properties, earlier map[string]Field, inRow bool) {
	for i, key := range order {
		pointer := orderAt + "/" + strconv.Itoa(i)
		field, known := properties[key]
		if !known {
			in.fault(pointer, "field.unknown", "Isian ini tidak ada di formulir.", "The form has no such field.")
			continue
		}
		if _, twice := earlier[key]; twice {
			in.fault(pointer, "field.twice", "Isian ini sudah ditempatkan di atas.", "This field is placed above already.")
			continue
		}
		in.key(at+escape(key), key)
		in.field(at+escape(key), field, earlier, inRow)
		earlier[key] = field
	}
}

func (in *inspector) field(at string, f Field, earlier map[string]Field, inRow bool) {
	kind := f.Kind()
	if kind == "" {
		in.fault(at+"/type", "field.kind", "Jenis isian ini tidak dikenal.", "There is no such kind of field.")
		return
	}
	if inRow && (kind == Rows || kind == Computed) {
		in.fault(at+"/type", "field.in_row", "Di dalam baris tidak boleh ada baris atau hitungan lagi.", "A row holds no rows and no computed numbers.")
		return
	}
	in.text(at+"/title", f.Title, maxTitle, true)
	in.text(at+"/description", f.Description, maxDescription, false)
	in.english(at, f.EN)
	in.condition(at, f.When, earlier)
	for _, word := range slices.Sorted(maps.Keys(f.words())) {
		if !slices.Contains(wordsOf[word], kind) {
			in.fault(at+"/"+word, "word.misplaced", "Ketentuan ini tidak berlaku untuk jenis isian ini.", "This word does not belong to this kind of field.")
		}
	}
	if takes, known := prefills[f.Prefill]; !known || inRow && f.Prefill != "" || (f.Prefill != "" && !slices.Contains(takes, kind)) {
		in.fault(at+"/x-prefill", "prefill", "Isian ini tidak dapat diisi dari data akun tersebut.", "This field cannot be filled in with that part of the account.")
	}
	if inRow && f.Books != nil {
		in.fault(at+"/x-books", "books.in_row", "Di dalam baris tidak ada yang dipesan.", "Nothing is booked in a row.")
	}
	if inRow && f.About != nil {
		in.fault(at+"/x-asset", "asset.in_row", "Di dalam baris tidak ada aset yang disebut.", "No asset is named in a row.")
	}
	if len(f.Reserved) > 0 && f.Register != "" {
		in.fault(at+"/x-reserved", "reserved.register", "Nama yang disediakan untuk kantor sudah diketahui register. Hapus daftar ini.", "The register knows the names that are kept for the office. Remove this list.")
	}
	in.limits(at, f)
	in.substance(at, f, kind, earlier)
}

// substance inspects what only one kind has.
func (in *inspector) substance(at string, f Field, kind Kind, earlier map[string]Field) {
	switch kind {
	case Text, LongText:
		in.pattern(at+"/pattern", f.Pattern)
	case Choice:
		in.options(at+"/oneOf", f.OneOf)
	case Choices:
		in.options(at+"/items/oneOf", f.Items.OneOf)
	case Statement:
		in.text(at+"/x-statement", f.Statement, maxStatement, true)
		if !*f.Const {
			in.fault(at+"/const", "field.const", "Pernyataan hanya dapat disetujui: const harus true.", "A statement can only be agreed to: const must be true.")
		}
	case Person:
		in.oneOf(at+"/x-person", f.Person, []string{"name", "nip", "position", "phone", "email"})
	case FileList:
		if f.Files != nil {
			in.oneOf(at+"/x-files/types", f.Files.Types, slices.Sorted(maps.Keys(fileTypes)))
			in.count(at+"/x-files/max_mb", f.Files.MaxMB, 0, 100, "file.max_mb")
		}
	case Rows:
		in.count(at+"/items/properties", len(f.Items.Properties), 1, maxRowFields, "form.fields")
		row := map[string]Field{}
		in.fields(at+"/items/x-order", at+"/items/properties/", f.Items.Order, f.Items.Properties, row, true)
		for _, key := range slices.Sorted(maps.Keys(f.Items.Properties)) {
			if _, ok := row[key]; !ok {
				in.fault(at+"/items/properties/"+escape(key), "field.unplaced", "Isian ini belum ada di x-order.", "This field is not in x-order.")
			}
		}
		in.required(at+"/items/required", f.Items.Required, f.Items.Properties)
	case Computed:
		in.computed(at, f, earlier)
	}
}

// limits refuses bounds that nothing could keep.
func (in *inspector) limits(at string, f Field) {
	impossible := func(word string) {
		in.fault(at+"/"+word, "limit.impossible", "Batas bawah dan batas atas ini tidak dapat dipenuhi bersama.", "No answer can keep this limit and its counterpart.")
	}
	if f.MinLength < 0 || f.MinLength > f.Longest() {
		impossible("minLength")
	}
	in.count(at+"/maxLength", f.MaxLength, 0, maxOwnLength, "limit.range")
	if f.MinItems < 0 || f.MinItems > f.most() {
		impossible("minItems")
	}
	in.count(at+"/maxItems", f.MaxItems, 0, maxItems, "limit.range")
	if least, greatest := f.bounds(); !(least <= greatest) || math.Abs(least) > maxExact || math.Abs(greatest) > maxExact {
		impossible("minimum")
	}
	if f.Earliest != nil && f.Latest != nil && *f.Earliest > *f.Latest {
		impossible("x-earliest")
	}
	for word, days := range map[string]*int{"x-earliest": f.Earliest, "x-latest": f.Latest} {
		if days != nil {
			in.count(at+"/"+word, *days, -36600, 36600, "limit.range")
		}
	}
}

// foreign are pieces of patterns that RE2 and ECMA-262 read differently, or
// that only one of them reads.
var foreign = regexp.MustCompile(`\(\?[^:]|\[\[:|\\[^dwDWbBntr^$\\.*+?()\[\]{}|/-]`)

func (in *inspector) pattern(at, pattern string) {
	in.text(at, pattern, maxPattern, false)
	if _, err := regexp.Compile(pattern); err != nil || foreign.MatchString(pattern) {
		in.fault(at, "pattern.syntax", "Pola ini tidak dapat dibaca. Pakai ekspresi reguler sederhana: [a-z], \\d, ., *, +, ?, {2,5}, (?:…), ^, $.",
			"This pattern cannot be read. Use a plain regular expression: [a-z], \\d, ., *, +, ?, {2,5}, (?:…), ^, $.")
	}
}

func (in *inspector) options(at string, list []Option) {
	in.count(at, len(list), 1, maxOptions, "form.options")
	seen := map[string]bool{}
	for i, o := range list {
		pointer := at + "/" + strconv.Itoa(i)
		if o.Const == "" || o.Const != plain(o.Const, false) || utf8.RuneCountInString(o.Const) > maxTitle {
			in.fault(pointer+"/const", "option.value", "Nilai pilihan berupa teks pendek tanpa spasi di tepi.", "The value of an option is a short text without spaces around it.")
		}
		if seen[o.Const] {
			in.fault(pointer+"/const", "option.twice", "Nilai pilihan ini sudah ada.", "This value is there already.")
		}
		seen[o.Const] = true
		in.text(pointer+"/title", o.Title, maxTitle, true)
		in.text(pointer+"/description", o.Description, maxDescription, false)
		in.english(pointer, o.EN)
	}
}

func (in *inspector) oneOf(at string, words, known []string) {
	for i, word := range words {
		if !slices.Contains(known, word) || slices.Contains(words[:i], word) {
			in.fault(at+"/"+strconv.Itoa(i), "word.unknown", "Pilih dari: "+strings.Join(known, ", ")+"; masing-masing satu kali.", "Choose from: "+strings.Join(known, ", ")+"; each once.")
		}
	}
}

// computed inspects what a field sums up.
func (in *inspector) computed(at string, f Field, earlier map[string]Field) {
	in.count(at+"/x-sum", len(f.Sum), 1, maxFields, "sum.empty")
	if !f.ReadOnly {
		in.fault(at+"/readOnly", "sum.read_only", "Isian hitungan harus readOnly: true.", "A computed field must be readOnly: true.")
	}
	for i, name := range f.Sum {
		key, member, isRow := strings.Cut(name, "/")
		summand := earlier[key]
		if isRow && summand.Kind() == Rows {
			summand = summand.Items.Properties[member]
		} else if isRow {
			summand = Field{}
		}
		pointer := at + "/x-sum/" + strconv.Itoa(i)
		switch {
		case !summand.counts():
			in.fault(pointer, "sum.field", "Yang dijumlahkan adalah angka, atau pilihan yang bernilai, yang ditanyakan sebelumnya.", "Only numbers, and choices with scores, that are asked before can be summed.")
		case f.Type == "integer" && !summand.whole():
			in.fault(pointer, "sum.integer", "Jumlahnya bilangan bulat, tetapi isian ini dapat berupa pecahan.", "The sum is a whole number, but this field may be a fraction.")
		}
	}
	in.count(at+"/x-bands", len(f.Bands), 0, maxBands, "sum.bands")
	for i, b := range f.Bands {
		pointer := at + "/x-bands/" + strconv.Itoa(i)
		in.text(pointer+"/title", b.Title, maxTitle, true)
		in.english(pointer, b.EN)
		if i > 0 && b.From <= f.Bands[i-1].From {
			in.fault(pointer+"/from", "sum.bands", "Batas rentang harus naik.", "Bands must ascend.")
		}
	}
}

// counts tells whether a field can be summed.
func (f Field) counts() bool {
	switch f.Kind() {
	case Number, Money, Computed:
		return true
	case Choice, Choices:
		return slices.ContainsFunc(f.Options(), func(o Option) bool { return o.Score != nil })
	}
	return false
}

// whole tells whether what a field adds to a sum is a whole number.
func (f Field) whole() bool {
	return f.Type != "number" && !slices.ContainsFunc(f.Options(), func(o Option) bool { return o.Score != nil && *o.Score != math.Trunc(*o.Score) })
}

// condition refuses a condition that could never hold, or that is not known
// when it is asked for.
func (in *inspector) condition(at string, w *When, earlier map[string]Field) {
	in.conditionOn(at+"/x-when", w, earlier, "Syarat menunjuk pilihan atau ya/tidak yang ditanyakan sebelumnya.", "A condition names a choice or a yes/no that is asked before.")
}

// conditionOn inspects a condition on one of some fields; id and en say which
// fields those are.
func (in *inspector) conditionOn(at string, w *When, fields map[string]Field, id, en string) {
	if w == nil {
		return
	}
	f, known := fields[w.Field]
	kind := f.Kind()
	if !known || !slices.Contains([]Kind{Choice, Choices, YesNo, Statement}, kind) {
		in.fault(at+"/field", "when.field", id, en)
		return
	}
	in.count(at+"/is", len(w.Is), 1, maxOptions, "when.is")
	for i, value := range w.Is {
		text, isText := value.(string)
		_, isBool := value.(bool)
		if isText && f.Option(text) == nil || isText && len(f.Options()) == 0 || !isText && (!isBool || len(f.Options()) > 0) {
			in.fault(at+"/is/"+strconv.Itoa(i), "when.is", "Jawaban ini bukan salah satu jawaban isian tersebut.", "This is not an answer of that field.")
		}
	}
}

func (in *inspector) required(at string, keys []string, properties map[string]Field) {
	for i, key := range keys {
		f, known := properties[key]
		switch {
		case !known:
			in.fault(at+"/"+strconv.Itoa(i), "field.unknown", "Isian ini tidak ada di formulir.", "The form has no such field.")
		case f.Kind() == Computed:
			in.fault(at+"/"+strconv.Itoa(i), "sum.required", "Hitungan tidak diisi, sehingga tidak dapat diwajibkan.", "A computed number is not filled in, so it cannot be required.")
		case slices.Contains(keys[:i], key):
			in.fault(at+"/"+strconv.Itoa(i), "field.twice", "Isian ini sudah disebut.", "This field is named already.")
		}
	}
}

// comparableKinds are the kinds that each comparison takes; nil: any two of one kind
// whose answer is one text or number.
var comparableKinds = map[string][]Kind{
	"after": {Date}, "not_before": {Date}, "at_most": {Number, Money, Computed}, "at_least": {Number, Money, Computed}, "equal": nil, "different": nil,
}

func (in *inspector) rule(at string, r Rule, properties map[string]Field) {
	in.text(at+"/message", r.Message, maxDescription, false)
	in.english(at, r.EN)
	kinds, known := comparableKinds[r.Is]
	if !known {
		in.fault(at+"/is", "rule.is", "Perbandingan ini tidak dikenal.", "There is no such comparison.")
		return
	}
	a, b := properties[r.Field].Kind(), properties[r.Than].Kind()
	fits := r.Field != r.Than && slices.Contains(kinds, a) && slices.Contains(kinds, b)
	if kinds == nil {
		fits = r.Field != r.Than && a == b && !slices.Contains([]Kind{"", TimeRange, Person, Choices, FileList, Rows}, a)
	}
	if !fits {
		in.fault(at+"/than", "rule.fields", "Kedua isian ini tidak dapat dibandingkan demikian.", "These two fields cannot be compared like that.")
	}
}

// wordsOf says to which kinds each word belongs that not every field may have.
var wordsOf = map[string][]Kind{
	"minLength": {Text, LongText}, "maxLength": {Text, LongText}, "pattern": {Text, LongText},
	"x-reserved": {Mailbox, Subdomain}, "x-asset": {Mailbox, Subdomain, Text}, "x-register": {Mailbox, Subdomain, Text},
	"minimum": {Number, Money}, "maximum": {Number, Money}, "x-unit": {Number, Computed},
	"x-earliest": {Date, TimeRange}, "x-latest": {Date, TimeRange}, "x-books": {TimeRange},
	"oneOf": {Choice}, "const": {Statement}, "x-statement": {Statement}, "x-person": {Person},
	"items": {Choices, Rows}, "x-files": {FileList}, "minItems": {Choices, FileList, Rows}, "maxItems": {Choices, FileList, Rows},
	"x-personal": append([]Kind{NIK}, personalKinds...),
	"readOnly":   {Computed}, "x-sum": {Computed}, "x-bands": {Computed},
}

// words returns the words that a field uses of those in wordsOf.
func (f Field) words() map[string]bool {
	used := map[string]bool{
		"minLength": f.MinLength != 0, "maxLength": f.MaxLength != 0, "pattern": f.Pattern != "",
		"x-reserved": f.Reserved != nil, "x-asset": f.About != nil, "x-register": f.Register != "",
		"minimum": f.Minimum != nil, "maximum": f.Maximum != nil, "x-unit": f.Unit != "",
		"x-earliest": f.Earliest != nil, "x-latest": f.Latest != nil, "x-books": f.Books != nil,
		"oneOf": f.OneOf != nil, "const": f.Const != nil, "x-statement": f.Statement != "", "x-person": f.Person != nil,
		"items": f.Items != nil, "x-files": f.Files != nil, "minItems": f.MinItems != 0, "maxItems": f.MaxItems != 0,
		"x-personal": f.Personal,
		"readOnly":   f.ReadOnly, "x-sum": f.Sum != nil, "x-bands": f.Bands != nil,
	}
	maps.DeleteFunc(used, func(_ string, is bool) bool { return !is })
	return used
}

// prefills says which kinds each part of an account can fill in.
var prefills = map[string][]Kind{
	"": nil, "name": {Text}, "nip": {NIP}, "position": {Text}, "email": {Email}, "phone": {Phone},
	"agency": {Agency, Text}, "unit": {Unit, Text}, "person": {Person},
}
