package document

import (
	"bytes"
	"io"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/dkisp-kaltara/elayanan/api/document/doctest"
)

func TestSameDataSameBytes(t *testing.T) {
	d := testDrawer(t)
	documents := []func(io.Writer) error{
		func(w io.Writer) error { return d.Receipt(w, testReceipt()) },
		func(w io.Writer) error { return d.DispositionSheet(w, testSheet(12)) },
		d.NeedsSample,
		d.NeedsSampleDOCX,
	}
	for _, s := range testServices(t)[:3] {
		for _, format := range d.Formats(s) {
			documents = append(documents, format.PDF, format.DOCX)
		}
	}
	// At the same time, because one Drawer serves all requests.
	for i, write := range documents {
		again := make([][]byte, 4)
		var group sync.WaitGroup
		for n := range again {
			group.Go(func() {
				var out bytes.Buffer
				if assert.NoError(t, write(&out)) {
					again[n] = out.Bytes()
				}
			})
		}
		group.Wait()
		for _, file := range again {
			assert.True(t, bytes.Equal(again[0], file), "document %d", i)
		}
	}
	other := testReceipt()
	other.ReceivedAt = other.ReceivedAt.Add(time.Minute)
	assert.NotEqual(t, doctest.Drawn(t, documents[0]), doctest.Drawn(t, func(w io.Writer) error { return d.Receipt(w, other) }))
}
