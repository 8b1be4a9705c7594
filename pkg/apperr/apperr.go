// Package apperr is the one kind of error that a caller may see: a kind, a
// stable code, a sentence for a person in both languages of the product, and
// the cause, which is for the log only. Package web alone knows which HTTP
// status belongs to a kind.
package apperr

import (
	"errors"
	"fmt"
	"time"
)

// Kind is the sort of refusal, from the caller's point of view.
type Kind int

// The kinds.
const (
	Internal             Kind = iota // a defect or an unforeseen failure; no detail is shown
	Invalid                          // the input breaks a rule; Fields say where
	Malformed                        // the input is not what the content type promises
	Unauthenticated                  // nobody is signed in, or no longer
	Forbidden                        // signed in, but not allowed
	NotFound                         // does not exist, or is outside the caller's scope
	Conflict                         // the state of the object does not permit it
	PreconditionRequired             // If-Match is missing
	PreconditionFailed               // somebody else changed the object first
	TooLarge                         // a body or file is over its limit
	UnsupportedMedia                 // a content type or file type that is not accepted here
	RateLimited                      // too many attempts; RetryAfter says how long to wait
	Unavailable                      // a dependency does not answer; trying again may help
	MethodNotAllowed                 // the path exists, the method does not
	RangeNotSatisfiable              // the object has no such range of bytes
)

// Text is one sentence in the two languages of the product.
type Text struct {
	ID string // Bahasa Indonesia
	EN string // English
}

// In returns the sentence in the language ("id" or "en"; anything else is
// Indonesian).
func (t Text) In(lang string) string {
	if lang == "en" && t.EN != "" {
		return t.EN
	}
	return t.ID
}

// Field is one fault in the input.
type Field struct {
	Pointer string // JSON pointer into the input, such as /answers/nip
	Code    string // stable code, such as nip.format
	Detail  Text   // what is wrong and what to do
}

// Error is a refusal with everything that may be shown of it.
type Error struct {
	Kind       Kind
	Code       string // stable, such as ticket.not_returnable
	Detail     Text
	Fields     []Field       // faults of the input, for Invalid and Malformed
	RetryAfter time.Duration // when another attempt makes sense, where known
	cause      error
}

// New makes a refusal.
func New(kind Kind, code string, id, en string) *Error {
	return &Error{Kind: kind, Code: code, Detail: Text{ID: id, EN: en}}
}

// BadField makes a refusal of one field of the input.
func BadField(pointer, code, id, en string) *Error {
	return BadFields(Field{Pointer: pointer, Code: code, Detail: Text{ID: id, EN: en}})
}

// BadFields makes a refusal of several fields of the input.
func BadFields(fields ...Field) *Error {
	e := New(Invalid, "input.invalid",
		"Ada isian yang belum benar. Perbaiki isian yang ditandai, lalu kirim lagi.",
		"Some of the input is not right. Correct the marked fields and send it again.")
	e.Fields = fields
	return e
}

// Because returns a copy that carries the cause for the log.
func (e *Error) Because(cause error) *Error {
	c := *e
	c.cause = cause
	return &c
}

// WithRetryAfter returns a copy that says when to try again.
func (e *Error) WithRetryAfter(d time.Duration) *Error {
	c := *e
	c.RetryAfter = d
	return &c
}

func (e *Error) Error() string {
	if e.cause != nil {
		return fmt.Sprintf("%s: %v", e.Code, e.cause)
	}
	text := e.Code + ": " + e.Detail.EN
	for _, f := range e.Fields {
		text += " " + f.Pointer + ": " + f.Detail.EN
	}
	return text
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.cause }

// Is makes errors.Is compare by code, so that a returned copy matches the
// declared value.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// From finds the refusal inside err; anything else becomes Internal.
func From(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return New(Internal, "internal",
		"Terjadi gangguan di sisi kami. Coba lagi; bila berulang, sampaikan nomor galat ini kepada petugas.",
		"Something went wrong on our side. Try again; if it keeps happening, tell us the error number.").Because(err)
}
