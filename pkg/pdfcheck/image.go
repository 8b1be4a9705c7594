package pdfcheck

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
)

// The media types that DetectImage returns.
const (
	PNG  = "image/png"
	JPEG = "image/jpeg"
)

// The largest picture that is accepted: more than any screen or scanner gives.
const (
	maxImageSide   = 20_000      // pixels
	maxImagePixels = 100_000_000 // pixels in all
)

var pngSignature = []byte("\x89PNG\r\n\x1a\n")

// DetectImage returns the media type of a PNG or JPEG picture of size bytes.
// Anything else is a *Refusal: another signature, a header that cannot be
// decoded, dimensions that would cost a viewer its memory, or a file that
// does not end where the picture does. Any other error is one of reading r.
// The pixels are not decoded, so memory does not depend on the picture.
func DetectImage(r io.ReaderAt, size int64) (mediaType string, err error) {
	source := &sectionSource{SectionReader: io.NewSectionReader(r, 0, size)}
	mediaType, err = detectImage(source, size)
	if source.err != nil {
		return "", fmt.Errorf("pdfcheck: reading the file: %w", source.err)
	}
	return mediaType, err
}

// sectionSource remembers an error of the file itself, which the decoders
// would pass off as a fault of the picture.
type sectionSource struct {
	*io.SectionReader
	err error
}

func (s *sectionSource) Read(p []byte) (int, error) {
	n, err := s.SectionReader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

func detectImage(source *sectionSource, size int64) (string, error) {
	kinds := []struct {
		mediaType string
		signature []byte
		config    func(io.Reader) (image.Config, error)
		end       func(*bufio.Reader) (int64, error)
	}{
		{PNG, pngSignature, png.DecodeConfig, pngEnd},
		{JPEG, []byte{0xff, 0xd8, 0xff}, jpeg.DecodeConfig, jpegEnd},
	}
	var beginning [8]byte
	n, _ := io.ReadFull(source, beginning[:])
	for _, kind := range kinds {
		if !bytes.HasPrefix(beginning[:n], kind.signature) {
			continue
		}
		source.Seek(0, io.SeekStart)
		config, err := kind.config(source)
		if err != nil {
			return "", refuse(Malformed, "%s: %v", kind.mediaType, err)
		}
		if config.Width < 1 || config.Height < 1 || config.Width > maxImageSide || config.Height > maxImageSide ||
			config.Width*config.Height > maxImagePixels {
			return "", refuse(TooComplex, "%d × %d pixels", config.Width, config.Height)
		}
		source.Seek(0, io.SeekStart)
		end, err := kind.end(bufio.NewReaderSize(source, 32<<10))
		if err != nil {
			return "", refuse(Truncated, "%s: %v", kind.mediaType, err)
		}
		if end != size {
			return "", refuse(Polyglot, "%d bytes after the picture", size-end)
		}
		return kind.mediaType, nil
	}
	return "", refuse(NotImage, "neither PNG nor JPEG")
}

// pngEnd returns the offset behind the chunk IEND.
func pngEnd(r *bufio.Reader) (int64, error) {
	offset := int64(len(pngSignature))
	if _, err := r.Discard(len(pngSignature)); err != nil {
		return 0, err
	}
	for {
		var head [8]byte // length of the content, type
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return 0, err
		}
		rest := int64(binary.BigEndian.Uint32(head[:])) + 4 // content and checksum
		if _, err := io.CopyN(io.Discard, r, rest); err != nil {
			return 0, err
		}
		offset += int64(len(head)) + rest
		if string(head[4:]) == "IEND" {
			return offset, nil
		}
	}
}

// jpegEnd returns the offset behind the marker EOI (ITU T.81, B.1). Segments
// say how long they are, so that a thumbnail within one is not mistaken for
// the picture; after a scan header come data up to the next real marker.
func jpegEnd(r *bufio.Reader) (int64, error) {
	const (
		stuffing = 0x00 // a data byte FF
		rst0     = 0xd0
		rst7     = 0xd7
		soi      = 0xd8
		eoi      = 0xd9
		tem      = 0x01
	)
	var offset int64
	for {
		// Data and fill bytes go by until a marker.
		c, err := r.ReadByte()
		if err != nil {
			return 0, err
		}
		offset++
		for c == 0xff {
			if c, err = r.ReadByte(); err != nil {
				return 0, err
			}
			offset++
			switch {
			case c == 0xff: // fill
			case c == eoi:
				return offset, nil
			case c == stuffing, c == soi, c == tem, c >= rst0 && c <= rst7: // no content
			default:
				var length [2]byte // counts itself
				if _, err := io.ReadFull(r, length[:]); err != nil {
					return 0, err
				}
				rest := int64(binary.BigEndian.Uint16(length[:])) - 2
				if rest < 0 {
					return 0, errors.New("a segment without a length")
				}
				if _, err := io.CopyN(io.Discard, r, rest); err != nil {
					return 0, err
				}
				offset += 2 + rest
			}
		}
	}
}
