package ticket

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Release gives what a person holds back to the queues of their roles, inside
// the change that takes the person away (a disabled account). What they
// returned for mending comes back to the role, too, and not to them.
func (s *Service) Release(tx *change.Tx, userID string) error {
	held, err := openHeldBy(tx, userID)
	if err != nil {
		return err
	}
	for _, r := range held {
		if r.HolderID != nil && *r.HolderID == userID {
			r.HolderID = nil
		}
		if r.ReturnedByID != nil && *r.ReturnedByID == userID {
			r.ReturnedByID = nil
		}
		if err := save(tx, &r); err != nil {
			return err
		}
		if err := tx.Record(change.Event{Type: "released", Kind: "ticket", ObjectID: r.ID, Data: map[string]string{"from": userID}, Internal: true}); err != nil {
			return err
		}
	}
	return nil
}

// receivable refuses to give a request by name to somebody who stepped back
// from it or is away, naming who stands in. pointer is that of the receiver.
func receivable(tx *change.Tx, r row, to auth.Assignment, userID, pointer string, zone *time.Location) error {
	if userID == "" {
		return nil
	}
	if strings.Contains(r.Recused, userID) {
		return apperr.BadField(pointer+"/user_id", "recipient.recused",
			"Orang ini mengundurkan diri dari permohonan ini karena benturan kepentingan. Pilih orang lain, atau kirim ke perannya.",
			"This person stepped back from the request for a conflict of interest. Choose somebody else, or send it to the role.")
	}
	until, away, err := absentUntil(tx.DB, userID, tx.Now)
	if err != nil || !away {
		return err
	}
	deputies, err := runningDeputies(tx.DB, tx.Now, userID)
	if err != nil {
		return err
	}
	day := calendar.LongDate(until.In(zone).Add(-time.Nanosecond))
	id, en := "Pilih orang lain, atau kirim ke perannya.", "Choose somebody else, or send it to the role."
	for _, d := range deputies {
		if d.Role == string(to.Role) && d.Unit == to.Unit {
			id, en = fmt.Sprintf("Penggantinya: %s.", d.DeputyName), fmt.Sprintf("The deputy is %s.", d.DeputyName)
		}
	}
	return apperr.BadField(pointer+"/user_id", "recipient.absent",
		fmt.Sprintf("Orang ini tidak masuk sampai %s. %s", day, id), fmt.Sprintf("This person is away until %s. %s", day, en))
}

// comesBackTo returns to whom in person a mended request goes: whoever returned
// it, unless they no longer hold the role, stepped back or are away; then to
// nobody in particular of their role.
func comesBackTo(tx *change.Tx, r row, zone *time.Location) (string, error) {
	if r.ReturnedByID == nil {
		return "", nil
	}
	role := auth.Assignment{Role: auth.Role(r.ReturnedByRole), Unit: r.ReturnedByUnit}
	holds, err := anyHolds(tx.DB, role, *r.ReturnedByID, tx.Now)
	if err != nil || !holds {
		return "", err
	}
	err = receivable(tx, r, role, *r.ReturnedByID, "", zone)
	if apperr.From(err).Kind == apperr.Invalid && err != nil {
		return "", nil
	}
	return *r.ReturnedByID, err
}

// nameDeputies fills in who acts for the persons that hold requests, for those
// who see persons.
func (s *Service) nameDeputies(ctx context.Context, g reader, actor auth.Actor, list ...*Summary) error {
	var people []string
	for _, v := range list {
		if v.Holder != nil && v.Holder.User != nil && actor.Can(auth.ReadNotes) {
			people = append(people, v.Holder.User.ID)
		}
	}
	if len(people) == 0 {
		return nil
	}
	deputies, err := runningDeputies(g.WithContext(ctx), s.clock.Now(), people...)
	for _, v := range list {
		for _, d := range deputies {
			if h := v.Holder; h != nil && h.User != nil && h.User.ID == d.PrincipalID && h.Role == d.Role && h.Unit == d.Unit {
				h.Deputy = &auth.OnBehalfOf{ID: d.DeputyID, Name: d.DeputyName, Kind: d.Kind}
			}
		}
	}
	return err
}
