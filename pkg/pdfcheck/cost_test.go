//go:build !race || lint

package pdfcheck_test

import (
	"bytes"
	"fmt"
	"runtime"
	"runtime/metrics"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/pkg/pdfcheck"
)

// What is measured here runs without the race detector, which multiplies time and memory; what runs at the same time
// is watched by it in the other tests.

const (
	// What one hostile file may cost until it is refused, and what one may
	// that is only wasteful. Times are of the processor.
	maxTime        = 1 * time.Second
	maxBoundedTime = 5 * time.Second
	maxMemory      = 400 * mebibyte
)

func TestRefuses(t *testing.T) {
	minimal := classic("", page("")...)
	script := "<</S/JavaScript/JS(app.alert\\(1\\))>>"
	withObject := func(object string) []byte { return classic("", append(page(""), object)...) }

	for _, c := range []struct {
		name     string
		reason   pdfcheck.Reason
		document []byte
	}{
		{"empty", pdfcheck.NotPDF, nil},
		{"HTML", pdfcheck.NotPDF, []byte("<!doctype html><html><script>alert(1)</script></html>")},
		{"picture", pdfcheck.NotPDF, picture(t, 100)},
		{"header only", pdfcheck.Truncated, []byte("%PDF-1.7\n")},
		{"unknown version", pdfcheck.NotPDF, bytes.Replace(minimal, []byte("1.7"), []byte("3.0"), 1)},

		{"HTML in front", pdfcheck.Polyglot, append([]byte("<html><script>alert(1)</script>"), minimal...)},
		{"GIF in front", pdfcheck.Polyglot, append([]byte("GIF89a\x01\x00\x01\x00;"), minimal...)},
		{"HTML behind the header", pdfcheck.Polyglot, bytes.Replace(minimal, []byte("%PDF-1.7\n"), []byte("%PDF-1.7\n%<HTML><script src=x></script>\n"), 1)},
		{"ZIP behind", pdfcheck.Polyglot, append(bytes.Clone(minimal), archive(t)...)},
		{"ZIP within, the rest as its comment", pdfcheck.Polyglot, zipWithin(t)},
		{"something behind", pdfcheck.Polyglot, append(bytes.Clone(minimal), "MZ\x90\x00"...)},

		{"half of it", pdfcheck.Truncated, minimal[:len(minimal)/2]},
		{"without the last line", pdfcheck.Truncated, minimal[:len(minimal)-6]},
		{"half of an update", pdfcheck.Truncated, append(bytes.Clone(minimal), "1 0 obj\n<</Type/Cat"...)},

		{"encrypted, to be opened with a password", pdfcheck.Encrypted, encrypted(t, "user")},
		{"encrypted, opens by itself", pdfcheck.Encrypted, encrypted(t, "")},
		{"encrypted, by the trailer", pdfcheck.Encrypted, classic("/Encrypt 5 0 R", append(page(""), "<</Filter/Standard>>")...)},

		{"script at opening", pdfcheck.ActiveContent, classic("", page("/OpenAction"+script)...)},
		{"script by name", pdfcheck.ActiveContent, classic("", page("/Names<</JavaScript<</Names[(x)"+script+"]>>>>")...)},
		{"script, hex-escaped", pdfcheck.ActiveContent, withObject("<</S/J#61vaScrip#74/J#53(x)>>")},
		{"script, all escaped", pdfcheck.ActiveContent, withObject("<</S/#4a#61#76#61#53#63#72#69#70#74>>")},
		{"script in an object stream", pdfcheck.ActiveContent, compressed(append(page(""), script)...)},
		{"script in an object stream with a predictor", pdfcheck.ActiveContent, compressedWith(spoiled{predicted: true}, append(page(""), script)...)},
		{"script in an object that nobody refers to", pdfcheck.ActiveContent, withObject(script)},
		{"script in an older revision", pdfcheck.ActiveContent, update(withObject(script), 5, "<<>>")},
		{"script in a newer revision", pdfcheck.ActiveContent, update(minimal, 5, script)},
		{"script in an object inside a stream", pdfcheck.ActiveContent, withObject(stream("", []byte("\n9 0 obj"+script+"endobj")))},
		{"script in an object inside a string", pdfcheck.ActiveContent, withObject("(\n9 0 obj" + script + "endobj)")},
		{"script without white space", pdfcheck.ActiveContent, bytes.Replace(withObject(script), []byte("5 0 obj\n<<"), []byte("5 0 obj<<"), 1)},
		{"script behind a comment", pdfcheck.ActiveContent, withObject("<</A%(\n" + script + ">>")},
		{"action on closing", pdfcheck.ActiveContent, classic("", page("/AA<</WC<</S/Named/N/Print>>>>")...)},
		{"program", pdfcheck.ActiveContent, withObject("<</S/Launch/F(cmd.exe)>>")},
		{"web page at opening", pdfcheck.ActiveContent, classic("", page("/OpenAction<</S/URI/URI(http://127.0.0.1)>>")...)},
		{"web page at opening, by reference", pdfcheck.ActiveContent, classic("", append(page("/OpenAction 5 0 R"), "<</S/URI/URI(http://127.0.0.1)>>")...)},
		{"web page after a harmless step", pdfcheck.ActiveContent, classic("", page("/OpenAction<</S/Named/N/NextPage/Next<</S/URI/URI(x)>>>>")...)},
		{"carried file", pdfcheck.ActiveContent, withObject("<</Type/Filespec/F(x.exe)/EF<</F 4 0 R>>>>")},
		{"carried file by name", pdfcheck.ActiveContent, classic("", page("/Names<</EmbeddedFiles<</Names[(x)<</F(x)/EF<</F 4 0 R>>>>]>>>>")...)},
		{"carried file as a note", pdfcheck.ActiveContent, withObject("<</Type/Annot/Subtype/FileAttachment>>")},
		{"rich media", pdfcheck.ActiveContent, withObject("<</Type/Annot/Subtype/RichMedia>>")},
		{"XFA form", pdfcheck.ActiveContent, classic("", page("/AcroForm<</XFA 4 0 R/Fields[]>>")...)},
		{"sends a form", pdfcheck.ActiveContent, withObject("<</S/SubmitForm/F(http://127.0.0.1)>>")},
		{"fetches data", pdfcheck.ActiveContent, withObject("<</S/ImportData/F(x)>>")},
		{"opens a carried document", pdfcheck.ActiveContent, withObject("<</S/GoToE/T<<>>>>")},
		{"opens a document on a share", pdfcheck.ActiveContent, withObject("<</S/GoToR/F(\\\\\\\\host\\\\share)>>")},
		{"stream in another file", pdfcheck.ActiveContent, withObject(stream("/F(\\\\\\\\host\\\\share)", nil))},

		{"no startxref", pdfcheck.Malformed, bytes.Replace(minimal, []byte("startxref"), []byte("startyref"), 1)},
		{"startxref beyond the end", pdfcheck.Malformed, withStart(minimal, "999999")},
		{"startxref negative", pdfcheck.Malformed, withStart(minimal, "-1")},
		{"startxref is no number", pdfcheck.Malformed, withStart(minimal, "1e3")},
		{"no objects", pdfcheck.Malformed, []byte("%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R>>\nstartxref\n9\n%%EOF\n")},
		{"no catalog", pdfcheck.Malformed, classic("/Root 9 0 R", "<</Type/Pages>>")},
		{"no pages", pdfcheck.Malformed, classic("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>")},
		{"pages in a circle", pdfcheck.Malformed, classic("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1>>")},
		{"catalog as its own page tree", pdfcheck.Malformed, classic("", "<</Type/Catalog/Pages 1 0 R>>")},
		{"broken object stream", pdfcheck.Malformed, bytes.Replace(compressed(page("")...), []byte("stream\nx"), []byte("stream\ny"), 1)},
		{"object stream with an unusual filter", pdfcheck.Malformed, withObject(stream("/Type/ObjStm/N 1/First 4/Filter[/ASCIIHexDecode/FlateDecode]", []byte("00>")))},

		{"filter is itself", pdfcheck.Malformed, withFilter("/Filter 4 0 R")},
		{"filter is itself, escaped", pdfcheck.Malformed, withFilter("/F#69lter 4 0 R")},
		{"filter array with itself", pdfcheck.Malformed, withFilter("/Filter[/FlateDecode 4 0 R]")},
		{"filter is a circle", pdfcheck.Malformed, withFilter("/Filter 5 0 R")},
		{"parameters are itself", pdfcheck.Malformed, withFilter("/Filter/FlateDecode/DecodeParms 4 0 R")},
		{"parameters in front", pdfcheck.Malformed, withFilter("/DecodeParms 4 0 R/Filter/FlateDecode")},
		{"parameters contain itself", pdfcheck.Malformed, withFilter("/Filter[/FlateDecode]/DecodeParms[4 0 R]")},
		{"parameters contain itself, behind others", pdfcheck.Malformed, withFilter("/Filter[/A/B/C]/DecodeParms[null<</K[1 2]/L<<>>>>4 0 R]")},
		{"filter is itself, under another number", pdfcheck.Malformed, bytes.Replace(withFilter("/Filter 4 0 R"), []byte("\n4 0 obj"), []byte("\n9 0 obj"), 1)},
		{"filter is itself, without a generation", pdfcheck.Malformed, bytes.Replace(withFilter("/Filter 4 0 R"), []byte("\n4 0 obj"), []byte("\n4   obj"), 1)},
		{"filter is itself, with a comment in front", pdfcheck.Malformed, bytes.Replace(withFilter("/Filter 4 0 R"), []byte("\n4 0 obj"), []byte("\n4%0 obj"), 1)},
		{"filter is itself, by a comment", pdfcheck.Malformed, classic("", append(page("")[:3], "<</Length 5/Filter 4 0 R>>%stream\n0 0 m\nendstream")...)},
		{"filter is itself, behind a stray word", pdfcheck.Malformed, withFilter("/A obj/B xref/Filter 4 0 R")},
		{"filter is itself, in a broken dictionary", pdfcheck.Malformed, bytes.Replace(withFilter("/X 1"), []byte("<</Length 5/X 1>>\nstream"), []byte("<</Length 5/X 1\nstream\nendstream/Filter 4 0 R>>\nstream"), 1)},
		{"filter is itself, in a string", pdfcheck.Malformed, classic("", append(page("")[:3], "<</Length 5/Filter 4 0 R/X(stream\n)>>0 0 m\nendstream")...)},

		{"bomb behind the word stream in a comment", pdfcheck.TooComplex, bytes.Replace(compressedWith(spoiled{objectStreamPadding: 1024}, page("")...), []byte(">>\nstream\n"), []byte(">>%stream\n"), -1)},
		{"bomb in an object stream", pdfcheck.TooComplex, compressedWith(spoiled{objectStreamPadding: 1024}, page("")...)},
		{"bomb in a cross-reference stream", pdfcheck.TooComplex, compressedWith(spoiled{crossReferencePadding: 1024}, page("")...)},
		{"bombs one behind the other", pdfcheck.TooComplex, bombs()},
		{"deep arrays", pdfcheck.TooComplex, withObject(strings.Repeat("[", 100_000))},
		{"deep dictionaries", pdfcheck.TooComplex, withObject(strings.Repeat("<</A", 100_000))},
		{"deep arrays in an object stream", pdfcheck.TooComplex, compressed(append(page(""), strings.Repeat("[", 100_000)+strings.Repeat("]", 100_000))...)},
		{"very many objects", pdfcheck.TooComplex, classic("", append(page(""), make([]string, 100_000)...)...)},
		{"table of a million lines", pdfcheck.TooComplex, bytes.Replace(minimal, []byte("xref\n0 5\n"), []byte("xref\n0 1000000\n"+strings.Repeat("0000000015 00000 n \n", 999_995)), 1)},
		{"very many values", pdfcheck.TooComplex, withObject("[" + strings.Repeat("0 ", 3_000_000) + "]")},
		{"very many values in an object stream", pdfcheck.TooComplex, compressed(append(page(""), "["+strings.Repeat("0 ", 3_000_000)+"]")...)},
		{"objects within objects", pdfcheck.TooComplex, withObject(strings.Repeat("(1 0 obj", 150_000))},
		{"trailers within trailers", pdfcheck.TooComplex, withObject(strings.Repeat("trailer", mebibyte))},
		{"larger than allowed", pdfcheck.TooComplex, make([]byte, 20*mebibyte+1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			started := cpuTime()
			var err error
			peak := peakMemory(func() { err = check(c.document) })
			require.Equal(t, c.reason, reasonOf(t, err), "%v", err)
			assert.Less(t, cpuTime()-started, maxTime)
			assert.Less(t, peak, uint64(maxMemory))
		})
	}
}

// These need not be refused, but must cost no more than a hostile file may.
func TestBounded(t *testing.T) {
	minimal := classic("", page("")...)
	for name, document := range map[string][]byte{
		"content stream of 2 GB":       classic("", append(page("")[:3], deflatedWith("", nil, 2048))...),
		"90,000 objects":               classic("", append(page(""), make([]string, 90_000)...)...),
		"table of 90,000 lines":        bytes.Replace(minimal, []byte("xref\n0 5\n"), []byte("xref\n0 90000\n"+strings.Repeat("0000000015 00000 n \n", 89_995)), 1),
		"cross-references in a circle": bytes.Replace(minimal, []byte("/Root 1 0 R"), fmt.Appendf(nil, "/Root 1 0 R/Prev %d", bytes.LastIndex(minimal, []byte("xref\n0"))), 1),
		"huge Size":                    bytes.Replace(minimal, []byte("/Size 5"), []byte("/Size 2147483647"), 1),
		"huge Size of a stream":        bytes.Replace(compressed(page("")...), []byte("/Size 7"), []byte("/Size 2147483647"), 1),
		"Length in a circle":           classic("", append(page("")[:3], "<</Length 5 0 R>>\nstream\n0 0 m\nendstream", "6 0 R", "5 0 R")...),
		"Length is a circle":           classic("", append(page("")[:3], "<</Length 5 0 R>>\nstream\n0 0 m\nendstream", "5 0 R")...),
		"catalog is a circle":          classic("/Root 5 0 R", append(page(""), "5 0 R")...),
		"catalog is itself":            classic("", "1 0 R"),
		"Version is a circle":          classic("", page("/Version 1 0 R")...),
		"compressed Length of its own": compressed(append(page("")[:3], "<</Length 5 0 R>>\nstream\n0 0 m\nendstream", "5 0 R")...),
		"object stream, Length within": bytes.Replace(compressed(append(page(""), "100")...), []byte("/Length 1"), []byte("/Length 5 0 R/X 1"), -1),
		"object stream, Length itself": bytes.Replace(compressed(append(page(""), "100")...), []byte("/Length 1"), []byte("/Length 6 0 R/X 1"), -1),
		"pages refer to the catalog":   classic("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids 1 0 R/Count 1>>"),
		"XRefStm at its own table":     bytes.Replace(minimal, []byte("/Root 1 0 R"), fmt.Appendf(nil, "/Root 1 0 R/XRefStm %d", bytes.LastIndex(minimal, []byte("xref\n0"))), 1),
		"Prev at the first object":     bytes.Replace(minimal, []byte("/Root 1 0 R"), []byte("/Root 1 0 R/Prev 15"), 1),
		"XRefStm at the first object":  bytes.Replace(minimal, []byte("/Root 1 0 R"), []byte("/Root 1 0 R/XRefStm 15"), 1),
		"Extends itself":               bytes.Replace(compressed(page("")...), []byte("/Type/ObjStm"), []byte("/Type/ObjStm/Extends 5 0 R"), 1),
		"huge Length":                  classic("", append(page("")[:3], "<</Length 9223372036854775807>>\nstream\n0 0 m\nendstream")...),
		"Length refers to itself":      classic("", append(page("")[:3], "<</Length 4 0 R>>\nstream\n0 0 m\nendstream")...),
		"Lengths refer to each other":  classic("", append(page("")[:3], "<</Length 5 0 R>>\nstream\n0 0 m\nendstream", "<</Length 4 0 R>>\nstream\n0 0 m\nendstream")...),
		"20 MB of the word obj":        append(append(bytes.Clone(minimal[:15]), bytes.Repeat([]byte("obj"), 6*mebibyte)...), minimal[15:]...),
		"20 MB of object heads":        append(append(bytes.Clone(minimal[:15]), bytes.Repeat([]byte("1 0 obj "), 2*mebibyte)...), minimal[15:]...),
		"20 MB of open parentheses":    classic("", append(page(""), strings.Repeat("(", 18*mebibyte))...),
		"20 MB of line ends":           append(append(bytes.Clone(minimal[:15]), bytes.Repeat([]byte("\n"), 19*mebibyte)...), minimal[15:]...),
		"references in a circle":       classic("", append(page("/OpenAction 5 0 R"), "6 0 R", "5 0 R")...),
		"reference to itself":          classic("", append(page("/OpenAction 5 0 R"), "5 0 R")...),
		"object stream within itself":  compressedWith(spoiled{streamInItself: true}, page("")...),
	} {
		t.Run(name, func(t *testing.T) {
			started := cpuTime()
			var err error
			peak := peakMemory(func() { err = check(document) })
			if err != nil {
				reasonOf(t, err)
			}
			took := (cpuTime() - started).Round(time.Millisecond)
			t.Logf("%v, %d MB, %v", took, peak>>20, err)
			assert.Less(t, took, maxBoundedTime)
			assert.Less(t, peak, uint64(maxMemory))
		})
	}
}

// cpuTime is what the process has used so far, which, unlike the time on the
// clock, does not depend on what else the machine does.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// peakMemory returns how far the heap grew, at the most, while do ran.
func peakMemory(do func()) uint64 {
	heap := func() uint64 {
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		metrics.Read(sample)
		return sample[0].Value.Uint64()
	}
	runtime.GC()
	before, peak := heap(), uint64(0)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				peak = max(peak, heap())
			case <-stop:
				peak = max(peak, heap())
				return
			}
		}
	}()
	do()
	close(stop)
	<-stopped
	return peak - min(peak, before)
}
