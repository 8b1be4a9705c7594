package recommendation

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Settings are what the office decides about proposals.
type Settings struct {
	Threshold        int               `json:"threshold" validate:"min=1,max=25" minimum:"1" maximum:"25" example:"11"` // the least magnitude at which a negative risk needs treatment (selera risiko)
	AgencyThresholds []AgencyThreshold `json:"agency_thresholds" validate:"max=200,dive"`                               // of agencies that have set their own
	Letter           MinistryLetter    `json:"letter"`                                                                  // to the Minister
	Checklists       []Checklist       `json:"checklists" validate:"max=30,dive"`                                       // of points; where one is left out, that of the form
} // @name RecommendationSettings

// AgencyThreshold is the threshold of one agency.
type AgencyThreshold struct {
	Organisation string `json:"organisation" validate:"required,uuid"` // its id
	Threshold    int    `json:"threshold" validate:"min=1,max=25" minimum:"1" maximum:"25"`
} // @name RecommendationAgencyThreshold

// Checklist is what reviewers look at, at one point.
type Checklist struct {
	Key   string   `json:"key" validate:"required,max=40" example:"needs-1"` // of the point; risk: of every risk
	Lines []string `json:"lines" validate:"max=20,dive,notblank,max=300"`
} // @name RecommendationChecklist

// KeptSettings are the settings with who set them.
type KeptSettings struct {
	Settings
	Placeholders []string   `json:"placeholders"` // what may stand in the letter
	Version      int64      `json:"version"`      // 0: as shipped
	SavedAt      *time.Time `json:"saved_at"`     // null: as shipped
} // @name RecommendationKeptSettings

// shippedSettings hold until an admin changes them.
func shippedSettings() Settings {
	return Settings{Threshold: DefaultThreshold, Letter: DefaultMinistryLetter()}
}

// ThresholdOf returns the threshold that holds for an agency.
func (s Settings) ThresholdOf(organisationID string) int {
	for _, a := range s.AgencyThresholds {
		if a.Organisation == organisationID {
			return a.Threshold
		}
	}
	return s.Threshold
}

// checked is a point with the checklist of the settings, if they have one.
func (s Settings) checked(p Point) Point {
	for _, c := range s.Checklists {
		if c.Key == p.Key {
			p.Checklist = c.Lines
		}
	}
	return p
}

// fill makes absent lists empty ones, which the API shows as [] rather than
// null.
func (s *Settings) fill() {
	if s.AgencyThresholds == nil {
		s.AgencyThresholds = []AgencyThreshold{}
	}
	if s.Checklists == nil {
		s.Checklists = []Checklist{}
	}
	for i := range s.Checklists {
		if s.Checklists[i].Lines == nil {
			s.Checklists[i].Lines = []string{}
		}
	}
	for _, list := range []*[]string{&s.Letter.Addressee, &s.Letter.Body, &s.Letter.CopiesTo} {
		if *list == nil {
			*list = []string{}
		}
	}
}

// placeholder is what looks like one.
var placeholder = regexp.MustCompile(`\{[^{}]*\}`)

// Bounds of the letter.
const (
	maxLetterLines = 12
	maxLetterText  = 3000
)

// faults tells what is wrong with settings beyond their shape, each at its
// field.
func (s Settings) faults(forms Forms) []apperr.Field {
	var found []apperr.Field
	fault := func(pointer, code, id, en string) {
		found = append(found, apperr.Field{Pointer: pointer, Code: code, Detail: apperr.Text{ID: id, EN: en}})
	}
	text := func(pointer, value string, required bool) {
		switch {
		case required && value == "":
			fault(pointer, "field.required", "Isian ini wajib diisi.", "This field is required.")
		case len([]rune(value)) > maxLetterText:
			fault(pointer, "field.max", "Teks ini terlalu panjang: paling banyak 3.000 karakter.", "This text is too long: at most 3,000 characters.")
		}
		for _, word := range placeholder.FindAllString(value, -1) {
			if !slices.Contains(Placeholders(), word) {
				fault(pointer, "letter.placeholder", "Penanda "+word+" tidak dikenal. Pakai salah satu dari daftar penanda.", "The placeholder "+word+" is not known. Use one of the list.")
			}
		}
	}
	text("/letter/subject", s.Letter.Subject, true)
	text("/letter/opening", s.Letter.Opening, true)
	text("/letter/closing", s.Letter.Closing, true)
	for name, lines := range map[string][]string{"addressee": s.Letter.Addressee, "body": s.Letter.Body, "copies_to": s.Letter.CopiesTo} {
		if len(lines) > maxLetterLines || (name == "addressee" && len(lines) == 0) {
			fault("/letter/"+name, "letter.lines", "Tulis 1 sampai 12 baris.", "Write 1 to 12 lines.")
		}
		for i, line := range lines {
			text("/letter/"+name+"/"+strconv.Itoa(i), line, true)
		}
	}
	for i, c := range s.Checklists {
		_, known := forms.Point(c.Key)
		if !known && c.Key != forms.Risk.Key {
			fault("/checklists/"+strconv.Itoa(i)+"/key", "point.unknown", "Butir ini tidak ada pada usulan.", "Proposals have no such point.")
		}
		if slices.ContainsFunc(s.Checklists[:i], func(other Checklist) bool { return other.Key == c.Key }) {
			fault("/checklists/"+strconv.Itoa(i)+"/key", "checklist.twice", "Butir ini sudah mempunyai daftar periksa.", "This point has a checklist already.")
		}
	}
	for i, a := range s.AgencyThresholds {
		if slices.ContainsFunc(s.AgencyThresholds[:i], func(other AgencyThreshold) bool { return other.Organisation == a.Organisation }) {
			fault("/agency_thresholds/"+strconv.Itoa(i)+"/organisation", "agency.twice", "Perangkat daerah ini sudah mempunyai ambang.", "This agency has a threshold already.")
		}
	}
	slices.SortFunc(found, func(a, b apperr.Field) int { return bytes.Compare([]byte(a.Pointer), []byte(b.Pointer)) })
	return found
}

// Settings returns the settings that hold, and their version: 0 as shipped.
func (s *Service) Settings(ctx context.Context) (Settings, int64, error) {
	kept, err := s.KeptSettings(ctx)
	return kept.Settings, kept.Version, err
}

// KeptSettings returns the settings that hold, with when they were set.
func (s *Service) KeptSettings(ctx context.Context) (KeptSettings, error) {
	r, err := newestSettings(s.store.read.WithContext(ctx))
	if err != nil {
		return KeptSettings{}, err
	}
	return r.view()
}

func (r settingsRow) view() (KeptSettings, error) {
	v := KeptSettings{Settings: shippedSettings(), Placeholders: Placeholders(), Version: r.Version}
	if r.Version > 0 {
		v.Settings, v.SavedAt = Settings{}, &r.SavedAt
		if err := json.Unmarshal(r.Value, &v.Settings); err != nil {
			return v, fmt.Errorf("recommendation: settings %d: %w", r.Version, err)
		}
	}
	v.fill()
	return v, nil
}

// @Summary	Read the settings of proposals
// @Description	Threshold of risks, budget years, the letter to the Minister, checklists of reviewers.
// @Tags	spbe-recommendations
// @Produce	json
// @Security	Bearer
// @Success	200	{object}	KeptSettings
// @Success	304	"not changed"
// @Failure	401,403	{object}	web.Problem
// @Router	/spbe-recommendation-settings [get]
func (h *handlers) settings(c echo.Context) error {
	v, err := h.service.KeptSettings(c.Request().Context())
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, v.Version, v)
}

// @Summary	Change the settings of proposals
// @Description	Takes the whole document. Every version is kept, and what was changed goes into the record.
// @Tags	spbe-recommendations
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	If-Match	header	string	true	"ETag of the settings"
// @Param	body	body	Settings	true	"all settings of proposals"
// @Success	200	{object}	KeptSettings
// @Failure	400,401,403,412,415,422,428	{object}	web.Problem
// @Router	/spbe-recommendation-settings [put]
func (h *handlers) setSettings(c echo.Context) error {
	version, in, err := web.BindEdit[Settings](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.SetSettings(ctx, actor, version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, v.Version, v)
}

// SetSettings replaces the settings of proposals, based on a version. The same
// settings are not kept again.
func (s *Service) SetSettings(ctx context.Context, actor auth.Actor, version int64, in Settings) (KeptSettings, error) {
	in.fill()
	faults := in.faults(s.forms)
	for i, a := range in.AgencyThresholds {
		open, err := s.organisations.AgencyOpen(ctx, a.Organisation)
		if err != nil {
			return KeptSettings{}, err
		}
		if !open {
			faults = append(faults, apperr.Field{Pointer: "/agency_thresholds/" + strconv.Itoa(i) + "/organisation", Code: "organisation.unknown", Detail: apperr.Text{
				ID: "Pilih perangkat daerah yang masih ada.", EN: "Choose an agency that is in being.",
			}})
		}
	}
	if len(faults) > 0 {
		return KeptSettings{}, apperr.BadFields(faults...)
	}
	before, err := s.KeptSettings(ctx)
	if err != nil {
		return KeptSettings{}, err
	}
	if before.Version != version {
		return KeptSettings{}, web.ErrStale
	}
	changed, value, err := settingsDifference(before.Settings, in)
	if err != nil || len(changed) == 0 {
		return before, err
	}
	err = s.changes.Do(ctx, actor.As(auth.Assignment{Role: auth.Admin}), func(tx *change.Tx) error {
		if err := insertSettings(tx.DB, settingsRow{Version: version + 1, Value: value, SavedAt: tx.Now, SavedBy: actor.ID}); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "setting_changed", Kind: "setting", ObjectID: "spbe_recommendations", Changes: changed, Internal: true})
	})
	if err != nil {
		return KeptSettings{}, err
	}
	return s.KeptSettings(ctx)
}

// changedSetting is one part of the settings before and after a change.
type changedSetting struct {
	From json.RawMessage `json:"from"`
	To   json.RawMessage `json:"to"`
}

// settingsDifference returns the parts that differ, by name, and the newer
// settings as JSON.
func settingsDifference(before, after Settings) (changed map[string]changedSetting, value []byte, err error) {
	var was, is map[string]json.RawMessage
	for _, one := range []struct {
		settings Settings
		into     *map[string]json.RawMessage
	}{{before, &was}, {after, &is}} {
		if value, err = json.Marshal(one.settings); err != nil {
			return nil, nil, fmt.Errorf("recommendation: %w", err)
		}
		if err = json.Unmarshal(value, one.into); err != nil {
			return nil, nil, fmt.Errorf("recommendation: %w", err)
		}
	}
	changed = map[string]changedSetting{}
	for name, now := range is {
		if !bytes.Equal(was[name], now) {
			changed[name] = changedSetting{From: was[name], To: now}
		}
	}
	return changed, value, nil
}
