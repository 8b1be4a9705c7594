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

// Invited is an account with the way in which its owner gets in.
type Invited struct {
	User User `json:"user"`
	Link Link `json:"link"`
} // @name Invitation

// @Summary	Make an account
// @Description	Its owner is invited by a one-time link, on which they choose their password; nobody else ever sees it. The link is mailed where the account has an address and mail is set up; otherwise it is answered, only this once, to be handed over.
// @Tags	users
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	body	body	CreateInput	true	"the account"
// @Success	201	{object}	Invited
// @Failure	400,401,403,409,415,422	{object}	web.Problem
// @Router	/users [post]
func (h *handlers) create(c echo.Context) error {
	in, err := web.Bind[CreateInput](c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	invited, err := h.service.Invite(c.Request().Context(), actor.As(auth.Assignment{Role: auth.Admin}), in)
	if err != nil {
		return err
	}
	invited.User = invited.User.seenBy(actor)
	c.Response().Header().Set(echo.HeaderLocation, web.Base+"/users/"+invited.User.ID)
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return web.JSON(c, http.StatusCreated, invited)
}

var usernamePattern = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,58}[a-z0-9]$`)

// Invite makes an account and the link by which its owner chooses a password.
func (s *Service) Invite(ctx context.Context, author change.Author, in CreateInput) (Invited, error) {
	in, err := s.check(ctx, in)
	if err != nil {
		return Invited{}, err
	}
	var invited Invited
	err = s.changes.Do(ctx, author, func(tx *change.Tx) error {
		invited, err = s.invite(ctx, tx, in)
		return err
	})
	return invited, known(err)
}

// invite makes an account and its link inside a change.
func (s *Service) invite(ctx context.Context, tx *change.Tx, in CreateInput) (Invited, error) {
	user, err := s.insert(ctx, tx, in, "")
	if err != nil {
		return Invited{}, err
	}
	link, err := s.issue(tx, user, invitation)
	return Invited{User: user, Link: link}, err
}

// Create makes an account with a password that its owner gave (on the command
// line, or demo data).
func (s *Service) Create(ctx context.Context, author change.Author, in CreateInput, password string) (User, error) {
	in, err := s.check(ctx, in)
	if err != nil {
		return User{}, err
	}
	hash := s.hasher.Hash(password)
	var user User
	err = s.changes.Do(ctx, author, func(tx *change.Tx) error {
		user, err = s.insert(ctx, tx, in, hash)
		return err
	})
	return user, known(err)
}

// check puts an account's description into its form and refuses what breaks a
// rule.
func (s *Service) check(ctx context.Context, in CreateInput) (CreateInput, error) {
	in.Username, in.Name = strings.ToLower(strings.TrimSpace(in.Username)), strings.TrimSpace(in.Name)
	in.NIP, in.Email = strings.ReplaceAll(in.NIP, " ", ""), strings.ToLower(in.Email)
	if !usernamePattern.MatchString(in.Username) {
		return in, apperr.BadField("/username", "username.format",
			"Nama pengguna terdiri dari 3 sampai 60 huruf kecil, angka, titik, garis bawah, dan tanda hubung; diawali dan diakhiri huruf atau angka.",
			"A username has 3 to 60 lower-case letters, digits, dots, underscores and hyphens, and begins and ends with a letter or digit.")
	}
	if in.OrganisationID != "" {
		open, err := s.units.AgencyOpen(ctx, in.OrganisationID)
		if err != nil {
			return in, err
		}
		if !open {
			return in, errAgency
		}
	}
	return in, s.checkRoles(ctx, in.Roles)
}

var errAgency = apperr.BadField("/organisation_id", "organisation.unknown",
	"Instansi ini tidak dikenal, atau sudah ditutup. Pilih yang lain.", "This agency is not known, or is closed. Choose another.")

// insert writes a checked account. Without a hash nobody can sign in to it yet.
func (s *Service) insert(ctx context.Context, tx *change.Tx, in CreateInput, hash string) (User, error) {
	r := row{
		ID: tx.NewID(), Username: in.Username, Name: in.Name, NIP: in.NIP, Position: in.Position, Email: in.Email, Phone: in.Phone,
		OrganisationID: organisationID(in), SeesOrganisation: in.SeesOrganisation, PasswordHash: hash, Version: 1, CreatedAt: tx.Now, ChangedAt: tx.Now,
	}
	if err := insert(tx.DB, r, in.Roles); err != nil {
		return User{}, err
	}
	user, err := s.store.find(ctx, tx.DB, r.ID)
	if err != nil {
		return User{}, err
	}
	told := user
	told.NIP = masked(user.NIP)
	return user, tx.Record(change.Event{Type: "user_created", Kind: "user", ObjectID: user.ID, Changes: told, Internal: true})
}

func organisationID(in CreateInput) *string {
	if in.OrganisationID == "" {
		return nil
	}
	return &in.OrganisationID
}

// known turns what the database refused into a refusal that names the field.
func known(err error) error {
	switch {
	case db.IsDuplicate(err):
		return apperr.New(apperr.Conflict, "username.taken",
			"Nama pengguna ini sudah dipakai. Pilih yang lain.", "This username is taken. Choose another.").Because(err)
	case db.IsForeignKey(err):
		return errAgency.Because(err)
	}
	return err
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
