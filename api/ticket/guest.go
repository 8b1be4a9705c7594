package ticket

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// A citizen may use a service marked for guests without an account. What makes
// them the applicant is a secret code, shown once at filing.

// GuestInput is what a guest tells of themselves.
type GuestInput struct {
	Name    string `json:"name" validate:"required,max=160"`
	Contact string `json:"contact" validate:"required,max=160"` // email address or phone number
	Consent bool   `json:"consent"`                             // to the processing that the notice describes

	NoticeVersion int64 `json:"notice_version"` // of the notice that was shown; 0: the one in force
}

// Filed is the receipt of a guest.
type Filed struct {
	Number      string     `json:"number" example:"TKT-20260105-0001"`
	Code        string     `json:"code" example:"K7QF-2M4T-9XPA-B3CD"` // shown only this once
	SubmittedAt time.Time  `json:"submitted_at"`
	DueAt       *time.Time `json:"due_at"`
} // @name GuestReceipt

// Tracking is what a guest sees of their request.
type Tracking struct {
	Number       string     `json:"number"`
	ServiceType  ServiceRef `json:"service_type"`
	Subject      string     `json:"subject"`
	Status       Status     `json:"status" enums:"waiting,in_progress,done"`
	Outcome      *Outcome   `json:"outcome" enums:"fulfilled,approved,rejected,cancelled"`
	Step         StepRef    `json:"step"`
	NextStep     *StepRef   `json:"next_step"`
	Steps        []Progress `json:"steps"`
	Holder       *Holder    `json:"holder"`
	SubmittedAt  time.Time  `json:"submitted_at"`
	DueAt        *time.Time `json:"due_at"`
	Overdue      bool       `json:"overdue"`
	Returned     bool       `json:"returned"`
	ReturnReason string     `json:"return_reason"`
	ReturnPoints []Point    `json:"return_points"`
	ClosingNote  string     `json:"closing_note"`
	ClosedAt     *time.Time `json:"closed_at"`
	HasLetter    bool       `json:"has_letter"` // the answer letter can be downloaded
	Messages     []Saying   `json:"messages"`
	Version      int64      `json:"version"`
} // @name Tracking

// Saying is a message as a guest sees it.
type Saying struct {
	At     time.Time `json:"at"`
	Office bool      `json:"office"` // from the office rather than from the guest
	Text   string    `json:"text"`
} // @name TrackingMessage

type guestRow struct {
	TicketID    string    `gorm:"column:ticket_id;primaryKey"`
	Name        string    `gorm:"column:name"`
	Contact     string    `gorm:"column:contact"`
	CodeHash    string    `gorm:"column:code_hash"`
	Address     string    `gorm:"column:address"`
	ConsentedAt time.Time `gorm:"column:consented_at"`

	NoticeVersion int64 `gorm:"column:notice_version"`
}

func (guestRow) TableName() string { return "ticket_guests" }

// Bounds on what one address may file.
const (
	guestWindow = time.Hour
	guestMost   = 5
)

// @Summary	File a request without an account
// @Description	For services marked `guests`. Answers the number and a secret code, shown only this once, by which the request is followed. At most five an hour from one address. With an `Idempotency-Key` a repeated request from the same address is answered like the first, code included, and filed once.
// @Tags	public
// @Accept	mpfd
// @Produce	json
// @Param	Idempotency-Key	header	string	false	"at most 100 characters, random: nobody else can have it"
// @Param	service_type	formData	string	true	"code of the service"
// @Param	subject	formData	string	true	"what it is about"
// @Param	answers	formData	string	false	"the form's answers, a JSON object"
// @Param	name	formData	string	true	"the applicant's name"
// @Param	contact	formData	string	true	"email address or phone number"
// @Param	consent	formData	string	true	"true: the privacy notice was read and agreed to"	Enums(true)
// @Param	notice_version	formData	int	false	"version of the privacy notice that was shown (/settings/privacy-notice); left out: the one in force"
// @Param	letter	formData	file	false	"a signed letter, PDF"
// @Param	files[key]	formData	file	false	"a further file, PDF, PNG or JPEG, such as a copy of an identity card; it answers the form's field of that key, where there is one"
// @Success	201	{object}	Filed
// @Failure	400,409,413,415,422,429,503	{object}	web.Problem
// @Router	/public/tickets [post]
func (h *handlers) submitAsGuest(c echo.Context) error {
	ctx := c.Request().Context()
	from := auth.Actor{Address: c.RealIP(), RequestID: web.RequestID(c)}
	value := c.Request().Header.Get("Idempotency-Key")
	if len(value) > maxKey {
		return errKey
	}
	if err := h.service.MayFileAsGuest(ctx, from, value); err != nil { // before a byte of a file is taken in
		return err
	}
	files, values, err := attachment.ReadFiles(c, h.service.files, []string{"service_type", "subject", "answers", "name", "contact", "consent", "notice_version"},
		map[string]attachment.Kind{"letter": attachment.RequestLetter, "files[*]": attachment.Supporting})
	if err != nil {
		return err
	}
	in := SubmitInput{ServiceType: values["service_type"], Subject: values["subject"]}
	guest := GuestInput{Name: strings.TrimSpace(values["name"]), Contact: strings.TrimSpace(values["contact"]), Consent: values["consent"] == "true"}
	if text := values["answers"]; text != "" {
		err = web.DecodeJSON([]byte(text), "/answers", &in.Answers)
	}
	if err == nil {
		guest.NoticeVersion, err = ReadNoticeVersion(values["notice_version"])
	}
	var filed Filed
	var replayed bool
	if err == nil {
		filed, replayed, err = h.service.SubmitAsGuest(ctx, from, guest, in, files, value)
	}
	if err != nil {
		h.service.files.DiscardIfRefused(ctx, err, files)
		return err
	}
	if replayed {
		c.Response().Header().Set("Idempotency-Replayed", "true")
	}
	c.Response().Header().Set(echo.HeaderLocation, web.Base+"/public/tickets/"+filed.Number)
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return web.JSON(c, http.StatusCreated, filed)
}

// ReadNoticeVersion reads the version of the privacy notice from a field of a
// form; 0 where it was left empty.
func ReadNoticeVersion(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	version, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, apperr.BadField("/notice_version", "field.type", "Isian ini harus berupa bilangan.", "This must be a number.")
	}
	return version, nil
}

// MayFileAsGuest limits how much one address files. Who repeats a request, by
// its Idempotency-Key, files nothing new.
func (s *Service) MayFileAsGuest(ctx context.Context, from auth.Actor, key string) error {
	var recent int64
	err := s.store.read.WithContext(ctx).Model(&guestRow{}).
		Where("address = ? AND consented_at > ?", from.Address, s.clock.Now().Add(-guestWindow)).Count(&recent).Error
	if err == nil && recent >= guestMost {
		repeated, err := change.Knows(s.store.read.WithContext(ctx), "", guestKey(from.Address, key))
		if err != nil || repeated {
			return err
		}
		return apperr.New(apperr.RateLimited, "guest.too_many",
			"Sudah beberapa permohonan dikirim dari alamat internet ini. Coba lagi satu jam lagi, atau datang ke loket.",
			"Several requests were sent from this internet address. Try again in an hour, or come to the counter.").WithRetryAfter(guestWindow)
	}
	return err
}

// guestKey is an Idempotency-Key as it is kept where the answer holds a code:
// bound to whoever sent it – the address of a guest, the account of an officer
// at the counter – and hashed, because the code can be read with it.
func guestKey(sender, key string) string {
	if key == "" {
		return ""
	}
	sum := sha256.Sum256([]byte("guest key:" + sender + "\n" + key))
	return hex.EncodeToString(sum[:])
}

// receipt is a Filed as it is kept for being repeated: its code is masked with
// the key, of which only the hash is kept. Without the key, which its sender
// alone has, it tells nothing.
type receipt struct {
	Filed
	Masked []byte `json:"masked"`
}

// mask hides a code, or shows what it hid before.
func mask(text []byte, key string) []byte {
	pad := sha256.Sum256([]byte("guest code:" + key))
	masked := make([]byte, len(text))
	for i := range masked {
		masked[i] = text[i] ^ pad[i%len(pad)]
	}
	return masked
}

// checkGuest refuses a request of a guest with everything that is wrong with
// it.
func checkGuest(guest GuestInput, in SubmitInput) error {
	var faults []apperr.Field
	for _, err := range []error{web.Validate(&in, ""), web.Validate(&guest, "")} {
		if refusal, ok := errors.AsType[*apperr.Error](err); ok {
			faults = append(faults, refusal.Fields...)
		}
	}
	if !guest.Consent {
		faults = append(faults, apperr.Field{Pointer: "/consent", Code: "consent.required", Detail: apperr.Text{
			ID: "Setujui dahulu pemrosesan data pribadi untuk menangani permohonan ini.", EN: "First agree to the processing of personal data for this request.",
		}})
	}
	if len(faults) > 0 {
		return apperr.BadFields(faults...)
	}
	return nil
}

// SubmitAsGuest files a request of somebody without an account; the same one
// again, known by its Idempotency-Key and address, gets the first receipt, and
// its files are discarded.
func (s *Service) SubmitAsGuest(ctx context.Context, from auth.Actor, guest GuestInput, in SubmitInput, files []attachment.Received, key string) (Filed, bool, error) {
	if err := checkGuest(guest, in); err != nil {
		return Filed{}, false, err
	}
	service, err := s.catalogue.Requestable(ctx, in.ServiceType)
	if err != nil {
		return Filed{}, false, err
	}
	if !service.Guests {
		return Filed{}, false, apperr.BadField("/service_type", "service_type.account_needed",
			"Layanan ini memerlukan akun. Silakan masuk.", "This service needs an account. Please sign in.")
	}
	answers, err := s.fill(ctx, service.Definition, in.Answers, files, attachment.Waiting{}, none)
	if err != nil {
		return Filed{}, false, err
	}
	shown, err := s.settings.NoticeShown(ctx, guest.NoticeVersion)
	if err != nil {
		return Filed{}, false, err
	}
	from.Name, from.Roles = guest.Name, []auth.Assignment{{Role: auth.Applicant}}
	once := change.Key{Value: guestKey(from.Address, key), Fingerprint: fingerprint(files, "guest", guest, in)}
	in.NoticeVersion = shown // after the fingerprint: a retry is the same, whichever notice is in force by then
	code := s.newCode()
	kept, replayed, err := change.Once(ctx, s.changes, from.As(from.Roles[0]), once, func(tx *change.Tx) (receipt, error) {
		r, err := s.newRow(tx, from, service, strings.TrimSpace(in.Subject), answers)
		if err != nil {
			return receipt{}, err
		}
		if _, err := s.file(tx, r, service, in, answers, files); err != nil {
			return receipt{}, err
		}
		filed := Filed{Number: r.Number, SubmittedAt: r.SubmittedAt, DueAt: r.DueAt}
		return receipt{filed, mask([]byte(code), key)}, tx.Create(&guestRow{
			TicketID: r.ID, Name: guest.Name, Contact: guest.Contact, CodeHash: hashCode(code), Address: from.Address, ConsentedAt: tx.Now, NoticeVersion: shown,
		}).Error
	})
	if err != nil {
		return Filed{}, false, err
	}
	if replayed {
		s.files.Discard(ctx, files)
	}
	filed := kept.Filed
	filed.Code = string(mask(kept.Masked, key))
	return filed, replayed, nil
}

// newCode makes a code of 80 random bits that can be read over the phone.
func (s *Service) newCode() string {
	raw, err := base64.RawURLEncoding.DecodeString(s.ids.Secret(10))
	if err != nil {
		panic("ticket: the source of secrets does not give base64url: " + err.Error())
	}
	text := base32.StdEncoding.EncodeToString(raw)
	return text[:4] + "-" + text[4:8] + "-" + text[8:12] + "-" + text[12:]
}

// hashCode hashes a code however it is written.
func hashCode(code string) string {
	code = strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(code))
	sum := sha256.Sum256([]byte("guest:" + code))
	return hex.EncodeToString(sum[:])
}

// guest finds out whose code came with the request.
func (h *handlers) guest(c echo.Context) (auth.Actor, error) {
	code := c.QueryParam("code")
	if code == "" {
		code = c.Request().Header.Get("X-Ticket-Code")
	}
	from := auth.Actor{Address: c.RealIP(), RequestID: web.RequestID(c)}
	return h.service.Guest(c.Request().Context(), from, c.Param("number"), code)
}

// Guest returns who holds the code of a request, coming from an address. A
// wrong number and a wrong code are the same answer, and count against the
// address; the request itself stays open to who has its code.
func (s *Service) Guest(ctx context.Context, from auth.Actor, number, code string) (auth.Actor, error) {
	byAddress := auth.AddressTarget(from.Address)
	if err := s.throttle.Check(ctx, byAddress); err != nil {
		return auth.Actor{}, err
	}
	var found guestRow
	err := s.store.read.WithContext(ctx).Table("ticket_guests g").Select("g.*").
		Joins("JOIN tickets t ON t.id = g.ticket_id").Where("t.number = ?", number).Take(&found).Error
	if err != nil && !db.IsNotFound(err) {
		return auth.Actor{}, err
	}
	if subtle.ConstantTimeCompare([]byte(found.CodeHash), []byte(hashCode(code))) != 1 {
		err := s.throttle.Failed(ctx, from.Self(), change.Event{Type: "tracking_failed", Kind: "ticket", ObjectID: "unknown", Internal: true}, byAddress)
		if err == nil {
			err = web.ErrNotFound
		}
		return auth.Actor{}, err
	}
	return auth.Actor{Name: found.Name, Address: from.Address, RequestID: from.RequestID, GuestOf: found.TicketID, Roles: []auth.Assignment{{Role: auth.Applicant}}}, nil
}

// @Summary	Follow a request without an account
// @Description	With the number and the code that filing gave. A wrong number and a wrong code are not told apart.
// @Tags	public
// @Produce	json
// @Param	number	path	string	true	"number of the request"
// @Param	code	query	string	false	"the secret code; or in the header X-Ticket-Code, which no log keeps"
// @Param	X-Ticket-Code	header	string	false	"the secret code"
// @Success	200	{object}	Tracking
// @Success	304	"not changed"
// @Failure	404,429	{object}	web.Problem
// @Router	/public/tickets/{number} [get]
func (h *handlers) track(c echo.Context) error {
	actor, err := h.guest(c)
	if err != nil {
		return err
	}
	t, err := h.service.Track(c.Request().Context(), actor, c.Param("number"))
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, t.Version, t)
}

// maxSayings bounds the conversation that is shown to a guest.
const maxSayings = 200

// Track shows a guest their request.
func (s *Service) Track(ctx context.Context, guest auth.Actor, number string) (Tracking, error) {
	t, err := s.Get(ctx, guest, number)
	if err != nil {
		return Tracking{}, err
	}
	said, err := events(s.store.read.WithContext(ctx), guest.GuestOf, false, "", maxSayings, messagePosted)
	if err != nil {
		return Tracking{}, err
	}
	v := Tracking{
		Number: t.Number, ServiceType: t.ServiceType, Subject: t.Subject, Status: t.Status, Outcome: t.Outcome, Step: t.Step, NextStep: t.NextStep,
		Steps: t.Steps, Holder: t.Holder, SubmittedAt: t.SubmittedAt, DueAt: t.DueAt, Overdue: t.Overdue, Returned: t.Returned,
		ReturnReason: t.ReturnReason, ReturnPoints: t.ReturnPoints, ClosingNote: t.ClosingNote, ClosedAt: t.ClosedAt,
		HasLetter: t.ResultLetter != nil, Messages: []Saying{}, Version: t.Version,
	}
	for _, e := range said {
		u := utteranceOf(shown(e, guest))
		v.Messages = append(v.Messages, Saying{At: u.At, Office: auth.Role(e.ActorRole) != auth.Applicant, Text: u.Text})
	}
	return v, nil
}

// @Summary	Download the answer letter without an account
// @Tags	public
// @Produce	application/pdf
// @Param	number	path	string	true	"number of the request"
// @Param	code	query	string	false	"the secret code"
// @Param	X-Ticket-Code	header	string	false	"the secret code"
// @Success	200	{file}	binary
// @Success	206	{file}	binary
// @Success	304	"not changed"
// @Failure	404,429,503	{object}	web.Problem
// @Failure	416	"no such range"
// @Router	/public/tickets/{number}/letter [get]
func (h *handlers) guestLetter(c echo.Context) error {
	actor, err := h.guest(c)
	if err != nil {
		return err
	}
	t, err := h.service.Get(c.Request().Context(), actor, c.Param("number"))
	if err != nil {
		return err
	}
	if t.ResultLetter == nil {
		return web.ErrNotFound
	}
	return attachment.Send(c, h.service.files, actor, t.ResultLetter.ID)
}

// @Summary	Send a message without an account
// @Tags	public
// @Accept	json
// @Produce	json
// @Param	number	path	string	true	"number of the request"
// @Param	code	query	string	false	"the secret code"
// @Param	X-Ticket-Code	header	string	false	"the secret code"
// @Param	body	body	TextInput	true	"the message"
// @Success	201	{object}	Tracking
// @Failure	400,404,409,415,422,429	{object}	web.Problem
// @Router	/public/tickets/{number}/messages [post]
func (h *handlers) guestMessage(c echo.Context) error {
	actor, err := h.guest(c)
	if err != nil {
		return err
	}
	in, err := web.Bind[TextInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if _, err := h.service.Utter(ctx, actor, c.Param("number"), Message, in.Text); err != nil {
		return err
	}
	t, err := h.service.Track(ctx, actor, c.Param("number"))
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusCreated, t.Version, t)
}

// @Summary	Resubmit a mended request without an account
// @Tags	public
// @Accept	mpfd
// @Produce	json
// @Param	number	path	string	true	"number of the request"
// @Param	code	query	string	false	"the secret code"
// @Param	X-Ticket-Code	header	string	false	"the secret code"
// @Param	If-Match	header	string	true	"ETag of the request"
// @Param	note	formData	string	false	"what was mended"
// @Param	answers	formData	string	false	"the mended answers, a JSON object; left out: unchanged"
// @Param	letter	formData	file	false	"a new signed letter, PDF"
// @Param	files[key]	formData	file	false	"a further file, PDF, PNG or JPEG; it is added to the answer of the form's field of that key, where there is one"
// @Success	200	{object}	Tracking
// @Failure	400,404,409,412,413,415,422,428,429,503	{object}	web.Problem
// @Router	/public/tickets/{number}/resubmit [post]
func (h *handlers) guestResubmit(c echo.Context) error {
	version, err := web.Version(c)
	if err != nil {
		return err
	}
	actor, err := h.guest(c)
	if err != nil {
		return err
	}
	ctx, number := c.Request().Context(), c.Param("number")
	if _, _, _, err := h.service.mayAct(ctx, h.service.store.read, actor, number, Resubmit, &version); err != nil {
		return err
	}
	files, values, err := attachment.ReadFiles(c, h.service.files, []string{"note", "answers"},
		map[string]attachment.Kind{"letter": attachment.RequestLetter, "files[*]": attachment.Supporting})
	if err != nil {
		return err
	}
	in := ResubmitInput{Note: values["note"]}
	if text := values["answers"]; text != "" {
		err = web.DecodeJSON([]byte(text), "/answers", &in.Answers)
	}
	if err == nil {
		err = web.Validate(&in, "")
	}
	if err == nil {
		_, err = h.service.Resubmit(ctx, actor, number, version, in, files)
	}
	if err != nil {
		h.service.files.DiscardIfRefused(ctx, err, files)
		return err
	}
	t, err := h.service.Track(ctx, actor, number)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, t.Version, t)
}
