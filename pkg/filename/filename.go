// Package filename makes the names of files that other people chose fit to be
// shown.
package filename

import (
	"path"
	"strings"
	"unicode"
)

// maxLength bounds a shown name, in characters.
const maxLength = 150

// Shown returns a sender's file name as it can be shown: the last element of any
// path, without control or formatting characters; its end, where it is long.
// Empty means that nothing of it can be shown. It is never used as a path.
func Shown(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, name))
	if runes := []rune(name); len(runes) > maxLength {
		name = string(runes[len(runes)-maxLength:])
	}
	if strings.Trim(name, "./ ") == "" {
		return ""
	}
	return name
}
