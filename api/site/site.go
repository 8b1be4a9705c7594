package site

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html/template"
	"strings"
	"sync"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/organisation"
	"github.com/dkisp-kaltara/elayanan/api/setting"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
)

// Options are what the site is made from.
type Options struct {
	Catalogue     *catalogue.Service
	Settings      *setting.Service
	Organisations *organisation.Service
	Calendar      *calendar.Service // whether the day of receipt counts, which every page with a limit in days says
	Clock         clock.Clock
	Zone          *time.Location // of dates and times on the pages
	PublicURL     string         // address by which people reach the product
	Performance   Performance    // nil: no figures are shown
	Tracker       Tracker        // nil: requests can be followed only by those who sign in
}

// Site renders the public pages.
type Site struct {
	Options
	shipped
	format formatter
	assets *assets
	mu     sync.Mutex
	cached map[string][]byte // rendered pages of the content with the tag, by address
	tag    string
}

// shipped is what comes with the program.
type shipped struct {
	templates map[string]*template.Template // by their names
	manual    []chapter
	decree    catalogue.Decree
	sop       catalogue.SOP
}

// loadShipped reads it, once for all sites of a process.
var loadShipped = sync.OnceValues(func() (s shipped, errs error) {
	var err error
	keep := func() { errs = errors.Join(errs, err) }
	s.decree, err = catalogue.LoadDecree()
	keep()
	s.sop, err = catalogue.LoadSOP()
	keep()
	s.manual, err = loadManual()
	keep()
	s.templates, err = loadTemplates()
	keep()
	return s, errs
})

// New returns a Site, or an error when a shipped text or template is damaged.
func New(o Options) (*Site, error) {
	o.PublicURL = strings.TrimRight(o.PublicURL, "/")
	content, err := loadShipped()
	if err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	assets, err := loadAssets()
	if err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	return &Site{Options: o, shipped: content, format: newFormatter(false), assets: assets, cached: map[string][]byte{}}, nil
}

// content is what all pages are made from, as it is at one moment.
type content struct {
	office     setting.Office
	notice     setting.Notice
	services   []catalogue.Published // in the order of the catalogue
	categories []catalogue.Category
	units      map[string]string // names by code
	figures    *Figures          // nil: none could be made
	today      string            // YYYY-MM-DD in the office's zone

	dayOfReceipt bool // counts, for limits in days

	tag string // tells one content from another
}

// load reads the content: a few short queries, and figures that are kept.
func (s *Site) load(ctx context.Context) (content, error) {
	c := content{categories: s.Catalogue.Categories(), units: map[string]string{}, today: s.Clock.Now().In(s.Zone).Format(time.DateOnly)}
	var version int64
	var err error
	if c.office, version, err = s.Settings.Office(ctx); err != nil {
		return c, err
	}
	if c.notice, err = s.Settings.Notice(ctx, 0); err != nil {
		return c, err
	}
	if c.services, err = s.Catalogue.List(ctx, catalogue.Filter{}); err != nil {
		return c, err
	}
	working, err := s.Calendar.Current(ctx)
	if err != nil {
		return c, err
	}
	c.dayOfReceipt = working.Rules.CountDayOfReceipt
	units, err := s.Organisations.Units(ctx)
	if err != nil {
		return c, err
	}
	var tag strings.Builder
	fmt.Fprintf(&tag, "%s office/%d notice/%d %t", c.today, version, c.notice.Version, c.dayOfReceipt) // the day, because announcements come and go by it
	for _, u := range units {
		c.units[u.Code] = u.Name
		fmt.Fprintf(&tag, " %s=%s", u.Code, u.Name)
	}
	for _, p := range c.services {
		fmt.Fprintf(&tag, " %s/%d", p.Code, p.Number)
	}
	if s.Performance != nil {
		if figures, err := s.Performance.Figures(ctx); err == nil { // a page without figures is better than none
			c.figures = &figures
			fmt.Fprintf(&tag, " figures/%d", figures.AsOf.Unix())
		}
	}
	c.tag = tag.String()
	return c, nil
}

// find returns a service of the catalogue; one that is hidden or retired is
// found too, and open tells whether it is in the catalogue.
func (s *Site) find(ctx context.Context, c content, code string) (found catalogue.Published, open bool, err error) {
	for _, p := range c.services {
		if p.Code == code {
			return p, true, nil
		}
	}
	found, err = s.Catalogue.Find(ctx, code)
	return found, false, err
}

// address is what a page is asked for.
type address struct {
	lang  string // id or en
	path  string // without the language: /layanan/subdomain
	query string // what is searched for
}

func (a address) String() string { return localise(a.lang, a.path) }

// localise returns the address of a page in a language: English pages lie
// under /en.
func localise(lang, path string) string {
	if lang != "en" {
		return path
	}
	return strings.TrimSuffix("/en"+path, "/")
}

// get returns a rendered page, from memory if its content has not changed.
func (s *Site) get(ctx context.Context, a address) ([]byte, error) {
	c, err := s.load(ctx)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	if s.tag != c.tag {
		s.tag, s.cached = c.tag, map[string][]byte{}
	}
	text := s.cached[a.String()]
	s.mu.Unlock()
	if text != nil && a.query == "" {
		return text, nil
	}
	v, err := s.view(ctx, c, a)
	if err != nil {
		return nil, err
	}
	text, err = s.render(v)
	if err == nil && a.query == "" && v.cacheable {
		s.mu.Lock()
		if s.tag == c.tag {
			s.cached[a.String()] = text
		}
		s.mu.Unlock()
	}
	return text, err
}

func (s *Site) render(v *view) ([]byte, error) { return s.renderAs("layout", v) }

// renderAs renders a view with what surrounds it: layout on the site, preview
// within another page.
func (s *Site) renderAs(surroundings string, v *view) ([]byte, error) {
	v.Style, v.Script, v.Icon = s.assets.style(v.Office.Brand.Accent), s.assets.path("app.js"), s.assets.path("logo.svg")
	if logo := v.Office.Brand.Logo; logo != "" {
		v.Logo = web.Base + "/settings/logos/" + logo
		v.Icon = v.Logo
	}
	var out bytes.Buffer
	if err := s.templates[v.template].ExecuteTemplate(&out, surroundings, v); err != nil {
		return nil, fmt.Errorf("site: %s: %w", v.Path, err)
	}
	return out.Bytes(), nil
}

// notFound renders the page for an address that does not exist.
func (s *Site) notFound(ctx context.Context, lang string) ([]byte, error) {
	c, err := s.load(ctx)
	if err != nil {
		return nil, err
	}
	v := s.frame(c, address{lang: lang, path: "/404"}, "404")
	v.Title, v.NoIndex = v.T("Halaman tidak ditemukan", "Page not found"), true
	return s.render(v)
}

type fixedPage struct {
	path    string
	english bool
}

// fixed lists the pages that are there whatever the catalogue holds; those with
// true are in English too.
var fixed = []fixedPage{
	{"/", true}, {"/kebijakan", false}, {"/kebijakan/sop-pse", false}, {"/manual", false}, {"/privasi", false}, {"/kontak", true}, {"/lacak", true}, {"/cek", true},
}

// addresses lists all pages that search engines may know.
func (s *Site) addresses(c content) []address {
	var list []address
	for _, f := range fixed {
		list = append(list, address{lang: "id", path: f.path})
		if f.english {
			list = append(list, address{lang: "en", path: f.path})
		}
	}
	for _, m := range s.manual {
		list = append(list, address{lang: "id", path: "/manual/" + m.Role})
	}
	for _, p := range c.services {
		list = append(list, address{lang: "id", path: "/layanan/" + p.Code}, address{lang: "en", path: "/layanan/" + p.Code})
	}
	return list
}

func isNotFound(err error) bool { return errors.Is(err, web.ErrNotFound) }
