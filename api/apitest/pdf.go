package apitest

import (
	"bytes"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"github.com/stretchr/testify/require"
)

// PDF returns a small, honest PDF with a text in it.
func PDF(t testing.TB, text string) []byte {
	t.Helper()
	p := fpdf.New("P", "mm", "A4", "")
	p.SetCreationDate(time.Unix(0, 0))
	p.SetModificationDate(time.Unix(0, 0))
	p.AddPage()
	p.SetFont("Helvetica", "", 12)
	p.Cell(0, 10, text)
	var out bytes.Buffer
	require.NoError(t, p.Output(&out))
	return out.Bytes()
}
