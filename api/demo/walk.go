package demo

import (
	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
)

// bodies are those for whom services wait, and what came back from them.
var bodies = map[string]struct{ name, url, answer string }{
	"rekomendasi-statistik": {"Badan Pusat Statistik Provinsi Kalimantan Utara", "https://romantik.bps.go.id", "Surat rekomendasi diterima dengan nomor V-25.6500.014."},
	"tte":                   {"Balai Besar Sertifikasi Elektronik (BSrE)", "https://portal-bsre.bssn.go.id", "Data sesuai; email akun sudah terkirim."},
}

// walk carries a submitted request through all steps of its service to its
// answer, each by whoever holds it.
func (p *player) walk(t tale) {
	if p.err != nil {
		return
	}
	service, err := p.app.Catalogue.Requestable(p.ctx, t.service)
	if err != nil {
		p.err = err
		return
	}
	for i, step := range service.Steps {
		who := holderOf(step.Actor)
		if who == "" {
			p.act(t.applicant, 30, 200, func(a auth.Actor) (ticket.Ticket, error) {
				return p.app.Tickets.Confirm(p.ctx, a, p.t.Number, p.t.Version, ticket.ConfirmInput{Note: "Sudah saya selesaikan."})
			})
			continue
		}
		p.takeUp(who)
		p.leave(t, who, step)
		switch {
		case i == len(service.Steps)-1:
			p.finish(t, who)
		case step.Kind == catalogue.Disposition && service.Steps[i+1].Actor != step.Actor:
			p.dispose(who, ticket.Recipient{Role: service.Steps[i+1].Actor.Role, Unit: service.Steps[i+1].Actor.Unit}, "Selesaikan dalam batas waktu layanan.")
		case i == 0:
			p.forward(who)
		default:
			p.forwardWith(who, "Selesai: "+step.Name+".")
		}
	}
}

// leave does what the step must leave behind. A note comes with passing on.
func (p *player) leave(t tale, who string, step catalogue.Step) {
	if step.Result == nil || step.Result.Kind == catalogue.NoteResult {
		return
	}
	if step.Result.Kind != catalogue.WaitResult {
		p.attach(t, who)
		return
	}
	body := bodies[t.service]
	p.wait(who, ticket.WaitInput{Body: body.name, Reference: "REG-2210", URL: body.url, Reason: step.Result.Text + "."})
	p.act(who, 30, 120, func(a auth.Actor) (ticket.Ticket, error) {
		return p.app.Tickets.Resume(p.ctx, a, p.t.Number, p.t.Version, ticket.ResumeInput{Note: body.answer})
	})
}

func (p *player) finish(t tale, who string) {
	p.act(who, 30, 120, func(a auth.Actor) (ticket.Ticket, error) {
		files := p.file(t, attachment.ResultLetter)
		if p.err != nil {
			return p.t, p.err
		}
		return p.app.Tickets.Complete(p.ctx, a, p.t.Number, p.t.Version, ticket.Fulfilled, "Permohonan sudah dilayani. Rincian ada pada surat jawaban.", p.thing(t), files)
	})
}

// holderOf returns the demo account of those who work at a step; empty: the
// applicant.
func holderOf(who catalogue.Actor) string {
	for _, a := range accounts {
		if a.role != auth.Applicant && string(a.role) == who.Role && a.unit == who.Unit {
			return a.username
		}
	}
	return ""
}
