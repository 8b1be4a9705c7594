package booking

import (
	"slices"
	"time"
)

// booked is the time of a request with what it has been given.
type booked struct {
	bookingRow
	resources []Resource
}

// overlaps tells whether two times come closer to each other than a gap.
func (b booked) overlaps(o booked, gap time.Duration) bool {
	return b.StartsAt.Before(o.EndsAt.Add(gap)) && o.StartsAt.Before(b.EndsAt.Add(gap))
}

// has tells whether a resource was given to the request.
func (b booked) has(id string) bool {
	return slices.ContainsFunc(b.resources, func(r Resource) bool { return r.ID == id })
}

// wants tells whether a kind of resource is in use by the request or, until an
// officer has decided, asked for.
func (b booked) wants(kind string) bool {
	if len(b.resources) == 0 {
		return slices.Contains(b.Kinds, kind)
	}
	return slices.ContainsFunc(b.resources, func(r Resource) bool { return r.Kind == kind })
}

// users returns which of the others have a resource too close to the time.
func (b booked) users(r Resource, others []booked) []booked {
	var list []booked
	for _, o := range others {
		if o.TicketID != b.TicketID && o.has(r.ID) && b.overlaps(o, r.gap()) {
			list = append(list, o)
		}
	}
	return list
}

// clashes returns which of the others a booking clashes with: those that have
// the same resource too close to its time and, as long as it was given nothing,
// those that leave none of a kind for it.
func (b booked) clashes(others []booked, open []Resource) []booked {
	in := map[string]bool{}
	add := func(list []booked) {
		for _, o := range list {
			in[o.TicketID] = true
		}
	}
	for _, r := range b.resources {
		add(b.users(r, others))
	}
	for _, kind := range b.Kinds {
		if len(b.resources) > 0 {
			break
		}
		var rivals []booked
		for _, o := range others {
			if o.TicketID != b.TicketID && o.wants(kind) && b.overlaps(o, 0) {
				rivals = append(rivals, o)
			}
		}
		there := 0
		for _, r := range open {
			if r.Kind == kind {
				there++
			}
		}
		if len(rivals) >= there {
			add(rivals)
		}
	}
	var list []booked
	for _, o := range others {
		if in[o.TicketID] {
			list = append(list, o)
		}
	}
	return list
}
