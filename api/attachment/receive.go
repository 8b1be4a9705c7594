package attachment

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/blob"
	"github.com/dkisp-kaltara/elayanan/pkg/filename"
	"github.com/dkisp-kaltara/elayanan/pkg/pdfcheck"
)

// Received is a file that is safely in the object store and waits for the
// change that gives it a row.
type Received struct {
	ID                             string // that its row will have
	Name, Field, SHA256, MediaType string
	Kind                           Kind
	Size                           int64
	key                            string
}

// Receive takes a file in as it streams: onto disk up to the limit, through
// the check, into the object store. Memory does not grow with its size.
// Supporting files may be pictures (screenshots, photos); all others are PDF.
// pointer names the field for refusals.
func (s *Service) Receive(ctx context.Context, pointer string, kind Kind, field, name string, r io.Reader) (Received, error) {
	f, err := os.CreateTemp(s.incoming, "upload-*")
	if err != nil {
		return Received{}, StoreUnavailable.Because(err)
	}
	defer func() {
		_ = f.Close()
		_ = os.Remove(f.Name())
	}()
	hash := sha256.New()
	local := &localWriter{f: f}
	size, err := io.Copy(io.MultiWriter(local, hash), io.LimitReader(r, s.maxFile+1))
	switch {
	case local.err != nil:
		return Received{}, StoreUnavailable.Because(local.err)
	case err != nil:
		return Received{}, err
	case size > s.maxFile:
		return Received{}, tooLarge(s.maxFile)
	case size == 0:
		return Received{}, apperr.BadField(pointer, "file.empty", "Berkas ini kosong.", "This file is empty.")
	}
	mediaType, err := s.check(ctx, pointer, kind, f, size)
	if err != nil {
		return Received{}, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return Received{}, StoreUnavailable.Because(err)
	}
	now := s.clock.Now()
	received := Received{
		ID: s.ids.ID(), Name: cmp.Or(filename.Shown(name), unnamed), Field: field, Kind: kind, Size: size, SHA256: hex.EncodeToString(hash.Sum(nil)),
		MediaType: mediaType, key: fmt.Sprintf("files/%04d/%02d/%s", now.Year(), now.Month(), s.ids.ID()),
	}
	if err := s.objects.Put(ctx, received.key, f, size); err != nil {
		if errors.Is(err, blob.ErrUnavailable) {
			return Received{}, StoreUnavailable.Because(err)
		}
		return Received{}, err
	}
	return received, nil
}

// Discard removes received files whose change was refused. When it is unknown
// whether the change was committed, do not call it: the sweep finds out later.
func (s *Service) Discard(ctx context.Context, files []Received) {
	for _, f := range files {
		_ = s.objects.Delete(context.WithoutCancel(ctx), f.key) // what stays is swept
	}
}

// DiscardIfRefused removes the files when err says for certain that nothing
// was committed.
func (s *Service) DiscardIfRefused(ctx context.Context, err error, files []Received) {
	if refusal, ok := errors.AsType[*apperr.Error](err); ok && refusal.Kind != apperr.Unavailable && refusal.Kind != apperr.Internal {
		s.Discard(ctx, files)
	}
}

// localWriter tells a full disk apart from a broken upload.
type localWriter struct {
	f   *os.File
	err error
}

func (w *localWriter) Write(p []byte) (int, error) {
	n, err := w.f.Write(p)
	if err != nil {
		w.err = err
	}
	return n, err
}

// pdf is the type of most files.
const pdf = "application/pdf"

// check returns the media type of a file by its content, or refuses it.
func (s *Service) check(ctx context.Context, pointer string, kind Kind, f io.ReaderAt, size int64) (mediaType string, err error) {
	texts := reasons
	if kind == Supporting && isPicture(f) {
		texts = pictureReasons
		mediaType, err = s.checker.CheckImage(ctx, f, size)
	} else {
		mediaType, err = pdf, s.checker.Check(ctx, f, size)
	}
	refusal, ok := errors.AsType[*pdfcheck.Refusal](err)
	if !ok {
		return mediaType, err
	}
	text := texts[refusal.Reason]
	if text.ID == "" {
		text = texts[pdfcheck.Malformed]
	}
	return "", apperr.BadFields(apperr.Field{Pointer: pointer, Code: "file." + string(refusal.Reason), Detail: text}).Because(refusal)
}

// isPicture tells whether a file begins as a PNG or a JPEG.
func isPicture(f io.ReaderAt) bool {
	var beginning [8]byte
	n, _ := f.ReadAt(beginning[:], 0)
	return bytes.HasPrefix(beginning[:n], []byte("\x89PNG\r\n\x1a\n")) || bytes.HasPrefix(beginning[:n], []byte{0xff, 0xd8, 0xff})
}

// pictureReasons tells people why a picture is refused and what to do.
var pictureReasons = map[pdfcheck.Reason]apperr.Text{
	pdfcheck.Truncated: {ID: "Gambar ini terpotong. Simpan atau ambil ulang, lalu unggah lagi.",
		EN: "This picture is cut off. Save or take it again and upload that."},
	pdfcheck.TooComplex: {ID: "Gambar ini terlalu besar (lebih dari 20 megapiksel). Perkecil ukurannya, lalu unggah lagi.",
		EN: "This picture is too large (more than 20 megapixels). Make it smaller and upload that."},
	pdfcheck.Polyglot: {ID: "Berkas gambar ini memuat data lain. Ambil tangkapan layarnya atau simpan ulang sebagai gambar biasa, lalu unggah lagi.",
		EN: "This picture carries other data. Take a screenshot of it, or save it as an ordinary picture, and upload that."},
	pdfcheck.Malformed: {ID: "Gambar ini rusak. Simpan ulang sebagai PNG atau JPEG, lalu unggah lagi.",
		EN: "This picture is damaged. Save it as PNG or JPEG again and upload that."},
}

// reasons tells people why a file is refused and what to do.
var reasons = map[pdfcheck.Reason]apperr.Text{
	pdfcheck.NotPDF: {ID: "Berkas ini bukan PDF. Simpan atau pindai dokumen sebagai PDF, lalu unggah lagi.",
		EN: "This file is not a PDF. Save or scan the document as PDF and upload it again."},
	pdfcheck.Truncated: {ID: "Berkas PDF ini terpotong. Unduh atau pindai ulang, lalu unggah lagi.",
		EN: "This PDF is cut off. Download or scan it again and upload it."},
	pdfcheck.Encrypted: {ID: "PDF ini terkunci kata sandi. Simpan salinan tanpa kata sandi, lalu unggah lagi.",
		EN: "This PDF is protected by a password. Save a copy without one and upload that."},
	pdfcheck.ActiveContent: {ID: "PDF ini berisi skrip, perintah, atau berkas lain di dalamnya. Cetak ke PDF untuk membuangnya, lalu unggah lagi.",
		EN: "This PDF contains scripts, commands or other files. Print it to PDF to remove them and upload that."},
	pdfcheck.Polyglot: {ID: "Berkas ini PDF yang bercampur dengan jenis berkas lain. Simpan ulang sebagai PDF biasa.",
		EN: "This file is a PDF mixed with another type of file. Save it as an ordinary PDF."},
	pdfcheck.TooComplex: {ID: "PDF ini terlalu rumit untuk diperiksa. Cetak ke PDF atau pindai ulang, lalu unggah lagi.",
		EN: "This PDF is too complex to be checked. Print it to PDF or scan it and upload that."},
	pdfcheck.Malformed: {ID: "PDF ini rusak. Simpan ulang sebagai PDF, lalu unggah lagi.",
		EN: "This PDF is damaged. Save it as PDF again and upload that."},
}

func tooLarge(limit int64) error {
	return apperr.New(apperr.TooLarge, "file.too_large",
		fmt.Sprintf("Berkas lebih besar dari %d MB. Perkecil (misalnya pindai dengan 150–200 dpi), lalu unggah lagi.", limit>>20),
		fmt.Sprintf("The file is larger than %d MB. Make it smaller (such as by scanning at 150–200 dpi) and upload it again.", limit>>20))
}

// unnamed is what a file is called whose sender gave it no name that can be shown.
const unnamed = "berkas.pdf"
