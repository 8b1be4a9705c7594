package recommendation

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Content is everything that an agency writes in a proposal, typed once (R7):
// the documents and letters are made from it. Its parts and fields are named as
// in the forms. What is not answered has its zero value, because no form takes
// a zero or an empty text.
type Content struct {
	Identity Identity `json:"identity"`
	Needs    Needs    `json:"needs"`
	Planning Planning `json:"planning"`
	Risks    []Risk   `json:"risks"` // in the order of the register
} // @name RecommendationContent

// Person is somebody with an office.
type Person struct {
	Name     string `json:"name,omitempty"`
	NIP      string `json:"nip,omitempty"`
	Position string `json:"position,omitempty"`
	Phone    string `json:"phone,omitempty"`
	Email    string `json:"email,omitempty"`
} // @name RecommendationPerson

// Identity says what is proposed and by whom (domain-facts §1 A).
type Identity struct {
	Application          string   `json:"application,omitempty"`
	Proposal             string   `json:"proposal,omitempty" enums:"building,development"`
	ExistingSystem       string   `json:"existing_system,omitempty"`       // development only
	ExistingRegistration string   `json:"existing_registration,omitempty"` // number of its PSE certificate (C8)
	DevelopmentReason    string   `json:"development_reason,omitempty"`
	BusinessFunction     string   `json:"business_function,omitempty"`
	ApplicationKind      string   `json:"application_kind,omitempty" enums:"common,special"`
	ServiceKind          string   `json:"service_kind,omitempty" enums:"public,internal"`
	Platforms            []string `json:"platforms,omitempty" enums:"web,mobile,desktop"`
	BudgetYear           int      `json:"budget_year,omitempty"`
	EstimatedCost        int64    `json:"estimated_cost,omitempty"` // rupiah
	Funding              string   `json:"funding,omitempty" enums:"apbd,apbn,grant,other"`
	FundingOther         string   `json:"funding_other,omitempty"`
	ICTUnit              string   `json:"ict_unit,omitempty"`     // both units write the needs analysis
	ProcessUnit          string   `json:"process_unit,omitempty"` // (Pasal 7)
	Contact              *Person  `json:"contact,omitempty"`
	Signer               *Person  `json:"signer,omitempty"`
	SignerRank           string   `json:"signer_rank,omitempty"`
	LetterNumber         string   `json:"letter_number,omitempty"`
	LetterDate           string   `json:"letter_date,omitempty"`
	AgencyAddress        string   `json:"agency_address,omitempty"`
	AgencyContact        string   `json:"agency_contact,omitempty"`
} // @name RecommendationIdentity

// Needs is the Dokumen Analisis Kebutuhan: the ten points of Pasal 7, in their
// order (R1).
type Needs struct {
	LegalAuthority LegalAuthority `json:"legal_authority"`
	Problems       Problems       `json:"problems"`
	Parties        Parties        `json:"parties"`
	Objectives     Objectives     `json:"objectives"`
	Scope          Scope          `json:"scope"`
	CostBenefit    CostBenefit    `json:"cost_benefit"`
	InitialRisks   InitialRisks   `json:"initial_risks"`
	TargetTime     TargetTime     `json:"target_time"`
	Users          Users          `json:"users"`
	Locations      Locations      `json:"locations"`
} // @name RecommendationNeeds

// LegalAuthority is point 1 of Pasal 7.
type LegalAuthority struct {
	Bases       []LegalBasis `json:"bases,omitempty"`
	Explanation string       `json:"explanation,omitempty"`
} // @name RecommendationLegalAuthority

// LegalBasis is one regulation that gives authority.
type LegalBasis struct {
	Kind    string `json:"kind,omitempty" enums:"law,government_regulation,presidential_regulation,ministerial_regulation,regional_regulation,governor_regulation,decree,other"`
	Number  string `json:"number,omitempty"`
	Year    int    `json:"year,omitempty"`
	Title   string `json:"title,omitempty"`
	Article string `json:"article,omitempty"`
} // @name RecommendationLegalBasis

// Problems is point 2 of Pasal 7.
type Problems struct {
	Problem      string         `json:"problem,omitempty"`
	Consequences string         `json:"consequences,omitempty"`
	Needs        string         `json:"needs,omitempty"`
	Urgency      string         `json:"urgency,omitempty"`
	Findings     []AuditFinding `json:"findings,omitempty"`
} // @name RecommendationProblems

// AuditFinding is what an audit or evaluation found.
type AuditFinding struct {
	Source  string   `json:"source,omitempty"`
	Year    int      `json:"year,omitempty"`
	Finding string   `json:"finding,omitempty"`
	Files   []string `json:"files,omitempty"` // ids of attachments
} // @name RecommendationAuditFinding

// Parties is point 3 of Pasal 7.
type Parties struct {
	Parties []Party `json:"parties,omitempty"`
} // @name RecommendationParties

// Party owns, runs, uses or supervises the application.
type Party struct {
	Name string `json:"name,omitempty"`
	Side string `json:"side,omitempty" enums:"internal,external"`
	Role string `json:"role,omitempty" enums:"owner,manager,user,supervisor,partner"`
	Duty string `json:"duty,omitempty"`
} // @name RecommendationParty

// Objectives is point 4 of Pasal 7.
type Objectives struct {
	Objectives string `json:"objectives,omitempty"`
	Benefits   string `json:"benefits,omitempty"`
} // @name RecommendationObjectives

// Scope is point 5 of Pasal 7.
type Scope struct {
	Scope      string `json:"scope,omitempty"`
	Services   string `json:"services,omitempty"`
	OutOfScope string `json:"out_of_scope,omitempty"`
} // @name RecommendationScope

// CostBenefit is point 6 of Pasal 7. Amounts are whole rupiah.
type CostBenefit struct {
	Costs        []Cost    `json:"costs,omitempty"`
	TotalCost    int64     `json:"total_cost,omitempty"` // computed
	Benefits     []Benefit `json:"benefits,omitempty"`
	TotalBenefit int64     `json:"total_benefit,omitempty"` // computed; a year
	Conclusion   string    `json:"conclusion,omitempty"`
} // @name RecommendationCostBenefit

// Cost is what a component costs in a year.
type Cost struct {
	Component string `json:"component,omitempty"`
	Year      int    `json:"year,omitempty"`
	Amount    int64  `json:"amount,omitempty"` // rupiah
} // @name RecommendationCost

// Benefit is what the application brings.
type Benefit struct {
	Benefit string  `json:"benefit,omitempty"`
	Unit    string  `json:"unit,omitempty"`
	Value   float64 `json:"value,omitempty"`
	Amount  int64   `json:"amount,omitempty"` // rupiah a year, where it can be put in money
} // @name RecommendationBenefit

// InitialRisks is point 7 of Pasal 7; the risks themselves are those of the
// register.
type InitialRisks struct {
	Summary string `json:"summary,omitempty"`
} // @name RecommendationInitialRisks

// TargetTime is point 8 of Pasal 7. Dates are YYYY-MM-DD.
type TargetTime struct {
	Start       string `json:"start,omitempty"`
	Finish      string `json:"finish,omitempty"`
	Explanation string `json:"explanation,omitempty"`
} // @name RecommendationTargetTime

// Users is point 9 of Pasal 7.
type Users struct {
	Users         []string `json:"users,omitempty" enums:"internal,external"`
	InternalCount int      `json:"internal_count,omitempty"`
	ExternalCount int      `json:"external_count,omitempty"`
	TotalCount    int      `json:"total_count,omitempty"` // computed
	Description   string   `json:"description,omitempty"`
} // @name RecommendationUsers

// Locations is point 10 of Pasal 7.
type Locations struct {
	Regions     []string `json:"regions,omitempty"`
	Hosting     string   `json:"hosting,omitempty" enums:"office,national,other"`
	Description string   `json:"description,omitempty"`
} // @name RecommendationLocations

// Planning is the Dokumen Perencanaan: the twelve points of Pasal 8, in their
// order (R2).
type Planning struct {
	Modules    Modules        `json:"modules"`
	Processes  Processes      `json:"processes"`
	Method     Method         `json:"method"`
	Executor   Executor       `json:"executor"`
	Roles      ProjectRoles   `json:"roles"`
	Schedule   Schedule       `json:"schedule"`
	Actions    ActionPlan     `json:"actions"`
	Security   Security       `json:"security"`
	Resources  Resources      `json:"resources"`
	Indicators Indicators     `json:"indicators"`
	Transfers  Transfers      `json:"transfers"`
	Monitoring MonitoringPlan `json:"monitoring"`
} // @name RecommendationPlanning

// Modules is point 1 of Pasal 8.
type Modules struct {
	Modules     []Module `json:"modules,omitempty"`
	Description string   `json:"description,omitempty"`
} // @name RecommendationModules

// Module is a part of the application.
type Module struct {
	Module   string `json:"module,omitempty"`
	Function string `json:"function,omitempty"`
	Priority string `json:"priority,omitempty" enums:"must,should,could"`
} // @name RecommendationModule

// Processes is point 2 of Pasal 8.
type Processes struct {
	Process   string   `json:"process,omitempty"`
	Services  string   `json:"services,omitempty"`
	DataNeeds string   `json:"data_needs,omitempty"`
	Diagrams  []string `json:"diagrams,omitempty"` // ids of attachments
} // @name RecommendationProcesses

// Method is point 3 of Pasal 8.
type Method struct {
	Method      string `json:"method,omitempty" enums:"agile,waterfall,rapid,other"`
	MethodOther string `json:"method_other,omitempty"`
	Reason      string `json:"reason,omitempty"`
	Technology  string `json:"technology,omitempty"`
} // @name RecommendationMethod

// Executor is point 4 of Pasal 8.
type Executor struct {
	Executor    string `json:"executor,omitempty" enums:"minister,self,third_party"`
	Explanation string `json:"explanation,omitempty"`
} // @name RecommendationExecutor

// ProjectRoles is point 5 of Pasal 8.
type ProjectRoles struct {
	Roles []ProjectRole `json:"roles,omitempty"`
} // @name RecommendationProjectRoles

// ProjectRole is a part in the work.
type ProjectRole struct {
	Role   string `json:"role,omitempty"`
	Holder string `json:"holder,omitempty"`
	Duty   string `json:"duty,omitempty"`
} // @name RecommendationProjectRole

// Schedule is point 6 of Pasal 8.
type Schedule struct {
	Phases []Phase `json:"phases,omitempty"`
} // @name RecommendationSchedule

// Phase is a part of the schedule. Dates are YYYY-MM-DD.
type Phase struct {
	Phase  string `json:"phase,omitempty"`
	Start  string `json:"start,omitempty"`
	Finish string `json:"finish,omitempty"`
} // @name RecommendationPhase

// ActionPlan is point 7 of Pasal 8.
type ActionPlan struct {
	Actions []ActionStep `json:"actions,omitempty"`
} // @name RecommendationActionPlan

// ActionStep is a step of the plan of action.
type ActionStep struct {
	Step        string `json:"step,omitempty"`
	Output      string `json:"output,omitempty"`
	Due         string `json:"due,omitempty"` // YYYY-MM-DD
	Responsible string `json:"responsible,omitempty"`
} // @name RecommendationActionStep

// Security is point 8 of Pasal 8.
type Security struct {
	Category               string    `json:"category,omitempty" enums:"strategic,high,low"`
	Controls               []Control `json:"controls,omitempty"`
	PersonalData           *bool     `json:"personal_data,omitempty"`
	PersonalDataProtection string    `json:"personal_data_protection,omitempty"`
} // @name RecommendationSecurity

// Control is a measure of security and the rule that it comes from.
type Control struct {
	Control   string `json:"control,omitempty"`
	Reference string `json:"reference,omitempty"`
} // @name RecommendationControl

// Resources is point 9 of Pasal 8. Amounts are whole rupiah.
type Resources struct {
	Staff       []Staff      `json:"staff,omitempty"`
	TotalStaff  int          `json:"total_staff,omitempty"` // computed
	Budget      []BudgetLine `json:"budget,omitempty"`
	TotalBudget int64        `json:"total_budget,omitempty"` // computed
	Facilities  []Facility   `json:"facilities,omitempty"`
} // @name RecommendationResources

// Staff are people who are needed.
type Staff struct {
	Role          string `json:"role,omitempty"`
	Qualification string `json:"qualification,omitempty"`
	Count         int    `json:"count,omitempty"`
	Origin        string `json:"origin,omitempty" enums:"internal,office,external"`
} // @name RecommendationStaff

// BudgetLine is money that is needed in a year.
type BudgetLine struct {
	Item    string `json:"item,omitempty"`
	Year    int    `json:"year,omitempty"`
	Funding string `json:"funding,omitempty" enums:"apbd,apbn,grant,other"`
	Amount  int64  `json:"amount,omitempty"` // rupiah
} // @name RecommendationBudgetLine

// Facility is equipment that is needed.
type Facility struct {
	Item          string `json:"item,omitempty"`
	Specification string `json:"specification,omitempty"`
	Quantity      int    `json:"quantity,omitempty"`
	Unit          string `json:"unit,omitempty"`
	State         string `json:"state,omitempty" enums:"available,to_procure"`
} // @name RecommendationFacility

// Indicators is point 10 of Pasal 8.
type Indicators struct {
	Indicators []Indicator `json:"indicators,omitempty"`
} // @name RecommendationIndicators

// Indicator is a measure of success.
type Indicator struct {
	Kind      string `json:"kind,omitempty" enums:"output,outcome"`
	Indicator string `json:"indicator,omitempty"`
	Unit      string `json:"unit,omitempty"`
	Target    string `json:"target,omitempty"`
} // @name RecommendationIndicator

// Transfers is point 11 of Pasal 8.
type Transfers struct {
	Transfers   []Transfer `json:"transfers,omitempty"`
	HandedOver  []string   `json:"handed_over,omitempty" enums:"source_code,technical_documents,user_manual,administration,training_material"`
	Description string     `json:"description,omitempty"`
} // @name RecommendationTransfers

// Transfer is a way of passing knowledge on.
type Transfer struct {
	Form     string `json:"form,omitempty"`
	Audience string `json:"audience,omitempty"`
	Date     string `json:"date,omitempty"` // YYYY-MM-DD
} // @name RecommendationTransfer

// MonitoringPlan is point 12 of Pasal 8.
type MonitoringPlan struct {
	Mechanism  string `json:"mechanism,omitempty"`
	Period     string `json:"period,omitempty" enums:"weekly,monthly,quarterly,half_yearly"`
	Recipients string `json:"recipients,omitempty"`
} // @name RecommendationMonitoringPlan

// Risk is a row of the Dokumen Manajemen Risiko: the seven points of Pasal 18
// ayat (2) huruf a (R3).
type Risk struct {
	Kind               string `json:"kind,omitempty" enums:"negative,positive"`
	Category           string `json:"category,omitempty"`
	Area               string `json:"area,omitempty"`
	Event              string `json:"event,omitempty"`
	Cause              string `json:"cause,omitempty"`
	Effect             string `json:"effect,omitempty"`
	Likelihood         Score  `json:"likelihood,omitempty" swaggertype:"string" enums:"1,2,3,4,5"`
	Impact             Score  `json:"impact,omitempty" swaggertype:"string" enums:"1,2,3,4,5"`
	Residual           *bool  `json:"residual,omitempty"`
	ResidualLikelihood Score  `json:"residual_likelihood,omitempty" swaggertype:"string" enums:"1,2,3,4,5"`
	ResidualImpact     Score  `json:"residual_impact,omitempty" swaggertype:"string" enums:"1,2,3,4,5"`
	NeedsTreatment     *bool  `json:"needs_treatment,omitempty"`
	Option             string `json:"option,omitempty" enums:"avoid,mitigate,transfer,accept,escalate"`
	PositiveOption     string `json:"positive_option,omitempty" enums:"exploit,enhance,share,accept,escalate"`
	Action             string `json:"action,omitempty"`
	ActionStart        string `json:"action_start,omitempty"` // YYYY-MM-DD
	ActionFinish       string `json:"action_finish,omitempty"`
	Responsible        string `json:"responsible,omitempty"`
	MonitoringPeriod   string `json:"monitoring_period,omitempty" enums:"weekly,monthly,quarterly,half_yearly"`
	MonitoringMethod   string `json:"monitoring_method,omitempty"`
} // @name RecommendationRiskContent

// Score is a likelihood or an impact, 1 to 5; 0 while none is chosen. It is a
// choice of the form, so in JSON it is a text.
type Score int

// MarshalJSON writes a text.
func (s Score) MarshalJSON() ([]byte, error) { return json.Marshal(strconv.Itoa(int(s))) }

// UnmarshalJSON reads a text. What is not on the scale, as a draft may have it,
// counts as not chosen.
func (s *Score) UnmarshalJSON(data []byte) error {
	*s = 0
	for score := Score(LowestScore); score <= HighestScore; score++ {
		if string(data) == strconv.Quote(strconv.Itoa(int(score))) {
			*s = score
		}
	}
	return nil
}

// Study is the office's technical study of a submitted proposal.
type Study struct {
	Number       string   `json:"number,omitempty"`
	Date         string   `json:"date,omitempty"` // YYYY-MM-DD
	Team         []Member `json:"team,omitempty"`
	Summary      string   `json:"summary,omitempty"`
	Legal        string   `json:"legal,omitempty"`
	Need         string   `json:"need,omitempty"`
	Architecture string   `json:"architecture,omitempty"`
	Cost         string   `json:"cost,omitempty"`
	Planning     string   `json:"planning,omitempty"`
	Security     string   `json:"security,omitempty"`
	Risk         string   `json:"risk,omitempty"`
	Conclusion   string   `json:"conclusion,omitempty" enums:"recommended,recommended_with_conditions,not_recommended"`
	Conditions   string   `json:"conditions,omitempty"`
	Reason       string   `json:"reason,omitempty"`
} // @name RecommendationStudyContent

// Member is one of those who wrote a study.
type Member struct {
	Name     string `json:"name,omitempty"`
	NIP      string `json:"nip,omitempty"`
	Position string `json:"position,omitempty"`
} // @name RecommendationStudyMember

// part returns a pointer to what belongs to the point with the key; nil where
// there is no such point.
func (c *Content) part(key string) any {
	return map[string]any{
		"identity": &c.Identity,
		"needs-1":  &c.Needs.LegalAuthority, "needs-2": &c.Needs.Problems, "needs-3": &c.Needs.Parties, "needs-4": &c.Needs.Objectives,
		"needs-5": &c.Needs.Scope, "needs-6": &c.Needs.CostBenefit, "needs-7": &c.Needs.InitialRisks, "needs-8": &c.Needs.TargetTime,
		"needs-9": &c.Needs.Users, "needs-10": &c.Needs.Locations,
		"planning-1": &c.Planning.Modules, "planning-2": &c.Planning.Processes, "planning-3": &c.Planning.Method, "planning-4": &c.Planning.Executor,
		"planning-5": &c.Planning.Roles, "planning-6": &c.Planning.Schedule, "planning-7": &c.Planning.Actions, "planning-8": &c.Planning.Security,
		"planning-9": &c.Planning.Resources, "planning-10": &c.Planning.Indicators, "planning-11": &c.Planning.Transfers, "planning-12": &c.Planning.Monitoring,
	}[key]
}

// ReadContent makes a Content of the answers by the keys of their points, and
// of the answers of the risks in their order. Answers of a draft may be of
// another type than their field; those are left out. Totals are computed anew.
func ReadContent(points map[string]map[string]any, risks []map[string]any) (Content, error) {
	var c Content
	for _, key := range slices.Sorted(maps.Keys(points)) {
		part := c.part(key)
		if part == nil {
			return Content{}, fmt.Errorf("recommendation: there is no point %q", key)
		}
		if err := readAnswers(points[key], part); err != nil {
			return Content{}, err
		}
	}
	c.Risks = make([]Risk, len(risks))
	for i, answers := range risks {
		if err := readAnswers(answers, &c.Risks[i]); err != nil {
			return Content{}, err
		}
	}
	c.compute()
	return c, nil
}

// ReadRisk makes a Risk of its answers, as ReadContent does.
func ReadRisk(answers map[string]any) (Risk, error) {
	var r Risk
	return r, readAnswers(answers, &r)
}

// ReadStudy makes a Study of its answers, as ReadContent does.
func ReadStudy(answers map[string]any) (Study, error) {
	var s Study
	return s, readAnswers(answers, &s)
}

// readAnswers puts answers into a struct, without those of a wrong type.
func readAnswers(answers map[string]any, into any) error {
	text, err := json.Marshal(answers)
	if err != nil {
		return fmt.Errorf("recommendation: %w", err)
	}
	var wrongType *json.UnmarshalTypeError
	if err := json.Unmarshal(text, into); err != nil && !errors.As(err, &wrongType) {
		return fmt.Errorf("recommendation: %w", err)
	}
	return nil
}

// compute fills in the totals as the forms compute them.
func (c *Content) compute() {
	c.Needs.CostBenefit.TotalCost, c.Needs.CostBenefit.TotalBenefit = 0, 0
	for _, cost := range c.Needs.CostBenefit.Costs {
		c.Needs.CostBenefit.TotalCost += cost.Amount
	}
	for _, b := range c.Needs.CostBenefit.Benefits {
		c.Needs.CostBenefit.TotalBenefit += b.Amount
	}
	c.Needs.Users.TotalCount = c.Needs.Users.InternalCount + c.Needs.Users.ExternalCount
	c.Planning.Resources.TotalStaff, c.Planning.Resources.TotalBudget = 0, 0
	for _, s := range c.Planning.Resources.Staff {
		c.Planning.Resources.TotalStaff += s.Count
	}
	for _, b := range c.Planning.Resources.Budget {
		c.Planning.Resources.TotalBudget += b.Amount
	}
}

// Answers returns the answers of a point, in the shape of its form; nil where
// there is no such point.
func (c Content) Answers(key string) (map[string]any, error) {
	part := c.part(key)
	if part == nil {
		return nil, nil
	}
	return toAnswers(part)
}

// Answers returns the answers of a risk, in the shape of its form.
func (r Risk) Answers() (map[string]any, error) { return toAnswers(r) }

// Answers returns the answers of a study, in the shape of its form.
func (s Study) Answers() (map[string]any, error) { return toAnswers(s) }

func toAnswers(part any) (map[string]any, error) {
	text, err := json.Marshal(part)
	if err != nil {
		return nil, fmt.Errorf("recommendation: %w", err)
	}
	var answers map[string]any
	decoder := json.NewDecoder(bytes.NewReader(text))
	if err := decoder.Decode(&answers); err != nil {
		return nil, fmt.Errorf("recommendation: %w", err)
	}
	return answers, nil
}

// Totals are the sums of a proposal, in rupiah.
type Totals struct {
	Cost        int64        `json:"cost"`         // of all years
	CostByYear  []YearAmount `json:"cost_by_year"` // the earliest first
	Benefit     int64        `json:"benefit"`      // a year, of what can be put in money
	Budget      int64        `json:"budget"`       // of the resources, of all years
	BudgetYears []YearAmount `json:"budget_by_year"`
} // @name RecommendationTotals

// YearAmount is what a year costs.
type YearAmount struct {
	Year   int   `json:"year" example:"2027"`
	Amount int64 `json:"amount" example:"385000000"` // rupiah
} // @name YearAmount

// Totals adds up costs, benefits and resources.
func (c Content) Totals() Totals {
	c.compute()
	costs, budget := map[int]int64{}, map[int]int64{}
	for _, cost := range c.Needs.CostBenefit.Costs {
		costs[cost.Year] += cost.Amount
	}
	for _, line := range c.Planning.Resources.Budget {
		budget[line.Year] += line.Amount
	}
	return Totals{
		Cost: c.Needs.CostBenefit.TotalCost, CostByYear: byYear(costs), Benefit: c.Needs.CostBenefit.TotalBenefit,
		Budget: c.Planning.Resources.TotalBudget, BudgetYears: byYear(budget),
	}
}

func byYear(amounts map[int]int64) []YearAmount {
	list := make([]YearAmount, 0, len(amounts))
	for _, year := range slices.Sorted(maps.Keys(amounts)) {
		list = append(list, YearAmount{Year: year, Amount: amounts[year]})
	}
	return list
}

// BudgetYearWarning warns of a proposal that is submitted later than the budget
// year before the one it is carried out in (R4). now is in the office's zone.
// It returns nil where there is nothing to warn of.
func BudgetYearWarning(budgetYear int, now time.Time) *apperr.Field {
	if budgetYear == 0 || now.Year() < budgetYear {
		return nil
	}
	return &apperr.Field{Pointer: "/points/identity/budget_year", Code: "budget_year.late", Detail: apperr.Text{
		ID: fmt.Sprintf("Permohonan untuk tahun anggaran %d seharusnya diajukan paling lambat pada tahun %d (n-1). Anda tetap dapat mengirimkannya; jelaskan alasannya dalam surat permohonan.", budgetYear, budgetYear-1),
		EN: fmt.Sprintf("A proposal for the budget year %d is due in %d at the latest (n-1). You may still send it; give the reason in your letter.", budgetYear, budgetYear-1),
	}}
}

// CheckAcross finds what no single form can: dates in rows that are the wrong
// way round are errors, and sums that differ are warnings. Pointers are under
// /points/<key>.
func CheckAcross(c Content) (faults, warnings []apperr.Field) {
	for i, p := range c.Planning.Schedule.Phases {
		if p.Start != "" && p.Finish != "" && p.Finish < p.Start {
			faults = append(faults, apperr.Field{Pointer: fmt.Sprintf("/points/planning-6/phases/%d/finish", i), Code: "phase.order", Detail: apperr.Text{
				ID: "Tanggal selesai tahap ini tidak boleh sebelum tanggal mulainya.", EN: "This phase must not end before it begins.",
			}})
		}
	}
	totals := c.Totals()
	if totals.Cost > 0 && c.Identity.EstimatedCost > 0 && totals.Cost != c.Identity.EstimatedCost {
		warnings = append(warnings, apperr.Field{Pointer: "/points/identity/estimated_cost", Code: "cost.differs", Detail: apperr.Text{
			ID: "Perkiraan biaya berbeda dari jumlah pada Analisis Biaya dan Manfaat. Samakan keduanya.", EN: "The estimated cost differs from the total of the cost analysis. Make them equal.",
		}})
	}
	if totals.Cost > 0 && totals.Budget > 0 && totals.Cost != totals.Budget {
		warnings = append(warnings, apperr.Field{Pointer: "/points/planning-9/budget", Code: "budget.differs", Detail: apperr.Text{
			ID: "Jumlah anggaran pada Sumber Daya berbeda dari jumlah pada Analisis Biaya dan Manfaat. Samakan keduanya.", EN: "The budget under resources differs from the total of the cost analysis. Make them equal.",
		}})
	}
	return faults, warnings
}
