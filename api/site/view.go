package site

import (
	"context"
	"embed"
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/setting"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

//go:embed templates/*.html
var templateFiles embed.FS

// loadTemplates parses every page with the layout around it.
func loadTemplates() (map[string]*template.Template, error) {
	layout, err := template.New("layout").Funcs(template.FuncMap{"both": both}).ParseFS(templateFiles, "templates/layout.html")
	if err != nil {
		return nil, err
	}
	list := map[string]*template.Template{}
	for _, name := range []string{"home", "service", "decree", "sop", "manual", "chapter", "privacy", "contact", "track", "file", "check", "404"} {
		t, err := layout.Clone()
		if err == nil {
			t, err = t.ParseFS(templateFiles, "templates/"+name+".html")
		}
		if err != nil {
			return nil, err
		}
		list[name] = t
	}
	return list, nil
}

// part is what a part of a page is made from, beside the page itself.
type part struct {
	View *view
	Item any
}

func both(v *view, item any) part { return part{v, item} }

// view is what a template shows: what every page has, and the page's own.
type view struct {
	Lang        string
	Path        string // without the language
	Title       string
	Description string
	Base        string // the address of the site, before every path
	Canonical   string
	Other       string // the address of the page in the other language; empty: there is none
	Nav         string // the entry of the navigation that the page belongs to
	Crumbs      []crumb
	NoIndex     bool
	Office      setting.Office
	Banners     []setting.Banner
	Notice      setting.Notice // at collection
	Data        any            // for machines: JSON-LD
	Body        any

	Style, Script, Icon string
	Logo                string // uploaded; empty: that of the product, which the layout draws

	template     string
	cacheable    bool
	zone         *time.Location
	units        map[string]string
	dayOfReceipt bool
}

// crumb is a step of the way from the landing page to a page.
type crumb struct{ Name, Path string }

// Link returns the address of a page in the language of this one, where it is
// translated; otherwise in Indonesian.
func (v *view) Link(path string) string {
	plain, fragment, _ := strings.Cut(path, "#")
	if fragment != "" {
		fragment = "#" + fragment
	}
	if v.Lang != "en" || !translated(plain) {
		return path
	}
	return localise(v.Lang, plain) + fragment
}

// translated tells whether a page is there in English.
func translated(path string) bool {
	if strings.HasPrefix(path, "/layanan/") {
		return true
	}
	return slices.ContainsFunc(fixed, func(f fixedPage) bool { return f.path == path && f.english })
}

// frame returns a view with what every page has.
func (s *Site) frame(c content, a address, template string) *view {
	v := &view{
		Lang: a.lang, Path: a.path, Base: s.PublicURL, Canonical: s.PublicURL + a.String(), Office: c.office, Notice: c.notice, template: template, cacheable: true,
		zone: s.Zone, units: c.units, dayOfReceipt: c.dayOfReceipt,
	}
	for _, b := range c.office.Banners {
		if b.ShownOn(c.today) {
			v.Banners = append(v.Banners, b)
		}
	}
	if translated(a.path) {
		v.Other = localise(map[string]string{"id": "en", "en": "id"}[a.lang], a.path)
	}
	if a.path != "/" {
		v.Crumbs = []crumb{{v.T("Beranda", "Home"), v.Link("/")}}
	}
	return v
}

// view makes the view of an address, or web.ErrNotFound.
func (s *Site) view(ctx context.Context, c content, a address) (*view, error) {
	if a.lang == "en" && !translated(a.path) {
		return nil, web.ErrNotFound
	}
	if code, ok := strings.CutPrefix(a.path, "/layanan/"); ok {
		return s.service(ctx, c, a, code)
	}
	if role, ok := strings.CutPrefix(a.path, "/manual/"); ok {
		return s.chapter(c, a, role)
	}
	switch a.path {
	case "/":
		return s.home(ctx, c, a)
	case "/kebijakan":
		return s.policy(c, a), nil
	case "/kebijakan/sop-pse":
		return s.procedure(ctx, c, a)
	case "/manual":
		v := s.frame(c, a, "manual")
		v.Nav, v.Title, v.Body = "manual", "Manual", s.manual
		v.Description = "Panduan memakai " + c.office.ProductName + ", untuk setiap peran."
		return v, nil
	case "/privasi":
		v := s.frame(c, a, "privacy")
		v.Title, v.Description = "Pemberitahuan privasi", "Data pribadi apa yang dikumpulkan "+c.office.ProductName+", untuk apa, dan apa hak Anda."
		return v, nil
	case "/kontak":
		v := s.frame(c, a, "contact")
		v.Title = v.T("Kontak", "Contact")
		v.Description = v.T("Alamat, WhatsApp, email, dan jam layanan ", "Address, WhatsApp, email and service hours of ") + c.office.OfficeName + "."
		return v, nil
	case "/lacak":
		return s.track(c, a, trackBody{}), nil
	case "/cek":
		return s.check(c, a, checkBody{}), nil
	}
	return nil, web.ErrNotFound
}

type homeBody struct {
	Query   string
	Found   []catalogue.Published // what fits the query, the best first
	Groups  []group
	Total   int
	Figures *figuresView // nil: none to show
}

// group is a category with its services.
type group struct {
	catalogue.Category
	Services []catalogue.Published
}

func (s *Site) home(ctx context.Context, c content, a address) (*view, error) {
	v := s.frame(c, a, "home")
	body := homeBody{Query: a.query, Total: len(c.services), Figures: c.figures.all()}
	v.Title = v.Office.SiteName
	v.Description = v.T(
		"Ajukan layanan "+c.office.OfficeName+" secara online: email resmi, subdomain, hosting, tanda tangan elektronik, dan lainnya. Ikuti prosesnya sampai surat jawabannya terbit.",
		"Ask for the services of "+c.office.OfficeName+" online: official email, subdomains, hosting, electronic signatures and more, and follow them to the answer letter.")
	for _, category := range c.categories {
		g := group{Category: category}
		for _, p := range c.services {
			if p.Category == category.Code {
				g.Services = append(g.Services, p)
			}
		}
		if len(g.Services) > 0 {
			body.Groups = append(body.Groups, g)
		}
	}
	if a.query != "" {
		var err error
		if body.Found, err = s.Catalogue.List(ctx, catalogue.Filter{Query: a.query}); err != nil {
			return nil, err
		}
		v.NoIndex = true
	}
	v.Body, v.Data = body, s.officeData(c.office)
	return v, nil
}

type serviceBody struct {
	catalogue.Published
	CategoryName  string
	Text          template.HTML // of the description
	Components    []componentView
	Prerequisites []prerequisiteView
	Closed        bool         // retired: can be read, and no longer be asked for
	Figures       *figuresView // nil: none to show
}

type componentView struct {
	catalogue.Component
	HTML, Decreed template.HTML
}

type prerequisiteView struct {
	catalogue.Prerequisite
	Name string // of the service that gives it
}

func (s *Site) service(ctx context.Context, c content, a address, code string) (*view, error) {
	p, listed, err := s.find(ctx, c, code)
	if err != nil {
		return nil, err
	}
	return s.definition(ctx, c, a, p, listed)
}

// definition makes the page of a service as one version describes it. listed
// tells whether that is what the catalogue shows.
func (s *Site) definition(ctx context.Context, c content, a address, p catalogue.Published, listed bool) (_ *view, err error) {
	v := s.frame(c, a, "service")
	v.cacheable = listed // the tag of the content does not know the others
	body := serviceBody{Published: p, Closed: !listed && !p.Hidden, Figures: c.figures.of(p.Code)}
	if body.Text, err = s.format.html(p.Description); err != nil {
		return nil, err
	}
	if p.Standard != nil {
		for _, component := range p.Standard.Components {
			one := componentView{Component: component}
			if one.HTML, err = s.format.html(component.Text); err != nil {
				return nil, err
			}
			if one.Decreed, err = s.format.html(component.DecreedText); err != nil {
				return nil, err
			}
			body.Components = append(body.Components, one)
		}
	}
	for _, needed := range p.Prerequisites {
		one := prerequisiteView{Prerequisite: needed}
		if needed.Service != "" {
			giver, _, err := s.find(ctx, c, needed.Service)
			if err != nil && !isNotFound(err) {
				return nil, err
			}
			one.Name = giver.Name
		}
		body.Prerequisites = append(body.Prerequisites, one)
	}
	for _, category := range c.categories {
		if category.Code == p.Category {
			body.CategoryName = category.Name
			v.Crumbs = append(v.Crumbs, crumb{category.Name, v.Link("/#" + category.Code)})
		}
	}
	v.Title, v.Description, v.NoIndex = p.Name, p.Summary, !listed
	v.Body, v.Data = body, s.serviceData(v, p, body.CategoryName)
	return v, nil
}

type policyBody struct {
	catalogue.Decree
	Services []decreedView
}

type decreedView struct {
	Name     string
	Services []catalogue.Published // those that carry the standard
}

func (s *Site) policy(c content, a address) *view {
	v := s.frame(c, a, "decree")
	v.Nav, v.Title = "kebijakan", "Kebijakan layanan"
	v.Description = s.decree.Kind + " Nomor " + s.decree.Number + " tentang " + s.decree.Title + "."
	body := policyBody{Decree: s.decree}
	for _, one := range s.decree.Services {
		d := decreedView{Name: one.Name}
		for _, p := range c.services {
			if slices.Contains(one.Codes, p.Code) {
				d.Services = append(d.Services, p)
			}
		}
		body.Services = append(body.Services, d)
	}
	v.Body = body
	return v
}

type procedureBody struct {
	catalogue.SOP
	Steps []catalogue.Step // with the durations of the flow chart
	Total int              // minutes
}

func (s *Site) procedure(ctx context.Context, c content, a address) (*view, error) {
	v := s.frame(c, a, "sop")
	v.Nav, v.Title, v.Description = "kebijakan", "SOP "+s.sop.Name, s.sop.Title
	v.Crumbs = append(v.Crumbs, crumb{"Kebijakan layanan", "/kebijakan"})
	p, _, err := s.find(ctx, c, s.sop.Service)
	if err != nil {
		return nil, err
	}
	body := procedureBody{SOP: s.sop}
	for _, step := range p.Steps {
		if step.Duration != nil { // the others are the product's own
			body.Steps = append(body.Steps, step)
			body.Total += step.Duration.Amount
		}
	}
	v.Body = body
	return v, nil
}

type chapterBody struct {
	chapter
	All []chapter
}

func (s *Site) chapter(c content, a address, role string) (*view, error) {
	i := slices.IndexFunc(s.manual, func(one chapter) bool { return one.Role == role })
	if i < 0 {
		return nil, web.ErrNotFound
	}
	v := s.frame(c, a, "chapter")
	v.Nav, v.Title, v.Description = "manual", s.manual[i].Title, s.manual[i].Summary
	v.Crumbs = append(v.Crumbs, crumb{"Manual", "/manual"})
	v.Body = chapterBody{s.manual[i], s.manual}
	return v, nil
}

type trackBody struct {
	Open    bool // requests can be followed here
	Number  string
	Missing bool // number or code were not given
	Wrong   bool // they do not fit each other
	Wait    bool // too many did not fit, from this address
	Found   *Tracked
	Fault   string // why what was just asked for is refused
}

func (s *Site) track(c content, a address, body trackBody) *view {
	v := s.frame(c, a, "track")
	v.Nav, v.Title = "lacak", v.T("Lacak permohonan", "Track a request")
	v.Description = v.T("Ikuti permohonan Anda dengan nomor dan kode rahasianya.", "Follow your request with its number and secret code.")
	body.Open = s.Tracker != nil
	v.Body = body
	return v
}
