package attachment

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/blob"
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// Kind says what a file is for.
type Kind string

// Kinds.
const (
	RequestLetter Kind = "request_letter" // the applicant's signed letter
	Supporting    Kind = "supporting"     // whatever goes with a request
	ResultLetter  Kind = "result_letter"  // the office's answer
	Internal      Kind = "internal"       // of the office, never shown to the applicant
)

// Attachment is a file as callers see it.
type Attachment struct {
	ID         string    `json:"id"`
	Name       string    `json:"name" example:"surat-permohonan.pdf"` // as the sender named it, to be shown only
	Size       int64     `json:"size" example:"48213"`                // bytes
	SHA256     string    `json:"sha256"`
	MediaType  string    `json:"media_type" example:"application/pdf"`
	Kind       Kind      `json:"kind" enums:"request_letter,supporting,result_letter,internal"`
	Field      string    `json:"field"` // the form field that it answers, if any
	UploadedAt time.Time `json:"uploaded_at"`
} // @name Attachment

// Checker tells what is wrong with a file that claims to be a PDF, or a
// picture: nil, a *pdfcheck.Refusal, or a failure to read it.
type Checker interface {
	Check(ctx context.Context, r io.ReaderAt, size int64) error
	CheckImage(ctx context.Context, r io.ReaderAt, size int64) (mediaType string, err error)
}

// Tickets tells whether an actor may read the files of a request, and one that
// answers a field of its form.
type Tickets interface {
	MayRead(ctx context.Context, actor auth.Actor, ticketID, field string) (allowed, internal bool, err error)
}

// Proposals tells who may read the files of a proposal, and take one back.
type Proposals interface {
	MayRead(ctx context.Context, actor auth.Actor, proposalID string) (bool, error)
	MayRemove(ctx context.Context, actor auth.Actor, proposalID string) (bool, error)
}

// Service keeps files.
type Service struct {
	store     store
	objects   blob.Store
	changes   *change.Recorder
	checker   Checker
	tickets   Tickets
	proposals Proposals
	clock     clock.Clock
	ids       ident.Source
	incoming  string // folder of uploads in progress
	maxFile   int64  // bytes
	maxForm   int64  // bytes of all parts of a form together
}

// Options are the parts of a Service.
type Options struct {
	DB      *db.DB
	Objects blob.Store
	Changes *change.Recorder
	Checker Checker
	Clock   clock.Clock
	IDs     ident.Source
	DataDir string
	MaxFile int64 // bytes
	MaxForm int64 // bytes of all parts of a form together
}

// NewService returns a Service that lets uploads in progress rest in a folder
// under the data folder. What an earlier process left there is removed.
func NewService(o Options) (*Service, error) {
	incoming := filepath.Join(o.DataDir, "incoming")
	if err := os.MkdirAll(incoming, 0o700); err != nil {
		return nil, err
	}
	stale, err := filepath.Glob(filepath.Join(incoming, "upload-*"))
	if err != nil {
		return nil, err
	}
	for _, name := range stale {
		_ = os.Remove(name)
	}
	return &Service{
		store: store{o.DB.Read}, objects: o.Objects, changes: o.Changes, checker: o.Checker,
		clock: o.Clock, ids: o.IDs, incoming: incoming, maxFile: o.MaxFile, maxForm: o.MaxForm,
	}, nil
}

// ReadBy connects the room that files belong to, which lies above this one.
func (s *Service) ReadBy(tickets Tickets) { s.tickets = tickets }

// ProposedBy connects the room that files of proposals belong to.
func (s *Service) ProposedBy(proposals Proposals) { s.proposals = proposals }

// StoreUnavailable is the refusal while the object store does not answer.
var StoreUnavailable = apperr.New(apperr.Unavailable, "storage.unavailable",
	"Penyimpanan berkas sedang tidak menjawab. Berkas belum tersimpan; coba lagi beberapa saat lagi.",
	"The file storage does not answer at the moment. The file was not stored; try again shortly.").WithRetryAfter(10 * time.Second)
