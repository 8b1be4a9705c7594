package auth

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// sealer encrypts what must be read again but not by who reads the database or
// a cookie: AES-256-GCM under a key that is derived from the signing key, one
// for each use (RFC 5869). A sealed text names its key: "s1.<key id>.<text>".
type sealer struct {
	kid  string
	aead cipher.AEAD
}

const sealMark = "s1"

var errSealed = errors.New("auth: sealed with another key, for another owner, or damaged")

func newSealer(key []byte, use string) (sealer, error) {
	derived, err := hkdf.Key(sha256.New, key, nil, "elayanan "+use, 32)
	if err != nil {
		return sealer{}, fmt.Errorf("auth: %w", err)
	}
	block, err := aes.NewCipher(derived)
	if err != nil {
		return sealer{}, fmt.Errorf("auth: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	sum := sha256.Sum256(append([]byte("kid:"), derived...))
	return sealer{kid: base64.RawURLEncoding.EncodeToString(sum[:6]), aead: aead}, err
}

// seal encrypts a text for its owner: under another owner's name it does not
// open.
func (s sealer) seal(text, owner string) string {
	return sealMark + "." + s.kid + "." + base64.RawURLEncoding.EncodeToString(s.aead.Seal(nil, nil, []byte(text), []byte(owner)))
}

func (s sealer) open(sealed, owner string) (string, error) {
	mark, rest, _ := strings.Cut(sealed, ".")
	kid, body, _ := strings.Cut(rest, ".")
	raw, err := base64.RawURLEncoding.DecodeString(body)
	if mark != sealMark || kid != s.kid || err != nil {
		return "", errSealed
	}
	text, err := s.aead.Open(nil, nil, raw, []byte(owner))
	if err != nil {
		return "", errSealed
	}
	return string(text), nil
}

// isSealed tells a sealed text from the plain ones of before.
func isSealed(text string) bool { return strings.HasPrefix(text, sealMark+".") }
