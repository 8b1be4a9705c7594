package setting

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// securityKey names the group of settings about signing in.
const securityKey = "security"

// Security is what the office demands of those who sign in.
type Security struct {
	SecondFactorRoles []auth.Role `json:"second_factor_roles" validate:"max=20"` // need a second factor; without one they can do nothing but set it up
} // @name SecuritySettings

// @Summary	Read the settings about signing in
// @Tags	settings
// @Produce	json
// @Security	Bearer
// @Success	200	{object}	Security
// @Success	304	"not changed"
// @Failure	401,403	{object}	web.Problem
// @Router	/settings/security [get]
func (h *handlers) security(c echo.Context) error {
	security, version, err := h.service.Security(c.Request().Context())
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, version, security)
}

// @Summary	Change the settings about signing in
// @Description	Counts on the next request of everybody. Who changes it must have a second factor before demanding one of their own role.
// @Tags	settings
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	If-Match	header	string	true	"ETag of the settings"
// @Param	body	body	Security	true	"all settings about signing in"
// @Success	200	{object}	Security
// @Failure	400,401,403,409,412,415,422,428	{object}	web.Problem
// @Router	/settings/security [put]
func (h *handlers) setSecurity(c echo.Context) error {
	version, in, err := web.BindEdit[Security](c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	security, version, err := h.service.SetSecurity(c.Request().Context(), actor, version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, version, security)
}

// Security returns the settings about signing in, and their version; 0 where
// nothing was ever set.
func (s *Service) Security(ctx context.Context) (Security, int64, error) {
	security := Security{SecondFactorRoles: []auth.Role{}}
	found, err := s.store.find(ctx, s.store.read, securityKey)
	if errors.Is(err, web.ErrNotFound) {
		return security, 0, nil
	}
	if err == nil {
		err = json.Unmarshal(found.Value, &security)
	}
	return security, found.Version, err
}

// SecondFactorRoles implements auth.Rules.
func (s *Service) SecondFactorRoles(ctx context.Context) ([]auth.Role, error) {
	security, _, err := s.Security(ctx)
	return security.SecondFactorRoles, err
}

// SetSecurity replaces the settings about signing in, based on a version.
func (s *Service) SetSecurity(ctx context.Context, actor auth.Actor, version int64, in Security) (Security, int64, error) {
	for i, role := range in.SecondFactorRoles {
		if !slices.Contains(auth.Roles, role) || slices.Contains(in.SecondFactorRoles[:i], role) {
			return Security{}, 0, apperr.BadField("/second_factor_roles/"+strconv.Itoa(i), "role.unknown",
				"Peran ini tidak dikenal, atau tertulis dua kali.", "This role is not known, or is given twice.")
		}
	}
	if slices.ContainsFunc(in.SecondFactorRoles, actor.Is) && !actor.SecondFactor {
		return Security{}, 0, apperr.New(apperr.Conflict, "security.own_second_factor",
			"Aktifkan dahulu verifikasi dua langkah di akun Anda sendiri sebelum mewajibkannya untuk peran Anda.",
			"First set up a second factor of your own before you demand one of your role.")
	}
	in.SecondFactorRoles = slices.Sorted(slices.Values(in.SecondFactorRoles))
	if in.SecondFactorRoles == nil {
		in.SecondFactorRoles = []auth.Role{}
	}
	value, err := json.Marshal(in)
	if err != nil {
		return Security{}, 0, fmt.Errorf("setting: %w", err)
	}
	before, held, err := s.Security(ctx)
	if err != nil {
		return Security{}, 0, err
	}
	if held != version {
		return Security{}, 0, web.ErrStale
	}
	err = s.changes.Do(ctx, actor.As(auth.Assignment{Role: auth.Admin}), func(tx *change.Tx) error {
		set := func() error { return replace(tx.DB, securityKey, version, value, tx.Now) }
		if version == 0 {
			set = func() error { return insert(tx.DB, securityKey, value, tx.Now) }
		}
		if err := set(); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "setting_changed", Kind: "setting", ObjectID: securityKey, Internal: true,
			Changes: map[string]Changed{"second_factor_roles": {From: before.SecondFactorRoles, To: in.SecondFactorRoles}}})
	})
	if db.IsDuplicate(err) { // somebody else set it for the first time
		err = web.ErrStale
	}
	if err != nil {
		return Security{}, 0, err
	}
	return s.Security(ctx)
}
