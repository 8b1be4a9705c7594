package site

import (
	"bytes"
	"html/template"
	"regexp"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
)

// formatter turns Markdown into HTML. What is written by an admin is cleaned
// twice: goldmark drops raw HTML and dangerous links, and the policy lets only
// known elements through.
type formatter struct {
	markdown goldmark.Markdown
	policy   *bluemonday.Policy
}

// newFormatter returns a formatter. With anchors headings can be linked to,
// which the manual needs; on other pages they could clash with the page's own.
func newFormatter(anchors bool) formatter {
	policy := bluemonday.NewPolicy()
	policy.AllowStandardURLs()
	policy.AllowElements("p", "br", "strong", "em", "del", "ul", "ol", "li", "h2", "h3", "h4", "h5", "h6", "blockquote", "code", "pre", "hr",
		"table", "thead", "tbody", "tr", "th", "td")
	policy.AllowAttrs("href").OnElements("a")
	policy.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	policy.RequireNoFollowOnLinks(false)
	options := []goldmark.Option{goldmark.WithExtensions(extension.Linkify, extension.Table, extension.Strikethrough)}
	if anchors {
		options = append(options, goldmark.WithParserOptions(parser.WithAutoHeadingID()))
		policy.AllowAttrs("id").Matching(regexp.MustCompile(`^[a-z0-9-]+$`)).OnElements("h2", "h3")
		policy.AllowElements("img")
		policy.AllowAttrs("src").Matching(regexp.MustCompile(`^/manual/img/[a-z0-9-]+\.png$`)).OnElements("img")
		policy.AllowAttrs("alt").OnElements("img")
	}
	return formatter{goldmark.New(options...), policy}
}

// html returns Markdown as clean HTML.
func (f formatter) html(text string) (template.HTML, error) {
	var out bytes.Buffer
	if err := f.markdown.Convert([]byte(text), &out); err != nil {
		return "", err
	}
	return template.HTML(f.policy.SanitizeBytes(out.Bytes())), nil //nolint:gosec // cleaned by the policy
}
