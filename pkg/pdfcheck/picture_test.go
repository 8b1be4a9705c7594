package pdfcheck_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/pkg/pdfcheck"
)

func TestCheckImageDecodesEveryPixel(t *testing.T) {
	t.Parallel()
	limits := pdfcheck.DefaultLimits()
	limits.Pixels = 300 * 200
	checker := pdfcheck.NewChecker(limits, 1)
	check := func(data []byte) (string, pdfcheck.Reason) {
		mediaType, err := checker.CheckImage(t.Context(), bytes.NewReader(data), int64(len(data)))
		refusal, ok := errors.AsType[*pdfcheck.Refusal](err)
		if !ok {
			require.NoError(t, err)
			return mediaType, ""
		}
		return mediaType, refusal.Reason
	}
	good := pngPicture(t)
	damaged := bytes.Clone(good)
	damaged[len(damaged)-20] ^= 0xff // in the pixels, which DetectImage does not look at
	comment := append([]byte{0xff, 0xd8, 0xff, 0xfe, 0, 7}, "%PDF-"...)
	photo := withThumbnail(t)
	for name, c := range map[string]struct {
		data      []byte
		mediaType string
		reason    pdfcheck.Reason
	}{
		"PNG":                       {good, pdfcheck.PNG, ""},
		"JPEG":                      {photo, pdfcheck.JPEG, ""},
		"PNG with damaged pixels":   {damaged, "", pdfcheck.Malformed},
		"one pixel too many":        {withSides(good, 300, 201), "", pdfcheck.TooComplex},
		"fewer pixels than it says": {withSides(good, 300, 199), pdfcheck.PNG, pdfcheck.Malformed},
		"a PDF in a comment":        {append(comment, photo[2:]...), "", pdfcheck.Polyglot},
		"another file behind":       {append(bytes.Clone(good), "PK"...), "", pdfcheck.Polyglot},
		"not a picture":             {[]byte("%PDF-1.7"), "", pdfcheck.NotImage},
	} {
		mediaType, reason := check(c.data)
		if c.reason != "" {
			c.mediaType = ""
		}
		assert.Equal(t, []string{c.mediaType, string(c.reason)}, []string{mediaType, string(reason)}, name)
	}
}
