package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/netip"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// Throttle slows guessing down. Failures are counted in the database, so that
// neither a restart nor a second instance forgets them, and each further one
// makes the next attempt wait longer. Nobody who is signed in waits for what
// strangers guess: sessions are not counted by account.
type Throttle struct {
	store   throttleStore
	changes *change.Recorder
	clock   clock.Clock
}

// NewThrottle returns a Throttle.
func NewThrottle(d *db.DB, changes *change.Recorder, c clock.Clock) *Throttle {
	return &Throttle{store: throttleStore{d.Read}, changes: changes, clock: c}
}

// Target is what failures are counted by.
type Target struct {
	key    string
	free   int           // failures that cost nothing: typing errors
	first  time.Duration // the wait after the next one; it doubles with each
	forget time.Duration // after so long without a failure all is forgotten
}

// longestWait bounds every wait: at four guesses an hour nobody finds a
// password that the rules allow, and its owner is back after a cup of coffee.
const longestWait = 15 * time.Minute

// target hashes the name, because people type passwords into the wrong field.
func target(kind, name string, free int, first, forget time.Duration) Target {
	sum := sha256.Sum256([]byte(kind + ":" + name))
	return Target{key: kind + ":" + hex.EncodeToString(sum[:16]), free: free, first: first, forget: forget}
}

// accountTarget counts by username, whether or not there is such an account.
func accountTarget(username string) Target {
	return target("account", username, 5, 5*time.Second, 24*time.Hour)
}

// secondFactorTarget counts wrong codes of those who know the password.
func secondFactorTarget(userID string) Target {
	return target("second-factor", userID, 5, 5*time.Second, 24*time.Hour)
}

// sessionTarget counts by session, for what a person confirms while signed in.
func sessionTarget(sessionID string) Target {
	return target("session", sessionID, 5, 5*time.Second, time.Hour)
}

// LinkTarget counts requests for a link by mail, all of which count as
// failures: nobody's mailbox is to be flooded.
func LinkTarget(username string) Target {
	return target("reset", username, 2, time.Minute, 24*time.Hour)
}

// AddressTarget counts by the caller's real address. Whole agencies stand
// behind one, so it gives more before it waits; of IPv6 the /64 counts, which
// is what one subscriber has.
func AddressTarget(address string) Target {
	if ip, err := netip.ParseAddr(address); err == nil && ip.Unmap().Is6() {
		if network, err := ip.WithZone("").Prefix(64); err == nil {
			address = network.String()
		}
	}
	return target("address", address, 50, 5*time.Second, time.Hour)
}

// wait is how long the next attempt waits after so many failures.
func (t Target) wait(failures int) time.Duration {
	if failures <= t.free {
		return 0
	}
	wait := t.first
	for range min(failures-t.free-1, 16) {
		wait *= 2
	}
	return min(wait, longestWait)
}

func errWait(wait time.Duration) error {
	return apperr.New(apperr.RateLimited, "auth.too_many_attempts",
		"Terlalu banyak percobaan yang gagal. Tunggu sebentar, lalu coba lagi.",
		"Too many attempts have failed. Wait a moment, then try again.").WithRetryAfter(wait)
}

// Check refuses an attempt that comes before its time.
func (t *Throttle) Check(ctx context.Context, targets ...Target) error {
	free, err := freeAt(t.store.read.WithContext(ctx), targets)
	if err != nil {
		return err
	}
	if wait := free.Sub(t.clock.Now()); wait > 0 {
		return errWait(wait)
	}
	return nil
}

// Count is Failed for an attempt that is recorded by the change it is part of.
func (t *Throttle) Count(tx *change.Tx, targets ...Target) error { return fail(tx, targets) }

// ForgetAccount forgets the failures at an account whose owner has proven
// otherwise who they are.
func (t *Throttle) ForgetAccount(tx *change.Tx, username string) error {
	return forgetFailures(tx.DB, []Target{accountTarget(username)})
}

// Failed counts a failed attempt and records it as an event. When others
// failed at the same time and the next attempt has to wait already, that is
// the answer instead: however many guess at once, only as many learn
// something as would have one after the other.
func (t *Throttle) Failed(ctx context.Context, author change.Author, event change.Event, targets ...Target) error {
	return t.changes.Do(ctx, author, func(tx *change.Tx) error {
		if err := fail(tx, targets); err != nil {
			return err
		}
		return tx.Record(event)
	})
}

// fail counts a failure inside a change.
func fail(tx *change.Tx, targets []Target) error {
	for _, t := range targets {
		failures, free, err := countFailure(tx.DB, t, tx.Now)
		if err != nil {
			return err
		}
		if wait := free.Sub(tx.Now); wait > 0 {
			return errWait(wait)
		}
		if err := setFreeAt(tx.DB, t, tx.Now.Add(t.wait(failures))); err != nil {
			return err
		}
	}
	return nil
}

// succeed forgets the failures of what was proven, inside the change that
// proves it, unless others have failed so often meanwhile that this attempt
// should not have been heard. Those of the address stay: whoever guesses could
// otherwise sign in to an account of their own in between.
func succeed(tx *change.Tx, targets []Target, proven ...Target) error {
	free, err := freeAt(tx.DB, targets)
	if err != nil {
		return err
	}
	if wait := free.Sub(tx.Now); wait > 0 {
		return errWait(wait)
	}
	return forgetFailures(tx.DB, proven)
}
