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
	"strings"
	"sync"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/pkg/pdfcheck"
)

const mebibyte = 1 << 20

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
