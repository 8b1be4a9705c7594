package ticket

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/form"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// Intake is how a request stands in the agenda (S2: whether it came on paper, by
// phone or online, the office enters it there). What did not come through this
// product is entered when the counter records it; what did, when the office
// first deals with it.
type Intake struct {
	AgendaNumber string    `json:"agenda_number" example:"0012/2026"` // counted within the year of recording
	Channel      Channel   `json:"channel" enums:"paper,phone,email,in_person,online"`
	LetterNumber string    `json:"letter_number" example:"045/123/DINKES"`
	LetterDate   *string   `json:"letter_date" format:"date" example:"2026-01-02"`
	RecordedAt   time.Time `json:"recorded_at"` // the receipt, from which the clock runs, is submitted_at
} // @name TicketIntake

// Channel is how a request came to the counter.
type Channel string

// Channels.
const (
	Paper    Channel = "paper"
	Phone    Channel = "phone"
	Email    Channel = "email"
	InPerson Channel = "in_person"
	Online   Channel = "online" // through this product: nothing was recorded by hand
)

// intakeColumns are read along with a request, never written with it.
type intakeColumns struct {
	AgendaYear   *int       `gorm:"column:agenda_year;->"`
	AgendaNumber *int64     `gorm:"column:agenda_number;->"`
	Channel      Channel    `gorm:"column:channel;->"`
	LetterNumber string     `gorm:"column:letter_number;->"`
	LetterDate   string     `gorm:"column:letter_date;->"`
	RecordedAt   *time.Time `gorm:"column:recorded_at;->"`
}

const intakeSelect = "i.agenda_year, i.agenda_number, COALESCE(i.channel, '') AS channel, COALESCE(i.letter_number, '') AS letter_number, COALESCE(i.letter_date, '') AS letter_date, i.recorded_at"

// view shows what the counter noted, or nil.
func (c intakeColumns) view() *Intake {
	if c.AgendaNumber == nil {
		return nil
	}
	i := &Intake{AgendaNumber: formatAgenda(*c.AgendaYear, *c.AgendaNumber), Channel: c.Channel, LetterNumber: c.LetterNumber, RecordedAt: *c.RecordedAt}
	if c.LetterDate != "" {
		i.LetterDate = &c.LetterDate
	}
	return i
}

func formatAgenda(year int, n int64) string { return fmt.Sprintf("%04d/%d", n, year) }

type intakeRow struct {
	TicketID     string    `gorm:"column:ticket_id;primaryKey"`
	AgendaYear   int       `gorm:"column:agenda_year"`
	AgendaNumber int64     `gorm:"column:agenda_number"`
	Channel      Channel   `gorm:"column:channel"`
	LetterNumber string    `gorm:"column:letter_number"`
	LetterDate   string    `gorm:"column:letter_date"`
	Agency       string    `gorm:"column:agency"`
	RecordedAt   time.Time `gorm:"column:recorded_at"`
}

func (intakeRow) TableName() string { return "ticket_intakes" }

// nextAgenda takes the next agenda number of a year inside the recording
// transaction: gap-free, like nextNumber.
func nextAgenda(tx *change.Tx, year int) (int64, error) {
	var last int64
	err := tx.Raw(`INSERT INTO agenda_counters (year, last) VALUES (?, 1)
		ON CONFLICT (year) DO UPDATE SET last = agenda_counters.last + 1 RETURNING last`, year).Row().Scan(&last)
	return last, err
}

// enterAgenda gives a request that its applicant sent through this product its
// place in the agenda. It is taken when the office first deals with it, not on
// submission: nobody who submits waits for the counter of the year.
func (s *Service) enterAgenda(tx *change.Tx, r *row) error {
	note := intakeRow{TicketID: r.ID, AgendaYear: tx.Now.In(s.zone).Year(), Channel: Online, RecordedAt: tx.Now}
	var err error
	if note.AgendaNumber, err = nextAgenda(tx, note.AgendaYear); err != nil {
		return err
	}
	switch err := tx.Create(&note).Error; {
	case db.IsDuplicate(err): // somebody else deals with it at this moment
		return web.ErrStale
	case err != nil:
		return err
	}
	number := formatAgenda(note.AgendaYear, note.AgendaNumber)
	if err := tx.Exec("UPDATE tickets SET search = search || ? WHERE id = ?", "\n"+number, r.ID).Error; err != nil {
		return err
	}
	return tx.Record(change.Event{Type: agendaEntered, Kind: "ticket", ObjectID: r.ID, Data: map[string]string{"agenda_number": number}, Internal: true})
}

// RecordInput is a request as the counter writes it down: what came, when, and
// on whose behalf – an account, which then sees it, or a name.
type RecordInput struct {
	Channel        Channel   `json:"channel" validate:"required,oneof=paper phone email in_person"`
	ReceivedAt     time.Time `json:"received_at" validate:"required"`
	LateReason     string    `json:"late_reason,omitempty" validate:"max=500"`
	LetterNumber   string    `json:"letter_number,omitempty" validate:"max=100"`
	LetterDate     string    `json:"letter_date,omitempty" validate:"omitempty,datetime=2006-01-02"`
	ServiceType    string    `json:"service_type" validate:"required,max=40"`
	Subject        string    `json:"subject" validate:"required,notblank,max=200"`
	ApplicantID    string    `json:"applicant_id,omitempty" validate:"omitempty,uuid"`
	OrganisationID string    `json:"organisation_id,omitempty" validate:"omitempty,uuid"`
	Agency         string    `json:"agency,omitempty" validate:"max=160"`
	Name           string    `json:"name,omitempty" validate:"max=160"`
	Contact        string    `json:"contact,omitempty" validate:"max=160"`

	Answers    map[string]any `json:"answers,omitempty"`                            // what the paper tells of what the form asks
	HeldBefore []HeldBefore   `json:"held_before,omitempty" validate:"max=10,dive"` // prerequisites older than the register
}

// Recorded is a request that the counter has recorded.
type Recorded struct {
	Ticket
	Code *string `json:"code" example:"K7QF-2M4T-9XPA-B3CD"` // by which an applicant without an account follows it; no other answer shows it
} // @name RecordedTicket

// recordedReceipt is a Recorded as it is kept for being repeated: its code is
// masked, as in receipt; empty where an account is the applicant.
type recordedReceipt struct {
	Ticket
	Masked []byte `json:"masked,omitempty"`
}

// Refusals of recording.
var (
	errFuture = apperr.BadField("/received_at", "received_at.future",
		"Waktu diterima tidak boleh di masa depan.", "The time of receipt cannot lie in the future.")
	errLongAgo = apperr.BadField("/received_at", "received_at.long_ago",
		"Waktu diterima lebih dari satu tahun yang lalu. Periksa tahunnya.", "The time of receipt is more than a year ago. Check the year.")
	errLateReason = apperr.BadField("/late_reason", "late_reason.required",
		"Permohonan diterima lebih dari satu hari kerja yang lalu. Tulis mengapa baru dicatat sekarang.",
		"The request was received more than a working day ago. Say why it is recorded only now.")
	errLetterDate = apperr.BadField("/letter_date", "letter_date.future",
		"Tanggal surat tidak boleh sesudah tanggal diterima.", "The letter cannot be dated after its receipt.")
	errApplicant = apperr.BadField("/applicant_id", "applicant.unknown",
		"Akun ini bukan akun pemohon yang aktif. Pilih akun lain atau isi nama pemohon.",
		"This is not an active applicant's account. Choose another one, or give the applicant's name.")
	errAgency = apperr.BadField("/organisation_id", "organisation.unknown",
		"Instansi ini tidak dikenal.", "This agency is not known.")
	errName = apperr.BadField("/name", "field.required",
		"Tulis nama pemohon, atau pilih akunnya.", "Give the applicant's name, or choose the account.")
	errContact = apperr.BadField("/contact", "field.required",
		"Tulis nomor telepon atau surel pemohon.", "Give the applicant's phone number or email address.")
)

// oldest is how long ago a request may have been received.
const oldest = 366 * 24 * time.Hour

// @Summary	Record a request at the counter
// @Description	Records a request that came on paper, by phone, by email or in person. It gets a ticket number and the next agenda number of the year; the clock runs from `received_at`, which may lie up to a year in the past, and needs a `late_reason` when more than a working day has gone by since. Either `applicant_id` names the account on whose behalf it is recorded, or `name` and `contact` (and `organisation_id` or `agency`) say whose it is; then a secret code is answered, as for requests filed without an account. Answers may leave out what the form requires, because the paper tells it, but must not be wrong. What the service wants to be had first does not keep a letter out that lies on the counter: what is missing is recorded with it (`prerequisites_missing` of the event) and has to be followed up; `held_before` names what the applicant has from before this system. With an `Idempotency-Key` a repeated request is answered like the first, code included, and recorded once.
// @Tags	tickets
// @Accept	mpfd
// @Produce	json
// @Security	Bearer
// @Param	Idempotency-Key	header	string	false	"at most 100 characters, one's own for each request"
// @Param	channel	formData	string	true	"how it came"	Enums(paper, phone, email, in_person)
// @Param	received_at	formData	string	true	"when it was received (RFC 3339)"
// @Param	late_reason	formData	string	false	"why it is recorded late"
// @Param	letter_number	formData	string	false	"number of the letter"
// @Param	letter_date	formData	string	false	"date of the letter (YYYY-MM-DD)"
// @Param	service_type	formData	string	true	"code of the service"
// @Param	subject	formData	string	true	"what it is about"
// @Param	applicant_id	formData	string	false	"id of the applicant's account"
// @Param	organisation_id	formData	string	false	"id of the agency"
// @Param	agency	formData	string	false	"name of an agency that is not on the list"
// @Param	name	formData	string	false	"the applicant's name"
// @Param	contact	formData	string	false	"email address or phone number"
// @Param	held_before	formData	string	false	"prerequisites that the applicant has from before this system, a JSON array of HeldBefore"
// @Param	answers	formData	string	false	"the form's answers as far as they are known, a JSON object"
// @Param	files[key]	formData	file	false	"a further file, PDF, PNG or JPEG; it answers the form's field of that key, where there is one"
// @Param	letter	formData	file	false	"the scanned letter, PDF; required for paper and email where the service asks for a letter"
// @Success	201	{object}	Recorded
// @Failure	400,401,403,409,413,415,422,503	{object}	web.Problem
// @Router	/tickets/recorded [post]
func (h *handlers) record(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	files, values, err := attachment.ReadFiles(c, h.service.files, recordFields, map[string]attachment.Kind{"letter": attachment.RequestLetter, "files[*]": attachment.Supporting})
	if err != nil {
		return err
	}
	in, err := readRecord(values)
	var key change.Key
	if err == nil {
		key, err = IdempotencyKey(c, in, files)
	}
	if err == nil {
		var t Recorded
		var replayed bool
		if t, replayed, err = h.service.Record(ctx, actor, in, files, key); err == nil {
			if replayed {
				h.service.files.Discard(ctx, files)
				c.Response().Header().Set("Idempotency-Replayed", "true")
			}
			c.Response().Header().Set(echo.HeaderLocation, web.Base+"/tickets/"+t.Number)
			return web.Tagged(c, http.StatusCreated, t.Version, t)
		}
	}
	h.service.files.DiscardIfRefused(ctx, err, files)
	return err
}

var recordFields = []string{
	"channel", "received_at", "late_reason", "letter_number", "letter_date", "service_type", "subject",
	"applicant_id", "organisation_id", "agency", "name", "contact", "held_before", "answers",
}

func readRecord(values map[string]string) (RecordInput, error) {
	text := func(name string) string { return strings.TrimSpace(values[name]) }
	in := RecordInput{
		Channel: Channel(text("channel")), LateReason: text("late_reason"), LetterNumber: text("letter_number"), LetterDate: text("letter_date"),
		ServiceType: text("service_type"), Subject: text("subject"), ApplicantID: text("applicant_id"),
		OrganisationID: text("organisation_id"), Agency: text("agency"), Name: text("name"), Contact: text("contact"),
	}
	if value := text("received_at"); value != "" {
		at, err := time.Parse(time.RFC3339, value)
		if err != nil {
			return in, apperr.BadField("/received_at", "field.datetime",
				"Tulis waktu sebagai RFC 3339, misalnya 2026-01-05T09:00:00+08:00.", "Write the time as RFC 3339, such as 2026-01-05T09:00:00+08:00.")
		}
		in.ReceivedAt = at.UTC().Truncate(time.Second)
	}
	if value := text("held_before"); value != "" {
		if err := web.DecodeJSON([]byte(value), "/held_before", &in.HeldBefore); err != nil {
			return in, err
		}
	}
	if value := text("answers"); value != "" {
		if err := web.DecodeJSON([]byte(value), "/answers", &in.Answers); err != nil {
			return in, err
		}
	}
	return in, web.Validate(&in, "")
}

// Record files a request on behalf of somebody who came to the counter. A
// letter that has come has come: a prerequisite that is missing is recorded, not
// a reason to refuse it. The same request again, known by its
// key, gets the first answer with its code: a lost answer must not cost the
// applicant the only way to follow the request.
// Backdating shows in its event: both times stand there, and the reason.
func (s *Service) Record(ctx context.Context, actor auth.Actor, in RecordInput, files []attachment.Received, key change.Key) (Recorded, bool, error) {
	if err := s.checkTimes(ctx, in); err != nil {
		return Recorded{}, false, err
	}
	service, err := s.catalogue.Requestable(ctx, in.ServiceType)
	if err != nil {
		return Recorded{}, false, err
	}
	applicant, err := s.onBehalf(ctx, in)
	if err != nil {
		return Recorded{}, false, err
	}
	answers, err := s.fill(ctx, service.Definition, in.Answers, files, attachment.Waiting{}, form.Missing)
	if err != nil {
		return Recorded{}, false, err
	}
	unitName, err := s.store.unitName(ctx, actorOf(service.Steps[0]).Unit)
	if err != nil {
		return Recorded{}, false, err
	}
	if in.Channel == Phone || in.Channel == InPerson { // nothing to scan yet; the counter returns what is incomplete
		service.Letter = catalogue.LetterOptional
	}
	as := auth.Assignment{Role: auth.FrontOffice}
	secret := ""
	if applicant.ID == "" {
		secret = s.newCode()
	}
	once := change.Key{Value: guestKey(actor.ID, key.Value), Fingerprint: key.Fingerprint}
	kept, replayed, err := change.Once(ctx, s.changes, actor.As(as), once, func(tx *change.Tx) (recordedReceipt, error) {
		r, err := s.recordedRow(tx, applicant, service, in, answers)
		if err != nil {
			return recordedReceipt{}, err
		}
		r.HolderUnitName = unitName
		stored, err := s.enterRecorded(tx, r, service, in, applicant, secret, files)
		if err != nil {
			return recordedReceipt{}, err
		}
		t, err := s.present(ctx, *r, service.Definition, actor, stored, history{})
		return recordedReceipt{t, mask([]byte(secret), key.Value)}, err
	})
	recorded := Recorded{Ticket: kept.Ticket}
	if len(kept.Masked) > 0 {
		code := string(mask(kept.Masked, key.Value))
		recorded.Code = &code
	}
	return recorded, replayed, err
}

// checkTimes refuses a receipt in the future or long ago, and one that is
// recorded late without a reason.
func (s *Service) checkTimes(ctx context.Context, in RecordInput) error {
	now := s.clock.Now()
	switch {
	case in.ReceivedAt.After(now):
		return errFuture
	case in.ReceivedAt.Before(now.Add(-oldest)):
		return errLongAgo
	case in.LetterDate > dayOf(in.ReceivedAt, s.zone):
		return errLetterDate
	}
	timely, err := s.workingDayAfter(ctx, in.ReceivedAt)
	if err == nil && now.After(timely) && in.LateReason == "" {
		err = errLateReason
	}
	return err
}

// onBehalf returns the applicant: an account, or a name without one.
func (s *Service) onBehalf(ctx context.Context, in RecordInput) (auth.Actor, error) {
	if in.ApplicantID != "" {
		found, err := s.store.applicants(ctx, "", in.ApplicantID)
		if err == nil && len(found) == 0 {
			err = errApplicant
		}
		if err != nil {
			return auth.Actor{}, err
		}
		return found[0].actor(), nil
	}
	switch {
	case in.Name == "":
		return auth.Actor{}, errName
	case in.Contact == "":
		return auth.Actor{}, errContact
	case in.OrganisationID == "":
		return auth.Actor{Name: in.Name, OrganisationName: in.Agency}, nil
	}
	name, err := s.store.organisationName(ctx, in.OrganisationID)
	if db.IsNotFound(err) {
		err = errAgency
	}
	return auth.Actor{Name: in.Name, OrganisationID: in.OrganisationID, OrganisationName: name}, err
}

// recordedRow is a request as if its applicant had sent it when it was
// received.
func (s *Service) recordedRow(tx *change.Tx, applicant auth.Actor, service catalogue.Published, in RecordInput, answers filled) (*row, error) {
	r, err := s.newRow(tx, applicant, service, in.Subject, answers)
	if err != nil {
		return nil, err
	}
	if applicant.ID == "" {
		r.ApplicantID, r.GuestContact = nil, in.Contact
	}
	r.SubmittedAt, r.SubmittedOn = in.ReceivedAt, dayOf(in.ReceivedAt, s.zone)
	return r, s.reckon(tx.Statement.Context, r, service.Definition, account{})
}

// enterRecorded asks the registrar, then takes the agenda number before the
// ticket number, for which all submissions of the day wait.
func (s *Service) enterRecorded(tx *change.Tx, r *row, service catalogue.Published, in RecordInput, applicant auth.Actor, secret string, files []attachment.Received) ([]attachment.Attachment, error) {
	entry := r.registration(service)
	entry.Input, entry.AtCounter = SubmitInput{HeldBefore: in.HeldBefore}, true
	missing, err := s.registrars.Requested(tx, entry)
	if err != nil {
		return nil, err
	}
	note := intakeRow{
		TicketID: r.ID, AgendaYear: tx.Now.In(s.zone).Year(), Channel: in.Channel,
		LetterNumber: in.LetterNumber, LetterDate: in.LetterDate, RecordedAt: tx.Now,
	}
	if applicant.OrganisationID == "" {
		note.Agency = applicant.OrganisationName
	}
	if note.AgendaNumber, err = nextAgenda(tx, note.AgendaYear); err != nil {
		return nil, err
	}
	agenda := formatAgenda(note.AgendaYear, note.AgendaNumber)
	r.Search += "\n" + strings.ToLower(in.LetterNumber+"\n"+agenda)
	stored, err := s.enter(tx, r, service.Definition, attachment.Waiting{}, nil, files)
	if err != nil {
		return nil, err
	}
	if err := tx.Create(&note).Error; err != nil {
		return nil, err
	}
	r.Intake = intakeColumns{
		AgendaYear: &note.AgendaYear, AgendaNumber: &note.AgendaNumber, Channel: note.Channel,
		LetterNumber: note.LetterNumber, LetterDate: note.LetterDate, RecordedAt: &note.RecordedAt,
	}
	if secret != "" {
		guest := guestRow{TicketID: r.ID, Name: in.Name, Contact: in.Contact, CodeHash: hashCode(secret), ConsentedAt: tx.Now}
		if err := tx.Create(&guest).Error; err != nil {
			return nil, err
		}
	}
	data := map[string]any{
		"number": r.Number, "service_type": r.ServiceCode, "subject": r.Subject, "due_at": r.DueAt,
		"channel": note.Channel, "agenda_number": agenda, "letter_number": note.LetterNumber, "letter_date": note.LetterDate,
		"received_at": r.SubmittedAt, "recorded_at": note.RecordedAt, "reason": in.LateReason,
	}
	if len(in.HeldBefore) > 0 {
		data["held_before"] = in.HeldBefore
	}
	if len(missing) > 0 {
		data["prerequisites_missing"] = missing
	}
	return stored, tx.Record(change.Event{Type: "recorded", Kind: "ticket", ObjectID: r.ID, Data: data})
}

// ApplicantOption is an account on whose behalf a request can be recorded.
type ApplicantOption struct {
	ID           string    `json:"id"`
	Name         string    `json:"name"`
	Organisation *auth.Ref `json:"organisation"`
} // @name ApplicantOption

// @Summary	Look for an applicant's account
// @Description	Active accounts of applicants whose name or agency holds the words, at most 20; for recording at the counter.
// @Tags	tickets
// @Produce	json
// @Security	Bearer
// @Param	q	query	string	true	"words of the name or the agency"	maxlength(100)
// @Success	200	{object}	web.List[ApplicantOption]
// @Failure	401,403,422	{object}	web.Problem
// @Router	/applicants [get]
func (h *handlers) applicants(c echo.Context) error {
	in := applicantQuery{c.QueryParam("q")}
	if err := web.Validate(&in, ""); err != nil {
		return err
	}
	list, err := h.service.Applicants(c.Request().Context(), in.Query)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[ApplicantOption]{Items: list})
}

type applicantQuery struct {
	Query string `json:"q" validate:"required,notblank,max=100"`
}

// Applicants looks for active accounts of applicants.
func (s *Service) Applicants(ctx context.Context, words string) ([]ApplicantOption, error) {
	found, err := s.store.applicants(ctx, words, "")
	list := make([]ApplicantOption, len(found))
	for i, a := range found {
		list[i] = ApplicantOption{ID: a.ID, Name: a.Name}
		if a.OrganisationID != nil {
			list[i].Organisation = &auth.Ref{ID: *a.OrganisationID, Name: a.OrganisationName}
		}
	}
	return list, err
}

// applicantAccount is an applicant's account.
type applicantAccount struct {
	ID               string  `gorm:"column:id"`
	Name             string  `gorm:"column:name"`
	OrganisationID   *string `gorm:"column:organisation_id"`
	OrganisationName string  `gorm:"column:organisation_name"`
}

func (a applicantAccount) actor() auth.Actor {
	actor := auth.Actor{ID: a.ID, Name: a.Name, OrganisationName: a.OrganisationName, Roles: []auth.Assignment{{Role: auth.Applicant}}}
	if a.OrganisationID != nil {
		actor.OrganisationID = *a.OrganisationID
	}
	return actor
}

// maxApplicants bounds one look for accounts.
const maxApplicants = 20

// applicants returns the active accounts of applicants with all of the words
// in name or agency; with an id, that one.
func (s store) applicants(ctx context.Context, words, id string) ([]applicantAccount, error) {
	query := s.read.WithContext(ctx).Table("users u").
		Select("u.id, u.name, u.organisation_id, COALESCE(o.name, '') AS organisation_name").
		Joins("JOIN user_roles r ON r.user_id = u.id AND r.role = ?", auth.Applicant).
		Joins("LEFT JOIN organisations o ON o.id = u.organisation_id").Where("u.disabled_at IS NULL")
	if id != "" {
		query = query.Where("u.id = ?", id)
	}
	for _, word := range slices.Compact(strings.Fields(strings.ToLower(words))) {
		like := "%" + db.EscapeLike(word) + "%"
		query = query.Where(`(LOWER(u.name) LIKE ? ESCAPE '\' OR LOWER(o.name) LIKE ? ESCAPE '\')`, like, like)
	}
	var list []applicantAccount
	return list, query.Order("u.name, u.id").Limit(maxApplicants).Find(&list).Error
}

func (s store) organisationName(ctx context.Context, id string) (string, error) {
	var o struct {
		Name string `gorm:"column:name"`
	}
	err := s.read.WithContext(ctx).Table("organisations").Select("name").Where("id = ?", id).Take(&o).Error
	return o.Name, err
}
