package demo

import (
	"context"
	"slices"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/booking"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
)

// resources can be booked in the demo beside those that are shipped.
var resources = []booking.NewResource{
	{Kind: "account", ResourceInput: booking.ResourceInput{Name: "Akun Zoom Meeting 2", Note: "Paling banyak 300 peserta."}},
	{Kind: "crew", ResourceInput: booking.ResourceInput{Name: "Tim liputan", Buffer: 30}},
	{Kind: "crew", ResourceInput: booking.ResourceInput{Name: "Tim operator", Buffer: 30}},
	{Kind: "equipment", ResourceInput: booking.ResourceInput{Name: "Kamera dan mikrofon"}},
}

// given are the resources that booked requests have, by subject.
var given = map[string][]string{
	"Rapat koordinasi kesehatan antarkabupaten": {"Ruang command center", "Akun Zoom Meeting"},
	"Sosialisasi beasiswa daerah":               {"Akun Zoom Meeting 2", "Tim operator"},
}

// provide makes what can be booked.
func (s *story) provide(ctx context.Context) error {
	admin, err := s.app.Auth.Load(ctx, "admin")
	if err != nil {
		return err
	}
	for _, r := range resources {
		if _, err := s.app.Bookings.Create(ctx, admin, r); err != nil {
			return err
		}
	}
	return nil
}

// slot is when a slot begins and ends. One on a weekend is on the Monday after
// it.
func (s *story) slot(v slot) (start, end time.Time) {
	day := s.now.In(s.app.Config.Zone).AddDate(0, 0, v.days)
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, 1)
	}
	at := func(clock string) time.Time {
		t, _ := time.ParseInLocation("2006-01-02 15:04", day.Format(time.DateOnly)+" "+clock, s.app.Config.Zone)
		return t
	}
	return at(v.from), at(v.to)
}

// book gives a request its time and its resources.
func (p *player) book(t tale) {
	all, err := p.app.Bookings.Resources(p.ctx, false)
	if p.err == nil {
		p.err = err
	}
	var ids []string
	for _, r := range all {
		if slices.Contains(given[t.subject], r.Name) {
			ids = append(ids, r.ID)
		}
	}
	start, end := p.slot(particulars[t.subject]["time"].(slot))
	p.act("teknis.aptika", 20, 90, func(a auth.Actor) (ticket.Ticket, error) {
		return p.app.Bookings.Book(p.ctx, a, p.t.Number, p.t.Version, booking.Input{Start: start.Format(time.RFC3339), End: end.Format(time.RFC3339), Resources: ids})
	})
}
