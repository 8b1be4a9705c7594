// Package ident makes the opaque identifiers and secrets of the product. Both
// come from a source that tests can replace.
package ident

import (
	"crypto/rand"
	"encoding/base64"
	"io"

	"github.com/google/uuid"
)

// Source makes identifiers (UUIDv7: sortable by time of making) and secrets.
type Source interface {
	// ID returns a new UUIDv7 in its canonical text form.
	ID() string
	// Secret returns n random bytes, base64url without padding. It is fit for
	// tokens and one-time passwords.
	Secret(n int) string
}

// Random draws from the operating system's generator.
type Random struct{}

// ID returns a new random UUIDv7.
func (Random) ID() string { return uuid.Must(uuid.NewV7()).String() }

// Secret returns n random bytes as base64url text.
func (Random) Secret(n int) string {
	b := make([]byte, n)
	if _, err := io.ReadFull(rand.Reader, b); err != nil {
		panic("ident: the system's random generator failed: " + err.Error())
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// Valid tells whether s is a UUID in canonical form: lower case, with hyphens.
// Stores check it before a lookup, because PostgreSQL answers an ill-formed
// uuid with an error, and finds another spelling that SQLite does not.
func Valid(s string) bool {
	id, err := uuid.Parse(s)
	return err == nil && id.String() == s
}
