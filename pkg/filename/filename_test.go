package filename_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/pkg/filename"
)

// maxLength is how many characters of a name are shown.
const maxLength = 150

func TestNamesAreMadeFitToBeShown(t *testing.T) {
	long := strings.Repeat("a", 500) + ".pdf"
	for name, want := range map[string]string{
		"surat.pdf":                    "surat.pdf",
		"../../etc/passwd":             "passwd",
		`C:\Users\siti\surat.pdf`:      "surat.pdf",
		"surat\r\nX-Evil: 1.pdf":       "suratX-Evil: 1.pdf",
		"surat\x00.pdf":                "surat.pdf",
		"invoice\u202efdp.exe":         "invoicefdp.exe",
		"a\u200bb\ufeff.pdf":           "ab.pdf",
		"\xff\xfe.pdf":                 ".pdf",
		"Surat Permohonan \"É\" 申.pdf": "Surat Permohonan \"É\" 申.pdf",
		"":                             "",
		"...":                          "",
		"/":                            "",
		" . ":                          "",
		long:                           long[len(long)-maxLength:],
	} {
		require.Equal(t, want, filename.Shown(name), "%q", name)
	}
}

func FuzzShown(f *testing.F) {
	for _, seed := range []string{"surat.pdf", "../x", "a\u202eb", `\\server\share`, "\r\n", strings.Repeat("é", 400), "\u2028"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		shown := filename.Shown(name)
		if !utf8.ValidString(shown) || utf8.RuneCountInString(shown) > maxLength || strings.ContainsAny(shown, `/\`) || shown == ".." || shown == "." {
			t.Fatalf("%q became %q", name, shown)
		}
		for _, r := range shown {
			if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
				t.Fatalf("%q keeps %U", name, r)
			}
		}
		if filename.Shown(shown) != shown {
			t.Fatalf("%q is shown as %q, and that as %q", name, shown, filename.Shown(shown))
		}
	})
}
