package recommendation

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/sheet"
)

// Statistics count the proposals that were submitted and that the caller may
// read.
type Statistics struct {
	AsOf      time.Time    `json:"as_of"`
	Proposals int64        `json:"proposals"`
	Cost      int64        `json:"cost"`       // rupiah, of all of them
	Approved  int64        `json:"approved"`   // of the proposals
	Items     []Counted    `json:"items"`      // by agency, budget year and state; at most 2,000
	OpenRisks []LevelCount `json:"open_risks"` // of proposals that have not ended without an approval; by level, the lowest first
	Unscored  int64        `json:"unscored_risks"`
} // @name RecommendationStatistics

// Counted are proposals of an agency, a budget year and a state.
type Counted struct {
	Organisation auth.Ref `json:"organisation"`
	Year         int      `json:"year" example:"2027"`
	State        State    `json:"state" enums:"submitted,mending,study,decision,approved_internally,sent_to_ministry,approved,refused_by_office,refused_by_ministry,cancelled"`
	Proposals    int64    `json:"proposals"`
	Cost         int64    `json:"cost"` // rupiah
} // @name RecommendationCount

// LevelCount counts the risks of a level.
type LevelCount struct {
	Level RiskLevel `json:"level"`
	Risks int64     `json:"risks"`
} // @name RecommendationLevelCount

// maxCounted bounds the lines of the figures.
const maxCounted = 2000

type statisticsQuery struct {
	Year   string `json:"year" validate:"omitempty,datetime=2006"`
	Agency string `json:"agency" validate:"omitempty,uuid"`
	Format string `json:"format" validate:"omitempty,oneof=csv xlsx"`
}

func readStatisticsFilter(c echo.Context) (Filter, string, error) {
	in := statisticsQuery{Year: c.QueryParam("year"), Agency: c.QueryParam("agency"), Format: c.QueryParam("format")}
	return Filter{Year: yearOf(in.Year), Agency: in.Agency}, in.Format, web.Validate(&in, "")
}

// @Summary	Figures of proposals
// @Description	How many there are by agency, budget year and state, what they cost, and their open risks by level. Only those are counted that were submitted and that the caller may read.
// @Tags	spbe-recommendations
// @Produce	json
// @Security	Bearer
// @Param	year	query	int	false	"budget year"	minimum(2000)	maximum(2200)
// @Param	agency	query	string	false	"id of the agency"
// @Success	200	{object}	Statistics
// @Failure	401,403,422	{object}	web.Problem
// @Router	/spbe-recommendations/statistics [get]
func (h *handlers) statistics(c echo.Context) error {
	f, _, err := readStatisticsFilter(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.Statistics(ctx, actor, f)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, v)
}

// Statistics counts the submitted proposals within the actor's scope.
func (s *Service) Statistics(ctx context.Context, actor auth.Actor, f Filter) (Statistics, error) {
	v := Statistics{AsOf: s.clock.Now().UTC(), Items: []Counted{}, OpenRisks: []LevelCount{}}
	counted, err := s.store.counts(ctx, actor, f)
	if err != nil {
		return v, err
	}
	for _, c := range counted {
		v.Items = append(v.Items, Counted{Organisation: auth.Ref{ID: c.OrganisationID, Name: c.OrganisationName}, Year: c.Year, State: c.State, Proposals: c.Proposals, Cost: c.Cost})
		v.Proposals, v.Cost = v.Proposals+c.Proposals, v.Cost+c.Cost
		if c.State == StateApproved {
			v.Approved += c.Proposals
		}
	}
	magnitudes, err := s.store.openRisks(ctx, actor, f)
	for _, level := range RiskLevels() {
		one := LevelCount{Level: level}
		for magnitude, n := range magnitudes {
			if LevelOf(magnitude).Code == level.Code {
				one.Risks += n
			}
		}
		v.OpenRisks = append(v.OpenRisks, one)
	}
	v.Unscored = magnitudes[0]
	return v, err
}

// @Summary	Figures of proposals, as a file
// @Tags	spbe-recommendations
// @Produce	text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
// @Security	Bearer
// @Param	format	query	string	true	"kind of file"	Enums(csv, xlsx)
// @Param	year	query	int	false	"budget year"	minimum(2000)	maximum(2200)
// @Param	agency	query	string	false	"id of the agency"
// @Success	200	{file}	binary
// @Failure	401,403,422	{object}	web.Problem
// @Router	/spbe-recommendations/statistics/export [get]
func (h *handlers) exportStatistics(c echo.Context) error {
	f, format, err := readStatisticsFilter(c)
	if err == nil && format == "" {
		err = apperr.BadField("/format", "field.oneof", "Pilih salah satu: csv, xlsx.", "Choose one of: csv, xlsx.")
	}
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.Statistics(ctx, actor, f)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := sheet.Formats[format].Write(&file, sheet.Table{Rows: v.table()}); err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set(echo.HeaderContentDisposition, `attachment; filename="usulan-spbe.`+format+`"`)
	header.Set(echo.HeaderCacheControl, "private, no-store")
	return c.Blob(http.StatusOK, sheet.Formats[format].MediaType, file.Bytes())
}

// stateNames are the states in the words of the screens.
var stateNames = map[State]string{
	StateDraft: "Draf", StateSubmitted: "Diajukan", StateMending: "Perlu diperbaiki", StateStudy: "Kajian teknis", StateDecision: "Menunggu keputusan",
	StateApprovedInternally: "Disetujui internal", StateSentToMinistry: "Dikirim ke Kementerian", StateApproved: "Disetujui Kementerian",
	StateRefusedByOffice: "Ditolak DKISP", StateRefusedByMinistry: "Tidak disetujui Kementerian", StateCancelled: "Dibatalkan",
}

// table lays the figures out for a spreadsheet, in Indonesian as all registers
// of the office.
func (v Statistics) table() [][]string {
	table := [][]string{{"Perangkat Daerah", "Tahun Anggaran", "Keadaan", "Usulan", "Biaya (Rp)"}}
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	for _, c := range v.Items {
		year := strconv.Itoa(c.Year)
		if c.Year == 0 {
			year = ""
		}
		table = append(table, []string{c.Organisation.Name, year, stateNames[c.State], number(c.Proposals), number(c.Cost)})
	}
	table = append(table, []string{"Jumlah", "", "", number(v.Proposals), number(v.Cost)}, []string{}, []string{"Level risiko terbuka", "", "", "Risiko", ""})
	for _, l := range v.OpenRisks {
		table = append(table, []string{l.Level.Title, "", "", number(l.Risks), ""})
	}
	return table
}
