package ticket

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/setting"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// Disposition is one line of the lembar disposisi, with who has read it.
type Disposition struct {
	ID             string                 `json:"id"`
	ParentID       *string                `json:"parent_id"` // the disposition by which its author had the request; null: none
	At             time.Time              `json:"at"`
	By             auth.Ref               `json:"by"`
	ByRole         string                 `json:"by_role" example:"head"`
	ByUnit         string                 `json:"by_unit,omitempty"`
	OnBehalfOf     string                 `json:"on_behalf_of"`                                // whom the author stood in for (Plt/Plh); empty: nobody
	OnBehalfOfKind string                 `json:"on_behalf_of_kind,omitempty" enums:"plt,plh"` // as what
	Recipients     []DispositionRecipient `json:"recipients"`                                  // the responsible one first
	Instructions   []setting.Instruction  `json:"instructions"`
	Instruction    string                 `json:"instruction"`
	Urgency        Urgency                `json:"urgency" enums:"normal,urgent,very_urgent"`
	Confidential   bool                   `json:"confidential"`
	DueOn          *string                `json:"due_on" format:"date"`
	WithdrawnAt    *time.Time             `json:"withdrawn_at"`                          // null: it stands
	AllowedActions []string               `json:"allowed_actions" enums:"read,withdraw"` // what this caller may do to it now
} // @name Disposition

// DispositionRecipient is one to whom a disposition goes.
type DispositionRecipient struct {
	Role        string     `json:"role" example:"division_head"`
	Unit        string     `json:"unit,omitempty" example:"aptika"`
	User        *auth.Ref  `json:"user"` // null: whoever holds the role
	Responsible bool       `json:"responsible"`
	ReadAt      *time.Time `json:"read_at"` // null: not opened yet
	ReadBy      *auth.Ref  `json:"read_by"`
} // @name DispositionRecipient

type dispositionRow struct {
	ID            string                `gorm:"column:id;primaryKey"`
	TicketID      string                `gorm:"column:ticket_id"`
	ParentID      *string               `gorm:"column:parent_id"`
	TicketVersion int64                 `gorm:"column:ticket_version"`
	At            time.Time             `gorm:"column:at"`
	AuthorID      string                `gorm:"column:author_id"`
	AuthorName    string                `gorm:"column:author_name"`
	AuthorRole    string                `gorm:"column:author_role"`
	AuthorUnit    string                `gorm:"column:author_unit"`
	OnBehalfOf    string                `gorm:"column:on_behalf_of"`
	OnBehalfKind  string                `gorm:"column:on_behalf_of_kind"`
	Instructions  []setting.Instruction `gorm:"column:instructions;serializer:json"`
	Instruction   string                `gorm:"column:instruction"`
	Urgency       Urgency               `gorm:"column:urgency"`
	Confidential  bool                  `gorm:"column:confidential"`
	DueOn         string                `gorm:"column:due_on"`
	FromStep      string                `gorm:"column:from_step"`
	ReadAt        *time.Time            `gorm:"column:read_at"`
	WithdrawnAt   *time.Time            `gorm:"column:withdrawn_at"`

	recipients []recipientRow
}

func (dispositionRow) TableName() string { return "dispositions" }

type recipientRow struct {
	DispositionID string     `gorm:"column:disposition_id;primaryKey"`
	Position      int        `gorm:"column:position;primaryKey"`
	Role          string     `gorm:"column:role"`
	Unit          string     `gorm:"column:unit"`
	UserID        *string    `gorm:"column:user_id"`
	Joined        bool       `gorm:"column:joined"`
	ReadAt        *time.Time `gorm:"column:read_at"`
	ReadByID      *string    `gorm:"column:read_by_id"`
	ReadByName    string     `gorm:"column:read_by_name"`
	UserName      string     `gorm:"column:user_name;->"`
}

func (recipientRow) TableName() string { return "disposition_recipients" }

// line is the checklist in words.
func (d dispositionRow) line() string {
	texts := make([]string, len(d.Instructions))
	for i, l := range d.Instructions {
		texts[i] = l.Text
	}
	return strings.Join(texts, "; ")
}

// author is the role in which it was made.
func (d dispositionRow) author() auth.Assignment {
	return auth.Assignment{Role: auth.Role(d.AuthorRole), Unit: d.AuthorUnit}
}

// receivers are those whom it names, the responsible one first.
func (d dispositionRow) receivers() []Recipient {
	list := make([]Recipient, len(d.recipients))
	for i, to := range d.recipients {
		list[i] = Recipient{Role: to.Role, Unit: to.Unit}
		if to.UserID != nil {
			list[i].UserID = *to.UserID
		}
	}
	return list
}

// unreadFor returns the place of the recipient who is the actor and has not
// opened the disposition yet, and the role in which they are it; or false.
func (d dispositionRow) unreadFor(actor auth.Actor) (int, auth.Assignment, bool) {
	for i, to := range d.recipients {
		for _, as := range actor.Roles {
			if to.ReadAt == nil && string(as.Role) == to.Role && as.Unit == to.Unit && (to.UserID == nil || *to.UserID == actor.ID || actor.StandsInFor(*to.UserID, as)) {
				return i, as, d.WithdrawnAt == nil
			}
		}
	}
	return 0, auth.Assignment{}, false
}

// withdrawableBy tells whether the actor may take the disposition back: they
// made it, nobody has opened it, and nothing has happened to the request since.
func (d dispositionRow) withdrawableBy(actor auth.Actor, r row) bool {
	return d.AuthorID == actor.ID && actor.Holds(auth.Role(d.AuthorRole), d.AuthorUnit) &&
		d.ReadAt == nil && d.WithdrawnAt == nil && d.TicketVersion == r.Version && r.stage() == AtWork
}

func (d dispositionRow) show(actor auth.Actor, r row) Disposition {
	v := Disposition{
		ID: d.ID, ParentID: d.ParentID, At: d.At, By: auth.Ref{ID: d.AuthorID, Name: d.AuthorName}, ByRole: d.AuthorRole, ByUnit: d.AuthorUnit,
		OnBehalfOf: d.OnBehalfOf, OnBehalfOfKind: d.OnBehalfKind, Recipients: make([]DispositionRecipient, 0, len(d.recipients)), Instructions: d.Instructions, Instruction: d.Instruction,
		Urgency: d.Urgency, Confidential: d.Confidential, WithdrawnAt: d.WithdrawnAt, AllowedActions: []string{},
	}
	if d.DueOn != "" {
		v.DueOn = &d.DueOn
	}
	for _, to := range d.recipients {
		one := DispositionRecipient{Role: to.Role, Unit: to.Unit, Responsible: to.Position == 0, ReadAt: to.ReadAt}
		if to.UserID != nil {
			one.User = &auth.Ref{ID: *to.UserID, Name: to.UserName}
		}
		if to.ReadByID != nil {
			one.ReadBy = &auth.Ref{ID: *to.ReadByID, Name: to.ReadByName}
		}
		v.Recipients = append(v.Recipients, one)
	}
	if _, _, unread := d.unreadFor(actor); unread {
		v.AllowedActions = append(v.AllowedActions, "read")
	}
	if d.withdrawableBy(actor, r) {
		v.AllowedActions = append(v.AllowedActions, "withdraw")
	}
	return v
}

// maxDispositions bounds how many are read of one request.
const maxDispositions = 500

// dispositionsOf reads the dispositions of a request, oldest first.
func dispositionsOf(g reader, ticketID string) ([]dispositionRow, error) {
	var list []dispositionRow
	if err := g.Where("ticket_id = ?", ticketID).Order("id").Limit(maxDispositions).Find(&list).Error; err != nil {
		return nil, err
	}
	var all []recipientRow
	err := g.Table("disposition_recipients p").Select("p.*, COALESCE(u.name, '') AS user_name").
		Joins("JOIN dispositions d ON d.id = p.disposition_id").Joins("LEFT JOIN users u ON u.id = p.user_id").
		Where("d.ticket_id = ?", ticketID).Order("p.disposition_id, p.position").Find(&all).Error
	for i := range list {
		for _, to := range all {
			if to.DispositionID == list[i].ID {
				list[i].recipients = append(list[i].recipients, to)
			}
		}
	}
	return list, err
}

// lastFor returns the id of the disposition by which a role has a request: the
// last that stands and names it. nil: none does.
func lastFor(tx *change.Tx, ticketID string, a auth.Assignment) (*string, error) {
	list, err := dispositionsOf(tx.DB, ticketID)
	for _, d := range slices.Backward(list) {
		if d.WithdrawnAt == nil && slices.ContainsFunc(d.recipients, func(to recipientRow) bool { return to.Role == string(a.Role) && to.Unit == a.Unit }) {
			return &d.ID, err
		}
	}
	return nil, err
}

// @Summary	List the dispositions of a request
// @Description	The lembar disposisi as data, oldest first, with who has read what. Applicants do not see it.
// @Tags	tickets
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Success	200	{object}	web.List[Disposition]
// @Failure	401,403,404	{object}	web.Problem
// @Router	/tickets/{number}/dispositions [get]
func (h *handlers) dispositions(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	list, err := h.service.Dispositions(ctx, actor, c.Param("number"))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[Disposition]{Items: list})
}

// Dispositions returns the dispositions of a request within the actor's scope,
// oldest first.
func (s *Service) Dispositions(ctx context.Context, actor auth.Actor, number string) ([]Disposition, error) {
	r, err := s.store.byNumber(ctx, s.store.read, actor, number)
	if err != nil {
		return nil, err
	}
	rows, err := dispositionsOf(s.store.read.WithContext(ctx), r.ID)
	list := make([]Disposition, 0, len(rows))
	for _, d := range rows {
		list = append(list, d.show(actor, r))
	}
	return list, err
}

// disposition reads one disposition of a request within the actor's scope.
func (s *Service) disposition(ctx context.Context, g reader, actor auth.Actor, number, id string) (row, dispositionRow, error) {
	r, err := s.store.byNumber(ctx, g, actor, number)
	if err != nil {
		return r, dispositionRow{}, err
	}
	if !ident.Valid(id) {
		return r, dispositionRow{}, web.ErrNotFound
	}
	list, err := dispositionsOf(g.WithContext(ctx), r.ID)
	for _, d := range list {
		if d.ID == id {
			return r, d, err
		}
	}
	if err == nil {
		err = web.ErrNotFound
	}
	return r, dispositionRow{}, err
}

// @Summary	Acknowledge a disposition
// @Description	The read receipt: a recipient has opened it. Doing it again changes nothing. Once one of the recipients has read it, it cannot be withdrawn.
// @Tags	tickets
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	id	path	string	true	"id of the disposition"
// @Success	200	{object}	Disposition
// @Failure	401,403,404,409	{object}	web.Problem
// @Router	/tickets/{number}/dispositions/{id}/read [post]
func (h *handlers) readDisposition(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	d, err := h.service.ReadDisposition(ctx, actor, c.Param("number"), c.Param("id"))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, d)
}

var (
	errWithdrawn = apperr.New(apperr.Conflict, "disposition.withdrawn",
		"Disposisi ini sudah ditarik kembali.", "This disposition has been withdrawn.")
	errNotWithdrawable = apperr.New(apperr.Conflict, "disposition.not_withdrawable",
		"Disposisi ini sudah dibaca atau ditindaklanjuti, sehingga tidak dapat ditarik. Buat disposisi baru.",
		"This disposition was read or acted on, so it cannot be withdrawn. Make a new one.")
)

// ReadDisposition records that the actor, a recipient, has opened a
// disposition. Whoever is none, or has done so before, changes nothing.
func (s *Service) ReadDisposition(ctx context.Context, actor auth.Actor, number, id string) (Disposition, error) {
	r, d, err := s.disposition(ctx, s.store.read, actor, number, id)
	if err != nil {
		return Disposition{}, err
	}
	_, as, unread := d.unreadFor(actor)
	if d.WithdrawnAt != nil {
		return Disposition{}, errWithdrawn
	}
	if !unread {
		return d.show(actor, r), nil
	}
	err = s.changes.Do(ctx, actor.As(as), func(tx *change.Tx) error {
		if r, d, err = s.disposition(ctx, tx.DB, actor, number, id); err != nil {
			return err
		}
		at, _, unread := d.unreadFor(actor)
		if !unread { // twice at once
			return errReadAlready
		}
		return opened(tx, &d, at, actor)
	})
	if err != nil && err != errReadAlready {
		return Disposition{}, err
	}
	return d.show(actor, r), nil
}

// opened records that the actor, the recipient at a place of the disposition,
// has opened it; it can no longer be withdrawn.
func opened(tx *change.Tx, d *dispositionRow, at int, actor auth.Actor) error {
	first := tx.Exec("UPDATE dispositions SET read_at = COALESCE(read_at, ?) WHERE id = ? AND withdrawn_at IS NULL", tx.Now, d.ID)
	if first.Error != nil {
		return first.Error
	}
	if first.RowsAffected == 0 {
		return errWithdrawn
	}
	to := &d.recipients[at]
	to.ReadAt, to.ReadByID, to.ReadByName = &tx.Now, &actor.ID, actor.Name
	if err := tx.Model(&recipientRow{}).Where("disposition_id = ? AND position = ?", d.ID, to.Position).Select("ReadAt", "ReadByID", "ReadByName").Updates(to).Error; err != nil {
		return err
	}
	return tx.Record(change.Event{Type: read, Kind: "ticket", ObjectID: d.TicketID, Internal: true,
		Data: map[string]any{"disposition_id": d.ID, "recipient": Recipient{Role: to.Role, Unit: to.Unit}}})
}

// errReadAlready ends a change that would change nothing.
var errReadAlready = apperr.New(apperr.Conflict, "disposition.read", "Disposisi ini sudah dibaca.", "This disposition was read already.")

// @Summary	Withdraw a disposition
// @Description	Its author takes it back while nobody has read it and nothing has happened since; the request goes back to the author.
// @Tags	tickets
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	id	path	string	true	"id of the disposition"
// @Param	If-Match	header	string	true	"ETag of the request"
// @Param	body	body	Nothing	true	"empty object"
// @Success	200	{object}	Ticket
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/tickets/{number}/dispositions/{id}/withdraw [post]
func (h *handlers) withdrawDisposition(c echo.Context) error {
	id := c.Param("id")
	return answerJSON(c, func(ctx context.Context, actor auth.Actor, number string, version int64, _ Nothing) (Ticket, error) {
		return h.service.WithdrawDisposition(ctx, actor, number, id, version)
	})
}

// urgencyWithout gives a request the sifat of the last disposition that stands
// without the one that is withdrawn.
func urgencyWithout(tx *change.Tx, r *row, withdrawn string) error {
	list, err := dispositionsOf(tx.DB, r.ID)
	r.Urgency = Normal
	for _, d := range list {
		if d.WithdrawnAt == nil && d.ID != withdrawn {
			r.Urgency = d.Urgency
		}
	}
	return err
}

// WithdrawDisposition takes a disposition back. The recipients who came to the
// request only by it no longer see what is confidential.
func (s *Service) WithdrawDisposition(ctx context.Context, actor auth.Actor, number, id string, version int64) (Ticket, error) {
	r, d, err := s.disposition(ctx, s.store.read, actor, number, id)
	if err != nil {
		return Ticket{}, err
	}
	if d.AuthorID != actor.ID {
		return Ticket{}, errRole
	}
	service, err := s.definition(ctx, r)
	if err != nil {
		return Ticket{}, err
	}
	var t Ticket
	err = s.changes.Do(ctx, actor.As(d.author()), func(tx *change.Tx) error {
		if r, d, err = s.disposition(ctx, tx.DB, actor, number, id); err != nil {
			return err
		}
		if r.Version != version {
			return web.ErrStale
		}
		if !d.withdrawableBy(actor, r) {
			return errNotWithdrawable
		}
		done := tx.Exec("UPDATE dispositions SET withdrawn_at = ? WHERE id = ? AND read_at IS NULL AND withdrawn_at IS NULL", tx.Now, d.ID)
		if done.Error != nil {
			return done.Error
		}
		if done.RowsAffected == 0 { // opened at this moment
			return errNotWithdrawable
		}
		for _, to := range d.recipients {
			if !to.Joined {
				continue
			}
			person := ""
			if to.UserID != nil {
				person = *to.UserID
			}
			if err := leave(tx.DB, r.ID, auth.Assignment{Role: auth.Role(to.Role), Unit: to.Unit}, person); err != nil {
				return err
			}
		}
		if err := urgencyWithout(tx, &r, d.ID); err != nil {
			return err
		}
		from := r.Step
		r.hold(d.author(), actor.ID)
		r.Step = d.FromStep
		named := d.receivers()
		t, err = s.keep(ctx, tx, actor, &r, service, from, AtWork, change.Event{
			Type: withdrawn, Internal: true, Data: map[string]any{"disposition_id": d.ID, "to": named[0], "copies": named[1:]},
		})
		return err
	})
	return t, err
}
