package form

import "slices"

// Form is what a service asks.
type Form struct {
	Sections   []Section        `yaml:"x-sections" json:"x-sections"`
	Properties map[string]Field `yaml:"properties" json:"properties"`
	Required   []string         `yaml:"required,omitempty" json:"required,omitempty"` // keys, as far as they are asked
	Rules      []Rule           `yaml:"x-rules,omitempty" json:"x-rules,omitempty"`
} // @name Form

// Section is a group of fields with a title, in the order of asking.
type Section struct {
	Key         string   `yaml:"key" json:"key" example:"application"`
	Title       string   `yaml:"title" json:"title" example:"Aplikasi"`
	Description string   `yaml:"description,omitempty" json:"description,omitempty"`
	EN          *English `yaml:"x-en,omitempty" json:"x-en,omitempty"`
	Fields      []string `yaml:"fields" json:"fields"`
	When        *When    `yaml:"x-when,omitempty" json:"x-when,omitempty"`
} // @name FormSection

// Field is one question. Its type and format, and a few further words, say of
// which Kind it is.
type Field struct {
	Type        string   `yaml:"type" json:"type" enums:"string,integer,number,boolean,array,object"`
	Format      string   `yaml:"format,omitempty" json:"format,omitempty" example:"email"`
	Title       string   `yaml:"title" json:"title" example:"Nama aplikasi"`
	Description string   `yaml:"description,omitempty" json:"description,omitempty"` // help, plain text
	Examples    []string `yaml:"examples,omitempty" json:"examples,omitempty"`       // the first one is shown in the empty field
	EN          *English `yaml:"x-en,omitempty" json:"x-en,omitempty"`
	When        *When    `yaml:"x-when,omitempty" json:"x-when,omitempty"`
	Personal    bool     `yaml:"x-personal,omitempty" json:"x-personal,omitempty"` // masked for officers who do not need it, as every NIK is
	Prefill     string   `yaml:"x-prefill,omitempty" json:"x-prefill,omitempty" enums:"name,nip,position,email,phone,agency,unit,person"`

	// Texts.
	MinLength int      `yaml:"minLength,omitempty" json:"minLength,omitempty"`
	MaxLength int      `yaml:"maxLength,omitempty" json:"maxLength,omitempty"`   // 0: the kind's own
	Pattern   string   `yaml:"pattern,omitempty" json:"pattern,omitempty"`       // regular expression, not anchored
	Reserved  []string `yaml:"x-reserved,omitempty" json:"x-reserved,omitempty"` // names that nobody may ask for
	Register  string   `yaml:"x-register,omitempty" json:"x-register,omitempty"` // kind of asset under which the name must be free

	// About says which thing of the register the answer names.
	About *About `yaml:"x-asset,omitempty" json:"x-asset,omitempty"`

	// Numbers and money.
	Minimum *float64 `yaml:"minimum,omitempty" json:"minimum,omitempty"`
	Maximum *float64 `yaml:"maximum,omitempty" json:"maximum,omitempty"`
	Unit    string   `yaml:"x-unit,omitempty" json:"x-unit,omitempty"` // shown behind the number

	// Dates and time ranges, in days from today.
	Earliest *int `yaml:"x-earliest,omitempty" json:"x-earliest,omitempty"`
	Latest   *int `yaml:"x-latest,omitempty" json:"x-latest,omitempty"`

	// Time ranges: what is booked for the time.
	Books []Books `yaml:"x-books,omitempty" json:"x-books,omitempty"`

	// Choices.
	OneOf []Option `yaml:"oneOf,omitempty" json:"oneOf,omitempty"`

	// Statements to agree to.
	Const     *bool  `yaml:"const,omitempty" json:"const,omitempty"`
	Statement string `yaml:"x-statement,omitempty" json:"x-statement,omitempty"` // the full text, Markdown

	// Persons: which of name, nip, position, phone, email must be there; none:
	// the name.
	Person []string `yaml:"x-person,omitempty" json:"x-person,omitempty"`

	// Lists: several choices, files, rows.
	Items    *Items `yaml:"items,omitempty" json:"items,omitempty"`
	Files    *Files `yaml:"x-files,omitempty" json:"x-files,omitempty"`
	MinItems int    `yaml:"minItems,omitempty" json:"minItems,omitempty"`
	MaxItems int    `yaml:"maxItems,omitempty" json:"maxItems,omitempty"` // 0: the kind's own

	// Computed numbers.
	ReadOnly bool     `yaml:"readOnly,omitempty" json:"readOnly,omitempty"`
	Sum      []string `yaml:"x-sum,omitempty" json:"x-sum,omitempty" example:"costs/amount"`
	Bands    []Band   `yaml:"x-bands,omitempty" json:"x-bands,omitempty"`
} // @name FormField

// English is the English of what is Indonesian beside it.
type English struct {
	Title       string `yaml:"title,omitempty" json:"title,omitempty"`
	Description string `yaml:"description,omitempty" json:"description,omitempty"`
	Statement   string `yaml:"statement,omitempty" json:"statement,omitempty"`
	Message     string `yaml:"message,omitempty" json:"message,omitempty"`
} // @name FormEnglish

// When is the condition under which a field or section is asked: an earlier
// field has one of the answers.
type When struct {
	Field string `yaml:"field" json:"field"`
	Is    []any  `yaml:"is" json:"is"` // texts of choices; true or false
} // @name FormCondition

// Books is a kind of resource that is booked for a time range: always, or under
// a condition, which may also name a field that is asked later.
type Books struct {
	Kind string `yaml:"kind" json:"kind" enums:"room,account,crew,equipment"`
	When *When  `yaml:"when,omitempty" json:"when,omitempty"`
} // @name FormBooking

// About is a thing of the register, of the applicant's agency, that a request
// names: it is to be changed or, where the condition holds, retired.
type About struct {
	Kind   string `yaml:"kind" json:"kind" example:"mailbox"`
	Retire *When  `yaml:"retire,omitempty" json:"retire,omitempty"`
} // @name FormAsset

// Option is one answer of a choice.
type Option struct {
	Const       string   `yaml:"const" json:"const"`
	Title       string   `yaml:"title" json:"title"`
	Description string   `yaml:"description,omitempty" json:"description,omitempty"`
	EN          *English `yaml:"x-en,omitempty" json:"x-en,omitempty"`
	Score       *float64 `yaml:"x-score,omitempty" json:"x-score,omitempty"` // what it adds to a computed sum
} // @name FormOption

// Items says what a list holds: one of several options, or rows of fields.
type Items struct {
	OneOf      []Option         `yaml:"oneOf,omitempty" json:"oneOf,omitempty"`
	Properties map[string]Field `yaml:"properties,omitempty" json:"properties,omitempty"`
	Required   []string         `yaml:"required,omitempty" json:"required,omitempty"`
	Order      []string         `yaml:"x-order,omitempty" json:"x-order,omitempty"`
} // @name FormItems

// Files says which files a field takes.
type Files struct {
	Types []string `yaml:"types" json:"types" enums:"pdf,png,jpeg"`
	MaxMB int      `yaml:"max_mb,omitempty" json:"max_mb,omitempty"` // of one file; 0: what any file may have
} // @name FormFiles

// Band names a range of a computed number; it reaches to the next one.
type Band struct {
	From  float64  `yaml:"from" json:"from"`
	Title string   `yaml:"title" json:"title"`
	EN    *English `yaml:"x-en,omitempty" json:"x-en,omitempty"`
} // @name FormBand

// Rule compares the answers of two fields.
type Rule struct {
	Field   string   `yaml:"field" json:"field"`
	Is      string   `yaml:"is" json:"is" enums:"after,not_before,at_most,at_least,equal,different"`
	Than    string   `yaml:"than" json:"than"`
	Message string   `yaml:"message,omitempty" json:"message,omitempty"`
	EN      *English `yaml:"x-en,omitempty" json:"x-en,omitempty"`
} // @name FormRule

// Band returns the last band that a computed value reaches, or nil.
func (f Field) Band(value float64) *Band {
	var reached *Band
	for i := range f.Bands {
		if value >= f.Bands[i].From {
			reached = &f.Bands[i]
		}
	}
	return reached
}

// Option returns the option of a choice, or of several, with the value; nil
// where there is none.
func (f Field) Option(value string) *Option {
	options := f.Options()
	for i := range options {
		if options[i].Const == value {
			return &options[i]
		}
	}
	return nil
}

// Options returns what can be chosen.
func (f Field) Options() []Option {
	if f.Items != nil {
		return f.Items.OneOf
	}
	return f.OneOf
}

// placed is a field in its place: its key and everything that must hold for it
// to be asked.
type placed struct {
	Field
	key        string
	conditions []When
}

// inOrder returns the fields in the order of asking.
func (f Form) inOrder() []placed {
	var list []placed
	for _, s := range f.Sections {
		for _, key := range s.Fields {
			list = append(list, place(key, f.Properties[key], s.When))
		}
	}
	return list
}

func (i Items) inOrder() []placed {
	list := make([]placed, len(i.Order))
	for n, key := range i.Order {
		list[n] = place(key, i.Properties[key], nil)
	}
	return list
}

func place(key string, f Field, section *When) placed {
	p := placed{Field: f, key: key}
	for _, w := range []*When{section, f.When} {
		if w != nil {
			p.conditions = append(p.conditions, *w)
		}
	}
	return p
}

// Requires tells whether a field must be answered where it is asked.
func (f Form) Requires(key string) bool { return slices.Contains(f.Required, key) }

// Asked returns the answers without those to fields whose conditions do not
// hold: a page without scripts shows all fields.
func (f Form) Asked(answers map[string]any) map[string]any {
	out := map[string]any{}
	for _, p := range f.inOrder() {
		if v, answered := answers[p.key]; answered && asked(p, out) {
			out[p.key] = v
		}
	}
	return out
}
