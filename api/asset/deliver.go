package asset

import (
	"encoding/json"
	"maps"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Result is what an officer says, on completing a request, of the thing that it
// leaves behind or changes.
type Result struct {
	// What was done: register a new thing; change, extend or retire the one that
	// the request is about; or none of them. Left out: what the request asked for.
	Done      string            `json:"done,omitempty" validate:"omitempty,oneof=register change extend retire none" enums:"register,change,extend,retire,none"`
	Fields    map[string]string `json:"fields,omitempty" validate:"max=40"`
	ExpiresOn string            `json:"expires_on,omitempty" validate:"omitempty,datetime=2006-01-02" format:"date"` // its last day; left out: without end, or as before
} // @name AssetResult

// Delivered implements ticket.Registrar: it writes what a fulfilled request
// leaves behind. Where the officer says nothing, the answers of the request
// are taken for a new thing if they say enough; otherwise nothing is written.
func (s *Service) Delivered(tx *change.Tx, r ticket.Registration, thing json.RawMessage) error {
	entry, _, err := requestOf(tx.DB, r.TicketID)
	if err != nil {
		return err
	}
	if err := endRequest(tx.DB, r.TicketID); err != nil {
		return err
	}
	var in Result
	if len(thing) > 0 {
		if err := web.DecodeJSON(thing, "/asset", &in); err != nil {
			return err
		}
	}
	if in.Done == "" {
		in.Done = usual(entry, r)
	}
	switch {
	case in.Done == "register" && entry.AssetID != nil:
		return apperr.BadField("/asset/done", "asset.existing",
			"Permohonan ini menyangkut aset yang sudah ada, sehingga tidak ada yang dicatat baru. Pilih ubah, perpanjang, atau hentikan.",
			"This request is about an existing asset, so nothing new is registered. Choose to change, extend or retire it.")
	case in.Done == "none", len(thing) == 0 && in.Done != "register":
		return nil
	case in.Done == "register":
		return s.deliver(tx, r, in, len(thing) > 0)
	case entry.AssetID == nil:
		return apperr.BadField("/asset/done", "asset.none", "Permohonan ini tidak menyangkut aset yang sudah ada.", "This request is not about an existing asset.")
	default:
		return s.alter(tx, r, *entry.AssetID, in)
	}
}

// usual is what a request asks to be done.
func usual(entry requestRow, r ticket.Registration) string {
	switch {
	case entry.AssetID != nil:
		return entry.Wish
	case r.Service.Delivers != "" && !namesOne(r):
		return "register"
	default:
		return "none"
	}
}

// namesOne tells whether the answers name an existing thing, be it in the
// register or not: then nothing is registered unless the officer says so.
func namesOne(r ticket.Registration) bool {
	var answers map[string]any
	if !namesAsset(r) || json.Unmarshal(r.Answers, &answers) != nil {
		return false
	}
	_, named := r.Service.Form.Named(answers)
	return named
}

// deliver registers what the request leaves behind; one that was reopened and
// is completed again changes what it left before. said tells whether the
// officer wrote anything of it.
func (s *Service) deliver(tx *change.Tx, r ticket.Registration, in Result, said bool) error {
	kind, err := s.kind(tx.Statement.Context, r.Service.Delivers)
	switch {
	case err != nil && !said:
		return ignoreUnknown(err)
	case err != nil:
		return apperr.BadField("/asset", "asset.kind", "Layanan ini tidak menghasilkan aset yang dicatat.", "This service leaves nothing that is registered.")
	case r.OrganisationID == "" && said:
		return apperr.BadField("/asset", "asset.no_agency", "Pemohon tidak mewakili Perangkat Daerah, sehingga aset tidak dapat dicatat.", "The applicant has no agency, so that nothing can be registered.")
	case r.OrganisationID == "":
		return nil
	}
	values := map[string]string{}
	for key, text := range texts(r.Answers) {
		if kind.field(key) != nil {
			values[key] = text
		}
	}
	maps.Copy(values, in.Fields)
	fields, faults := kind.check(values, "/asset/fields")
	if len(faults) > 0 && !said {
		return nil // the answers do not say enough
	}
	if in.ExpiresOn != "" && in.ExpiresOn < s.today(tx.Now) {
		faults = append(faults, fault("/asset/expires_on", "asset.past", "Tanggal berakhir sudah lewat.", "The last day is over already."))
	}
	if len(faults) > 0 {
		return apperr.BadFields(faults...)
	}
	a, again, err := deliveredBy(tx.DB, r.TicketID, kind.Code)
	if err != nil {
		return err
	}
	event := "asset_changed"
	if !again {
		name, err := organisationName(tx.DB, r.OrganisationID)
		if err != nil {
			return err
		}
		event = "asset_registered"
		a = row{
			ID: tx.NewID(), Kind: kind.Code, OrganisationID: r.OrganisationID, OrganisationName: name, TicketID: &r.TicketID, TicketNumber: r.Number,
			State: Active, DeliveredOn: s.today(tx.Now), ExpiresOn: never, Version: 1, CreatedAt: tx.Now, ChangedAt: tx.Now,
		}
	}
	if in.ExpiresOn != "" {
		a.ExpiresOn, a.Reminded = in.ExpiresOn, 0
	}
	pointer := "/asset/fields/" + kind.Name
	if err := s.describe(tx, &a, kind, fields, r.TicketID, pointer); err != nil {
		return err
	}
	if again {
		err = save(tx, &a)
	} else {
		err = insert(tx.DB, &a)
	}
	if err != nil {
		return unlessTaken(err, pointer)
	}
	return tx.Record(change.Event{Type: event, Kind: "asset", ObjectID: a.ID, Data: a.by(r)})
}

// alter changes, extends or retires the asset that the request is about.
func (s *Service) alter(tx *change.Tx, r ticket.Registration, id string, in Result) error {
	of := within(assets(tx.DB), officeReader)
	var a row
	if err := of.Where("a.id = ?", id).Take(&a).Error; err != nil {
		return err
	}
	kind, err := s.kind(tx.Statement.Context, a.Kind)
	if err != nil {
		return err
	}
	action := map[string]Action{"change": Correct, "extend": Extend, "retire": Retire}[in.Done]
	next, possible := a.State.after(action)
	if !possible {
		return errState
	}
	event := map[string]string{"change": "asset_changed", "extend": "asset_extended", "retire": "asset_retired"}[in.Done]
	if in.Done == "extend" && in.ExpiresOn == "" {
		return apperr.BadField("/asset/expires_on", "field.required", "Isi tanggal berakhir yang baru.", "Give the new last day.")
	}
	if in.ExpiresOn != "" && in.Done != "retire" {
		if err := s.extend(tx, &a, in.ExpiresOn, "/asset/expires_on"); err != nil {
			return err
		}
	}
	values := maps.Clone(a.Fields)
	maps.Copy(values, in.Fields)
	fields, faults := kind.check(values, "/asset/fields")
	if len(faults) > 0 {
		return apperr.BadFields(faults...)
	}
	a.State = next
	if err := s.describe(tx, &a, kind, fields, r.TicketID, "/asset/fields/"+kind.Name); err != nil {
		return err
	}
	if err := save(tx, &a); err != nil {
		return unlessTaken(err, "/asset/fields/"+kind.Name)
	}
	return tx.Record(change.Event{Type: event, Kind: "asset", ObjectID: a.ID, Data: a.by(r)})
}

// by is what the event says of an asset, and of the request that it follows from.
func (r row) by(request ticket.Registration) map[string]any {
	v := r.told("")
	v["ticket"] = request.Number
	return v
}
