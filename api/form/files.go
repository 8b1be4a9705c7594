package form

import "strconv"

// FileAnswer is one file that clean answers name.
type FileAnswer struct {
	ID      string
	Key     string // of the field, or of the rows that it stands in
	Pointer string // where it stands, under /answers
}

// FilesIn returns the files that clean answers name, in the order of asking.
func (f Form) FilesIn(clean map[string]any) []FileAnswer {
	var found []FileAnswer
	for _, p := range f.inOrder() {
		at := "/answers/" + p.key
		switch list, _ := clean[p.key].([]any); p.Kind() {
		case FileList:
			found = append(found, fileAnswers(at, p.key, list)...)
		case Rows:
			for i, member := range list {
				row, _ := member.(map[string]any)
				for _, cell := range p.Items.inOrder() {
					if ids, _ := row[cell.key].([]any); cell.Kind() == FileList {
						found = append(found, fileAnswers(at+"/"+strconv.Itoa(i)+"/"+cell.key, p.key, ids)...)
					}
				}
			}
		}
	}
	return found
}

func fileAnswers(at, key string, ids []any) []FileAnswer {
	var found []FileAnswer
	for i, id := range ids {
		if text, ok := id.(string); ok {
			found = append(found, FileAnswer{ID: text, Key: key, Pointer: at + "/" + strconv.Itoa(i)})
		}
	}
	return found
}

// Takes tells whether a field is one for files.
func (f Form) Takes(key string) bool { return f.Properties[key].Kind() == FileList }
