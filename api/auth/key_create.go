package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// KeyInput is a new key.
type KeyInput struct {
	Name      string    `json:"name" validate:"required,notblank,max=100" example:"Srikandi"`
	UserID    string    `json:"user_id" validate:"required,uuid"` // the account for which it acts
	Role      Role      `json:"role" validate:"required,oneof=applicant auditor" enums:"applicant,auditor"`
	Scopes    []string  `json:"scopes" validate:"required,min=1,max=50" example:"ticket.submit,ticket.read"`
	Networks  []string  `json:"networks,omitempty" validate:"max=20" example:"203.0.113.0/24"` // CIDR or single addresses; none: from anywhere
	PerMinute int       `json:"per_minute" validate:"required,min=1,max=6000" example:"60"`    // requests; each instance of the server counts for itself and gives the whole limit
	ExpiresAt time.Time `json:"expires_at" validate:"required"`                                // at most a year from now
} // @name ApiKeyInput

// @Summary	Make a key
// @Description	The answer is the only one that holds the secret. The key acts for an account in one of its roles: what it may do is what the role may do, as far as the scopes name it.
// @Tags	api-keys
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	body	body	KeyInput	true	"the key"
// @Success	201	{object}	MadeKey
// @Failure	400,401,403,415,422	{object}	web.Problem
// @Router	/api-keys [post]
func (h *handlers) createKey(c echo.Context) error {
	in, err := web.Bind[KeyInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := From(ctx)
	made, err := h.service.CreateKey(ctx, actor, in)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, web.Base+"/api-keys/"+made.Key.ID)
	return showOnce(c, http.StatusCreated, made)
}

// showOnce answers a secret, which nothing may keep.
func showOnce(c echo.Context, status int, made MadeKey) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return web.JSON(c, status, made)
}

// CreateKey makes a key for an account that is active and holds the role.
func (s *Service) CreateKey(ctx context.Context, actor Actor, in KeyInput) (MadeKey, error) {
	row, err := s.newKey(in)
	if err != nil {
		return MadeKey{}, err
	}
	handle, secret := s.newSecret("")
	row.Handle = handle
	var made keyRow
	var secrets []keySecretRow
	err = s.changes.Do(ctx, actor.As(Assignment{Role: Admin}), func(tx *change.Tx) error {
		row.ID, row.CreatedAt = tx.NewID(), tx.Now
		holds, err := mayActFor(tx.DB, row.UserID, row.Role)
		if err != nil {
			return err
		}
		if !holds {
			return apperr.BadField("/user_id", "api_key.account",
				"Pilih akun aktif yang memegang peran ini.", "Choose an active account that holds this role.")
		}
		if err := insertKey(tx.DB, row, keySecretRow{KeyID: row.ID, Hash: hashKey(secret), CreatedAt: tx.Now}); err != nil {
			return err
		}
		if made, secrets, err = keyIn(tx.DB, row.ID); err != nil {
			return err
		}
		return tx.Record(change.Event{
			Type: "api_key_created", Kind: "api_key", ObjectID: row.ID, Internal: true, Data: map[string]string{"name": row.Name, "handle": row.Handle},
			Changes: map[string]any{"acts_for": row.UserID, "role": row.Role, "scopes": row.Scopes, "networks": row.Networks, "per_minute": row.PerMinute, "expires_at": row.ExpiresAt},
		})
	})
	return MadeKey{Key: made.view(secrets, actor, s.clock.Now()), Secret: secret}, err
}

// newKey checks an input by itself and puts it into the form that is kept.
func (s *Service) newKey(in KeyInput) (keyRow, error) {
	row := keyRow{Name: strings.TrimSpace(in.Name), UserID: in.UserID, Role: in.Role, PerMinute: in.PerMinute, ExpiresAt: in.ExpiresAt.UTC().Truncate(time.Microsecond), Networks: []string{}, Version: 1}
	var faults []apperr.Field
	fault := func(pointer, code, id, en string) {
		faults = append(faults, apperr.Field{Pointer: pointer, Code: code, Detail: apperr.Text{ID: id, EN: en}})
	}
	for i, scope := range in.Scopes {
		p := web.Permission(scope)
		switch {
		case !slices.Contains(keyScopes[in.Role], p):
			fault(fmt.Sprintf("/scopes/%d", i), "api_key.scope", "Cakupan ini tidak tersedia untuk kunci dengan peran ini.", "This scope is not offered to a key in this role.")
		case !slices.Contains(row.Scopes, p):
			row.Scopes = append(row.Scopes, p)
		}
	}
	for i, text := range in.Networks {
		network, err := parseNetwork(text)
		if err != nil {
			fault(fmt.Sprintf("/networks/%d", i), "api_key.network", "Tulis alamat IP atau jaringan, misalnya 203.0.113.0/24.", "Give an IP address or a network, such as 203.0.113.0/24.")
			continue
		}
		row.Networks = append(row.Networks, network)
	}
	if now := s.clock.Now(); !row.ExpiresAt.After(now) || row.ExpiresAt.After(now.AddDate(1, 0, 0)) {
		fault("/expires_at", "api_key.expiry", "Masa berlaku harus berakhir di masa depan, paling lama satu tahun dari sekarang.", "The expiry must lie in the future, at most a year from now.")
	}
	if len(faults) > 0 {
		return keyRow{}, apperr.BadFields(faults...)
	}
	return row, nil
}

// parseNetwork reads a network or a single address.
func parseNetwork(text string) (string, error) {
	text = strings.TrimSpace(text)
	if ip, err := netip.ParseAddr(text); err == nil && ip.Zone() == "" {
		ip = ip.Unmap()
		return netip.PrefixFrom(ip, ip.BitLen()).String(), nil
	}
	network, err := netip.ParsePrefix(text)
	if err == nil && network.Addr().Is4In6() {
		err = fmt.Errorf("auth: %s: write the IPv4 network", text)
	}
	return network.Masked().String(), err
}

// keyPrefix tells a key from an access token, and lets scanners for secrets
// find one that was published.
const keyPrefix = "elk_"

// newSecret makes a whole key: elk_, the handle by which it is found, and 32
// random bytes. An empty handle is made too.
func (s *Service) newSecret(handle string) (string, string) {
	if handle == "" {
		handle = keyPrefix + s.ids.Secret(9)
	}
	return handle, handle + "." + s.ids.Secret(32)
}

// hashKey is how a secret is kept. It has 256 random bits, so that no slow
// hash is needed: there is nothing to guess.
func hashKey(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
