// Unwatched: they compute alone.

package document

import (
	"io"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/document/doctest"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"  biasa  ":                  "biasa",
		"a\tb\r\nc\rd\u2029e":        "a b\nc\nd\ne",
		"nol\x00\x1b":                "nol□□",
		"putar\u202ebalik\u2066":     "putarbalik",
		"tan\u200b\ufeffspasi":       "tanspasi",
		"e\u0301 ə\u0301":            "é ə\u0301",
		"z\u0300\u0300\u0300\u0300z": "z\u0300\u0300z",
		"rusak\xff":                  "rusak□",
		"♥\ufe0f":                    "♥",
		"123456789012":               "1234567890…",
	} {
		assert.Equal(t, want, clean(in, 10), in)
	}
	assert.Equal(t, "satu dua tiga", line("satu\n dua\u00a0 tiga"))
}

func TestBlanksAreMarked(t *testing.T) {
	assert.Equal(t, text{{text: "Yth. "}, {text: "[nama]", blank: true}, {text: ","}}, withBlanks("Yth. [nama],"))
	assert.Equal(t, text{{text: "[a]", blank: true}, {text: "[b]", blank: true}}, withBlanks("[a][b]"))
	for _, s := range []string{"", "tanpa", "buka [saja", "tutup] saja", "][", "[]"} {
		assert.Equal(t, s, withBlanks(s).plain())
	}
	assert.Equal(t, text{{text: "[nama]"}}, withoutBlanks("[nama]"), "what people typed has no blanks")
}

func TestLinesNeverExceedTheirWidth(t *testing.T) {
	m := newRuler(testDrawer(t).fonts)
	for _, s := range hostile {
		for _, width := range []float64{12, 40, 165} {
			checkLines(t, m, s, width)
		}
	}
}

func FuzzLines(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, uint8(30))
	}
	d := testDrawer(f)
	f.Fuzz(func(t *testing.T, s string, width uint8) {
		checkLines(t, newRuler(d.fonts), s, float64(max(width, 12)))
	})
}

// checkLines requires that breaking text into lines loses and adds no letter,
// and that no line is wider than allowed.
func checkLines(t *testing.T, m *ruler, s string, width float64) {
	t.Helper()
	cleaned := clean(s, maxParagraph)
	require.True(t, utf8.ValidString(cleaned))
	require.LessOrEqual(t, utf8.RuneCountInString(cleaned), maxParagraph+1)
	var got strings.Builder
	for _, l := range m.indented(withBlanks(cleaned), 11, width, 5) {
		wide := 0.0
		for i, w := range l.words {
			if i > 0 {
				wide += m.width(" ", regular, 11)
			}
			for _, p := range w.parts {
				got.WriteString(p.text)
				wide += m.width(p.text, p.face, 11)
			}
		}
		require.LessOrEqual(t, wide, width+0.001)
		require.InDelta(t, wide, l.wide, 0.001)
	}
	want := strings.Map(func(r rune) rune {
		if r == ' ' || r == '\n' {
			return -1
		}
		return r
	}, m.printable(strings.ReplaceAll(cleaned, "\n", " "), regular))
	require.Equal(t, want, got.String())
	for _, r := range got.String() {
		require.False(t, unicode.IsControl(r))
	}
}

func TestLongWordsBreakAfterASign(t *testing.T) {
	m := newRuler(testDrawer(t).fonts)
	lines := m.lines(withoutBlanks("lampiran_teknis_aplikasi-pemantauan.pdf"), 11, 40)
	require.Greater(t, len(lines), 1)
	for _, l := range lines[:len(lines)-1] {
		last := l.words[0].parts[0].text
		assert.Contains(t, breakAfter, last[len(last)-1:])
	}
}

// No line of a paragraph stands alone at the foot or the head of a page.
func TestNoWidowsAndOrphans(t *testing.T) {
	d := testDrawer(t)
	divided := 0
	for above := gap(200); above < 262; above += 2 {
		all := doctest.Pages(t, doctest.Drawn(t, func(w io.Writer) error {
			return d.pdf(w, paper{title: "Uji", date: formatDate, blocks: []block{
				fields{rows: []field{row("a", "b")}}, above, paragraph{text: withoutBlanks(strings.Repeat("kata ", 70))},
			}})
		}))
		if len(all) == 1 {
			continue
		}
		for _, page := range all {
			assert.NotEqual(t, 1, strings.Count(page, "kata\n"), "at %v mm", above)
		}
		if strings.Contains(all[0], "kata") {
			divided++
		}
	}
	assert.Positive(t, divided, "a paragraph may run over the page")
}

func TestBalancedHeadingLeavesNoWordOver(t *testing.T) {
	m := newRuler(testDrawer(t).fonts)
	name := strong("DINAS KOMUNIKASI, INFORMATIKA, STATISTIK DAN PERSANDIAN")
	lines := m.balanced(name, 14, 138)
	require.Len(t, lines, 2)
	assert.InDelta(t, lines[0].wide, lines[1].wide, 40)
	assert.Len(t, m.balanced(name, 14, 165), 1)
}
