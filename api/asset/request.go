package asset

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Available tells whether a name of a kind can be had.
func (s *Service) Available(ctx context.Context, code, name string) (Availability, error) {
	kind, err := s.kind(ctx, code)
	if errors.Is(err, web.ErrNotFound) || !kind.Unique {
		return Availability{}, apperr.BadField("/kind", "asset.kind", "Jenis aset ini tidak memakai nama yang tunggal.", "This kind of asset has no unique names.")
	}
	if err != nil {
		return Availability{}, err
	}
	name = kind.normalise(kind.Name, name)
	field := *kind.field(kind.Name)
	field.Required = true
	if wrong := field.check(name, "/name"); wrong != nil {
		return Availability{}, apperr.BadFields(*wrong)
	}
	v := Availability{Kind: kind.Code, Name: name, State: "free"}
	if kind.reserves(name) {
		v.State = "reserved"
		return v, nil
	}
	has, err := nameTaken(s.store.read.WithContext(ctx), kind.Code, strings.ToLower(name), "", "")
	if has {
		v.State = "taken"
	}
	return v, err
}

// Requested implements ticket.Registrar: it checks what a request has to do
// with the register, and keeps the name that it asks for from others.
func (s *Service) Requested(tx *change.Tx, r ticket.Registration) ([]string, error) {
	in := r.Input
	concerns := r.Service.Delivers != "" || namesAsset(r) || len(r.Service.Prerequisites) > 0 || in.AssetID != "" || len(in.HeldBefore) > 0
	if !concerns {
		return nil, nil
	}
	mended := r.Number != ""
	entry, known, err := requestOf(tx.DB, r.TicketID)
	if err != nil {
		return nil, err
	}
	var faults []apperr.Field
	var missing []string
	if !mended {
		entry.HeldBefore = append(entry.HeldBefore, in.HeldBefore...)
		wrong, err := s.mayAlter(tx.DB, &entry, r)
		if err != nil {
			return nil, err
		}
		faults = append(faults, wrong...)
		faults = append(faults, strange(r)...)
	}
	wrong, unknown, err := s.named(tx.DB, &entry, r)
	if err != nil {
		return nil, err
	}
	faults = append(faults, wrong...)
	if !mended {
		if entry.AssetID == nil && unknown == "" { // what is there already had its prerequisites
			if missing, err = s.lacking(tx, r); err != nil {
				return nil, err
			}
		}
		if r.AtCounter && unknown != "" {
			missing = append(missing, unknown)
		}
		if !r.AtCounter {
			faults = append(faults, withoutPrerequisites(missing)...)
		}
	}
	wrong, err = s.keepName(tx.DB, &entry, r)
	if err != nil {
		return nil, err
	}
	if faults = append(faults, wrong...); len(faults) > 0 {
		return nil, apperr.BadFields(faults...)
	}
	if entry.Kind == "" && entry.AssetID == nil && len(entry.HeldBefore) == 0 && !known {
		return missing, nil
	}
	entry.Running = true
	return missing, unlessTaken(saveRequest(tx.DB, &entry), "/answers/"+s.nameKey(entry.Kind))
}

// mayAlter checks the asset that a request wants changed: one of its agency, of
// a kind that the service alters, and not retired.
func (s *Service) mayAlter(g reader, entry *requestRow, r ticket.Registration) ([]apperr.Field, error) {
	if r.Input.AssetID == "" {
		if r.Input.AssetWish != "" {
			return []apperr.Field{fault("/asset_id", "field.required", "Pilih aset yang dimaksud.", "Choose the asset that is meant.")}, nil
		}
		return nil, nil
	}
	of := auth.Actor{OrganisationID: r.OrganisationID} // who may only read their agency's
	found, err := s.store.find(g.Statement.Context, g, of, r.Input.AssetID)
	switch {
	case errors.Is(err, web.ErrNotFound):
		return []apperr.Field{fault("/asset_id", "asset.unknown", "Aset ini tidak ada di antara aset Perangkat Daerah Anda.", "This asset is not among those of your agency.")}, nil
	case err != nil:
		return nil, err
	case !slices.Contains(r.Service.Alters, found.Kind) || found.State == Retired:
		return []apperr.Field{fault("/asset_id", "asset.not_for_service", "Aset ini tidak dapat diubah melalui layanan ini.", "This asset cannot be changed by this service.")}, nil
	}
	entry.AssetID, entry.Wish = &found.ID, r.Input.AssetWish
	if entry.Wish == "" {
		entry.Wish = "change"
	}
	return nil, nil
}

// namesAsset tells whether the form of a service has a field that names an
// existing thing.
func namesAsset(r ticket.Registration) bool {
	return r.Service.Form != nil && r.Service.Form.NamesAsset()
}

// named finds the existing thing that the answers name (form.About): one of the
// agency, which the request is about from now on. What is not in the register
// refuses the request; at the counter, where the paper is there already, it is
// only told, as unknown.
func (s *Service) named(g reader, entry *requestRow, r ticket.Registration) (wrong []apperr.Field, unknown string, err error) {
	if !namesAsset(r) {
		return nil, "", nil
	}
	var answers map[string]any
	if err := json.Unmarshal(r.Answers, &answers); err != nil {
		return nil, "", err
	}
	about, answered := r.Service.Form.Named(answers)
	if !answered {
		if r.Number != "" && entry.Wish != "extend" { // mended: it asks for something new now
			entry.AssetID, entry.Wish = nil, ""
		}
		return nil, "", nil
	}
	kind, err := s.kind(g.Statement.Context, about.Kind)
	if err != nil {
		return nil, "", ignoreUnknown(err)
	}
	pointer, name := "/answers/"+about.Key, kind.normalise(kind.Name, about.Name)
	found, there, err := byName(g, r.OrganisationID, kind.Code, strings.ToLower(name))
	switch {
	case err != nil:
		return nil, "", err
	case !there && r.AtCounter:
		entry.AssetID, entry.Wish = nil, ""
		return nil, name + kind.Suffix + " tidak ada dalam register aset instansi pemohon.", nil
	case !there:
		return []apperr.Field{fault(pointer, "asset.unknown",
			name+kind.Suffix+" tidak ada di antara aset Perangkat Daerah Anda. Pilih dari daftar; bila belum tercatat, hubungi loket agar dicatat dahulu.",
			name+kind.Suffix+" is not among the assets of your agency. Choose from the list; if it is not registered yet, ask the counter to have it registered first.")}, "", nil
	case r.Input.AssetID != "" && r.Input.AssetID != found.ID:
		return []apperr.Field{fault(pointer, "asset.other",
			"Isian ini menyebut aset lain daripada yang Anda pilih untuk permohonan ini.", "This names another asset than the one that you chose for this request.")}, "", nil
	}
	entry.AssetID = &found.ID
	switch {
	case about.Retire:
		entry.Wish = "retire"
	case entry.Wish != "extend":
		entry.Wish = "change"
	}
	return nil, "", nil
}

// Check implements ticket.Checker: it tells what of answers the register would
// refuse, and keeps nothing.
func (s *Service) Check(ctx context.Context, r ticket.Registration) ([]apperr.Field, error) {
	g, entry := s.store.read.WithContext(ctx), requestRow{}
	faults, err := s.mayAlter(g, &entry, r)
	if err != nil {
		return nil, err
	}
	wrong, _, err := s.named(g, &entry, r)
	if err != nil {
		return nil, err
	}
	faults = append(faults, wrong...)
	wrong, err = s.keepName(g, &entry, r)
	return append(faults, wrong...), err
}

// strange names what the applicant says to have from before and the service does
// not ask for.
func strange(r ticket.Registration) []apperr.Field {
	var faults []apperr.Field
	for i, h := range r.Input.HeldBefore {
		if !slices.ContainsFunc(r.Service.Prerequisites, func(p catalogue.Prerequisite) bool { return p.Asset == h.Kind }) {
			faults = append(faults, fault(fmt.Sprintf("/held_before/%d/kind", i), "prerequisite.unknown",
				"Layanan ini tidak mensyaratkan hal tersebut.", "This service does not ask for that."))
		}
	}
	return faults
}

// lacking names the prerequisites that the source makes a condition and that
// the agency neither has in the register nor says it has from before.
func (s *Service) lacking(tx *change.Tx, r ticket.Registration) ([]string, error) {
	var missing []string
	has, err := owned(tx.DB, r.OrganisationID, prerequisiteKinds(r.Service.Definition))
	for _, p := range r.Service.Prerequisites {
		met := slices.ContainsFunc(has, func(a row) bool { return a.Kind == p.Asset }) ||
			slices.ContainsFunc(r.Input.HeldBefore, func(h ticket.HeldBefore) bool { return h.Kind == p.Asset })
		if p.Required && p.Asset != "" && applies(p, r.Answers) && !met {
			missing = append(missing, p.Text)
		}
	}
	return missing, err
}

// withoutPrerequisites refuses a request for what it lacks.
func withoutPrerequisites(missing []string) []apperr.Field {
	faults := make([]apperr.Field, len(missing))
	for i, text := range missing {
		faults[i] = fault("/held_before", "prerequisite.missing",
			"Prasyarat belum terpenuhi: "+text+" Ajukan dahulu layanan yang memberikannya, atau sebutkan nomornya bila sudah dimiliki sebelum sistem ini.",
			"A prerequisite is missing: "+text+" Ask for the service that gives it first, or give its number if you have it from before this system.")
	}
	return faults
}

func prerequisiteKinds(d catalogue.Definition) []string {
	var kinds []string
	for _, p := range d.Prerequisites {
		if p.Asset != "" {
			kinds = append(kinds, p.Asset)
		}
	}
	return kinds
}

// applies tells whether a prerequisite is one of a request with these answers.
func applies(p catalogue.Prerequisite, answers json.RawMessage) bool {
	return p.When == nil || texts(answers)[p.When.Field] == p.When.Value
}

// texts returns those answers of a form that are text, and of a person name
// and phone.
func texts(answers json.RawMessage) map[string]string {
	var all map[string]any
	_ = json.Unmarshal(answers, &all) // what is no object answers nothing
	out := map[string]string{}
	for key, value := range all {
		switch v := value.(type) {
		case string:
			out[key] = v
		case map[string]any:
			name, _ := v["name"].(string)
			phone, _ := v["phone"].(string)
			out[key] = strings.Trim(name+", "+phone, ", ")
		}
	}
	return out
}

// keepName checks the name that the answers ask for and keeps it for the
// request.
func (s *Service) keepName(g reader, entry *requestRow, r ticket.Registration) ([]apperr.Field, error) {
	entry.Kind, entry.Name = "", ""
	if r.Service.Delivers == "" {
		return nil, nil
	}
	kind, err := s.kind(g.Statement.Context, r.Service.Delivers)
	if err != nil || !kind.Unique {
		return nil, ignoreUnknown(err)
	}
	name := kind.normalise(kind.Name, texts(r.Answers)[kind.Name])
	if name == "" {
		return nil, nil
	}
	pointer := "/answers/" + kind.Name
	if wrong := kind.field(kind.Name).check(name, pointer); wrong != nil {
		return []apperr.Field{*wrong}, nil
	}
	if kind.reserves(name) {
		return []apperr.Field{fault(pointer, "asset.name_reserved", "Nama ini disediakan untuk keperluan kantor. Pilih nama lain.", "This name is kept for the office. Choose another.")}, nil
	}
	name = strings.ToLower(name)
	own := ""
	if entry.AssetID != nil {
		own = *entry.AssetID
	}
	has, err := nameTaken(g, kind.Code, name, own, r.TicketID)
	if err != nil || has {
		return []apperr.Field{taken(pointer)}, err
	}
	entry.Kind, entry.Name = kind.Code, name
	return nil, nil
}

// ignoreUnknown lets a service name a kind that the register does not keep.
func ignoreUnknown(err error) error {
	if errors.Is(err, web.ErrNotFound) {
		return nil
	}
	return err
}

// Ended implements ticket.Registrar: the name that the request asked for is
// free again.
func (s *Service) Ended(tx *change.Tx, r ticket.Registration) error {
	return endRequest(tx.DB, r.TicketID)
}
