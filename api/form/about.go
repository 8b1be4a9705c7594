package form

// Named is a thing of the register that answers name.
type Named struct {
	Key    string // of the field that names it
	Kind   string
	Name   string
	Retire bool // it is to be retired; else changed
}

// NamesAsset tells whether the form has a field that names a thing of the
// register.
func (f Form) NamesAsset() bool { return f.about() != nil }

func (f Form) about() *placed {
	for _, p := range f.inOrder() {
		if p.About != nil {
			return &p
		}
	}
	return nil
}

// Named returns the thing of the register that checked answers name, or false
// where they name none.
func (f Form) Named(answers map[string]any) (Named, bool) {
	field := f.about()
	if field == nil || text(answers[field.key]) == "" {
		return Named{}, false
	}
	retire := field.About.Retire
	return Named{
		Key: field.key, Kind: field.About.Kind, Name: text(answers[field.key]), Retire: retire != nil && retire.holds(answers[retire.Field]),
	}, true
}

// about inspects what names a thing of the register. It is asked when all
// fields are known.
func (in *inspector) about(f Form) {
	seen := false
	for _, p := range f.inOrder() {
		if p.About == nil {
			continue
		}
		at := "/properties/" + escape(p.key) + "/x-asset"
		switch {
		case seen:
			in.fault(at, "asset.one", "Hanya satu isian dalam formulir yang dapat menyebut aset yang sudah ada.", "Only one field of a form can name an existing asset.")
		case p.Register != "":
			in.fault(at, "asset.register", "Nama yang harus masih bebas tidak dapat sekaligus menyebut aset yang sudah ada.", "A name that must be free cannot name an existing asset as well.")
		}
		seen = true
		in.text(at+"/kind", p.About.Kind, maxTitle, true)
		in.conditionOn(at+"/retire", p.About.Retire, f.Properties, "Syarat menunjuk pilihan atau ya/tidak dalam formulir ini.", "A condition names a choice or a yes/no of this form.")
	}
}
