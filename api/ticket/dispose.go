package ticket

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/setting"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// DispositionInput is what the lembar disposisi says.
type DispositionInput struct {
	To           Recipient   `json:"to"`                                                                                   // who is responsible from now on
	Copies       []Recipient `json:"copies,omitempty" validate:"max=20,dive"`                                              // further recipients, who follow it
	Instructions []string    `json:"instructions,omitempty" validate:"max=40,dive,max=40" example:"follow_up"`             // codes of the checklist in the office's settings
	Instruction  string      `json:"instruction,omitempty" validate:"max=2000" example:"Tindak lanjuti sesuai ketentuan."` // in words; may be left out where the checklist says it
	Urgency      Urgency     `json:"urgency" validate:"required,oneof=normal urgent very_urgent" enums:"normal,urgent,very_urgent"`
	Confidential bool        `json:"confidential,omitempty"` // rahasia: only holders and their chain see it from now on
	DueOn        string      `json:"due_on,omitempty" validate:"omitempty,datetime=2006-01-02" example:"2026-01-09"`
} // @name DispositionInput

// Disposed is what the event of a disposition tells: what was asked for, with
// the words of the checklist as they were then.
type Disposed struct {
	DispositionInput
	ID       string                `json:"id"`
	ParentID *string               `json:"parent_id"`
	Lines    []setting.Instruction `json:"lines"`
}

// @Summary	Dispose a request
// @Description	The head or a division head passes the request on with instructions (disposisi): to one who is responsible, and to others who follow it.
// @Tags	tickets
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	If-Match	header	string	true	"ETag of the request"
// @Param	body	body	DispositionInput	true	"to whom, with which instruction"
// @Success	200	{object}	Ticket
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/tickets/{number}/dispositions [post]
func (h *handlers) dispose(c echo.Context) error { return answerJSON(c, h.service.Dispose) }

// Dispose passes the request on with an instruction. What was made
// confidential stays so.
func (s *Service) Dispose(ctx context.Context, actor auth.Actor, number string, version int64, in DispositionInput) (Ticket, error) {
	if len(in.Instructions) == 0 && strings.TrimSpace(in.Instruction) == "" {
		return Ticket{}, apperr.BadField("/instruction", "field.required", "Pilih satu instruksi, atau tulis sendiri.", "Choose an instruction, or write one.")
	}
	lines, err := s.checklist(ctx, in.Instructions)
	if err != nil {
		return Ticket{}, err
	}
	return s.act(ctx, actor, number, version, Dispose, func(tx *change.Tx, r *row, d catalogue.Definition, as auth.Assignment) (change.Event, error) {
		sheet := dispositionRow{
			ID: tx.NewID(), TicketID: r.ID, TicketVersion: r.Version + 1, At: tx.Now, FromStep: r.Step,
			AuthorID: actor.ID, AuthorName: actor.Name, AuthorRole: string(as.Role), AuthorUnit: as.Unit, OnBehalfOf: tx.Author().OnBehalfOfName, OnBehalfKind: tx.Author().OnBehalfOfKind,
			Instructions: lines, Instruction: in.Instruction, Urgency: in.Urgency, Confidential: in.Confidential, DueOn: in.DueOn,
		}
		var err error
		if sheet.ParentID, err = lastFor(tx, r.ID, as); err != nil {
			return change.Event{}, err
		}
		if err := s.pass(tx, r, d, as, &in.To, in.Instruction+sheet.line()); err != nil {
			return change.Event{}, err
		}
		if err := tx.Create(&sheet).Error; err != nil {
			return change.Event{}, err
		}
		for i, to := range slices.Concat([]Recipient{in.To}, in.Copies) {
			if err := s.address(tx, *r, sheet, as, i, to, in); err != nil {
				return change.Event{}, err
			}
		}
		r.Urgency, r.Confidential = in.Urgency, r.Confidential || in.Confidential
		return change.Event{Type: disposed, Data: Disposed{DispositionInput: in, ID: sheet.ID, ParentID: sheet.ParentID, Lines: lines}}, nil
	})
}

// address writes one recipient of a disposition, the responsible one first, and
// lets them follow the request.
func (s *Service) address(tx *change.Tx, r row, sheet dispositionRow, from auth.Assignment, i int, to Recipient, in DispositionInput) error {
	if i > 0 {
		pointer := "/copies/" + strconv.Itoa(i-1)
		if err := s.checkRecipient(tx, r, from, &to, pointer); err != nil {
			return err
		}
		in.Copies[i-1] = to
		if to == in.To || slices.Contains(in.Copies[:i-1], to) {
			return apperr.BadField(pointer, "recipient.twice", "Tujuan ini sudah disebut.", "This receiver is named already.")
		}
	}
	row := recipientRow{DispositionID: sheet.ID, Position: i, Role: to.Role, Unit: to.Unit}
	if to.UserID != "" {
		row.UserID = &to.UserID
	}
	var err error
	if row.Joined, err = join(tx.DB, sheet.TicketID, to.assignment(), to.UserID); err != nil {
		return err
	}
	return tx.Create(&row).Error
}

// checklist returns the lines of the office's checklist by their codes.
func (s *Service) checklist(ctx context.Context, codes []string) ([]setting.Instruction, error) {
	lines := make([]setting.Instruction, 0, len(codes))
	if len(codes) == 0 {
		return lines, nil
	}
	office, _, err := s.settings.Office(ctx)
	if err != nil {
		return nil, err
	}
	for i, code := range codes {
		at := slices.IndexFunc(office.Instructions, func(l setting.Instruction) bool { return l.Code == code })
		if at < 0 || slices.Contains(codes[:i], code) {
			return nil, apperr.BadField("/instructions/"+strconv.Itoa(i), "instruction.unknown",
				"Instruksi ini tidak ada di daftar kantor, atau disebut dua kali.", "The office's checklist has no such instruction, or it is named twice.")
		}
		lines = append(lines, office.Instructions[at])
	}
	return lines, nil
}
