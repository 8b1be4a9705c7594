package asset

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// RegisterInput is a thing that was delivered before the register, or beside
// the one that its request registered.
type RegisterInput struct {
	Kind           string            `json:"kind" validate:"required,max=40" example:"subdomain"`
	Ticket         string            `json:"ticket,omitempty" validate:"max=40"`       // number of the request that it comes from, if there is one
	OrganisationID string            `json:"organisation_id" validate:"required,uuid"` // whose it is
	Fields         map[string]string `json:"fields" validate:"required,max=40"`
	DeliveredOn    string            `json:"delivered_on" validate:"required,datetime=2006-01-02" format:"date"`
	ExpiresOn      string            `json:"expires_on,omitempty" validate:"omitempty,datetime=2006-01-02" format:"date"` // its last day; left out: without end
	Reason         string            `json:"reason" validate:"notblank,max=2000" example:"Dicatat dari arsip sebelum sistem ini."`
} // @name AssetInput

// CorrectInput is all that an admin may write of a delivered thing.
type CorrectInput struct {
	OrganisationID string            `json:"organisation_id" validate:"required,uuid"` // whose it is
	Fields         map[string]string `json:"fields" validate:"required,max=40"`
	DeliveredOn    string            `json:"delivered_on" validate:"required,datetime=2006-01-02" format:"date"`
	ExpiresOn      string            `json:"expires_on,omitempty" validate:"omitempty,datetime=2006-01-02" format:"date"` // its last day; left out: without end
	Reason         string            `json:"reason" validate:"notblank,max=2000" example:"Nama aplikasi keliru dicatat."`
} // @name AssetCorrection

// @Summary	Register a delivered thing
// @Description	For what was delivered before this register was kept. What a request leaves behind is registered when the request is completed. With an `Idempotency-Key` a repeated request is answered like the first and registered once.
// @Tags	assets
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	Idempotency-Key	header	string	false	"at most 100 characters, one's own for each thing"
// @Param	body	body	RegisterInput	true	"the thing"
// @Success	201	{object}	Asset
// @Failure	400,401,403,409,415,422	{object}	web.Problem
// @Router	/assets [post]
func (h *handlers) register(c echo.Context) error {
	in, err := web.Bind[RegisterInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	key, err := ticket.IdempotencyKey(c, in, nil)
	if err != nil {
		return err
	}
	v, replayed, err := h.service.Register(ctx, actor, in, key)
	if err != nil {
		return err
	}
	if replayed {
		c.Response().Header().Set("Idempotency-Replayed", "true")
	}
	c.Response().Header().Set(echo.HeaderLocation, web.Base+"/assets/"+v.ID)
	return web.Tagged(c, http.StatusCreated, v.Version, v)
}

// Register writes a thing into the register that no request brings, once for
// each key; it tells whether it had done so before.
func (s *Service) Register(ctx context.Context, actor auth.Actor, in RegisterInput, key change.Key) (Asset, bool, error) {
	kind, err := s.kind(ctx, in.Kind)
	if err != nil {
		return Asset{}, false, errKind("/kind")
	}
	return change.Once(ctx, s.changes, as(actor, auth.CorrectAssets), key, func(tx *change.Tx) (Asset, error) {
		r := row{ID: tx.NewID(), Kind: kind.Code, State: Active, Version: 1, CreatedAt: tx.Now, ChangedAt: tx.Now}
		if in.Ticket != "" {
			id, err := ticketID(tx.DB, in.Ticket)
			if err != nil {
				return Asset{}, err
			}
			if id == "" {
				return Asset{}, apperr.BadField("/ticket", "ticket.unknown", "Permohonan dengan nomor ini tidak ada.", "There is no request with this number.")
			}
			r.TicketID, r.TicketNumber = &id, in.Ticket
		}
		right := CorrectInput{OrganisationID: in.OrganisationID, Fields: in.Fields, DeliveredOn: in.DeliveredOn, ExpiresOn: in.ExpiresOn, Reason: in.Reason}
		if err := s.write(tx, &r, kind, right); err != nil {
			return Asset{}, err
		}
		if err := insert(tx.DB, &r); err != nil {
			return Asset{}, unlessTaken(err, "/fields/"+kind.Name)
		}
		if err := tx.Record(change.Event{Type: "asset_registered", Kind: "asset", ObjectID: r.ID, Data: r.told(in.Reason)}); err != nil {
			return Asset{}, err
		}
		return s.view(ctx, r, actor)
	})
}

// @Summary	Correct a delivered thing
// @Description	An admin mends what the register says, with a reason that stays in the history.
// @Tags	assets
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the asset"
// @Param	If-Match	header	string	true	"ETag of the asset"
// @Param	body	body	CorrectInput	true	"what is right"
// @Success	200	{object}	Asset
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/assets/{id} [put]
func (h *handlers) correct(c echo.Context) error { return answer(c, h.service.Correct) }

// Correct replaces what the register says of an asset.
func (s *Service) Correct(ctx context.Context, actor auth.Actor, id string, version int64, in CorrectInput) (Asset, error) {
	return s.act(ctx, actor, id, version, Correct, func(tx *change.Tx, r *row) (change.Event, error) {
		kind, err := s.kind(ctx, r.Kind)
		if err != nil {
			return change.Event{}, err
		}
		before := *r
		if err := s.write(tx, r, kind, in); err != nil {
			return change.Event{}, err
		}
		return change.Event{Type: "asset_corrected", Data: r.told(in.Reason), Changes: difference(before, *r)}, nil
	})
}

// write fills an asset with what an admin wrote, after checking it.
func (s *Service) write(tx *change.Tx, r *row, kind Kind, in CorrectInput) error {
	fields, faults := kind.check(in.Fields, "/fields")
	name, err := organisationName(tx.DB, in.OrganisationID)
	if err != nil {
		return err
	}
	if !ident.Valid(in.OrganisationID) || name == "" {
		faults = append(faults, fault("/organisation_id", "organisation.unknown", "Perangkat Daerah ini tidak ada.", "There is no such agency."))
	}
	if in.ExpiresOn != "" && in.ExpiresOn < in.DeliveredOn {
		faults = append(faults, fault("/expires_on", "asset.ends_first", "Tanggal berakhir mendahului tanggal diserahkan.", "The last day comes before the delivery."))
	}
	if len(faults) > 0 {
		return apperr.BadFields(faults...)
	}
	r.OrganisationID, r.OrganisationName, r.DeliveredOn = in.OrganisationID, name, in.DeliveredOn
	if r.ExpiresOn != orNever(in.ExpiresOn) {
		r.ExpiresOn, r.Reminded = orNever(in.ExpiresOn), 0
	}
	return s.describe(tx, r, kind, fields, "", "/fields/"+kind.Name)
}

// describe sets the fields of an asset with all that follows from them, if
// nobody else has the name. ticketID is the request that may have asked for
// it. pointer is where the name stands in the input.
func (s *Service) describe(tx *change.Tx, r *row, kind Kind, fields map[string]string, ticketID, pointer string) error {
	r.Fields, r.Name, r.UniqueName = fields, kind.shown(fields), kind.uniqueName(fields)
	r.Search = strings.ToLower(strings.Join(append(slices.Sorted(maps.Values(fields)), r.Name, r.OrganisationName, r.TicketNumber), "\n"))
	if r.UniqueName == "" || r.State == Retired {
		return nil
	}
	has, err := nameTaken(tx.DB, kind.Code, r.UniqueName, r.ID, ticketID)
	if err == nil && has {
		err = apperr.BadFields(taken(pointer))
	}
	return err
}

// difference is what a correction changed, for the record.
func difference(before, after row) map[string]any {
	v := map[string]any{}
	for key, pair := range map[string][2]string{
		"organisation": {before.OrganisationName, after.OrganisationName}, "delivered_on": {before.DeliveredOn, after.DeliveredOn}, "expires_on": {before.ExpiresOn, after.ExpiresOn},
	} {
		if pair[0] != pair[1] {
			v[key] = pair
		}
	}
	if !maps.Equal(before.Fields, after.Fields) {
		v["fields"] = [2]map[string]string{before.Fields, after.Fields}
	}
	return v
}

func orNever(date string) string {
	if date == "" {
		return never
	}
	return date
}

// nameKey is the field that names assets of a kind.
func (s *Service) nameKey(code string) string {
	for _, k := range s.kinds {
		if k.Code == code {
			return k.Name
		}
	}
	return ""
}

// unlessTaken turns a broken unique constraint into the refusal that somebody
// else was quicker.
func unlessTaken(err error, pointer string) error {
	if db.IsDuplicate(err) {
		return apperr.BadFields(taken(pointer)).Because(err)
	}
	return err
}

func errKind(pointer string) error {
	return apperr.BadField(pointer, "asset.kind", "Jenis aset ini tidak ada.", "There is no such kind of asset.")
}
