package form

import (
	"slices"
	"strings"
)

// mask stands for a character that is not shown. shownEnd is how many stay:
// enough to tell two numbers apart.
const (
	mask     = '•'
	shownEnd = 4
)

// personalKinds are the kinds that a form may declare personal.
var personalKinds = []Kind{Text, LongText, NIP, Phone, Email, FileList}

// IsPersonal tells whether the answer is shown whole only to whom it belongs
// and to those whose work needs it (UU 27/2022, Pasal 16 ayat (2)): a NIK
// always is.
func (f Field) IsPersonal() bool { return f.Personal || f.Kind() == NIK }

// PersonalFiles tells whether the files of a field are personal.
func (f Form) PersonalFiles(key string) bool {
	field := f.Properties[key]
	return field.Personal && field.Kind() == FileList
}

// AnsweredPersonalFiles returns the fields that hold personal files, in order.
func (f Form) AnsweredPersonalFiles(answers map[string]any) []string {
	var keys []string
	for key, answer := range answers {
		if files, _ := answer.([]any); f.PersonalFiles(key) && len(files) > 0 {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// Masked returns the answers with each personal text shown by its end only.
// Files keep their ids: whoever hands them out asks PersonalFiles.
func (f Form) Masked(answers map[string]any) map[string]any {
	out := make(map[string]any, len(answers))
	for key, answer := range answers {
		out[key] = f.Properties[key].masked(answer)
	}
	return out
}

func (f Field) masked(answer any) any {
	switch v := answer.(type) {
	case string:
		if f.IsPersonal() {
			return masked(v)
		}
	case []any:
		if f.Kind() == Rows {
			rows := make([]any, len(v))
			for i, row := range v {
				cells, _ := row.(map[string]any)
				rows[i] = Form{Properties: f.Items.Properties}.Masked(cells)
			}
			return rows
		}
	}
	return answer
}

// masked hides a text but for its end; a short one altogether.
func masked(text string) string {
	runes := []rune(text)
	end := len(runes) - shownEnd
	if end < shownEnd {
		end = len(runes)
	}
	return strings.Repeat(string(mask), end) + string(runes[end:])
}

// Personal returns those of the answers that Masked changes, as they are.
func (f Form) Personal(answers map[string]any) map[string]any {
	out := map[string]any{}
	for key, answer := range answers {
		field := f.Properties[key]
		_, isText := answer.(string)
		if (isText && field.IsPersonal()) || (field.Kind() == Rows && field.Items.personal() && answer != nil) {
			out[key] = answer
		}
	}
	return out
}

// personal tells whether a row has a column that is.
func (i Items) personal() bool {
	for _, column := range i.Properties {
		if column.IsPersonal() {
			return true
		}
	}
	return false
}
