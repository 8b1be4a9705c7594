package draft

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"reflect"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// @Summary	Save a draft
// @Description	Replaces subject, answers and the rest. Nothing is refused for being missing, wrong or not asked: the answer's `findings` tell what would stop the request from being filed. Answers of an earlier form that are kept aside (`dropped`) stay unless they are sent again.
// @Tags	drafts
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the draft"
// @Param	If-Match	header	string	true	"ETag of the draft"
// @Param	body	body	Content	true	"what it says now"
// @Success	200	{object}	Draft
// @Failure	400,401,403,404,412,413,415,422,428	{object}	web.Problem
// @Router	/drafts/{id} [put]
func (h *handlers) save(c echo.Context) error {
	version, in, err := web.BindEdit[Content](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	d, err := h.service.Save(ctx, actor, c.Param("id"), version, in, web.Lang(c))
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, d.Version, d)
}

var errTooLong = apperr.BadField("/answers", "field.max",
	"Isian draf ini terlalu panjang. Ringkas isian yang panjang, atau lampirkan sebagai berkas.", "This draft is too long. Shorten the long answers, or attach them as a file.")

// Save replaces what a draft says. What a person types is saved every few
// seconds; the record tells a sitting of an hour as one act, with who and when.
// What was typed is not in it: it is nobody else's business before it is sent.
func (s *Service) Save(ctx context.Context, actor auth.Actor, id string, version int64, in Content, lang string) (Draft, error) {
	r, err := s.own(ctx, actor, id)
	if err != nil {
		return Draft{}, err
	}
	if r.Version != version {
		return Draft{}, web.ErrStale
	}
	service, _, err := s.service(ctx, r.ServiceCode)
	if err != nil {
		return Draft{}, err
	}
	_, answers := split(service.Form, r.Answers) // kept aside
	maps.Copy(answers, in.Answers)
	if text, err := json.Marshal(answers); err != nil || len(text) > maxBytes {
		return Draft{}, errTooLong
	}
	said := rest{AssetID: in.AssetID, AssetWish: in.AssetWish, HeldBefore: in.HeldBefore}
	if in.Subject == r.Subject && reflect.DeepEqual(answers, r.Answers) && reflect.DeepEqual(said, r.Rest) {
		return s.view(ctx, actor, r, lang) // nothing new to write
	}
	r.Subject, r.Answers, r.Rest, r.ServiceVersion = in.Subject, answers, said, service.Number
	err = s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		r.ChangedAt = tx.Now
		if err := update(tx.DB, &r); err != nil {
			return err
		}
		return tx.RecordOnceIn(sitting, change.Event{Type: "draft_saved", Kind: "draft", ObjectID: r.ID, Internal: true, Data: map[string]any{"service_type": r.ServiceCode}})
	})
	if err != nil {
		return Draft{}, err
	}
	return s.view(ctx, actor, r, lang)
}
