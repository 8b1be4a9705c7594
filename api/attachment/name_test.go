package attachment

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestFileNamesAreMadeFitToBeShown(t *testing.T) {
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
		"":                             "berkas.pdf",
		"...":                          "berkas.pdf",
		"/":                            "berkas.pdf",
		" . ":                          "berkas.pdf",
		long:                           long[len(long)-maxName:],
	} {
		require.Equal(t, want, displayName(name), "%q", name)
	}
}

func FuzzDisplayName(f *testing.F) {
	for _, seed := range []string{"surat.pdf", "../x", "a\u202eb", `\\server\share`, "\r\n", strings.Repeat("é", 400), "\u2028"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		shown := displayName(name)
		if shown == "" || !utf8.ValidString(shown) || utf8.RuneCountInString(shown) > maxName || strings.ContainsAny(shown, `/\`) || shown == ".." || shown == "." {
			t.Fatalf("%q became %q", name, shown)
		}
		for _, r := range shown {
			if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
				t.Fatalf("%q keeps %U", name, r)
			}
		}
		if displayName(shown) != shown {
			t.Fatalf("%q is shown as %q, and that as %q", name, shown, displayName(shown))
		}
	})
}

func TestSlotsOfAForm(t *testing.T) {
	kinds := map[string]Kind{"letter": RequestLetter, "files[*]": Supporting}
	for name, want := range map[string]string{"letter": "request_letter ", "files[denah]": "supporting denah", "files[]": "supporting "} {
		kind, field, ok := slot(name, kinds)
		require.True(t, ok, name)
		require.Equal(t, want, string(kind)+" "+field)
	}
	for _, name := range []string{"files[*]", "files", "files[", "files[denah", "files]denah[", "other", "", "letter[a]", "files[" + strings.Repeat("k", 61) + "]"} {
		_, _, ok := slot(name, kinds)
		require.False(t, ok, name)
	}
	_, _, ok := slot("files[denah]", map[string]Kind{"file": Supporting})
	require.False(t, ok, "where no further files are expected")
}
