// Package contenttest knows the damage of the sources, for every test that
// looks at what is served.
package contenttest

import "regexp"

// patterns are what the sources' broken encoding, misreading and misprints
// leave behind; none of it may be served (C2, C13).
func patterns() []*regexp.Regexp {
	return []*regexp.Regexp{
		regexp.MustCompile(`[πŸΒŒ•\x{00a0}\x{00ad}\x{fffd}]|“Œ`),
		regexp.MustCompile(`\b(Serita|Sadan|Sidang|ARTIKA|Tandu|LHAM|Standart)\b`),
		regexp.MustCompile(`(?i)perlidungan|penotaan|infomatika|resgister|kuisisioner|\byan\b|didisposikan|lembaga negara republik`),
		regexp.MustCompile(`(?i)kaltar` + `prov`),
		regexp.MustCompile(`(?i)nomor nomor|\bresiko\b|s\.d `),
	}
}

// Damage returns the first damaged place of a text, or "".
func Damage(text string) string {
	for _, p := range patterns() {
		if found := p.FindString(text); found != "" {
			return found
		}
	}
	return ""
}
