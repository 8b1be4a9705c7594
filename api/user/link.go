package user

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/riverqueue/river"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/mail"
)

// Purpose is why somebody is sent a one-time link.
type Purpose string

const (
	invitation Purpose = "invitation" // a new account
	reset      Purpose = "reset"      // a forgotten password
)

// life is how long a link is good. An invitation may wait for somebody to come
// back from the field.
var life = map[Purpose]time.Duration{invitation: 7 * 24 * time.Hour, reset: 2 * time.Hour}

// Link is a one-time link on which the owner of an account chooses a password.
type Link struct {
	Purpose   Purpose    `json:"purpose" enums:"invitation,reset"`
	URL       string     `json:"url"`        // shown only this once; empty: it was mailed
	SentTo    string     `json:"sent_to"`    // the address it was mailed to; empty: hand it over
	ExpiresAt *time.Time `json:"expires_at"` // null: counted from when the mail is sent
} // @name OneTimeLink

// Mailer sends mail.
type Mailer interface {
	Send(ctx context.Context, m mail.Message) error
}

// Notices knows the versions of the privacy notice (api/setting).
type Notices interface {
	NoticeShown(ctx context.Context, version int64) (int64, error)
}

// Surroundings are what links need beyond accounts.
type Surroundings struct {
	Throttle  *auth.Throttle
	Auth      *auth.Service
	Mailer    Mailer // nil: no mail is set up
	Notices   Notices
	PublicURL string // by which people reach the product
}

// Connect gives the service its surroundings.
func (s *Service) Connect(around Surroundings) { s.around = around }

// issue makes a link for an account, and ends those before it. Where it can be
// mailed, only the job that will make and send it is enqueued: no queue and no
// log ever holds a link.
func (s *Service) issue(tx *change.Tx, u User, purpose Purpose) (Link, error) {
	if err := endLinks(tx.DB, u.ID, tx.Now); err != nil {
		return Link{}, err
	}
	event := change.Event{Type: "password_link_issued", Kind: "user", ObjectID: u.ID, Data: map[string]string{"purpose": string(purpose), "sent_to": u.Email}, Internal: true}
	if s.around.Mailer != nil && mail.Valid(u.Email) {
		if err := tx.Enqueue(SendLink{UserID: u.ID, Purpose: purpose}); err != nil {
			return Link{}, err
		}
		return Link{Purpose: purpose, SentTo: u.Email}, tx.Record(event)
	}
	url, expires, err := s.newLink(tx, u.ID, purpose)
	if err != nil {
		return Link{}, err
	}
	event.Data = map[string]string{"purpose": string(purpose), "sent_to": ""}
	return Link{Purpose: purpose, URL: url, ExpiresAt: &expires}, tx.Record(event)
}

// newLink makes a link. The token stands behind the #, which browsers send to
// no server: it is in no log.
func (s *Service) newLink(tx *change.Tx, userID string, purpose Purpose) (url string, expires time.Time, err error) {
	token := s.ids.Secret(32)
	expires = tx.Now.Add(life[purpose])
	err = insertLink(tx.DB, linkRow{TokenHash: hashToken(token), UserID: userID, Purpose: purpose, CreatedAt: tx.Now, ExpiresAt: expires})
	return s.around.PublicURL + "/kata-sandi#" + token, expires, err
}

func hashToken(token string) string {
	sum := sha256.Sum256([]byte("password link:" + token))
	return hex.EncodeToString(sum[:])
}

// @Summary	Issue a one-time link
// @Description	For a forgotten password, or an invitation that was lost. Earlier links of the account end; the password stays until the link is used.
// @Tags	users
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"user id"
// @Param	If-Match	header	string	true	"ETag of the account"
// @Success	200	{object}	Invited
// @Failure	401,403,404,409,412,428	{object}	web.Problem
// @Router	/users/{id}/link [post]
func (h *handlers) issueLink(c echo.Context) error {
	version, err := web.Version(c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	issued, err := h.service.IssueLink(c.Request().Context(), actor, c.Param("id"), version)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	issued.User = issued.User.seenBy(actor)
	return web.JSON(c, http.StatusOK, issued)
}

// IssueLink gives the owner of an account a new way in.
func (s *Service) IssueLink(ctx context.Context, actor auth.Actor, id string, version int64) (Invited, error) {
	var issued Invited
	err := s.changes.Do(ctx, actor.As(auth.Assignment{Role: auth.Admin}), func(tx *change.Tx) error {
		u, err := s.store.find(ctx, tx.DB, id)
		if err != nil {
			return err
		}
		switch {
		case u.Version != version:
			return web.ErrStale
		case u.DisabledAt != nil:
			return apperr.New(apperr.Conflict, "user.disabled", "Akun ini nonaktif. Aktifkan dahulu.", "This account is disabled. Enable it first.")
		}
		link, err := s.issue(tx, u, purposeFor(u))
		issued = Invited{User: u, Link: link}
		return err
	})
	return issued, err
}

func purposeFor(u User) Purpose {
	if u.Invited {
		return invitation
	}
	return reset
}

// LinkRequest names an account whose password was forgotten.
type LinkRequest struct {
	Username string `json:"username" validate:"required,max=100" example:"pemohon"`
} // @name LinkRequest

// @Summary	Ask for a link by mail
// @Description	For a forgotten password. The answer is the same whether or not there is such an account.
// @Tags	auth
// @Accept	json
// @Param	body	body	LinkRequest	true	"the username"
// @Success	202
// @Failure	400,409,415,422,429	{object}	web.Problem
// @Router	/auth/password-links [post]
func (h *handlers) requestLink(c echo.Context) error {
	in, err := web.Bind[LinkRequest](c)
	if err != nil {
		return err
	}
	if err := h.service.RequestLink(c.Request().Context(), in, visitor(c)); err != nil {
		return err
	}
	return c.NoContent(http.StatusAccepted)
}

// visitor is who sends a request without being signed in.
func visitor(c echo.Context) change.Author {
	return change.Author{Name: "Tanpa akun", Role: "guest", Address: c.RealIP(), RequestID: web.RequestID(c)}
}

// RequestLink mails a link to the owner of an account, if there is one. Every
// request counts as a failed attempt, and does the same work whether or not
// there is an account: only the job, later, knows.
func (s *Service) RequestLink(ctx context.Context, in LinkRequest, from change.Author) error {
	if s.around.Mailer == nil {
		return apperr.New(apperr.Conflict, "password_link.no_mail",
			"Tautan tidak dapat dikirim lewat surel. Hubungi admin untuk meminta tautan baru.",
			"Links cannot be sent by email here. Ask an admin for a new link.")
	}
	username := auth.Username(in.Username)
	targets := []auth.Target{auth.LinkTarget(username), auth.AddressTarget(from.Address)}
	if err := s.around.Throttle.Check(ctx, targets...); err != nil {
		return err
	}
	id, err := s.store.idOf(ctx, username)
	if err != nil {
		return err
	}
	object := id
	if object == "" {
		object = "unknown"
	}
	return s.changes.Do(ctx, from, func(tx *change.Tx) error {
		if err := s.around.Throttle.Count(tx, targets...); err != nil {
			return err
		}
		if err := tx.Enqueue(SendLink{UserID: id, Purpose: reset}); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "password_link_requested", Kind: "user", ObjectID: object, Internal: true})
	})
}

// SendLink is the job that makes a link and mails it.
type SendLink struct {
	UserID  string  `json:"user_id"` // empty: nobody has the name that was asked for
	Purpose Purpose `json:"purpose"`
}

// Kind names the job.
func (SendLink) Kind() string { return "user.send_link" }

// PurgeLinks is the job that removes links long over.
type PurgeLinks struct{}

// Kind names the job.
func (PurgeLinks) Kind() string { return "user.purge_links" }

// AddWorkers registers the jobs of this room.
func AddWorkers(workers *river.Workers, s *Service) {
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, job *river.Job[SendLink]) error { return s.SendLink(ctx, job.Args) }))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[PurgeLinks]) error { return s.PurgeLinks(ctx) }))
}

// SendLink makes a link and mails it, unless the account has been disabled or
// has lost its address meanwhile. Tried again, it makes another one.
func (s *Service) SendLink(ctx context.Context, job SendLink) error {
	u, err := s.store.find(ctx, s.store.read, job.UserID)
	if errors.Is(err, web.ErrNotFound) || (err == nil && (u.DisabledAt != nil || !mail.Valid(u.Email) || s.around.Mailer == nil)) {
		return nil
	}
	if err != nil {
		return err
	}
	var url string
	err = s.changes.Do(ctx, change.System, func(tx *change.Tx) error {
		if url, _, err = s.newLink(tx, u.ID, job.Purpose); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "password_link_mailed", Kind: "user", ObjectID: u.ID, Data: map[string]string{"purpose": string(job.Purpose)}, Internal: true})
	})
	if err != nil {
		return err
	}
	return s.around.Mailer.Send(ctx, letter(u, job.Purpose, url))
}

// letter words the mail. Names are text of people: they stand in plain text,
// which nothing interprets.
func letter(u User, purpose Purpose, url string) mail.Message {
	m := mail.Message{To: u.Email, Subject: "Atur ulang kata sandi E-Layanan"}
	opening, until := "Ada permintaan untuk mengatur ulang kata sandi akun E-Layanan Anda.", "2 jam"
	if purpose == invitation {
		m.Subject = "Undangan akun E-Layanan"
		opening, until = "Akun E-Layanan sudah dibuat untuk Anda.", "7 hari"
	}
	m.Text = "Yth. " + u.Name + ",\n\n" + opening + "\nNama pengguna Anda: " + u.Username +
		"\n\nBuka tautan berikut untuk membuat kata sandi. Tautan berlaku " + until + " dan hanya dapat dipakai sekali:\n\n" + url +
		"\n\nJangan teruskan surel ini kepada siapa pun. Bila Anda tidak memintanya, abaikan saja: kata sandi Anda tidak berubah.\n"
	return m
}

// PurgeLinks deletes links that are over.
func (s *Service) PurgeLinks(ctx context.Context) error {
	return s.changes.Do(ctx, change.System, func(tx *change.Tx) error {
		n, err := deleteLinks(tx.DB, tx.Now)
		if err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "password_links_purged", Kind: "system", ObjectID: "password_links", Data: map[string]int64{"links": n}, Internal: true})
	})
}

// TokenInput is the token of a link.
type TokenInput struct {
	Token string `json:"token" validate:"required,max=100"`
} // @name LinkToken

// LinkView is what the page of a link shows before it is used.
type LinkView struct {
	Username     string    `json:"username"`
	Name         string    `json:"name"`
	Purpose      Purpose   `json:"purpose" enums:"invitation,reset"`
	ExpiresAt    time.Time `json:"expires_at"`
	SecondFactor bool      `json:"second_factor"` // a password of 8 characters is enough; otherwise 15
} // @name LinkView

// errLink is the one answer for links that are unknown, used, replaced or too
// old, and for those of disabled accounts.
var errLink = apperr.BadField("/token", "password_link.invalid",
	"Tautan ini sudah dipakai, diganti, atau lewat waktunya. Mintalah tautan baru lewat \u201cLupa kata sandi\u201d atau kepada admin.",
	"This link was used or replaced, or is too old. Ask for a new one by \u201cForgotten password\u201d or from an admin.")

// @Summary	Read a one-time link
// @Description	Whose account it is. The link is not used up.
// @Tags	auth
// @Accept	json
// @Produce	json
// @Param	body	body	TokenInput	true	"the token of the link"
// @Success	200	{object}	LinkView
// @Failure	400,415,422,429	{object}	web.Problem
// @Router	/auth/password-links/read [post]
func (h *handlers) readLink(c echo.Context) error {
	in, err := web.Bind[TokenInput](c)
	if err != nil {
		return err
	}
	view, err := h.service.ReadLink(c.Request().Context(), in.Token, visitor(c))
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return web.JSON(c, http.StatusOK, view)
}

// ReadLink tells whose link it is.
func (s *Service) ReadLink(ctx context.Context, token string, from change.Author) (LinkView, error) {
	link, u, err := s.openLink(ctx, token, from)
	return LinkView{Username: u.Username, Name: u.Name, Purpose: link.Purpose, ExpiresAt: link.ExpiresAt, SecondFactor: u.SecondFactor}, err
}

// openLink finds the live link of a token, and its account.
func (s *Service) openLink(ctx context.Context, token string, from change.Author) (linkRow, User, error) {
	byAddress := auth.AddressTarget(from.Address)
	if err := s.around.Throttle.Check(ctx, byAddress); err != nil {
		return linkRow{}, User{}, err
	}
	link, err := s.store.link(ctx, hashToken(token), s.around.Auth.Now())
	var u User
	if err == nil {
		u, err = s.store.find(ctx, s.store.read, link.UserID)
	}
	if err != nil && !db.IsNotFound(err) {
		return linkRow{}, User{}, err
	}
	if err != nil || u.DisabledAt != nil {
		err := s.around.Throttle.Failed(ctx, from, change.Event{Type: "password_link_refused", Kind: "user", ObjectID: "unknown", Internal: true}, byAddress)
		if err == nil {
			err = errLink
		}
		return linkRow{}, User{}, err
	}
	return link, u, nil
}

// UseInput sets a password by a link.
type UseInput struct {
	Token    string `json:"token" validate:"required,max=100"`
	Password string `json:"password" validate:"required,max=1024"`

	NoticeVersion int64 `json:"notice_version,omitempty" example:"1"` // of the privacy notice that was shown; goes into the record
} // @name LinkUse

// @Summary	Choose a password by a one-time link
// @Description	Uses the link up and ends all sessions of the account. Then sign in.
// @Tags	auth
// @Accept	json
// @Param	body	body	UseInput	true	"the token of the link, and the new password"
// @Success	204
// @Failure	400,415,422,429	{object}	web.Problem
// @Router	/auth/password-links/use [post]
func (h *handlers) useLink(c echo.Context) error {
	in, err := web.Bind[UseInput](c)
	if err != nil {
		return err
	}
	if err := h.service.UseLink(c.Request().Context(), in, visitor(c)); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// UseLink sets the password of the link's account. Of several at once one wins.
func (s *Service) UseLink(ctx context.Context, in UseInput, from change.Author) error {
	link, u, err := s.openLink(ctx, in.Token, from)
	if err != nil {
		return err
	}
	agency := ""
	if u.Organisation != nil {
		agency = u.Organisation.Name
	}
	if err := auth.CheckPassword("/password", in.Password, u.SecondFactor, u.Username, u.Name, u.NIP, u.Email, agency); err != nil {
		return err
	}
	data := map[string]any{"purpose": link.Purpose}
	if in.NoticeVersion != 0 {
		if data["notice_version"], err = s.around.Notices.NoticeShown(ctx, in.NoticeVersion); err != nil {
			return err
		}
	}
	hash := s.hasher.Hash(in.Password)
	owner := change.Author{ID: u.ID, Name: u.Name, Role: string(auth.Applicant), Address: from.Address, RequestID: from.RequestID}
	if len(u.Roles) > 0 {
		owner.Role, owner.Unit = string(u.Roles[0].Role), u.Roles[0].Unit
	}
	return s.changes.Do(ctx, owner, func(tx *change.Tx) error {
		used, err := takeLink(tx.DB, link.TokenHash, tx.Now)
		if err != nil {
			return err
		}
		if !used {
			return errLink
		}
		if err := endLinks(tx.DB, u.ID, tx.Now); err != nil {
			return err
		}
		if err := choosePassword(tx.DB, u.ID, hash, tx.Now); err != nil {
			return err
		}
		if err := auth.EndAll(tx.DB, u.ID, tx.Now, "password_set"); err != nil {
			return err
		}
		if err := s.around.Throttle.ForgetAccount(tx, u.Username); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "password_set", Kind: "user", ObjectID: u.ID, Data: data, Internal: true})
	})
}
