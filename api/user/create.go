package user

import (
	"context"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// CreateInput describes a new account.
type CreateInput struct {
	Username         string            `json:"username" validate:"required,min=3,max=60" example:"siti.rahmawati"`
	Name             string            `json:"name" validate:"required,notblank,max=160" example:"Siti Rahmawati"`
	NIP              string            `json:"nip,omitempty" validate:"max=30"`
	Position         string            `json:"position,omitempty" validate:"max=160"`
	Email            string            `json:"email,omitempty" validate:"omitempty,email,max=160"`
	Phone            string            `json:"phone,omitempty" validate:"max=30"`
	OrganisationID   string            `json:"organisation_id,omitempty" validate:"omitempty,uuid"`
	SeesOrganisation bool              `json:"sees_organisation,omitempty"`
	Roles            []auth.Assignment `json:"roles" validate:"required,min=1,max=20"`
} // @name UserInput

// Handed is an account with the password to hand out. It is shown this once;
// its owner must change it at the first sign-in.
type Handed struct {
	User     User   `json:"user"`
	Password string `json:"password"`
} // @name HandedPassword

// @Summary	Make an account
// @Description	Answers a password to hand out, shown only this once. Its owner must change it at the first sign-in.
// @Tags	users
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	body	body	CreateInput	true	"the account"
// @Success	201	{object}	Handed
// @Failure	400,401,403,409,415,422	{object}	web.Problem
// @Router	/users [post]
func (h *handlers) create(c echo.Context) error {
	in, err := web.Bind[CreateInput](c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	user, password, err := h.service.Create(c.Request().Context(), actor.As(auth.Assignment{Role: auth.Admin}), in, "")
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, web.Base+"/users/"+user.ID)
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return web.JSON(c, http.StatusCreated, Handed{User: user, Password: password})
}

var usernamePattern = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,58}[a-z0-9]$`)

// Create makes an account. With an empty password a random one is made, which
// must be changed at the first sign-in; a given one (command line, demo data)
// stays.
func (s *Service) Create(ctx context.Context, author change.Author, in CreateInput, password string) (User, string, error) {
	in.Username, in.Name = strings.ToLower(strings.TrimSpace(in.Username)), strings.TrimSpace(in.Name)
	if !usernamePattern.MatchString(in.Username) {
		return User{}, "", apperr.BadField("/username", "username.format",
			"Nama pengguna terdiri dari 3 sampai 60 huruf kecil, angka, titik, garis bawah, dan tanda hubung; diawali dan diakhiri huruf atau angka.",
			"A username has 3 to 60 lower-case letters, digits, dots, underscores and hyphens, and begins and ends with a letter or digit.")
	}
	if err := s.checkRoles(ctx, in.Roles); err != nil {
		return User{}, "", err
	}
	mustChange := password == ""
	if mustChange {
		password = s.ids.Secret(15)
	}
	hash := s.hasher.Hash(password)
	var user User
	err := s.changes.Do(ctx, author, func(tx *change.Tx) error {
		r := row{
			ID: tx.NewID(), Username: in.Username, Name: in.Name, NIP: strings.ReplaceAll(in.NIP, " ", ""), Position: in.Position,
			Email: strings.ToLower(in.Email), Phone: in.Phone, SeesOrganisation: in.SeesOrganisation,
			PasswordHash: hash, MustChangePassword: mustChange, Version: 1, CreatedAt: tx.Now, ChangedAt: tx.Now,
		}
		if in.OrganisationID != "" {
			r.OrganisationID = &in.OrganisationID
		}
		if err := insert(tx.DB, r, in.Roles); err != nil {
			return err
		}
		var err error
		if user, err = s.store.find(ctx, tx.DB, r.ID); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "user_created", Kind: "user", ObjectID: user.ID, Changes: user, Internal: true})
	})
	switch {
	case db.IsDuplicate(err):
		return User{}, "", apperr.New(apperr.Conflict, "username.taken",
			"Nama pengguna ini sudah dipakai. Pilih yang lain.", "This username is taken. Choose another.").Because(err)
	case db.IsForeignKey(err):
		return User{}, "", apperr.BadField("/organisation_id", "organisation.unknown", "Instansi ini tidak dikenal.", "This agency is not known.")
	}
	return user, password, err
}

// checkRoles refuses unknown roles and units, and a unit where the role has
// none or none where it needs one.
func (s *Service) checkRoles(ctx context.Context, roles []auth.Assignment) error {
	seen := map[auth.Assignment]bool{}
	for i, a := range roles {
		at := "/roles/" + strconv.Itoa(i)
		switch {
		case !slices.Contains(auth.Roles, a.Role):
			return apperr.BadField(at+"/role", "role.unknown", "Peran ini tidak dikenal.", "This role is not known.")
		case seen[a]:
			return apperr.BadField(at, "role.duplicate", "Peran ini sudah ada.", "This role is already there.")
		case a.Role.HasUnit() != (a.Unit != ""):
			return apperr.BadField(at+"/unit", "role.unit", "Kepala bidang dan tim teknis memerlukan unit; peran lain tidak.", "Division heads and technical staff need a unit; other roles have none.")
		}
		seen[a] = true
		if a.Unit == "" {
			continue
		}
		exists, err := s.units.UnitExists(ctx, a.Unit)
		if err != nil {
			return err
		}
		if !exists {
			return apperr.BadField(at+"/unit", "unit.unknown", "Unit ini tidak dikenal.", "This unit is not known.")
		}
	}
	return nil
}
