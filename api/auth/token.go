package auth

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// What every access token says of itself (RFC 8725, RFC 9068).
const (
	issuer    = "elayanan"
	audience  = "elayanan-api"
	tokenType = "at+jwt"
)

// maxToken bounds what is parsed at all; ours have some 400 bytes.
const maxToken = 4 << 10

// Signer makes and checks access tokens: one algorithm, keys by id, and every
// registered claim that it writes is required when it reads.
type Signer struct {
	keys    map[string][]byte
	active  string
	refresh []byte // makes refresh tokens
	ttl     time.Duration
	parser  *jwt.Parser
}

// NewSigner returns a Signer. The key has at least 32 random bytes. Tokens are
// good for ttl after their making.
func NewSigner(key []byte, ttl time.Duration, now func() time.Time) *Signer {
	sum := sha256.Sum256(append([]byte("kid:"), key...))
	kid := base64.RawURLEncoding.EncodeToString(sum[:6])
	refresh := hmac.New(sha256.New, key)
	refresh.Write([]byte("refresh tokens"))
	return &Signer{
		keys: map[string][]byte{kid: key}, active: kid, refresh: refresh.Sum(nil), ttl: ttl,
		parser: jwt.NewParser(
			jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}),
			jwt.WithIssuer(issuer), jwt.WithAudience(audience),
			jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithTimeFunc(now), jwt.WithStrictDecoding(),
		),
	}
}

type claims struct {
	jwt.RegisteredClaims
	Session string `json:"sid"`
}

// Sign returns an access token for a session of a user.
func (s *Signer) Sign(userID, sessionID string, now time.Time) (string, error) {
	t := jwt.NewWithClaims(jwt.SigningMethodHS256, claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: issuer, Audience: jwt.ClaimStrings{audience}, Subject: userID,
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(s.ttl)),
		},
		Session: sessionID,
	})
	t.Header["kid"], t.Header["typ"] = s.active, tokenType
	return t.SignedString(s.keys[s.active])
}

// Check returns whose token it is. Every fault is an error, and none is told
// apart for the caller.
func (s *Signer) Check(token string) (userID, sessionID string, err error) {
	if len(token) > maxToken {
		return "", "", errors.New("auth: token too long")
	}
	var c claims
	_, err = s.parser.ParseWithClaims(token, &c, func(t *jwt.Token) (any, error) {
		if t.Header["typ"] != tokenType {
			return nil, errors.New("auth: not an access token")
		}
		kid, _ := t.Header["kid"].(string)
		key, ok := s.keys[kid]
		if !ok {
			return nil, errors.New("auth: unknown key")
		}
		return key, nil
	})
	if err == nil && (c.Subject == "" || c.Session == "" || c.IssuedAt == nil) {
		err = errors.New("auth: token without subject, session or time of issue")
	}
	return c.Subject, c.Session, err
}

// Refresh returns the refresh token of a session in a generation. It is the
// same each time, so that an answer that was lost can be given again, and
// nobody without the key can make one.
func (s *Signer) Refresh(sessionID string, generation int64) string {
	body := sessionID + "." + strconv.FormatInt(generation, 10)
	mac := hmac.New(sha256.New, s.refresh)
	mac.Write([]byte(body))
	return body + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// CheckRefresh returns what a refresh token was made for; ok is false for one
// that this product never made.
func (s *Signer) CheckRefresh(token string) (sessionID string, generation int64, ok bool) {
	if len(token) > maxToken {
		return "", 0, false
	}
	sessionID, rest, _ := strings.Cut(token, ".")
	count, _, _ := strings.Cut(rest, ".")
	generation, err := strconv.ParseInt(count, 10, 64)
	ok = err == nil && hmac.Equal([]byte(s.Refresh(sessionID, generation)), []byte(token))
	return sessionID, generation, ok
}
