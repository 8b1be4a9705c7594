package attachment

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/blob"
)

// @Summary	Download a file
// @Description	The bytes as they were stored, whole or a range. Always as a download, never to be shown inside a page.
// @Tags	attachments
// @Produce	application/pdf,image/png,image/jpeg,multipart/byteranges
// @Security	Bearer
// @Param	id	path	string	true	"id of the file"
// @Param	Range	header	string	false	"such as bytes=0-1023"
// @Success	200	{file}	binary
// @Success	206	{file}	binary
// @Success	304	"not changed"
// @Failure	401,403,404,503	{object}	web.Problem
// @Failure	416	"no such range"
// @Router	/attachments/{id}/content [get]
func (h *handlers) content(c echo.Context) error {
	actor, _ := auth.From(c.Request().Context())
	return Send(c, h.service, actor, c.Param("id"))
}

// Send answers with the bytes of a file that the actor may read.
func Send(c echo.Context, s *Service, actor auth.Actor, id string) error {
	ctx := c.Request().Context()
	r, err := s.readable(ctx, actor, id)
	if err != nil {
		return err
	}
	content := &object{ctx: ctx, store: s.objects, key: r.ObjectKey, size: r.Size}
	defer content.Close()
	if err := content.open(); err != nil { // before the header goes out, so that a refusal still can
		return err
	}
	header := c.Response().Header()
	header.Set(echo.HeaderContentType, r.MediaType)
	header.Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": r.Name}))
	header.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	header.Set(echo.HeaderCacheControl, "private, no-store")
	header.Set("ETag", `"`+r.SHA256+`"`)
	guarded := &rangeGuard{ResponseWriter: c.Response()}
	http.ServeContent(guarded, c.Request(), "", time.Time{}, content)
	if guarded.refused {
		header.Del(echo.HeaderContentDisposition)
		header.Del(echo.HeaderContentLength)
		return errRange
	}
	return nil
}

var errRange = apperr.New(apperr.RangeNotSatisfiable, "attachment.range",
	"Berkas ini tidak memiliki bagian yang diminta.", "The file has no such range.")

// rangeGuard holds back the plain words with which http.ServeContent refuses a
// range, so that a problem can be answered.
type rangeGuard struct {
	http.ResponseWriter
	refused bool
}

func (w *rangeGuard) WriteHeader(status int) {
	if w.refused = status == http.StatusRequestedRangeNotSatisfiable; !w.refused {
		w.ResponseWriter.WriteHeader(status)
	}
}

func (w *rangeGuard) Write(p []byte) (int, error) {
	if w.refused {
		return len(p), nil
	}
	return w.ResponseWriter.Write(p)
}

// readable finds a file and checks that the actor may read it: their own
// upload, or one of a request or proposal within their scope. Everything else
// is not found.
func (s *Service) readable(ctx context.Context, actor auth.Actor, id string) (row, error) {
	r, err := s.store.find(ctx, id)
	if err != nil {
		return row{}, err
	}
	if r.ProposalID != nil {
		return r, orNotFound(s.proposals.MayRead(ctx, actor, *r.ProposalID))
	}
	if r.TicketID == nil {
		if !r.ownedBy(actor) {
			return row{}, web.ErrNotFound
		}
		return r, nil
	}
	allowed, internal, err := s.tickets.MayRead(ctx, actor, *r.TicketID, r.Field)
	if err == nil && (!allowed || (r.Kind == Internal && !internal)) {
		err = web.ErrNotFound
	}
	return r, err
}

// orNotFound is the refusal where something may not be done.
func orNotFound(may bool, err error) error {
	if err == nil && !may {
		return web.ErrNotFound
	}
	return err
}

func (r row) ownedBy(actor auth.Actor) bool { return r.OwnerID != nil && *r.OwnerID == actor.ID }

// object reads a stored object as something that http.ServeContent can seek
// in. The store is asked again only for a read elsewhere than where the last
// one ended.
type object struct {
	ctx    context.Context
	store  blob.Store
	key    string
	size   int64
	offset int64 // where the next read begins
	body   io.ReadCloser
	bodyAt int64 // where body stands
}

func (o *object) open() error {
	o.Close()
	body, _, err := o.store.Open(o.ctx, o.key, o.offset, -1)
	if errors.Is(err, blob.ErrUnavailable) || errors.Is(err, blob.ErrNotFound) {
		return StoreUnavailable.Because(err)
	}
	o.body, o.bodyAt = body, o.offset
	return err
}

func (o *object) Read(p []byte) (int, error) {
	if o.body == nil || o.bodyAt != o.offset {
		if err := o.open(); err != nil {
			return 0, err
		}
	}
	n, err := o.body.Read(p)
	o.offset += int64(n)
	o.bodyAt = o.offset
	return n, err
}

func (o *object) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += o.offset
	case io.SeekEnd:
		offset += o.size
	}
	if offset < 0 {
		return 0, errors.New("attachment: seek before the beginning")
	}
	o.offset = offset
	return offset, nil
}

// Close ends the reading.
func (o *object) Close() {
	if o.body != nil {
		_ = o.body.Close()
		o.body = nil
	}
}

// @Summary	Remove an unused upload
// @Tags	attachments
// @Security	Bearer
// @Description	One's own that no request uses, or one of a proposal of one's agency that was never submitted.
// @Param	id	path	string	true	"id of the file"
// @Success	204
// @Failure	401,403,404	{object}	web.Problem
// @Router	/attachments/{id} [delete]
func (h *handlers) remove(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	if err := h.service.Remove(ctx, actor, c.Param("id")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// Remove takes back a file that the actor uploaded ahead and no request uses,
// or one of a proposal that the actor's agency has not submitted yet. Its object
// goes once the change is committed.
func (s *Service) Remove(ctx context.Context, actor auth.Actor, id string) error {
	r, err := s.store.find(ctx, id)
	if err != nil {
		return err
	}
	if r.ProposalID != nil {
		err = orNotFound(s.proposals.MayRemove(ctx, actor, *r.ProposalID))
	} else {
		err = orNotFound(r.ownedBy(actor) && r.TicketID == nil, nil)
	}
	if err != nil {
		return err
	}
	return s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		return removeWaiting(tx, r)
	})
}

// Open reads the whole of a file that the actor may read. The caller closes it.
func (s *Service) Open(ctx context.Context, actor auth.Actor, id string) (io.ReadCloser, error) {
	r, err := s.readable(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	content, _, err := s.objects.Open(ctx, r.ObjectKey, 0, -1)
	if errors.Is(err, blob.ErrUnavailable) || errors.Is(err, blob.ErrNotFound) {
		err = StoreUnavailable.Because(err)
	}
	return content, err
}
