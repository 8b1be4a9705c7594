package pdfcheck

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// Reason says why a file was refused. The values are stable.
type Reason string

// The reasons.
const (
	NotPDF        Reason = "not_pdf"        // the file does not begin as a PDF
	Truncated     Reason = "truncated"      // the end is missing
	Encrypted     Reason = "encrypted"      // protected by a password or by rights
	ActiveContent Reason = "active_content" // it does or carries something: see active in scan.go
	Polyglot      Reason = "polyglot"       // it is also a file of another type
	TooComplex    Reason = "too_complex"    // reading it costs more than any honest document
	Malformed     Reason = "malformed"      // the structure is broken

	NotImage Reason = "not_image" // DetectImage: neither PNG nor JPEG
)

// Refusal is the answer to a file that cannot be accepted.
type Refusal struct {
	Reason Reason
	Detail string // what was found, for the log
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("pdfcheck: %s: %s", r.Reason, r.Detail)
}

func refuse(reason Reason, format string, args ...any) *Refusal {
	return &Refusal{Reason: reason, Detail: fmt.Sprintf(format, args...)}
}

// Limits bound what the check of one file may cost.
type Limits struct {
	Size    int64         // bytes of the file
	Time    time.Duration // from the moment that the check may begin
	Decoded int64         // bytes of object and cross-reference streams after decompression, in all
	Objects int           // objects, and lines of cross-reference tables, in all revisions
	Values  int           // names, numbers, strings and containers in all objects
	Depth   int           // arrays and dictionaries within each other
	Pixels  int           // of a picture that is a file of its own
}

// DefaultLimits are far above an office document of the greatest accepted
// size and keep one check under about 400 MB of memory at the worst.
func DefaultLimits() Limits {
	return Limits{
		Size:    20 << 20,
		Time:    10 * time.Second,
		Decoded: 32 << 20,
		Objects: 100_000,
		Values:  2_000_000,
		Depth:   64,
		Pixels:  20_000_000, // more than a screen or the usual photo of a phone has
	}
}

// Checker checks files, a few at a time. It is safe for concurrent use.
type Checker struct {
	limits Limits
	slots  chan struct{}
}

// NewChecker makes a Checker that works on at most atOnce files at a time.
// Others wait, because a check needs the file in memory.
func NewChecker(limits Limits, atOnce int) *Checker {
	return &Checker{limits: limits, slots: make(chan struct{}, max(atOnce, 1))}
}

// Check returns nil for an acceptable PDF and a *Refusal for any other file.
// Every other error is not about the file: r could not be read, or ctx ended.
// r has size bytes and is not used after Check has returned.
func (c *Checker) Check(ctx context.Context, r io.ReaderAt, size int64) error {
	if size > c.limits.Size {
		return refuse(TooComplex, "%d bytes, more than %d", size, c.limits.Size)
	}
	select {
	case c.slots <- struct{}{}:
	case <-ctx.Done():
		return fmt.Errorf("pdfcheck: waiting for a turn: %w", ctx.Err())
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(io.NewSectionReader(r, 0, size), data); err != nil {
		<-c.slots
		return fmt.Errorf("pdfcheck: reading the file: %w", err)
	}
	limited, cancel := context.WithTimeout(ctx, c.limits.Time)
	defer cancel()
	verdict := make(chan error, 1)
	go func() {
		// The turn ends when the work does, which may be a moment after Check
		// has given up on it.
		defer func() { <-c.slots }()
		verdict <- inspect(limited, c.limits, data)
	}()
	var err error
	select {
	case err = <-verdict:
	case <-limited.Done():
		err = limited.Err()
	}
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("pdfcheck: %w", ctx.Err())
	case errors.Is(err, context.DeadlineExceeded):
		return refuse(TooComplex, "not read within %v", c.limits.Time)
	}
	return err
}

// inspect returns nil, a *Refusal, or the error of ctx. A library that meets
// what its authors did not expect may panic; that too is a property of the
// file.
func inspect(ctx context.Context, limits Limits, data []byte) (err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = refuse(Malformed, "panic: %v", panicked)
		}
	}()
	if err := checkOutline(data); err != nil {
		return err
	}
	if err := scan(ctx, limits, data); err != nil {
		return err
	}
	return checkStructure(ctx, limits, data)
}
