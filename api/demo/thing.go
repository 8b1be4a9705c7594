package demo

import (
	"encoding/json"
	"fmt"

	"github.com/dkisp-kaltara/elayanan/api/asset"
	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/information"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
)

// heldBefore are the prerequisites that applicants have from before the
// register.
var heldBefore = map[string][]ticket.HeldBefore{
	"tte": {{Kind: "mailbox", Number: "pembinaan.sma@kaltaraprov.go.id"}},
	"pse": {{Kind: "recommendation", Number: "500.12.6/114/DKISP/2024"}},
}

// thing is what the officer adds to the answers of a fulfilled demo request for
// the register; nothing, for services that leave nothing.
func (p *player) thing(t tale) json.RawMessage {
	number := fmt.Sprintf("%03d", 100+p.dice.IntN(800))
	fields := map[string]map[string]string{
		"subdomain":            {},
		"email":                {},
		"hosting":              {"account": "pustaka" + number},
		"tte":                  {},
		"pse":                  {"number": "PSE-6500-" + number, "category": "tinggi"},
		"rekomendasi-aplikasi": {"number": "500.12.6/" + number + "/DKISP"},
	}[t.service]
	if fields == nil || particulars[t.subject]["need"] == "change" {
		return nil
	}
	result := asset.Result{Fields: fields}
	if t.service == "subdomain" {
		// A year from the delivery but for the oldest, which end soon.
		ends := p.clock.Now().AddDate(1, 0, 0)
		if t.daysAgo > 200 {
			ends = p.now.AddDate(0, 0, 21)
		}
		result.ExpiresOn = ends.In(p.app.Config.Zone).Format("2006-01-02")
	}
	text, err := json.Marshal(result)
	if p.err == nil {
		p.err = err
	}
	return text
}

// object answers a request for information and lets its applicant object.
func (p *player) object(t tale) {
	p.act("ppid", 300, 900, func(a auth.Actor) (ticket.Ticket, error) {
		files := p.file(t, attachment.ResultLetter)
		if p.err != nil {
			return p.t, p.err
		}
		return p.app.Tickets.Complete(p.ctx, a, p.t.Number, p.t.Version, ticket.Fulfilled, "Daftar kegiatan terlampir.", nil, files)
	})
	if p.err == nil {
		p.err = p.later(500, 1500)
	}
	applicant := p.actor(t.applicant)
	if p.err == nil {
		_, _, p.err = p.app.Information.Object(p.ctx, applicant, p.t.Number, information.ObjectionInput{
			Reasons: []information.Ground{information.Different}, Position: "Daftar yang diberikan tidak memuat nilai tiap kegiatan seperti yang diminta.",
		}, change.Key{})
	}
}
