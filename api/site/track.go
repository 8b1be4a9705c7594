package site

import (
	"context"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/ticket"
)

// Tracker finds a request for somebody without an account.
type Tracker interface {
	// Track returns the request with the number if the secret code fits;
	// otherwise web.ErrNotFound, whether or not there is such a number. address
	// is the caller's, for limiting guesses.
	Track(ctx context.Context, number, code, address string) (Tracked, error)
}

// Tracked is what is shown of a request to whoever has its code.
type Tracked struct {
	Number, Service, Subject string
	Code                     string // as it was given, for the forms on the page
	Status, Outcome          string // in words
	Holder, Step, NextStep   string // in words; empty when there is none
	Open, Returned           bool   // not done; with the applicant, for mending
	ReturnReason             string // why it waits for the applicant, if it does
	ReturnPoints             []string
	HasLetter                bool // the answer letter can be downloaded
	SubmittedAt              time.Time
	DueAt, ClosedAt          *time.Time
	Deadline                 *ticket.Deadline // why it is due then; nil where no limit is decreed
	Messages                 []TrackedMessage
	Information              *TrackedInformation // of a request for public information: what the law gives now; or nil
}

// TrackedMessage is one message of the conversation.
type TrackedMessage struct {
	At     time.Time
	Office bool // from the office rather than from the applicant
	Text   string
}
