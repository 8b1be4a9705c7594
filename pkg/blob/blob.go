package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// Store keeps objects. It is safe for concurrent use.
//
// Every failure that is not the caller's doing is an ErrUnavailable: the
// store does not answer, refuses, or is full. When the caller's own context
// ends, its error comes back instead.
type Store interface {
	// Put stores exactly size bytes of r under key, the whole object or
	// nothing, and returns once the store holds it durably. It fails with
	// ErrExists when the key is taken, ErrSize when r has fewer or more bytes,
	// ErrBadKey, or the error of r. r is not touched after Put has returned,
	// so a Read of r that is under way is waited for.
	//
	// After an ErrUnavailable the object may exist all the same, when only the
	// store's answer was lost: take a new key for another attempt and leave
	// the old one to the reconciler.
	Put(ctx context.Context, key string, r io.Reader, size int64) error

	// Open returns the bytes from offset on, at most length of them (all of
	// them when length is negative), and what the whole object is. An offset
	// beyond the end gives no bytes. The caller closes the reader; ctx must
	// live until then. A missing object is ErrNotFound.
	Open(ctx context.Context, key string, offset, length int64) (io.ReadCloser, Info, error)

	// Delete removes the object. A missing object is not an error.
	Delete(ctx context.Context, key string) error

	// List calls visit for each object whose key begins with prefix, in no
	// promised order and with memory that does not grow with their number.
	// Objects put or deleted meanwhile may or may not be seen. An error of
	// visit ends the listing and comes back unchanged.
	List(ctx context.Context, prefix string, visit func(Info) error) error

	// Check asks the store whether it can serve now.
	Check(ctx context.Context) error
}

// Info describes an object.
type Info struct {
	Key        string
	Size       int64     // bytes
	ModifiedAt time.Time // when it was put, by the store's clock, UTC
}

// The failures that a caller can tell apart with errors.Is.
var (
	ErrNotFound    = errors.New("blob: no such object")
	ErrExists      = errors.New("blob: the key is taken")
	ErrUnavailable = errors.New("blob: the store is unavailable")
	ErrSize        = errors.New("blob: the data is not as long as announced")
	ErrBadKey      = errors.New("blob: not a valid key")
	ErrBadRange    = errors.New("blob: not a valid range")
)

// MaxKeyLength is the greatest length of a key, in bytes. It leaves room for
// the path of a data folder before it.
const MaxKeyLength = 200

// CheckKey tells, with an ErrBadKey, whether key is fit for a store: segments
// of a–z, 0–9 and hyphen, separated by single slashes, such as
// tickets/2026/11/0197…. Nothing that a file system or a URL reads specially
// can occur, so a key is never a path out of the store and needs no escaping.
// A key must not be the folder of another one (a and a/b).
func CheckKey(key string) error {
	if key == "" || strings.HasSuffix(key, "/") {
		return fmt.Errorf("%w: %q", ErrBadKey, key)
	}
	return checkPrefix(key)
}

// checkPrefix accepts the beginnings of valid keys, the empty one among them.
func checkPrefix(prefix string) error {
	if len(prefix) > MaxKeyLength {
		return fmt.Errorf("%w: longer than %d bytes", ErrBadKey, MaxKeyLength)
	}
	previous := byte('/')
	for i := range len(prefix) {
		c := prefix[i]
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '-':
		case c == '/' && previous != '/':
		default:
			return fmt.Errorf("%w: %q", ErrBadKey, prefix)
		}
		previous = c
	}
	return nil
}

// failure says what was attempted, and on which key, in front of the reason.
func failure(doing, key string, err error) error {
	return fmt.Errorf("blob: %s %q: %w", doing, key, err)
}

// unavailable keeps the cause for the log behind ErrUnavailable.
func unavailable(doing, key string, cause error) error {
	return failure(doing, key, fmt.Errorf("%w: %w", ErrUnavailable, cause))
}

// exactReader passes on exactly the announced number of bytes. It looks for
// the end of the source before it hands out the last bytes, so that a store
// never holds a whole object made from a source that was too long.
type exactReader struct {
	ctx    context.Context
	before func() // called before each Read of the source
	after  func() // called after each Read of the source

	mu     sync.Mutex
	source io.Reader
	size   int64
	left   int64
	err    error // why the source was refused; nil while all is well
}

func newExactReader(ctx context.Context, source io.Reader, size int64) *exactReader {
	return &exactReader{ctx: ctx, before: func() {}, after: func() {}, source: source, size: size, left: size}
}

// errFinished answers a transport that still reads after the call is over.
var errFinished = errors.New("blob: the call is over")

func (e *exactReader) Read(p []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case e.err != nil:
		return 0, e.err
	case e.source == nil:
		return 0, errFinished
	case e.left == 0 && e.size > 0:
		return 0, io.EOF // the end was seen together with the last bytes
	case len(p) == 0:
		return 0, nil
	}
	if e.err = e.ctx.Err(); e.err != nil {
		return 0, e.err
	}
	e.before()
	defer e.after()

	n, err := 0, error(nil)
	if e.left > 0 {
		n, err = e.source.Read(p[:min(int64(len(p)), e.left)])
		e.left -= int64(n)
	}
	if e.left == 0 {
		if err == nil {
			err = e.expectEnd()
		}
		if err != nil && err != io.EOF {
			e.err = err
			return 0, err
		}
		return n, io.EOF
	}
	if err == io.EOF {
		err = fmt.Errorf("%w: %d bytes of %d", ErrSize, e.size-e.left, e.size)
	}
	e.err = err
	return n, err
}

// expectEnd returns io.EOF when the source has nothing left.
func (e *exactReader) expectEnd() error {
	var one [1]byte
	for range 100 {
		n, err := e.source.Read(one[:])
		if n > 0 {
			return fmt.Errorf("%w: more than %d bytes", ErrSize, e.size)
		}
		if err != nil {
			return err
		}
	}
	return io.ErrNoProgress
}

// finish takes the source away, after waiting for a Read that is under way,
// and tells why the source was refused, if it was.
func (e *exactReader) finish() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.source = nil
	return e.err
}
