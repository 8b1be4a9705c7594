package form

import (
	"strconv"
	"time"
)

// ResourceKinds are the kinds of resources that a time range may book.
var ResourceKinds = []string{"room", "account", "crew", "equipment"}

// Booking is a time that answers ask for, and the kinds of resources that they
// ask for then.
type Booking struct {
	Start, End time.Time
	Kinds      []string
}

// Books tells whether the form has a time range that books something.
func (f Form) Books() bool { return f.booked() != nil }

// booked returns the field that books; nil where none does.
func (f Form) booked() *placed {
	for _, p := range f.inOrder() {
		if len(p.Books) > 0 {
			return &p
		}
	}
	return nil
}

// Booking returns what checked answers ask to be booked, or false where they ask
// for nothing.
func (f Form) Booking(answers map[string]any) (Booking, bool) {
	field := f.booked()
	if field == nil {
		return Booking{}, false
	}
	times, _ := answers[field.key].(map[string]any)
	start, startErr := time.Parse(time.RFC3339, text(times["start"]))
	end, endErr := time.Parse(time.RFC3339, text(times["end"]))
	if startErr != nil || endErr != nil {
		return Booking{}, false
	}
	b := Booking{Start: start.UTC(), End: end.UTC()}
	for _, one := range field.Books {
		if one.When == nil || one.When.holds(answers[one.When.Field]) {
			b.Kinds = append(b.Kinds, one.Kind)
		}
	}
	return b, len(b.Kinds) > 0
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

// books inspects what time ranges book. It is asked when all fields are known.
func (in *inspector) books(f Form) {
	var booking []string
	for _, p := range f.inOrder() {
		if len(p.Books) == 0 {
			continue
		}
		at := "/properties/" + escape(p.key) + "/x-books"
		if booking = append(booking, p.key); len(booking) > 1 {
			in.fault(at, "books.one", "Hanya satu rentang waktu dalam formulir yang dapat memesan sumber daya.", "Only one time range of a form can book resources.")
		}
		kinds := make([]string, len(p.Books))
		for i, one := range p.Books {
			kinds[i] = one.Kind
			in.conditionOn(at+"/"+strconv.Itoa(i)+"/when", one.When, f.Properties, "Syarat menunjuk pilihan atau ya/tidak dalam formulir ini.", "A condition names a choice or a yes/no of this form.")
		}
		in.oneOf(at, kinds, ResourceKinds)
	}
}
