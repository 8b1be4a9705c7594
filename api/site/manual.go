package site

import (
	"fmt"
	"html"
	"html/template"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// chapter is the manual for one role.
type chapter struct {
	Role     string // in its address
	Title    string
	Summary  string
	Body     template.HTML
	Sections []section
}

// section is a heading of a chapter, to jump to.
type section struct{ ID, Title string }

var (
	chapterName = regexp.MustCompile(`^[0-9]+-([a-z-]+)\.md$`)
	headingTag  = regexp.MustCompile(`<h2 id="([^"]+)">([^<]+)</h2>`)
)

// loadManual reads the chapters in the order of their names' numbers. A chapter
// begins with its title (# …) and one paragraph that says what it is about.
func loadManual() ([]chapter, error) {
	names, err := fs.Glob(files, "manual/*.md")
	if err != nil {
		return nil, err
	}
	format := newFormatter(true)
	var list []chapter
	for _, name := range names {
		role := chapterName.FindStringSubmatch(path.Base(name))
		if role == nil {
			return nil, fmt.Errorf("%s: the name must be like 01-pemohon.md", name)
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		parts := strings.SplitN(string(text), "\n\n", 3)
		title, ok := strings.CutPrefix(parts[0], "# ")
		if !ok || len(parts) < 3 {
			return nil, fmt.Errorf("%s: must begin with a title, a paragraph and a section", name)
		}
		c := chapter{Role: role[1], Title: title, Summary: strings.ReplaceAll(parts[1], "\n", " ")}
		if c.Body, err = format.html(parts[2]); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, h := range headingTag.FindAllStringSubmatch(string(c.Body), -1) {
			c.Sections = append(c.Sections, section{ID: h[1], Title: html.UnescapeString(h[2])})
		}
		list = append(list, c)
	}
	return list, nil
}
