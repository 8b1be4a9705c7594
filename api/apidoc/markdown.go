package apidoc

import (
	"html/template"
	"regexp"
	"strings"
)

// section is a part of the introduction under one heading.
type section struct {
	ID, Title string
	Blocks    []block
}

// block is a paragraph or a piece of code.
type block struct {
	Text template.HTML
	Code template.HTML
}

// sections reads the little Markdown that the introduction is written in:
// headings of the second degree, paragraphs, fenced code, and inline code. What
// stands before the first heading is a section without a title.
func sections(text string) []section {
	list := []section{{}}
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimSpace(text) {
		last := &list[len(list)-1]
		if rest, ok := strings.CutPrefix(text, "```"); ok {
			language, rest, _ := strings.Cut(rest, "\n")
			var source string
			source, text, _ = strings.Cut(rest, "\n```")
			last.Blocks = append(last.Blocks, block{Code: coloured(language, source)})
			continue
		}
		var paragraph string
		paragraph, text, _ = strings.Cut(text, "\n\n")
		if title, ok := strings.CutPrefix(paragraph, "## "); ok {
			list = append(list, section{ID: anchor(title), Title: title})
			continue
		}
		last.Blocks = append(last.Blocks, block{Text: inline(paragraph)})
	}
	return list
}

// coloured is a piece of code; only that of a shell has colours.
func coloured(language, source string) template.HTML {
	if language == "sh" {
		return shell(source)
	}
	var c code
	c.plain(source)
	return c.html()
}

func anchor(title string) string { return strings.ReplaceAll(strings.ToLower(title), " ", "-") }

var inlineCode = regexp.MustCompile("`([^`]+)`")

// inline escapes a text and marks what stands between backquotes as code.
func inline(text string) template.HTML {
	escaped := template.HTMLEscapeString(text)
	return template.HTML(inlineCode.ReplaceAllString(escaped, "<code>$1</code>")) // escaped above
}
