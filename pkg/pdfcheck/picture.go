package pdfcheck

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
)

// pdfHeaderWithin is how far into a file readers look for the header of a PDF.
const pdfHeaderWithin = 1024

// CheckImage returns the media type of a PNG or JPEG picture that can be shown
// whole: what DetectImage accepts, of no more pixels than the limits allow, and
// whose every pixel can be decoded. Anything else is a *Refusal, every other
// error is not about the file. r is not used after CheckImage has returned.
func (c *Checker) CheckImage(ctx context.Context, r io.ReaderAt, size int64) (mediaType string, err error) {
	if mediaType, err = DetectImage(r, size); err != nil {
		return "", err
	}
	decoder := map[string]struct {
		config func(io.Reader) (image.Config, error)
		whole  func(io.Reader) (image.Image, error)
	}{PNG: {png.DecodeConfig, png.Decode}, JPEG: {jpeg.DecodeConfig, jpeg.Decode}}[mediaType]
	source := &sectionSource{SectionReader: io.NewSectionReader(r, 0, size)}
	config, err := decoder.config(source)
	if err == nil && config.Width*config.Height > c.limits.Pixels { // DetectImage has bounded both sides
		return "", refuse(TooComplex, "%d × %d pixels", config.Width, config.Height)
	}
	if beginning := make([]byte, pdfHeaderWithin); err == nil {
		n, _ := r.ReadAt(beginning, 0)
		if bytes.Contains(beginning[:n], []byte("%PDF-")) {
			return "", refuse(Polyglot, "also a PDF")
		}
	}
	select { // the pixels are held in memory, so only a few pictures at a time
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
		return "", ctx.Err()
	}
	if _, seekErr := source.Seek(0, io.SeekStart); seekErr == nil && err == nil {
		_, err = decoder.whole(source)
	}
	switch {
	case source.err != nil:
		return "", fmt.Errorf("pdfcheck: reading the file: %w", source.err)
	case err != nil:
		return "", refuse(Malformed, "%s: %v", mediaType, err)
	}
	return mediaType, nil
}
