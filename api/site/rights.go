package site

import (
	"context"
	"errors"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/information"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// TrackedInformation is what the law gives whoever asked for public
// information, in words.
type TrackedInformation struct {
	Until      string      // last date of an objection, empty: none can be filed now, unless its reason was found later
	Found      string      // when the reason of an objection arose, empty: there is none
	Grounds    []ground    // on which one may object now
	Objections []objection // oldest first
}

// ground is a reason for an objection with its words (UU 14/2008, Pasal 35).
type ground struct{ Code, ID, EN string }

// objection is an objection with what became of it.
type objection struct {
	information.Objection
	Grounds  []ground
	Decided  [2]string // the decision, in Indonesian and English; empty: not answered yet
	MayFight bool      // a dispute can be recorded now
}

var grounds = map[information.Ground]ground{
	information.Refused:      {"a", "Permintaan ditolak dengan alasan pengecualian", "The request was refused by an exemption"},
	information.NotPublished: {"b", "Informasi berkala tidak disediakan", "Periodic information is not provided"},
	information.Ignored:      {"c", "Permintaan tidak ditanggapi", "The request was not answered"},
	information.Different:    {"d", "Permintaan ditanggapi tidak sebagaimana yang diminta", "The answer is not what was asked for"},
	information.Unfulfilled:  {"e", "Permintaan tidak dipenuhi", "The request was not fulfilled"},
	information.Expensive:    {"f", "Biaya yang dikenakan tidak wajar", "The cost is not reasonable"},
	information.Late:         {"g", "Informasi disampaikan melebihi jangka waktu", "The information came too late"},
}

func groundsOf(codes []information.Ground) []ground {
	list := make([]ground, len(codes))
	for i, code := range codes {
		list[i] = grounds[code]
	}
	return list
}

var decided = map[information.Decision][2]string{
	information.Granted:  {"Dikabulkan", "Granted"},
	information.Partly:   {"Dikabulkan sebagian", "Granted in part"},
	information.Rejected: {"Ditolak", "Rejected"},
}

// rights returns what a guest may do after a request for information; nil for
// other requests.
func (t tracker) rights(ctx context.Context, guest auth.Actor, number string) (*TrackedInformation, error) {
	found, err := t.information.Get(ctx, guest, number)
	if errors.Is(err, web.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	v := &TrackedInformation{}
	open := map[string]bool{}
	for _, right := range found.Rights {
		if right.ObjectionID != nil {
			open[*right.ObjectionID] = true
		} else {
			v.Until = right.LastDate
		}
	}
	if found.Finding != nil {
		v.Found, v.Grounds = found.Finding.From, groundsOf(found.Finding.Reasons)
	}
	for _, o := range found.Objections {
		shown := objection{Objection: o, Grounds: groundsOf(o.Reasons), MayFight: open[o.ID]}
		if o.Decision != nil {
			shown.Decided = decided[*o.Decision]
		}
		v.Objections = append(v.Objections, shown)
	}
	if v.Found == "" && len(v.Objections) == 0 {
		return nil, nil
	}
	return v, nil
}

// object files the objection of a guest.
func (h *counterHandlers) object(c echo.Context) error {
	return h.claim(c, func(ctx context.Context, guest auth.Actor, number string) error {
		form, err := c.FormParams()
		if err != nil {
			return err
		}
		in := information.ObjectionInput{
			Position: c.FormValue("position"), ProxyName: strings.TrimSpace(c.FormValue("proxy_name")), ProxyAddress: c.FormValue("proxy_address"),
			FoundOn: c.FormValue("found_on"),
		}
		for _, code := range form["reasons"] {
			in.Reasons = append(in.Reasons, information.Ground(code))
		}
		_, _, err = h.Information.Object(ctx, guest, number, in, change.Key{})
		return err
	})
}

// dispute records the dispute of a guest.
func (h *counterHandlers) dispute(c echo.Context) error {
	return h.claim(c, func(ctx context.Context, guest auth.Actor, number string) error {
		in := information.DisputeInput{RegistrationNumber: c.FormValue("registration_number"), FiledOn: c.FormValue("filed_on")}
		found, err := h.Information.Get(ctx, guest, number)
		if err != nil {
			return err
		}
		for _, o := range found.Objections {
			if o.ID == c.FormValue("objection") {
				_, err = h.Information.Dispute(ctx, guest, number, o.ID, o.Version, in)
				return err
			}
		}
		return web.ErrNotFound
	})
}

// decision hands out the decision letter about an objection.
func (h *counterHandlers) decision(c echo.Context) error {
	ctx := c.Request().Context()
	number := c.FormValue("number")
	guest, err := h.Tickets.Guest(ctx, caller(c), number, c.FormValue("code"))
	if err != nil {
		return err
	}
	found, err := h.Information.Get(ctx, guest, number)
	if err != nil {
		return err
	}
	for _, o := range found.Objections {
		if o.ID == c.FormValue("objection") && o.Letter != nil {
			return attachment.Send(c, h.Files, guest, o.Letter.ID)
		}
	}
	return web.ErrNotFound
}

// claim does something for a guest and shows the request again, with what was
// refused on top of it.
func (h *counterHandlers) claim(c echo.Context, do func(context.Context, auth.Actor, string) error) error {
	ctx := c.Request().Context()
	number, code := c.FormValue("number"), c.FormValue("code")
	guest, err := h.Tickets.Guest(ctx, caller(c), number, code)
	if err != nil {
		return err
	}
	guest.Address, guest.RequestID = c.RealIP(), web.RequestID(c)
	err = do(ctx, guest, number)
	refusal, ok := errors.AsType[*apperr.Error](err)
	switch {
	case err == nil:
		return h.site.showTracked(c, number, code)
	case ok && refusal.Kind == apperr.Invalid && len(refusal.Fields) > 0:
		return h.site.showTracked(c, number, code, refusal.Fields[0].Detail.ID)
	case ok && refusal.Kind == apperr.Conflict:
		return h.site.showTracked(c, number, code, refusal.Detail.ID)
	default:
		return err
	}
}
