package recommendation_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
)

// upload sends a PDF for a field.
func upload(t *testing.T, c *apitest.Client, path, field string) *apitest.Answer {
	t.Helper()
	return c.PostForm(path, apitest.NewForm().Field("field", field).File("file", "a.pdf", apitest.PDF(t, "a")))
}

// withoutFiles are the answers of the example without the files that they name,
// also in rows.
func withoutFiles(answers map[string]any) map[string]any {
	out := map[string]any{}
	for key, value := range answers {
		switch list, isList := value.([]any); {
		case key == "files" || key == "diagrams":
		case isList:
			rows := make([]any, len(list))
			for i, member := range list {
				rows[i] = member
				if cells, isRow := member.(map[string]any); isRow {
					rows[i] = withoutFiles(cells)
				}
			}
			out[key] = rows
		default:
			out[key] = value
		}
	}
	return out
}

// filled is a workbook with cells written into it by line and head.
func filled(t *testing.T, template []byte, lines map[int]map[string]any) []byte {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(template))
	require.NoError(t, err)
	rows, err := book.GetRows(book.GetSheetName(0))
	require.NoError(t, err)
	for line, cells := range lines {
		for head, value := range cells {
			at := slices.Index(rows[0], head)
			require.GreaterOrEqual(t, at, 0, head)
			cell, err := excelize.CoordinatesToCellName(at+1, line)
			require.NoError(t, err)
			require.NoError(t, book.SetCellValue(book.GetSheetName(0), cell, value))
		}
	}
	var out bytes.Buffer
	require.NoError(t, book.Write(&out))
	return out.Bytes()
}
