package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
)

// incoming is a request that came another way than through this product, and
// that the counter wrote down at present.
type incoming struct {
	tale // without an applicant: of somebody who has no account
	ago  time.Duration
	in   ticket.RecordInput
}

var letters = []incoming{
	{tale{applicant: "pemohon", service: "subdomain", subject: "Subdomain sistem informasi posyandu"}, 6 * 24 * time.Hour, ticket.RecordInput{
		Channel: ticket.Paper, LetterNumber: "400.7/118/DINKES", LateReason: "Surat diterima saat petugas loket mengikuti pelatihan.",
	}},
	{tale{service: "virtual-meeting", subject: "Rapat koordinasi kader posyandu desa"}, 40 * time.Minute, ticket.RecordInput{
		Channel: ticket.InPerson, Name: "Maria Lalung", Contact: "maria.lalung@example.com", Agency: "Forum Kader Posyandu Bulungan",
	}},
}

// counter records the letters, and keeps a view of the inbox for the officer
// who did.
func (s *story) counter(ctx context.Context) error {
	s.clock.Set(s.now)
	for _, l := range letters {
		p := &player{story: s, ctx: ctx}
		if p.record(l); p.err != nil {
			return fmt.Errorf("demo: %q: %w", l.subject, p.err)
		}
	}
	officer, err := s.app.Auth.Load(ctx, "loket")
	if err == nil {
		_, err = s.app.Tickets.SaveView(ctx, officer, ticket.ViewInput{Name: "Subdomain belum diterima", Query: "show=new&service_type=subdomain"})
	}
	return err
}

func (p *player) record(l incoming) {
	in := l.in
	in.ServiceType, in.Subject, in.ReceivedAt = l.service, l.subject, p.now.Add(-l.ago).Truncate(time.Second)
	if l.applicant != "" {
		in.ApplicantID = p.actor(l.applicant).ID
	}
	var files []attachment.Received
	if in.Channel == ticket.Paper {
		in.LetterDate = in.ReceivedAt.In(p.app.Config.Zone).AddDate(0, 0, -1).Format(time.DateOnly)
		files = p.file(l.tale, attachment.RequestLetter)
	}
	officer := p.actor("loket")
	if p.err == nil {
		_, _, p.err = p.app.Tickets.Record(p.ctx, officer, in, files, change.Key{})
	}
}
