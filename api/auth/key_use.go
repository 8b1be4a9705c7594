package auth

import (
	"context"
	"crypto/subtle"
	"strings"
	"sync"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

var (
	errKeyUnknown = apperr.New(apperr.Unauthenticated, "auth.key_unknown",
		"Kunci API ini tidak dikenal. Periksa apakah kunci disalin utuh.", "This API key is not known. Check that it was copied whole.")
	errKeyEnded = apperr.New(apperr.Unauthenticated, "auth.key_ended",
		"Kunci API ini sudah dicabut, diganti, atau berakhir. Mintalah kunci baru kepada admin.", "This API key was revoked, replaced, or has expired. Ask an admin for a new one.")
	errKeyPowerless = apperr.New(apperr.Unauthenticated, "auth.key_powerless",
		"Akun yang diwakili kunci API ini tidak aktif atau tidak lagi memegang perannya. Hubungi admin.", "The account for which this API key acts is not active, or no longer holds its role. Ask an admin.")
	errKeyNetwork = apperr.New(apperr.Forbidden, "auth.key_network",
		"Kunci API ini tidak diterima dari alamat jaringan Anda. Mintalah admin menambahkan alamat itu.", "This API key is not taken from your network address. Ask an admin to add it.")
	errKeyScope = apperr.New(apperr.Forbidden, "auth.key_scope",
		"Cakupan kunci API ini tidak meliputi tindakan ini.", "The scopes of this API key do not include this action.")
	errKeyInURL = apperr.New(apperr.Malformed, "auth.key_in_url",
		"Jangan menaruh kunci API di alamat: alamat tercatat di banyak tempat. Kirim lewat X-API-Key, dan mintalah rahasia baru.",
		"Do not put an API key into the address: addresses are kept in many places. Send it as X-API-Key, and ask for a new secret.")
	errTwoCredentials = apperr.New(apperr.Malformed, "auth.two_credentials",
		"Kirim kunci API atau token, jangan keduanya.", "Send an API key or a token, not both.")
)

// maxKeyLength bounds what is looked at as a key; ours have some 60 characters.
const maxKeyLength = 200

// keyActor returns who acts through a key, in a request that comes from an
// address, and how many requests the key has left. Where the secret is right and the key is refused,
// the actor still names it, for the record. A wrong secret and a handle that
// nobody has take the same way.
func (s *Service) keyActor(ctx context.Context, secret, address, requestID string) (Actor, allowance, error) {
	handle, _, _ := strings.Cut(secret, ".")
	if len(secret) > maxKeyLength {
		return Actor{}, allowance{}, errKeyUnknown
	}
	row, secrets, err := s.store.keyByHandle(ctx, handle)
	if err != nil && !db.IsNotFound(err) {
		return Actor{}, allowance{}, err
	}
	now := s.clock.Now()
	match, live := false, false
	hash := hashKey(secret)
	for _, one := range append(secrets, keySecretRow{Hash: hashKey("")}) {
		if subtle.ConstantTimeCompare([]byte(one.Hash), []byte(hash)) == 1 && one.KeyID != "" {
			match, live = true, one.live(now)
		}
	}
	if !match {
		return Actor{}, allowance{}, errKeyUnknown
	}
	named := Actor{ID: row.UserID, Name: row.UserName, Key: &KeyInUse{ID: row.ID, Name: row.Name, Handle: row.Handle, scopes: row.Scopes}}
	switch state := row.state(now); {
	case !live || state == KeyRevoked || state == KeyExpired:
		return named, allowance{}, errKeyEnded
	case state == KeyPowerless:
		return named, allowance{}, errKeyPowerless
	case !row.takenFrom(address):
		return named, allowance{}, errKeyNetwork
	}
	left := s.limiter.take(row.ID, row.PerMinute, now)
	if left.wait > 0 {
		return named, left, errKeyRate(left.wait)
	}
	account, err := s.store.accountBy(ctx, "id", row.UserID)
	if err != nil {
		return named, left, err
	}
	actor := Actor{
		ID: account.ID, Username: account.Username, Name: account.Name, OrganisationID: account.OrganisationID, OrganisationName: account.OrganisationName,
		SeesOrganisation: account.SeesOrganisation, Roles: []Assignment{{Role: row.Role}}, Key: named.Key, Address: address, RequestID: requestID,
	}
	s.noteUse(ctx, actor, row, now)
	return actor, left, nil
}

func errKeyRate(wait time.Duration) error {
	return apperr.New(apperr.RateLimited, "auth.key_rate",
		"Kunci API ini sudah mencapai batas permintaan per menit. Coba lagi setelah waktu pada Retry-After.",
		"This API key has reached its limit of requests a minute. Try again after the time in Retry-After.").WithRetryAfter(wait)
}

// useInterval is how exactly the last use of a key is known.
const useInterval = time.Hour

// noteUse keeps when and from where a key was used, once an hour. Where it
// cannot be kept, the next request tries again: a reader is not refused because
// nothing can be written.
func (s *Service) noteUse(ctx context.Context, actor Actor, row keyRow, now time.Time) {
	if row.LastUsedAt != nil && now.Sub(*row.LastUsedAt) < useInterval {
		return
	}
	_ = s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		first, err := touchKey(tx.DB, row.ID, actor.Address, tx.Now, tx.Now.Add(-useInterval))
		if err != nil || !first {
			return err // with nothing recorded, nothing is kept: another request did it
		}
		return tx.Record(change.Event{Type: "api_key_used", Kind: "api_key", ObjectID: row.ID, Data: map[string]string{"name": row.Name, "handle": row.Handle}, Internal: true})
	})
}

// limiter counts the requests of each key: as many as it has in a minute at
// once, and then as they come back, evenly. It lives in memory: with several
// instances each gives the whole limit, and a restart gives it anew.
type limiter struct {
	mu      sync.Mutex
	buckets map[string]bucket
}

type bucket struct {
	used float64
	at   time.Time
}

// allowance is what a key has left.
type allowance struct {
	limit, left int
	full        time.Duration // until it has all again
	wait        time.Duration // until it has one again; 0: it had one
}

func newLimiter() *limiter { return &limiter{buckets: map[string]bucket{}} }

// take uses one request of a key.
func (l *limiter) take(key string, perMinute int, now time.Time) allowance {
	l.mu.Lock()
	defer l.mu.Unlock()
	rate := float64(perMinute) / float64(time.Minute)
	b := l.buckets[key]
	b.used = max(0, b.used-rate*float64(now.Sub(b.at)))
	b.at = now
	a := allowance{limit: perMinute}
	if over := b.used + 1 - float64(perMinute); over > 1e-9 {
		a.wait = max(time.Duration(over/rate), time.Millisecond)
	} else {
		b.used++
	}
	l.buckets[key] = b
	a.left, a.full = max(0, int(float64(perMinute)-b.used+1e-9)), time.Duration(b.used/rate)
	return a
}
