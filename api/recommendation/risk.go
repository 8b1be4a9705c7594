package recommendation

import "github.com/dkisp-kaltara/elayanan/pkg/apperr"

// The scale of likelihoods and impacts (Permen PANRB 5/2020).
const (
	LowestScore  = 1
	HighestScore = 5
)

// magnitudes is the besaran risiko by likelihood (rows, 1 first) and impact
// (columns, 1 first). It is the table of Permen PANRB 5/2020, not a product.
var magnitudes = [HighestScore][HighestScore]int{
	{1, 3, 5, 8, 20},
	{2, 7, 11, 13, 21},
	{4, 10, 14, 17, 22},
	{6, 12, 16, 19, 24},
	{9, 15, 18, 23, 25},
}

// Magnitude returns the besaran risiko, 1 to 25, of a likelihood and an impact
// between 1 and 5; 0 where one of them is not on the scale.
func Magnitude(likelihood, impact int) int {
	if likelihood < LowestScore || likelihood > HighestScore || impact < LowestScore || impact > HighestScore {
		return 0
	}
	return magnitudes[likelihood-1][impact-1]
}

// RiskLevel is a range of magnitudes with a name and a colour.
type RiskLevel struct {
	Code   string `json:"code" enums:"very_low,low,medium,high,very_high"`
	From   int    `json:"from" example:"11"` // the least magnitude
	To     int    `json:"to" example:"15"`   // the greatest
	Title  string `json:"title" example:"Sedang"`
	EN     string `json:"en" example:"Medium"`
	Colour string `json:"colour" example:"kuning"` // in words, for whoever does not see it
} // @name RiskLevel

// riskLevels are the levels of Permen PANRB 5/2020, the lowest first. The
// colours are those in common use.
var riskLevels = [...]RiskLevel{
	{Code: "very_low", From: 1, To: 5, Title: "Sangat Rendah", EN: "Very low", Colour: "biru"},
	{Code: "low", From: 6, To: 10, Title: "Rendah", EN: "Low", Colour: "hijau"},
	{Code: "medium", From: 11, To: 15, Title: "Sedang", EN: "Medium", Colour: "kuning"},
	{Code: "high", From: 16, To: 20, Title: "Tinggi", EN: "High", Colour: "jingga"},
	{Code: "very_high", From: 21, To: 25, Title: "Sangat Tinggi", EN: "Very high", Colour: "merah"},
}

// RiskLevels returns the levels, the lowest first.
func RiskLevels() []RiskLevel { return append([]RiskLevel(nil), riskLevels[:]...) }

// RiskMatrix returns the magnitudes by likelihood and impact, 1 first.
func RiskMatrix() [][]int {
	rows := make([][]int, len(magnitudes))
	for i, row := range magnitudes {
		rows[i] = append([]int(nil), row[:]...)
	}
	return rows
}

// LevelOf returns the level of a magnitude; the zero level where there is none.
func LevelOf(magnitude int) RiskLevel {
	for _, l := range riskLevels {
		if magnitude >= l.From && magnitude <= l.To {
			return l
		}
	}
	return RiskLevel{}
}

// DefaultThreshold is the least magnitude at which a negative risk needs
// treatment unless the settings say otherwise (selera risiko, which every
// agency sets for itself): the beginning of the level Sedang.
const DefaultThreshold = 11

// Magnitude returns the besaran of a risk; 0 while its scores are not chosen.
func (r Risk) Magnitude() int { return Magnitude(int(r.Likelihood), int(r.Impact)) }

// ResidualMagnitude returns the besaran that is left after treatment; 0 where
// nothing is left or it is not known.
func (r Risk) ResidualMagnitude() int {
	return Magnitude(int(r.ResidualLikelihood), int(r.ResidualImpact))
}

// CheckRisk compares the decision on a risk with the threshold and the scores.
// It only warns: how much risk an agency bears is its own decision. Pointers
// are under the risk's answers.
func CheckRisk(r Risk, threshold int) []apperr.Field {
	var found []apperr.Field
	treated := r.NeedsTreatment != nil && *r.NeedsTreatment
	if r.Kind == "negative" && r.NeedsTreatment != nil && !treated && r.Magnitude() >= threshold {
		found = append(found, apperr.Field{Pointer: "/answers/needs_treatment", Code: "risk.untreated", Detail: apperr.Text{
			ID: "Besaran risiko ini mencapai ambang penanganan. Tetapkan penanganannya, atau jelaskan kepada pemeriksa mengapa diterima.",
			EN: "The magnitude of this risk reaches the threshold. Decide on a treatment, or tell the reviewers why it is accepted.",
		}})
	}
	if r.Kind == "negative" && r.ResidualMagnitude() > r.Magnitude() && r.Magnitude() > 0 {
		found = append(found, apperr.Field{Pointer: "/answers/residual_likelihood", Code: "risk.residual_higher", Detail: apperr.Text{
			ID: "Risiko residual lebih besar daripada risiko semula. Periksa kembali kedua levelnya.",
			EN: "The residual risk is greater than the risk itself. Look at both levels again.",
		}})
	}
	return found
}
