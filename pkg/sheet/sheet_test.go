package sheet

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

func TestNothingIsAFormula(t *testing.T) {
	table := Table{Name: "Daftar", Widths: []float64{30}, Rows: [][]string{{"Kepala"}, {"=1+1"}, {"+62"}, {"-1"}, {"@x"}, {"\t=1"}, {" =1"}, {"a\nb\x00"}, {"\u202e=1"}, {"-1\tx"}, {"\r@x"}, {strings.Repeat("x", maxCell+1)}}}
	var out bytes.Buffer
	require.NoError(t, Formats["csv"].Write(&out, table))
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), "\ufeff"))).ReadAll()
	require.NoError(t, err)
	for i, want := range []string{"Kepala", "'=1+1", "'+62", "'-1", "'@x", "' =1", "' =1", "a b", "'=1", "'-1 x", "' @x", strings.Repeat("x", maxCell) + "…"} {
		require.Equal(t, want, rows[i][0], i)
		require.Equal(t, strings.TrimPrefix(want, "'"), Unguarded(want), i)
	}

	require.Equal(t, "'tahun", Unguarded("'tahun"), "which is no formula")

	out.Reset()
	require.NoError(t, Formats["xlsx"].Write(&out, table))
	file, err := excelize.OpenReader(&out)
	require.NoError(t, err)
	defer file.Close()
	formula, err := file.GetCellFormula("Daftar", "A2")
	require.NoError(t, err)
	require.Empty(t, formula)
	value, err := file.GetCellValue("Daftar", "A2")
	require.NoError(t, err)
	require.Equal(t, "=1+1", value, "as text")
}
