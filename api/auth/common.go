package auth

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
)

// commonText lists words that the passwords in well-known breaches are made
// of, in English and Indonesian, one or more a line.
//
//go:embed common_passwords.txt
var commonText string

var commonWords = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for word := range strings.FieldsSeq(commonText) {
		words[word] = true
	}
	return words
})

// plain undoes the ways in which people dress a common word up.
var plain = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i", "€", "e")

// common tells whether a password is one of the list, dressed up or not: with
// digits and signs around it, letters written as digits, or two of the list in
// a row.
func common(password string) bool {
	words := commonWords()
	lower := strings.ToLower(strings.TrimSpace(password))
	core := strings.TrimFunc(lower, func(r rune) bool { return !unicode.IsLetter(r) })
	if core == "" && len(lower) < MinPassword { // a date, a NIP, a telephone number
		return true
	}
	for _, form := range []string{lower, core, plain.Replace(lower), plain.Replace(core), strings.TrimFunc(plain.Replace(lower), func(r rune) bool { return !unicode.IsLetter(r) })} {
		form = strings.Map(func(r rune) rune {
			if strings.ContainsRune(" ._-", r) {
				return -1
			}
			return r
		}, form)
		if words[form] {
			return true
		}
		for i := 3; i < len(form)-2; i++ {
			if words[form[:i]] && words[form[i:]] {
				return true
			}
		}
	}
	return false
}
