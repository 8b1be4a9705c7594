package notification

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/pkg/mail"
)

// errToldAlready ends a change that would tell nobody anything new.
var errToldAlready = errors.New("notification: told already")

// guest stands for the receiver of a mail who has no account.
const guest = "guest"

// Tell tells everybody who must know of an event, once: run again, it tells
// nobody twice, and however late: after a standstill of a week people still
// learn what they must. People who are disabled by then are left out.
func (s *Service) Tell(ctx context.Context, eventID string) error {
	e, err := s.store.event(ctx, eventID)
	if err != nil {
		return err
	}
	r := rules[e.Kind+"/"+e.Type]
	people, byMail, err := s.audience(ctx, e, r)
	if err != nil || len(people) == 0 && !byMail {
		return err
	}
	receivers, err := s.store.receivers(ctx, people)
	if err != nil {
		return err
	}
	err = s.changes.Do(ctx, change.System, func(tx *change.Tx) error {
		told, mails := 0, 0
		post := func(userID *string, receiver string) error {
			id, err := insertMail(tx, e, userID, receiver)
			if err != nil || id == "" {
				return err
			}
			mails++
			return tx.Enqueue(Send{MailID: id})
		}
		for _, p := range receivers {
			ways := p.Preferences.channel(r.kind)
			if ways.InApp {
				first, err := insertNotification(tx, e, r.kind, p.ID)
				if err != nil {
					return err
				}
				if first {
					told++
				}
			}
			if ways.Email && s.sender != nil && mail.Valid(p.Email) {
				if err := post(&p.ID, p.ID); err != nil {
					return err
				}
			}
		}
		if byMail && s.sender != nil {
			if err := post(nil, guest); err != nil {
				return err
			}
		}
		if told+mails == 0 {
			return errToldAlready
		}
		return tx.Record(change.Event{Type: "notified", Kind: "event", ObjectID: e.ID, Data: map[string]int{"people": told, "mails": mails}, Internal: true})
	})
	if errors.Is(err, errToldAlready) {
		return nil
	}
	return err
}

// audience returns the people who must know of an event, and whether a guest
// is told by mail.
func (s *Service) audience(ctx context.Context, e change.Recorded, r rule) (people []string, byMail bool, err error) {
	switch e.Kind {
	case "delegation":
		var d struct {
			Principal, Deputy auth.Ref
		}
		err = json.Unmarshal(e.Data, &d)
		people = []string{d.Principal.ID, d.Deputy.ID}
	case "asset":
		c, found := s.assets.Concerned(ctx, e.ObjectID)
		err = found
		people = append(c.Owners, c.Keepers...)
	default:
		to, unread := receiversOf(e)
		if unread != nil {
			return nil, false, unread
		}
		c, found := s.tickets.Concerned(ctx, e.ObjectID, to...)
		err = found
		for who, list := range map[audience][]string{
			applicant: {c.Applicant}, holders: c.Holders, superiors: c.Superiors, heads: c.Heads, ppids: c.PPIDs, named: c.Named, workers: c.Workers,
		} {
			if r.tell&who != 0 {
				people = append(people, list...)
			}
		}
		byMail = r.tell&applicant != 0 && c.Applicant == "" && mail.Valid(c.GuestContact) && e.ActorRole != string(auth.Applicant)
	}
	slices.Sort(people)
	people = slices.DeleteFunc(slices.Compact(people), func(id string) bool { return id == "" || id == e.ActorID })
	return people, byMail, err
}

// receiversOf returns the receivers that an event of a request names.
func receiversOf(e change.Recorded) ([]ticket.Recipient, error) {
	var data struct {
		To     *ticket.Recipient  `json:"to"`
		Copies []ticket.Recipient `json:"copies"`
	}
	if len(e.Data) == 0 {
		return nil, nil
	}
	if err := json.Unmarshal(e.Data, &data); err != nil {
		return nil, err
	}
	if data.To != nil {
		data.Copies = append(data.Copies, *data.To)
	}
	return data.Copies, nil
}
