package recommendation_test

import (
	"testing"

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
