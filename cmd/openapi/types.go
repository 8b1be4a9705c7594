package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// goType is what a Go struct says about itself and Swagger 2.0 cannot tell.
type goType struct {
	doc    string
	fields []goField // in the order of the source
	embeds []string  // names of embedded structs, as "package.Type"
}

// goField is one JSON member of a struct.
type goField struct {
	name     string
	doc      string // of a comment above it; one behind it is read by swag
	optional bool   // may be left out
	nullable bool   // may be null
	nonEmpty bool   // a text that must not be empty
	format   string // of a text: date-time, date, email, uuid, uri
}

// readTypes reads every struct below dir. A type is known by its name in the
// document, as swag gives it: that of `// @name X`, or "package.Type".
func readTypes(dir string) (map[string]goType, error) {
	byGo, byName := map[string]goType{}, map[string]string{}
	files := token.NewFileSet()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			declaration, ok := n.(*ast.GenDecl)
			if !ok || declaration.Tok != token.TYPE {
				return true
			}
			for _, s := range declaration.Specs {
				spec := s.(*ast.TypeSpec)
				name := file.Name.Name + "." + spec.Name.Name
				doc := spec.Doc
				if doc == nil {
					doc = declaration.Doc
				}
				t := goType{doc: docText(spec.Name.Name, doc)}
				if body, ok := spec.Type.(*ast.StructType); ok {
					t.read(file.Name.Name, body)
				}
				byGo[name] = t
				byName[nameOf(spec, name)] = name
			}
			return false
		})
		return nil
	})
	types := map[string]goType{}
	for name, of := range byName {
		t := byGo[of]
		t.fields = flatten(of, byGo)
		types[name] = t
	}
	return types, err
}

func (t *goType) read(in string, body *ast.StructType) {
	for _, f := range body.Fields.List {
		tag := reflect.StructTag("")
		if f.Tag != nil {
			tag = reflect.StructTag(strings.Trim(f.Tag.Value, "`"))
		}
		options := strings.Split(tag.Get("json"), ",")
		rules := strings.Split(tag.Get("validate"), ",")
		if len(f.Names) == 0 && options[0] == "" {
			t.embeds = append(t.embeds, typeName(in, f.Type))
			continue
		}
		if options[0] == "" || options[0] == "-" {
			continue
		}
		_, pointer := f.Type.(*ast.StarExpr)
		field := goField{
			name:     options[0],
			optional: slices.Contains(options, "omitempty") || slices.Contains(options, "omitzero"),
			format:   formats[typeName(in, f.Type)],
		}
		if f.Doc != nil && len(f.Names) == 1 {
			field.doc = docText(f.Names[0].Name, f.Doc)
		}
		field.nullable = pointer && !field.optional
		for _, rule := range rules {
			if rule == "dive" {
				break // what follows is about the elements
			}
			field.nonEmpty = field.nonEmpty || rule == "required"
			if format, ok := ruleFormats[rule]; ok {
				field.format = format
			}
		}
		t.fields = append(t.fields, field)
	}
}

// formats are those of Go types, ruleFormats those that a validate rule asks
// for.
var (
	formats     = map[string]string{"time.Time": "date-time", "calendar.Date": "date"}
	ruleFormats = map[string]string{"email": "email", "uuid": "uuid", "url": "uri", "datetime=2006-01-02": "date"}
)

// typeName is the name of a named type, or of what a pointer points at.
func typeName(in string, e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return in + "." + e.Name
	case *ast.SelectorExpr:
		return e.X.(*ast.Ident).Name + "." + e.Sel.Name
	case *ast.StarExpr:
		return typeName(in, e.X)
	}
	return ""
}

// flatten puts the members of embedded structs before a type's own, as they
// stand in the source by habit.
func flatten(name string, types map[string]goType) []goField {
	t := types[name]
	var fields []goField
	for _, embedded := range t.embeds {
		fields = append(fields, flatten(embedded, types)...)
	}
	return append(fields, t.fields...)
}

var nameComment = regexp.MustCompile(`@name\s+(\S+)`)

func nameOf(spec *ast.TypeSpec, otherwise string) string {
	for _, comment := range []*ast.CommentGroup{spec.Comment, spec.Doc} {
		if match := nameComment.FindStringSubmatch(comment.Text()); match != nil {
			return match[1]
		}
	}
	return otherwise
}

// docText is a doc comment as a description: without the name of the type,
// which in the document may be another, and as one line for each paragraph.
func docText(name string, doc *ast.CommentGroup) string {
	text := strings.TrimSpace(nameComment.ReplaceAllString(doc.Text(), ""))
	paragraphs := strings.Split(text, "\n\n")
	for i, p := range paragraphs {
		paragraphs[i] = strings.Join(strings.Fields(p), " ")
	}
	text = strings.Join(paragraphs, "\n\n")
	if rest, ok := strings.CutPrefix(text, name+" "); ok {
		text = strings.TrimPrefix(strings.TrimPrefix(rest, "is "), "are ")
	}
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
