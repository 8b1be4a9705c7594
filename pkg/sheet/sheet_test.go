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
		require.Equal(t, strings.TrimPrefix(want, "'"), unguarded(want), i)
	}

	require.Equal(t, "'Aisyiyah", unguarded("'Aisyiyah"), "which is a name")
	require.Equal(t, "0812", unguarded("'0812"))

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

func TestATemplateOffersItsChoicesAndIsReadBack(t *testing.T) {
	template := Template{Name: "Orang", Lines: 5, Columns: []Column{
		{Head: "nama", Help: "Wajib diisi."},
		{Head: "peran", Choices: []string{"Pemohon", "Admin"}, Many: true},
		{Head: "bidang", Choices: []string{"=1+1", "Aptika"}},
	}}
	var out bytes.Buffer
	require.NoError(t, template.Write(&out))
	rows, err := Read(out.Bytes(), 10)
	require.NoError(t, err)
	require.Equal(t, [][]string{{"nama", "peran", "bidang"}}, rows)

	file, err := excelize.OpenReader(&out)
	require.NoError(t, err)
	defer file.Close()
	rules, err := file.GetDataValidations("Orang")
	require.NoError(t, err)
	require.Len(t, rules, 1, "a cell for several choices offers none")
	require.Equal(t, []string{"C2:C6", "Pilihan!$B$2:$B$3"}, []string{rules[0].Sqref, rules[0].Formula1})
	lists, err := file.GetRows("Pilihan")
	require.NoError(t, err)
	require.Equal(t, [][]string{{"peran", "bidang"}, {"Pemohon", "=1+1"}, {"Admin", "Aptika"}}, lists)
	help, err := file.GetRows("Petunjuk")
	require.NoError(t, err)
	require.Equal(t, []string{"nama", "Wajib diisi."}, help[1])
}
