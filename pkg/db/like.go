package db

import "strings"

// EscapeLike makes text stand for itself inside a LIKE pattern with
// ESCAPE '\'.
func EscapeLike(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
}
