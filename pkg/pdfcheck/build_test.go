package pdfcheck_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"
	"github.com/stretchr/testify/require"
)

// page are the objects 1 to 4 of a document with one page, whose catalog has
// the given entries besides.
func page(catalog string) []string {
	return []string{
		"<</Type/Catalog/Pages 2 0 R " + catalog + ">>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>",
		stream("", []byte("0 0 m 100 100 l S")),
	}
}

func stream(entries string, content []byte) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", entries, len(content), content)
}

func deflated(entries string, content []byte) string {
	return deflatedWith(entries, content, 0)
}

// deflatedWith has so many spaces behind its content, in mebibytes. Only one
// mebibyte is compressed, and then repeated: the checksum at the end is wrong,
// which no reader finds out that keeps to its limits.
func deflatedWith(entries string, content []byte, padding int) string {
	var b bytes.Buffer
	w, _ := zlib.NewWriterLevel(&b, zlib.BestSpeed)
	w.Write(content)
	if padding > 0 {
		spaces := bytes.Repeat([]byte(" "), mebibyte)
		w.Write(spaces)
		w.Flush()
		before := b.Len()
		w.Write(spaces)
		w.Flush()
		b.Write(bytes.Repeat(b.Bytes()[before:], padding-2))
	}
	w.Close()
	return stream("/Filter/FlateDecode"+entries, b.Bytes())
}

// classic writes a document with a cross-reference table.
func classic(trailer string, objects ...string) []byte {
	b := bytes.NewBufferString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := []int{}
	for i, object := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := b.Len()
	fmt.Fprintf(b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range offsets {
		fmt.Fprintf(b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(b, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, start)
	return b.Bytes()
}

// update appends an incremental update that replaces or adds one object.
func update(document []byte, number int, object string) []byte {
	b := bytes.NewBuffer(bytes.Clone(document))
	previous := document[bytes.LastIndex(document, []byte("startxref"))+len("startxref\n"):]
	previous = previous[:bytes.IndexByte(previous, '\n')]
	offset := b.Len()
	fmt.Fprintf(b, "%d 0 obj\n%s\nendobj\n", number, object)
	start := b.Len()
	fmt.Fprintf(b, "xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root 1 0 R/Prev %s>>\nstartxref\n%d\n%%%%EOF\n", number, offset, max(number+1, 5), previous, start)
	return b.Bytes()
}

// compressed writes a document with a cross-reference stream, and with the
// objects that are no streams in an object stream.
func compressed(objects ...string) []byte { return compressedWith(spoiled{}, objects...) }

// spoiled says what is wrong with a compressed document.
type spoiled struct {
	objectStreamPadding, crossReferencePadding int  // mebibytes of spaces behind the content
	streamInItself                             bool // the object stream's own entry
	predicted                                  bool // the object stream is prepared as pictures are
}

func compressedWith(wrong spoiled, objects ...string) []byte {
	b := bytes.NewBufferString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	streamNumber := len(objects) + 1
	entries := make([][5]byte, len(objects)+3) // type, offset or stream (2), index (2)
	var index, content strings.Builder
	inStream := 0
	for i, object := range objects {
		if strings.Contains(object, "\nstream\n") {
			entries[i+1] = [5]byte{1, byte(b.Len() >> 8), byte(b.Len())}
			fmt.Fprintf(b, "%d 0 obj\n%s\nendobj\n", i+1, object)
			continue
		}
		entries[i+1] = [5]byte{2, byte(streamNumber >> 8), byte(streamNumber), byte(inStream >> 8), byte(inStream)}
		fmt.Fprintf(&index, "%d %d ", i+1, content.Len())
		content.WriteString(object + "\n")
		inStream++
	}
	entries[streamNumber] = [5]byte{1, byte(b.Len() >> 8), byte(b.Len())}
	inside, parameters := []byte(index.String()+content.String()), ""
	if wrong.predicted {
		inside, parameters = differences(inside), "/DecodeParms<</Predictor 12/Columns 1>>"
	}
	fmt.Fprintf(b, "%d 0 obj\n%s\nendobj\n", streamNumber,
		deflatedWith(fmt.Sprintf("/Type/ObjStm/N %d/First %d%s", inStream, index.Len(), parameters), inside, wrong.objectStreamPadding))
	if wrong.streamInItself {
		entries[streamNumber] = [5]byte{2, byte(streamNumber >> 8), byte(streamNumber)}
	}
	start := b.Len()
	entries[streamNumber+1] = [5]byte{1, byte(start >> 8), byte(start)}
	table := []byte{}
	for _, entry := range entries {
		table = append(table, entry[:]...)
	}
	fmt.Fprintf(b, "%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n", streamNumber+1,
		deflatedWith(fmt.Sprintf("/Type/XRef/W[1 2 2]/Root 1 0 R/Size %d", len(entries)), table, wrong.crossReferencePadding), start)
	return b.Bytes()
}

// differences encodes content with PNG's predictor Up, in rows of one byte.
func differences(content []byte) []byte {
	var b bytes.Buffer
	previous := byte(0)
	for _, c := range content {
		b.Write([]byte{2, c - previous})
		previous = c
	}
	return b.Bytes()
}

// letter makes a document as the product itself does.
func letter(t testing.TB, pages int) []byte {
	t.Helper()
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetFont("Helvetica", "", 11)
	for i := range pages {
		pdf.AddPage()
		for line := range 40 {
			pdf.CellFormat(0, 6, fmt.Sprintf("Halaman %d baris %d: dengan hormat kami sampaikan", i+1, line+1), "", 1, "L", false, 0, "https://kaltaraprov.go.id/")
		}
	}
	var b bytes.Buffer
	require.NoError(t, pdf.Output(&b))
	return b.Bytes()
}
