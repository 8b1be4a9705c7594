package pdfcheck_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/pkg/pdfcheck"
)

func pngPicture(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 300, 200))))
	return b.Bytes()
}

// withSides gives a PNG other dimensions, with the checksum that fits.
func withSides(picture []byte, width, height uint32) []byte {
	changed := bytes.Clone(picture)
	binary.BigEndian.PutUint32(changed[16:], width)
	binary.BigEndian.PutUint32(changed[20:], height)
	binary.BigEndian.PutUint32(changed[29:], crc32.ChecksumIEEE(changed[12:29]))
	return changed
}

// withThumbnail puts a whole picture into a segment of another, as cameras do.
func withThumbnail(t testing.TB) []byte {
	var small, large bytes.Buffer
	require.NoError(t, jpeg.Encode(&small, image.NewGray(image.Rect(0, 0, 8, 8)), nil))
	require.NoError(t, jpeg.Encode(&large, image.NewGray(image.Rect(0, 0, 64, 64)), nil))
	segment := append([]byte{0xff, 0xe1, 0, 0}, small.Bytes()...)
	binary.BigEndian.PutUint16(segment[2:], uint16(len(segment)-2))
	return append(append([]byte{0xff, 0xd8}, segment...), large.Bytes()[2:]...)
}

func detect(data []byte) (string, error) {
	return pdfcheck.DetectImage(bytes.NewReader(data), int64(len(data)))
}

func TestDetectImage(t *testing.T) {
	for name, c := range map[string]struct {
		data      []byte
		mediaType string
	}{
		"PNG":                      {pngPicture(t), pdfcheck.PNG},
		"JPEG":                     {picture(t, 500), pdfcheck.JPEG},
		"JPEG with a thumbnail":    {withThumbnail(t), pdfcheck.JPEG},
		"JPEG with two end bytes":  {append(picture(t, 50)[:len(picture(t, 50))-2], 0xff, 0xff, 0xd9), pdfcheck.JPEG},
		"PNG of the greatest size": {withSides(pngPicture(t), 10_000, 10_000), pdfcheck.PNG},
	} {
		mediaType, err := detect(c.data)
		assert.NoError(t, err, name)
		assert.Equal(t, c.mediaType, mediaType, name)
	}
}

func TestDetectImageRefuses(t *testing.T) {
	whole, scan := pngPicture(t), picture(t, 100)
	for name, c := range map[string]struct {
		reason pdfcheck.Reason
		data   []byte
	}{
		"empty":                      {pdfcheck.NotImage, nil},
		"GIF":                        {pdfcheck.NotImage, []byte("GIF89a\x01\x00\x01\x00")},
		"SVG":                        {pdfcheck.NotImage, []byte("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")},
		"PDF":                        {pdfcheck.NotImage, classic("", page("")...)},
		"something in front":         {pdfcheck.NotImage, append([]byte(" "), whole...)},
		"PNG signature only":         {pdfcheck.Malformed, whole[:8]},
		"PNG, damaged header":        {pdfcheck.Malformed, append(append(bytes.Clone(whole[:20]), 0xff), whole[21:]...)},
		"JPEG signature only":        {pdfcheck.Malformed, scan[:3]},
		"half a PNG":                 {pdfcheck.Truncated, whole[:len(whole)/2]},
		"PNG without its last byte":  {pdfcheck.Truncated, whole[:len(whole)-1]},
		"half a JPEG":                {pdfcheck.Truncated, scan[:len(scan)/2]},
		"JPEG without its last byte": {pdfcheck.Truncated, scan[:len(scan)-1]},
		"PNG with a script behind":   {pdfcheck.Polyglot, append(bytes.Clone(whole), "<script>"...)},
		"JPEG with a ZIP behind":     {pdfcheck.Polyglot, append(bytes.Clone(scan), archive(t)...)},
		"JPEG with a JPEG behind":    {pdfcheck.Polyglot, append(bytes.Clone(scan), scan...)},
		"no width":                   {pdfcheck.Malformed, withSides(whole, 0, 10)},
		"very wide":                  {pdfcheck.TooComplex, withSides(whole, 20_001, 1)},
		"very large":                 {pdfcheck.TooComplex, withSides(whole, 10_001, 10_000)},
		"as large as can be":         {pdfcheck.Malformed, withSides(whole, 1<<31-1, 1<<31-1)},
	} {
		mediaType, err := detect(c.data)
		require.Error(t, err, name)
		assert.Equal(t, c.reason, reasonOf(t, err), "%s: %v", name, err)
		assert.Empty(t, mediaType, name)
	}
}

func TestDetectImageReadErrorIsNoRefusal(t *testing.T) {
	broken := errors.New("the disk is gone")
	whole := pngPicture(t)
	for from := range int64(len(whole)) {
		_, err := pdfcheck.DetectImage(readerAtFunc(func(p []byte, offset int64) (int, error) {
			n := copy(p[:min(int64(len(p)), max(from-offset, 0))], whole[min(offset, int64(len(whole))):])
			if n < len(p) {
				return n, broken
			}
			return n, nil
		}), int64(len(whole)))
		require.ErrorIs(t, err, broken, "from byte %d", from)
	}
}

func FuzzDetectImage(f *testing.F) {
	f.Add(pngPicture(f))
	f.Add(picture(f, 20))
	f.Add(withThumbnail(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		started := time.Now()
		_, err := detect(data)
		var refusal *pdfcheck.Refusal
		if err != nil && !errors.As(err, &refusal) {
			t.Fatal(err)
		}
		if took := time.Since(started); took > time.Second {
			t.Fatalf("took %v", took)
		}
	})
}
