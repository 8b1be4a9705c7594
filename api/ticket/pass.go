package ticket

import (
	"slices"
	"strings"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Recipient is to whom a request is passed: a role, its unit, and a person if
// one is meant. A unit without a role is its head.
type Recipient struct {
	Role   string `json:"role,omitempty" validate:"required_without=Unit,max=40" example:"division_head"`
	Unit   string `json:"unit,omitempty" validate:"max=40" example:"aptika"`
	UserID string `json:"user_id,omitempty" validate:"omitempty,uuid"`
} // @name Recipient

func (to Recipient) assignment() auth.Assignment {
	return auth.Assignment{Role: auth.Role(to.Role), Unit: to.Unit}
}

// refusals of passing on. The pointer is that of the receiver in the body.
func errRecipientAt(pointer string) error {
	return apperr.BadField(pointer, "recipient.not_allowed",
		"Permohonan tidak dapat diteruskan ke tujuan ini dari langkah sekarang.", "The request cannot be passed on to this receiver from here.")
}

func errUserAt(pointer string) error {
	return apperr.BadField(pointer+"/user_id", "recipient.unknown",
		"Orang ini tidak memegang peran tersebut atau akunnya tidak aktif.", "This person does not hold that role, or the account is not active.")
}

var errRecipient = errRecipientAt("/to")

// checkRecipient fills in what a recipient leaves out and refuses one whom
// somebody acting as from may not name, or who is nobody.
func (s *Service) checkRecipient(tx *change.Tx, r row, from auth.Assignment, to *Recipient, pointer string) error {
	if to.Role == "" {
		to.Role = string(auth.DivisionHead)
	}
	if !mayPassTo(from, to.assignment()) {
		return errRecipientAt(pointer)
	}
	fits, err := anyHolds(tx.DB, to.assignment(), to.UserID, tx.Now)
	switch {
	case err != nil:
		return err
	case !fits && to.UserID != "":
		return errUserAt(pointer)
	case !fits:
		return errRecipientAt(pointer)
	}
	return receivable(tx, r, to.assignment(), to.UserID, pointer, s.zone)
}

// pass hands the request to a receiver and moves it to their step. words are
// those that come along.
func (s *Service) pass(tx *change.Tx, r *row, d catalogue.Definition, from auth.Assignment, to *Recipient, words string) error {
	if err := s.checkRecipient(tx, *r, from, to, "/to"); err != nil {
		return err
	}
	next := stepFor(d, r.Step, to.assignment())
	if from == r.holder() && position(d, next.Key) > position(d, r.Step) {
		if err := s.mayLeave(tx, *r, d, words); err != nil {
			return err
		}
	}
	r.Step = next.Key
	return handOn(tx, r, from, to.assignment(), to.UserID)
}

func position(d catalogue.Definition, key string) int {
	return slices.IndexFunc(d.Steps, func(s catalogue.Step) bool { return s.Key == key })
}

// handOn passes the request from the author of the change, acting as from, to
// somebody else. A superior who steps in joins the chain of those who have
// held it, and so can follow also what is confidential.
func handOn(tx *change.Tx, r *row, from, to auth.Assignment, userID string) error {
	if from != r.holder() {
		if _, err := join(tx.DB, r.ID, from, tx.Author().ID); err != nil {
			return err
		}
	}
	r.hold(to, userID)
	return nil
}

// mayLeave refuses to let a request go on from its step while a reviewer is
// still to be heard, or while the step has not left behind what it must. note
// are the words with which it is passed on.
func (s *Service) mayLeave(tx *change.Tx, r row, d catalogue.Definition, note string) error {
	step := *d.Step(r.Step)
	if len(r.pendingReviews(step)) > 0 {
		return apperr.New(apperr.Conflict, "ticket.reviews_missing",
			"Belum semua penelaah memberikan pendapat. Tunggu pendapat mereka, atau hubungi mereka.", "Not all reviewers have given their opinion. Wait for them, or call them.")
	}
	if step.Result == nil {
		return nil
	}
	what := step.Result.Text
	if what == "" {
		what = step.Output
	}
	if step.Result.Kind == catalogue.NoteResult {
		if strings.TrimSpace(note) == "" {
			return apperr.BadField("/note", "ticket.result_missing", "Langkah ini memerlukan catatan: "+what+".", "This step needs a note: "+what+".")
		}
		return nil
	}
	way, err := historyOf(tx.DB, r)
	if err != nil || r.leftBehind(*step.Result, way) {
		return err
	}
	how := map[catalogue.ResultKind]apperr.Text{
		catalogue.InternalResult:   {ID: "lampirkan sebagai berkas internal", EN: "attach it as an internal file"},
		catalogue.SupportingResult: {ID: "lampirkan sebagai berkas pendukung", EN: "attach it as a supporting file"},
		catalogue.WaitResult:       {ID: "catat penantian pihak luar dan jawabannya", EN: "record the wait for the other body and its answer"},
	}[step.Result.Kind]
	return apperr.New(apperr.Conflict, "ticket.result_missing",
		"Hasil langkah ini belum ada ("+what+"): "+how.ID+".", "The result of this step is missing ("+what+"): "+how.EN+".")
}

// leftBehind tells whether the present step has left its result behind since
// the request came to it. A note only comes with passing on.
func (r row) leftBehind(result catalogue.Result, way history) bool {
	if result.Kind == catalogue.WaitResult {
		return slices.ContainsFunc(way.waits, func(w ExternalWait) bool {
			return w.Step == r.Step && w.EndedAt != nil && !w.StartedAt.Before(r.StepEnteredAt)
		})
	}
	return slices.ContainsFunc(way.files, func(f addedFile) bool {
		return f.Kind == string(result.Kind) && !f.at.Before(r.StepEnteredAt)
	})
}
