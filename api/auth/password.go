package auth

import (
	"slices"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Lengths of a password in characters (NIST SP 800-63B-4: fifteen where it is
// the only factor, eight beside a second one).
const (
	MinPassword           = 15
	MinPasswordWithFactor = 8
	MaxPassword           = 128
)

// Hasher hashes passwords with Argon2id. Each hash takes memory, so only a few
// run at a time; the others wait.
type Hasher struct {
	params *argon2id.Params
	slots  chan struct{}
	absent string // the hash that is compared where there is no account, to take the same time
	work   atomic.Int64
}

// DefaultParams are OWASP's for Argon2id: 19 MiB, two passes, one lane.
var DefaultParams = argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// NewHasher returns a Hasher. Tests give lighter params.
func NewHasher(params argon2id.Params) *Hasher {
	h := &Hasher{params: &params, slots: make(chan struct{}, 4)}
	h.absent = h.Hash("no account has this password")
	return h
}

// Hash returns the encoded hash of a password.
func (h *Hasher) Hash(password string) string {
	h.slots <- struct{}{}
	defer func() { <-h.slots }()
	h.work.Add(1)
	hash, err := argon2id.CreateHash(password, h.params)
	if err != nil {
		panic("auth: the system's random generator failed: " + err.Error())
	}
	return hash
}

// Matches compares in the same time whether or not there is a hash.
func (h *Hasher) Matches(password, hash string) bool {
	h.slots <- struct{}{}
	defer func() { <-h.slots }()
	h.work.Add(1)
	present := hash != ""
	if !present {
		hash = h.absent
	}
	ok, err := argon2id.ComparePasswordAndHash(password, hash)
	return ok && err == nil && present
}

// Work tells how many evaluations of Argon2 were done since the start: what an
// answer costs, and what a caller could measure.
func (h *Hasher) Work() int64 { return h.work.Load() }

// CheckPassword refuses a new password that is too short, too long, among those
// that everybody tries first, or made of things that others know: words about
// the account or the office, a single repeated pattern, a well-known run of
// keys. pointer is where it stands in the input.
func CheckPassword(pointer, password string, secondFactor bool, known ...string) error {
	length := utf8.RuneCountInString(password)
	switch {
	case length < MinPassword && !secondFactor:
		return apperr.BadField(pointer, "password.short",
			"Kata sandi paling sedikit 15 karakter. Beberapa kata yang tidak berhubungan mudah diingat dan sulit ditebak.",
			"A password has at least 15 characters. A few unrelated words are easy to remember and hard to guess.")
	case length < MinPasswordWithFactor:
		return apperr.BadField(pointer, "password.short", "Kata sandi paling sedikit 8 karakter.", "A password has at least 8 characters.")
	case length > MaxPassword:
		return apperr.BadField(pointer, "password.long", "Kata sandi paling banyak 128 karakter.", "A password has at most 128 characters.")
	case common(password):
		return apperr.BadField(pointer, "password.common",
			"Kata sandi ini termasuk yang paling sering dipakai dan pertama dicoba penyusup. Pilih yang lain.",
			"This password is among the most used ones, which intruders try first. Choose another.")
	case guessable(password, known):
		return apperr.BadField(pointer, "password.guessable",
			"Kata sandi ini mudah ditebak. Hindari nama, NIP, nama kantor, pengulangan, dan deretan tombol.",
			"This password is easy to guess. Avoid names, NIP, the office's name, repetition and runs of keys.")
	}
	return nil
}

// guessable takes the known words, runs of keys and repetition away; what
// remains must still be more than a few characters.
func guessable(password string, known []string) bool {
	rest := strings.ToLower(password)
	words := []string{"password", "passw0rd", "katasandi", "sandi", "rahasia", "admin", "kaltara", "kalimantan", "utara",
		"elayanan", "layanan", "diskominfo", "dkisp", "indonesia", "merdeka", "bismillah", "sayang", "iloveyou", "welcome"}
	for _, k := range known {
		for part := range strings.FieldsFuncSeq(strings.ToLower(k), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if len(part) >= 4 {
				words = append(words, part)
			}
		}
	}
	for _, w := range words {
		rest = strings.ReplaceAll(rest, w, "")
	}
	left := onePeriod(withoutRuns([]rune(rest)))
	distinct := map[rune]bool{}
	for _, r := range left {
		distinct[r] = true
	}
	return len(left) < 6 || len(distinct) < 5
}

// rows are orders in which fingers and memory run, forwards or backwards.
var rows = []string{"abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm"}

// withoutRuns takes out four and more characters that follow each other in a
// row.
func withoutRuns(text []rune) []rune {
	follows := func(run []rune) bool {
		back := slices.Clone(run)
		slices.Reverse(back)
		return slices.ContainsFunc(rows, func(row string) bool {
			return strings.Contains(row, string(run)) || strings.Contains(row, string(back))
		})
	}
	var rest []rune
	for i := 0; i < len(text); {
		end := i + 1
		for end < len(text) && follows(text[i:end+1]) {
			end++
		}
		if end-i < 4 {
			end = i + 1
			rest = append(rest, text[i])
		}
		i = end
	}
	return rest
}

// onePeriod returns what text repeats, where it is nothing but a repetition;
// otherwise text.
func onePeriod(text []rune) []rune {
	for n := 1; n <= len(text)/2; n++ {
		if slices.Equal(text[n:], text[:len(text)-n]) {
			return text[:n]
		}
	}
	return text
}
