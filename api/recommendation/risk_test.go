// These keep nothing: on one pair of database and store is enough.

package recommendation_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/recommendation"
)

// The table of Permen PANRB 5/2020 as it is printed: likelihood 5 first.
func TestEveryCellOfTheMatrix(t *testing.T) {
	printed := [5][5]int{
		{9, 15, 18, 23, 25},
		{6, 12, 16, 19, 24},
		{4, 10, 14, 17, 22},
		{2, 7, 11, 13, 21},
		{1, 3, 5, 8, 20},
	}
	matrix := recommendation.RiskMatrix()
	for i, row := range printed {
		for j, want := range row {
			likelihood, impact := 5-i, j+1
			assert.Equal(t, want, recommendation.Magnitude(likelihood, impact), "likelihood %d, impact %d", likelihood, impact)
			assert.Equal(t, want, matrix[likelihood-1][impact-1])
		}
	}
	for _, off := range [][2]int{{0, 1}, {1, 0}, {6, 1}, {1, 6}, {-1, 3}} {
		assert.Zero(t, recommendation.Magnitude(off[0], off[1]))
	}
}

func TestEveryBorderOfALevel(t *testing.T) {
	for magnitude, want := range map[int]string{
		0: "", 1: "Sangat Rendah", 5: "Sangat Rendah", 6: "Rendah", 10: "Rendah", 11: "Sedang", 15: "Sedang",
		16: "Tinggi", 20: "Tinggi", 21: "Sangat Tinggi", 25: "Sangat Tinggi", 26: "",
	} {
		assert.Equal(t, want, recommendation.LevelOf(magnitude).Title, "magnitude %d", magnitude)
	}
	var colours []string
	for _, l := range recommendation.RiskLevels() {
		colours = append(colours, l.Colour)
	}
	assert.Equal(t, []string{"biru", "hijau", "kuning", "jingga", "merah"}, colours)
}

func TestDecisionIsComparedWithTheThreshold(t *testing.T) {
	no, yes := false, true
	at := recommendation.Risk{Kind: "negative", Likelihood: 2, Impact: 3, NeedsTreatment: &no} // 11
	found := recommendation.CheckRisk(at, 11)
	require.Len(t, found, 1)
	assert.Equal(t, "risk.untreated", found[0].Code)
	assert.Empty(t, recommendation.CheckRisk(at, 12))
	treated := at
	treated.NeedsTreatment = &yes
	assert.Empty(t, recommendation.CheckRisk(treated, 11))
	positive := at
	positive.Kind = "positive"
	assert.Empty(t, recommendation.CheckRisk(positive, 11), "an opportunity need not be treated")
	worse := treated
	worse.ResidualLikelihood, worse.ResidualImpact = 3, 3 // 14
	found = recommendation.CheckRisk(worse, 11)
	require.Len(t, found, 1)
	assert.Equal(t, "risk.residual_higher", found[0].Code)
}
