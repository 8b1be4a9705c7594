package pdfcheck_test

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/metrics"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/pkg/pdfcheck"
)

const (
	mebibyte = 1 << 20

	// What one hostile file may cost until it is refused, and what one may
	// that is only wasteful. Times are of the processor.
	maxTime        = 1 * time.Second * raceFactor
	maxBoundedTime = 5 * time.Second * raceFactor
	maxMemory      = 400 * mebibyte * raceFactor
)

func newChecker() *pdfcheck.Checker { return pdfcheck.NewChecker(pdfcheck.DefaultLimits(), 2) }

func check(data []byte) error {
	return newChecker().Check(context.Background(), bytes.NewReader(data), int64(len(data)))
}

func reasonOf(t *testing.T, err error) pdfcheck.Reason {
	t.Helper()
	var refusal *pdfcheck.Refusal
	require.ErrorAs(t, err, &refusal)
	require.NotEmpty(t, refusal.Detail)
	return refusal.Reason
}

// picture is a JPEG that compresses badly, as a scan does.
func picture(t testing.TB, side int) []byte {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	img := image.NewGray(image.Rect(0, 0, side, side))
	for i := range img.Pix {
		img.Pix[i] = byte(random.Uint32())
	}
	img.Set(0, 0, color.White)
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, img, &jpeg.Options{Quality: 90}))
	return b.Bytes()
}

// scanned is a document of pages that are pictures.
func scanned(t testing.TB, pages, side int) []byte {
	t.Helper()
	pdf := fpdf.New("P", "mm", "A4", "")
	for i := range pages {
		scan := picture(t, side+i) // of another size, or it would be stored once
		name := fmt.Sprint("scan", i)
		pdf.RegisterImageOptionsReader(name, fpdf.ImageOptions{ImageType: "JPG"}, bytes.NewReader(scan))
		pdf.AddPage()
		pdf.ImageOptions(name, 0, 0, 210, 0, false, fpdf.ImageOptions{ImageType: "JPG"}, 0, "")
	}
	var b bytes.Buffer
	require.NoError(t, pdf.Output(&b))
	return b.Bytes()
}

// rewritten lets pdfcpu write a document anew.
func rewritten(t testing.TB, document []byte, change func(*model.Context)) []byte {
	t.Helper()
	conf := &model.Configuration{
		Reader15: true, ValidationMode: model.ValidationRelaxed, Eol: "\n", WriteObjectStream: true, WriteXRefStream: true,
		EncryptUsingAES: true, EncryptKeyLength: 256, Permissions: model.PermissionsPrint, Limits: model.DefaultResourceLimits(),
	}
	read, err := pdfcpu.ReadWithContext(t.Context(), bytes.NewReader(document), conf)
	require.NoError(t, err)
	require.NoError(t, read.EnsurePageCount())
	change(read)
	var b bytes.Buffer
	read.Write.Writer = bufio.NewWriter(&b)
	require.NoError(t, pdfcpu.WriteContext(read))
	require.NoError(t, read.Write.Flush())
	return b.Bytes()
}

func encrypted(t testing.TB, userPassword string) []byte {
	return rewritten(t, letter(t, 1), func(document *model.Context) {
		document.Cmd = model.ENCRYPT
		document.UserPW, document.OwnerPW = userPassword, "owner"
	})
}

// signed looks like what an electronic signature leaves behind: a field with
// the signature, added in an incremental update.
func signed() []byte {
	document := classic("", page("")...)
	document = update(document, 6, "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[0 100 2148 300]/Contents<"+
		strings.Repeat("00", 1024)+">/M(D:20250721103000+08'00')/Reason(Persetujuan)/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</P 2/V/1.2>>>>]>>")
	document = update(document, 5, "<</FT/Sig/Type/Annot/Subtype/Widget/T(Signature1)/F 132/Rect[0 0 0 0]/V 6 0 R/P 3 0 R>>")
	return update(document, 1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]/SigFlags 3>>/Perms<</DocMDP 6 0 R>>>>")
}

func TestAccepts(t *testing.T) {
	link := "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://kaltaraprov.go.id)>>>>"
	for name, document := range map[string][]byte{
		"letter":                             letter(t, 3),
		"minimal":                            classic("", page("")...),
		"object streams":                     compressed(page("")...),
		"object streams, by pdfcpu":          rewritten(t, letter(t, 3), func(*model.Context) {}),
		"incremental update":                 update(classic("", page("")...), 1, page("/Lang(id)")[0]),
		"update of a compressed one":         update(compressed(page("")...), 7, "<</Title(x)>>"),
		"signed":                             signed(),
		"scan of 5 MB":                       scanned(t, 1, 2400),
		"link to a web page":                 classic("", append(page(""), link)...),
		"opens at a page":                    classic("", page("/OpenAction[3 0 R/Fit]")...),
		"opens at a page, as an action":      classic("", page("/OpenAction<</S/GoTo/D[3 0 R/Fit]>>")...),
		"version 2.0":                        bytes.Replace(classic("", page("")...), []byte("%PDF-1.7"), []byte("%PDF-2.0"), 1),
		"white space after the end":          append(classic("", page("")...), "\r\n\n \x00"...),
		"an object that nobody refers to":    classic("", append(page(""), "<</Title(orphan)>>")...),
		"words in a string":                  classic("", append(page(""), `(/JavaScript /Launch \) /JS)`, "<</Title(<</S/JavaScript>>)>>")...),
		"words in a picture":                 classic("", append(page(""), stream("", []byte("/JavaScript <</S/Launch>>")))...),
		"60,000 compressed objects":          compressed(append(page(""), strings.Fields(strings.Repeat("<<>> ", 60_000))...)...),
		"parameters with a reference within": classic("", append(page("")[:3], stream("/Filter[/JBIG2Decode]/DecodeParms[<</JBIG2Globals 5 0 R>>]/X 5 0 R", []byte("x")), stream("", nil))...),
		"large content stream":               classic("", append(page("")[:3], deflated("", make([]byte, 40*mebibyte)))...),
		"length by reference":                classic("", append(page("")[:3], "<</Length 5 0 R>>\nstream\n0 0 m\nendstream", "5")...),
	} {
		t.Run(name, func(t *testing.T) { assert.NoError(t, check(document)) })
	}
}

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

func archive(t *testing.T) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	file, err := w.Create("x.class")
	require.NoError(t, err)
	_, err = file.Write([]byte("payload"))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

// zipWithin is a whole PDF with an archive in one of its streams, whose
// comment goes to the end of the file.
func zipWithin(t *testing.T) []byte {
	packed := archive(t)
	document := classic("", append(page(""), stream("", packed))...)
	at := bytes.Index(document, packed) + len(packed)
	binary.LittleEndian.PutUint16(document[at-2:], uint16(len(document)-at))
	_, err := zip.NewReader(bytes.NewReader(document), int64(len(document)))
	require.NoError(t, err, "the file is not the polyglot that it should be")
	return document
}

// withFilter is a document whose content stream has the entries.
func withFilter(entries string) []byte {
	return classic("", append(page("")[:3], "<</Length 5"+entries+">>\nstream\n0 0 m\nendstream", "<</Length 5/Filter 4 0 R>>\nstream\n0 0 m\nendstream")...)
}

func withStart(document []byte, offset string) []byte {
	at := bytes.LastIndex(document, []byte("startxref\n"))
	return append(bytes.Clone(document[:at]), "startxref\n"+offset+"\n%%EOF\n"...)
}

// bombs are each within the limit, but not together.
func bombs() []byte {
	one := deflatedWith("/Type/ObjStm/N 1/First 4", []byte("9 0 "), 8)
	objects := page("")
	for range 100 {
		objects = append(objects, one)
	}
	return classic("", objects...)
}

func TestCheckerTakesTurns(t *testing.T) {
	checker := pdfcheck.NewChecker(pdfcheck.DefaultLimits(), 1)
	document := letter(t, 1)

	entered, leave := make(chan struct{}), make(chan struct{})
	slow := readerAtFunc(func(p []byte, offset int64) (int, error) {
		close(entered)
		<-leave
		return 0, errors.New("broken")
	})
	first := make(chan error, 1)
	go func() { first <- checker.Check(context.Background(), slow, 10) }()
	<-entered
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	err := checker.Check(ctx, bytes.NewReader(document), int64(len(document)))
	require.ErrorIs(t, err, context.DeadlineExceeded)
	close(leave)
	require.Error(t, <-first)
	require.NoError(t, checker.Check(t.Context(), bytes.NewReader(document), int64(len(document))), "the turn was not given back")
}

type readerAtFunc func(p []byte, offset int64) (int, error)

func (f readerAtFunc) ReadAt(p []byte, offset int64) (int, error) { return f(p, offset) }

func TestReadErrorIsNoRefusal(t *testing.T) {
	broken := errors.New("the disk is gone")
	err := newChecker().Check(t.Context(), readerAtFunc(func([]byte, int64) (int, error) { return 0, broken }), 100)
	require.ErrorIs(t, err, broken)
	var refusal *pdfcheck.Refusal
	require.False(t, errors.As(err, &refusal))
	err = newChecker().Check(t.Context(), bytes.NewReader([]byte("%PDF-1.7")), 100)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
}

func TestTimeIsBounded(t *testing.T) {
	limits := pdfcheck.DefaultLimits()
	limits.Time = time.Nanosecond
	document := letter(t, 100)
	err := pdfcheck.NewChecker(limits, 1).Check(t.Context(), bytes.NewReader(document), int64(len(document)))
	require.Equal(t, pdfcheck.TooComplex, reasonOf(t, err))

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err = newChecker().Check(ctx, bytes.NewReader(document), int64(len(document)))
	require.ErrorIs(t, err, context.Canceled)
}

func TestConcurrentChecks(t *testing.T) {
	checker := newChecker()
	good, bad := letter(t, 2), classic("", page("/AA<<>>")...)
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			if i%2 == 0 {
				assert.NoError(t, checker.Check(context.Background(), bytes.NewReader(good), int64(len(good))))
			} else {
				assert.Error(t, checker.Check(context.Background(), bytes.NewReader(bad), int64(len(bad))))
			}
		})
	}
	group.Wait()
}

// pdfcpu would make a folder for its settings when asked to.
func TestWritesNothing(t *testing.T) {
	home := t.TempDir()
	for _, variable := range []string{"HOME", "XDG_CONFIG_HOME", "TMPDIR"} {
		t.Setenv(variable, home)
	}
	require.NoError(t, check(letter(t, 1)))
	entries, err := os.ReadDir(home)
	require.NoError(t, err)
	require.Empty(t, entries)
}

func BenchmarkCheck(b *testing.B) {
	for name, document := range map[string][]byte{
		"text, 1 MB":  letter(b, 175),
		"scan, 1 MB":  scanned(b, 1, 1100),
		"scan, 19 MB": scanned(b, 15, 1200),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(document)))
			b.ReportAllocs()
			for b.Loop() {
				if err := check(document); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func FuzzCheck(f *testing.F) {
	for _, document := range [][]byte{
		classic("", page("")...), compressed(page("")...), signed(), letter(f, 1), encrypted(f, ""),
		classic("", page("/AA<<>>")...), update(compressed(page("")...), 7, "<</Title(x)>>"),
	} {
		f.Add(document)
	}
	limits := pdfcheck.DefaultLimits()
	limits.Time = 2 * time.Second
	checker := pdfcheck.NewChecker(limits, 2)
	f.Fuzz(func(t *testing.T, data []byte) {
		started := time.Now()
		err := checker.Check(context.Background(), bytes.NewReader(data), int64(len(data)))
		var refusal *pdfcheck.Refusal
		if err != nil && !errors.As(err, &refusal) {
			t.Fatal(err)
		}
		if took := time.Since(started); took > 2*limits.Time {
			t.Fatalf("took %v", took)
		}
	})
}
