package organisation

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Holdings count what belongs to an agency now. A merger moves exactly this;
// disabled accounts, finished requests and retired assets stay with the name
// that they were under.
type Holdings struct {
	People       int64 `json:"people"` // accounts that are not disabled
	OpenRequests int64 `json:"open_requests"`
	Assets       int64 `json:"assets"`    // those not retired
	Proposals    int64 `json:"proposals"` // for applications: unfinished ones, and those approved
	Parts        int64 `json:"parts"`     // bureaus and the like
} // @name OrganisationHoldings

// MergeInput names the agency that goes on.
type MergeInput struct {
	Into   string `json:"into" validate:"required,uuid"`
	Reason string `json:"reason" validate:"required,notblank,max=1000" example:"Perda 5/2026 tentang susunan Perangkat Daerah"`
} // @name OrganisationMergeInput

// ReasonInput says why.
type ReasonInput struct {
	Reason string `json:"reason" validate:"required,notblank,max=1000"`
} // @name OrganisationReasonInput

// @Summary	What belongs to an agency
// @Description	What a merger would move, and what stands in the way of closing it.
// @Tags	organisations
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the agency"
// @Success	200	{object}	Holdings
// @Failure	401,403,404	{object}	web.Problem
// @Router	/organisations/{id}/holdings [get]
func (h *handlers) holdings(c echo.Context) error {
	held, err := h.service.Holdings(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, held)
}

// Holdings counts what belongs to an agency.
func (s *Service) Holdings(ctx context.Context, id string) (Holdings, error) {
	if _, err := s.Get(ctx, id); err != nil {
		return Holdings{}, err
	}
	return s.store.holdings(ctx, s.neighbour, id)
}

// @Summary	Merge an agency into another
// @Description	Its people, open requests, proposals, assets and parts follow; it is closed and says into which one it went. What is finished stays under its name.
// @Tags	organisations
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the agency that ends"
// @Param	If-Match	header	string	true	"ETag of that agency"
// @Param	body	body	MergeInput	true	"the agency that goes on, and why"
// @Success	200	{object}	Organisation
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/organisations/{id}/merge [post]
func (h *handlers) merge(c echo.Context) error {
	version, in, err := web.BindEdit[MergeInput](c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	o, err := h.service.Merge(c.Request().Context(), actor, c.Param("id"), version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, o.Version, o.seenBy(actor))
}

var errInto = apperr.BadField("/into", "organisation.into",
	"Pilih instansi lain yang masih ada. Instansi yang punya bagian hanya dapat digabung ke instansi yang bukan bagian.",
	"Choose another agency that is in being. One with parts can only be merged into one that is not a part itself.")

// Merge ends an agency in favour of another; the history of both says so.
func (s *Service) Merge(ctx context.Context, actor auth.Actor, id string, version int64, in MergeInput) (Organisation, error) {
	var after Organisation
	err := s.changes.Do(ctx, actor.As(auth.Assignment{Role: auth.Admin}), func(tx *change.Tx) error {
		from, err := s.store.find(ctx, tx.DB, id)
		switch {
		case err != nil:
			return err
		case from.Version != version:
			return web.ErrStale
		case from.ClosedAt != nil:
			return errClosed
		}
		moved, err := s.neighbour.holdings(tx.DB, id)
		if err != nil {
			return err
		}
		into, err := s.store.find(ctx, tx.DB, in.Into)
		if err != nil || into.ClosedAt != nil || into.ID == id || (into.Parent != nil && moved.Parts > 0) {
			return errInto.Because(err)
		}
		if err := s.neighbour.move(tx.DB, id, into.ID); err != nil {
			return err
		}
		if err := update(tx.DB, id, version, map[string]any{"closed_at": tx.Now, "merged_into": into.ID}); err != nil {
			return err
		}
		if after, err = s.store.find(ctx, tx.DB, id); err != nil {
			return err
		}
		return tx.RecordAll([]change.Event{
			{Type: "organisation_merged", Kind: "organisation", ObjectID: id, Internal: true,
				Data: map[string]any{"into": auth.Ref{ID: into.ID, Name: into.Name}, "reason": in.Reason, "moved": moved}},
			{Type: "organisation_received", Kind: "organisation", ObjectID: into.ID, Internal: true,
				Data: map[string]any{"from": auth.Ref{ID: id, Name: from.Name}, "reason": in.Reason, "moved": moved}},
		})
	})
	return after, err
}

// @Summary	Close an agency
// @Description	Only when nothing belongs to it any more; otherwise merge it into the one that goes on.
// @Tags	organisations
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the agency"
// @Param	If-Match	header	string	true	"ETag of the agency"
// @Param	body	body	ReasonInput	true	"why"
// @Success	200	{object}	Organisation
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/organisations/{id}/close [post]
func (h *handlers) close(c echo.Context) error { return h.end(c, true) }

// @Summary	Open a closed agency again
// @Description	One that was merged stays closed.
// @Tags	organisations
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the agency"
// @Param	If-Match	header	string	true	"ETag of the agency"
// @Param	body	body	ReasonInput	true	"why"
// @Success	200	{object}	Organisation
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/organisations/{id}/reopen [post]
func (h *handlers) reopen(c echo.Context) error { return h.end(c, false) }

func (h *handlers) end(c echo.Context, closed bool) error {
	version, in, err := web.BindEdit[ReasonInput](c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	o, err := h.service.End(c.Request().Context(), actor, c.Param("id"), version, closed, in.Reason)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, o.Version, o.seenBy(actor))
}

var (
	errHolds = apperr.New(apperr.Conflict, "organisation.holds",
		"Instansi ini masih punya orang, permohonan terbuka, usulan aplikasi, aset, atau bagian. Gabungkan ke instansi penerusnya.",
		"This agency still has people, open requests, proposals, assets or parts. Merge it into the one that goes on.")
	errMerged = apperr.New(apperr.Conflict, "organisation.unchanged",
		"Instansi ini tidak sedang ditutup, atau sudah digabung ke instansi lain.", "This agency is not closed, or was merged into another.")
)

// End closes an agency to which nothing belongs, or opens a closed one again.
func (s *Service) End(ctx context.Context, actor auth.Actor, id string, version int64, closed bool, reason string) (Organisation, error) {
	var after Organisation
	err := s.changes.Do(ctx, actor.As(auth.Assignment{Role: auth.Admin}), func(tx *change.Tx) error {
		before, err := s.store.find(ctx, tx.DB, id)
		switch {
		case err != nil:
			return err
		case before.Version != version:
			return web.ErrStale
		case closed && before.ClosedAt != nil:
			return errClosed
		case !closed && (before.ClosedAt == nil || before.MergedInto != nil):
			return errMerged
		}
		event, columns := "organisation_reopened", map[string]any{"closed_at": nil}
		if closed {
			held, err := s.neighbour.holdings(tx.DB, id)
			if err != nil {
				return err
			}
			if held != (Holdings{}) {
				return errHolds
			}
			event, columns = "organisation_closed", map[string]any{"closed_at": tx.Now}
		}
		if err := update(tx.DB, id, version, columns); err != nil {
			return err
		}
		if after, err = s.store.find(ctx, tx.DB, id); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: event, Kind: "organisation", ObjectID: id, Data: map[string]string{"reason": reason}, Internal: true})
	})
	return after, err
}
