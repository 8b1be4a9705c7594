package notification

import (
	"context"
	"fmt"
	"html/template"
	"strings"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/mail"
)

// Send sends a mail, unless it was sent already or its receiver's account has
// been disabled meanwhile. What fails for now is tried again by the queue; what
// fails for good is closed with the reason. The mail's id is its Message-ID: a
// crash between the server's answer and the note of it sends the same again.
func (s *Service) Send(ctx context.Context, mailID string) error {
	m, err := s.store.mail(ctx, mailID)
	if err != nil || m.SentAt != nil || m.ClosedWhy != "" {
		return err
	}
	switch {
	case s.sender == nil:
		return s.settle(ctx, m, "no mail server")
	case m.UserID != nil && m.DisabledAt != nil:
		return s.settle(ctx, m, "account disabled")
	}
	letter, err := s.letter(ctx, m)
	if err != nil {
		return err
	}
	switch err := s.sender.Send(ctx, letter); {
	case err == nil:
		return s.settle(ctx, m, "")
	case mail.IsPermanent(err):
		return s.settle(ctx, m, "refused for good")
	default:
		return err
	}
}

// settle notes that a mail was sent, or why it never will be.
func (s *Service) settle(ctx context.Context, m mailRow, why string) error {
	return s.changes.Do(ctx, change.System, func(tx *change.Tx) error {
		if err := settleMail(tx, m.ID, why); err != nil {
			return err
		}
		event := "mail_sent"
		if why != "" {
			event = "mail_not_sent"
		}
		return tx.Record(change.Event{Type: event, Kind: "event", ObjectID: m.EventID, Data: map[string]string{"mail": m.ID, "why": why}, Internal: true})
	})
}

// letter words a mail. Of a confidential request it says the number only.
func (s *Service) letter(ctx context.Context, m mailRow) (mail.Message, error) {
	lang, name, to := m.Preferences.whole().Language, m.Name, m.Email
	about, link, said := "", s.url+"/delegasi", rules[m.EventKind+"/"+m.EventType].text
	if m.EventKind == "asset" {
		a, err := s.assets.Concerned(ctx, m.ObjectID)
		if err != nil {
			return mail.Message{}, err
		}
		about, link = a.Name, s.url+"/aset/"+m.ObjectID
	}
	if m.TicketID != nil {
		c, err := s.tickets.Concerned(ctx, *m.TicketID)
		if err != nil {
			return mail.Message{}, err
		}
		about, link = c.Number, s.url+"/permohonan/"+c.Number
		if m.UserID == nil {
			name, to, link = c.GuestName, c.GuestContact, s.url+"/lacak"
		}
		if c.Confidential {
			said = updated
		} else {
			about += " – " + c.Subject
		}
	}
	words := func(id, en string) string { return apperr.Text{ID: id, EN: en}.In(lang) }
	subject := strings.TrimSpace(said.In(lang) + " " + about)
	page := struct{ Greeting, Subject, Link, Open, Foot string }{
		Greeting: words("Yth. ", "Dear ") + name + ",", Subject: subject, Link: link, Open: words("Buka di E-Layanan", "Open in E-Layanan"),
		Foot: words("Pesan ini dikirim otomatis; jangan dibalas. Apa yang dikirim kepada Anda dapat diatur di halaman Notifikasi.",
			"This message was sent automatically; please do not reply. What is sent to you can be set on the page Notifications."),
	}
	var html strings.Builder
	if err := letterPage.Execute(&html, page); err != nil {
		return mail.Message{}, err
	}
	return mail.Message{
		ID: m.ID, To: to, Subject: subject, HTML: html.String(),
		Text: fmt.Sprintf("%s\n\n%s.\n\n%s: %s\n\n-- \n%s\n", page.Greeting, page.Subject, page.Open, page.Link, page.Foot),
	}, nil
}

var letterPage = template.Must(template.New("letter").Parse(`<!doctype html>
<html><body style="font-family:sans-serif;line-height:1.5">
<p>{{.Greeting}}</p>
<p>{{.Subject}}.</p>
<p><a href="{{.Link}}">{{.Open}}</a></p>
<p style="color:#555;font-size:90%">{{.Foot}}</p>
</body></html>
`))
