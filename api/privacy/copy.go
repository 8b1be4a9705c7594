package privacy

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/document"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// Copy is what the product holds of one person (UU 27/2022, Pasal 7).
type Copy struct {
	MadeAt    time.Time      `json:"made_at"`
	Account   *AccountData   `json:"account"` // null: a guest without an account
	Guest     *GuestData     `json:"guest"`   // null: has an account
	Requests  []RequestData  `json:"requests"`
	Proposals []ProposalData `json:"proposals"` // in which they have written
	Files     []FileData     `json:"files"`
	SignIns   []SignInData   `json:"sign_ins"` // the last hundred
	Consents  []Consent      `json:"consents"`
} // @name PersonalDataCopy

// AccountData is what an account says of its owner.
type AccountData struct {
	ID           string    `json:"id"`
	Username     string    `json:"username"`
	Name         string    `json:"name"`
	NIP          string    `json:"nip"`
	Position     string    `json:"position"`
	Email        string    `json:"email"`
	Phone        string    `json:"phone"`
	Organisation string    `json:"organisation"`
	Roles        []string  `json:"roles" gorm:"-"`
	CreatedAt    time.Time `json:"created_at"`
} // @name PersonalAccount

// GuestData is what a request without an account says of who filed it.
type GuestData struct {
	Name        string    `json:"name"`
	Contact     string    `json:"contact"`
	Address     string    `json:"address"` // the network address it was filed from
	ConsentedAt time.Time `json:"consented_at"`

	NoticeVersion int64 `json:"notice_version"` // of the privacy notice that was shown
} // @name PersonalGuest

// RequestData is a request with what was filled in.
type RequestData struct {
	Number      string          `json:"number"`
	Service     string          `json:"service"` // its code
	Subject     string          `json:"subject"`
	Status      string          `json:"status"`
	Agency      string          `json:"agency"`
	Answers     json.RawMessage `json:"answers" gorm:"serializer:json" swaggertype:"object"`
	SubmittedAt time.Time       `json:"submitted_at"`
} // @name PersonalRequest

// ProposalData names a proposal for an application in which the person has
// written: for their agency, or for the office as who reviewed, studied or
// recorded it. What it says is theirs whom they wrote for.
type ProposalData struct {
	Number    string    `json:"number"`
	Title     string    `json:"title"`
	Agency    string    `json:"agency"`
	CreatedAt time.Time `json:"created_at"`
} // @name PersonalProposal

// FileData names a file that the person uploaded.
type FileData struct {
	Name       string    `json:"name"`
	Number     string    `json:"number"` // of the request; empty: of none yet
	Size       int64     `json:"size"`
	SHA256     string    `json:"sha256"`
	UploadedAt time.Time `json:"uploaded_at"`
} // @name PersonalFile

// SignInData is one sign-in.
type SignInData struct {
	At      time.Time `json:"at"`
	Address string    `json:"address"`
} // @name PersonalSignIn

// @Summary	A copy of my data
// @Description	All that is held of the caller: account, requests with what was filled in, files, sign-ins, consents.
// @Tags	privacy
// @Produce	json
// @Security	Bearer
// @Success	200	{object}	Copy
// @Failure	401	{object}	web.Problem
// @Router	/me/data [get]
func (h *handlers) ownData(c echo.Context) error {
	actor, _ := auth.From(c.Request().Context())
	data, err := h.service.CopyOf(c.Request().Context(), actor, actor.ID)
	if err != nil {
		return err
	}
	return attached(c, data)
}

// attached answers a copy, which nothing on the way may keep.
func attached(c echo.Context, data Copy) error {
	header := c.Response().Header()
	header.Set(echo.HeaderContentDisposition, `attachment; filename="data-pribadi.json"`)
	header.Set(echo.HeaderCacheControl, "no-store")
	return web.JSON(c, http.StatusOK, data)
}

// @Summary	A copy of my data, to print
// @Tags	privacy
// @Produce	application/pdf
// @Security	Bearer
// @Success	200	{file}	binary
// @Failure	401	{object}	web.Problem
// @Router	/me/data.pdf [get]
func (h *handlers) ownDataPDF(c echo.Context) error {
	actor, _ := auth.From(c.Request().Context())
	data, err := h.service.CopyOf(c.Request().Context(), actor, actor.ID)
	if err != nil {
		return err
	}
	return h.printed(c, data)
}

// printed answers a copy as PDF, which nothing on the way may keep.
func (h *handlers) printed(c echo.Context, data Copy) error {
	file, err := h.service.print(c.Request().Context(), data)
	if err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set(echo.HeaderContentDisposition, `attachment; filename="data-pribadi.pdf"`)
	header.Set(echo.HeaderCacheControl, "no-store")
	return c.Blob(http.StatusOK, "application/pdf", file)
}

// print draws a copy.
func (s *Service) print(ctx context.Context, data Copy) ([]byte, error) {
	return s.documents.DataCopy(ctx, "Salinan data pribadi", data.MadeAt, s.sections(data))
}

// @Summary	A copy of somebody's data
// @Description	For a person who asks at the counter and has proven who they are. It is recorded that it was made.
// @Tags	privacy
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the account"
// @Success	200	{object}	Copy
// @Failure	401,403,404	{object}	web.Problem
// @Router	/privacy/people/{id}/data [get]
func (h *handlers) dataOf(c echo.Context) error {
	actor, _ := auth.From(c.Request().Context())
	data, err := h.service.CopyOf(c.Request().Context(), actor, c.Param("id"))
	if err != nil {
		return err
	}
	return attached(c, data)
}

// @Summary	A copy of a guest's data
// @Description	Of somebody without an account, by the number of their request. It is recorded that it was made.
// @Tags	privacy
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Success	200	{object}	Copy
// @Failure	401,403,404	{object}	web.Problem
// @Router	/privacy/guests/{number}/data [get]
func (h *handlers) dataOfGuest(c echo.Context) error {
	actor, _ := auth.From(c.Request().Context())
	data, err := h.service.CopyOfGuest(c.Request().Context(), actor, c.Param("number"))
	if err != nil {
		return err
	}
	return attached(c, data)
}

// @Summary	A copy of somebody's data, to print
// @Description	As /privacy/people/{id}/data. It is recorded that it was made.
// @Tags	privacy
// @Produce	application/pdf
// @Security	Bearer
// @Param	id	path	string	true	"id of the account"
// @Success	200	{file}	binary
// @Failure	401,403,404	{object}	web.Problem
// @Router	/privacy/people/{id}/data.pdf [get]
func (h *handlers) dataOfPDF(c echo.Context) error {
	actor, _ := auth.From(c.Request().Context())
	data, err := h.service.CopyOf(c.Request().Context(), actor, c.Param("id"))
	if err != nil {
		return err
	}
	return h.printed(c, data)
}

// @Summary	A copy of a guest's data, to print
// @Description	As /privacy/guests/{number}/data. It is recorded that it was made.
// @Tags	privacy
// @Produce	application/pdf
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Success	200	{file}	binary
// @Failure	401,403,404	{object}	web.Problem
// @Router	/privacy/guests/{number}/data.pdf [get]
func (h *handlers) dataOfGuestPDF(c echo.Context) error {
	actor, _ := auth.From(c.Request().Context())
	data, err := h.service.CopyOfGuest(c.Request().Context(), actor, c.Param("number"))
	if err != nil {
		return err
	}
	return h.printed(c, data)
}

// @Summary	A copy of my data, without an account
// @Description	For who filed a request without an account and has its code. It is recorded that it was made.
// @Tags	public
// @Produce	json
// @Param	number	path	string	true	"number of the request"
// @Param	code	query	string	false	"the secret code; or in the header X-Ticket-Code, which no log keeps"
// @Param	X-Ticket-Code	header	string	false	"the secret code"
// @Success	200	{object}	Copy
// @Failure	404,429	{object}	web.Problem
// @Router	/public/tickets/{number}/data [get]
func (h *handlers) guestData(c echo.Context) error {
	code := c.QueryParam("code")
	if code == "" {
		code = c.Request().Header.Get("X-Ticket-Code")
	}
	from := auth.Actor{Address: c.RealIP(), RequestID: web.RequestID(c)}
	guest, err := h.service.guests.Guest(c.Request().Context(), from, c.Param("number"), code)
	if err != nil {
		return err
	}
	data, err := h.service.CopyOfGuest(c.Request().Context(), guest, c.Param("number"))
	if err != nil {
		return err
	}
	return attached(c, data)
}

// GuestCopy draws what is held of a guest, who has the code of their request,
// and records that.
func (s *Service) GuestCopy(ctx context.Context, guest auth.Actor, number string) ([]byte, error) {
	data, err := s.CopyOfGuest(ctx, guest, number)
	if err != nil {
		return nil, err
	}
	return s.print(ctx, data)
}

// CopyOf gathers what is held of an account's owner, and records that.
func (s *Service) CopyOf(ctx context.Context, actor auth.Actor, id string) (Copy, error) {
	data, err := s.store.copyOf(ctx, id)
	if err != nil {
		return Copy{}, err
	}
	data.MadeAt = s.clock.Now()
	return data, s.looked(ctx, actor, "user", id)
}

// CopyOfGuest gathers what is held of who filed a request without an account.
func (s *Service) CopyOfGuest(ctx context.Context, actor auth.Actor, number string) (Copy, error) {
	data, id, err := s.store.copyOfGuest(ctx, number)
	if err != nil {
		return Copy{}, err
	}
	data.MadeAt = s.clock.Now()
	return data, s.looked(ctx, actor, "guest", id)
}

// looked records that personal data was given out.
func (s *Service) looked(ctx context.Context, actor auth.Actor, kind, id string) error {
	return s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		return tx.Record(change.Event{Type: "data_copied", Kind: kind, ObjectID: id, Internal: true})
	})
}

// sections arranges a copy for print.
func (s *Service) sections(d Copy) []document.DataSection {
	at := func(t time.Time) string { return t.In(s.zone).Format("02/01/2006 15.04") }
	var list []document.DataSection
	if g := d.Guest; g != nil {
		list = append(list, document.DataSection{Title: "Pemohon tanpa akun", Rows: [][2]string{
			{"Nama", g.Name}, {"Kontak", g.Contact}, {"Alamat internet", g.Address}, {"Persetujuan diberikan", at(g.ConsentedAt)},
			{"Versi pemberitahuan", strconv.FormatInt(g.NoticeVersion, 10)},
		}})
	}
	if a := d.Account; a != nil {
		list = append(list, document.DataSection{Title: "Akun", Rows: [][2]string{
			{"Nama", a.Name}, {"Nama pengguna", a.Username}, {"NIP", a.NIP}, {"Jabatan", a.Position}, {"Surel", a.Email}, {"Telepon", a.Phone},
			{"Instansi", a.Organisation}, {"Peran", strings.Join(a.Roles, ", ")}, {"Dibuat", at(a.CreatedAt)},
		}})
	}
	for _, r := range d.Requests {
		list = append(list, document.DataSection{Title: "Permohonan " + r.Number, Rows: [][2]string{
			{"Layanan", r.Service}, {"Perihal", r.Subject}, {"Instansi", r.Agency}, {"Diajukan", at(r.SubmittedAt)}, {"Isian", string(r.Answers)},
		}})
	}
	rows := func(title string, n int, row func(i int) [2]string) {
		section := document.DataSection{Title: title}
		for i := range n {
			section.Rows = append(section.Rows, row(i))
		}
		list = append(list, section)
	}
	rows("Usulan aplikasi yang ditulis", len(d.Proposals), func(i int) [2]string { return [2]string{d.Proposals[i].Number, d.Proposals[i].Title} })
	rows("Berkas yang diunggah", len(d.Files), func(i int) [2]string { return [2]string{at(d.Files[i].UploadedAt), d.Files[i].Name} })
	rows("Persetujuan", len(d.Consents), func(i int) [2]string { return [2]string{at(d.Consents[i].GivenAt), d.Consents[i].Purpose} })
	rows("Riwayat masuk", len(d.SignIns), func(i int) [2]string { return [2]string{at(d.SignIns[i].At), d.SignIns[i].Address} })
	return list
}
