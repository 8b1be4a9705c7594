package setting

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Office is what the public may know of the office: it stands on every page
// and letter.
type Office struct {
	SiteName         string   `yaml:"site_name" json:"site_name" validate:"required,max=200" example:"Layanan Digital Dinas Komunikasi Informatika Statistik dan Persandian Provinsi Kalimantan Utara"`
	ProductName      string   `yaml:"product_name" json:"product_name" validate:"required,max=60" example:"E-Layanan"`
	ShortName        string   `yaml:"short_name" json:"short_name" validate:"required,max=60" example:"DKISP"`
	OfficeName       string   `yaml:"office_name" json:"office_name" validate:"required,max=200" example:"Dinas Komunikasi, Informatika, Statistik dan Persandian"`
	Government       string   `yaml:"government" json:"government" validate:"required,max=200" example:"Pemerintah Provinsi Kalimantan Utara"`
	Province         string   `yaml:"province" json:"province" validate:"required,max=100" example:"Kalimantan Utara"`
	Address          string   `yaml:"address" json:"address" validate:"required,max=300" example:"Jalan Rambutan Gedung Gabungan Dinas Lantai V"`
	PostalCode       string   `yaml:"postal_code" json:"postal_code" validate:"len=5,numeric" example:"77212"`
	City             string   `yaml:"city" json:"city" validate:"required,max=100" example:"Tanjung Selor"`
	Email            string   `yaml:"email" json:"email" validate:"required,email,max=160" example:"diskominfo@kaltaraprov.go.id"`
	Website          string   `yaml:"website" json:"website" validate:"required,http_url,max=300" example:"https://diskominfo.kaltaraprov.go.id"`
	Domain           string   `yaml:"domain" json:"domain" validate:"required,fqdn,max=253" example:"kaltaraprov.go.id"` // of the government's addresses
	TimeZoneLabel    string   `yaml:"time_zone_label" json:"time_zone_label" validate:"required,max=10" example:"WITA"`
	HelpWhatsApp     string   `yaml:"help_whatsapp" json:"help_whatsapp" validate:"required" example:"+6282253731353"`
	VerifierWhatsApp string   `yaml:"verifier_whatsapp" json:"verifier_whatsapp" validate:"required" example:"081350042338"` // confirms certificates (L11)
	ServiceHours     string   `yaml:"service_hours" json:"service_hours" validate:"required,max=1000"`                       // plain text, one line for each group of days
	Head             Official `yaml:"head" json:"head"`
	Social           []Link   `yaml:"social,omitempty" json:"social" validate:"max=12,dive"`
	Banners          []Banner `yaml:"banners,omitempty" json:"banners" validate:"max=5,dive"`
	Brand            Brand    `yaml:"brand" json:"brand"`

	Reminders    Reminders     `yaml:"reminders,omitempty" json:"reminders"`                              // when officers are reminded; left out: the usual times
	Instructions []Instruction `yaml:"instructions,omitempty" json:"instructions" validate:"max=40,dive"` // the checklist of the disposition sheet; left out: the usual one
} // @name OfficeSettings

// Reminders say how long before a due time its holder is reminded, for each
// measure of limits. 0: as usual.
type Reminders struct {
	WorkingDays    int `yaml:"working_days" json:"working_days" validate:"omitempty,min=1,max=10" example:"1"`
	WorkingMinutes int `yaml:"working_minutes" json:"working_minutes" validate:"omitempty,min=15,max=900" example:"60"`
	ClockHours     int `yaml:"clock_hours" json:"clock_hours" validate:"omitempty,min=1,max=48" example:"1"`
} // @name OfficeReminders

// Official is a person who signs for the office.
type Official struct {
	Position string `yaml:"position" json:"position" validate:"required,max=300"`
	Name     string `yaml:"name" json:"name" validate:"required,max=160"`
	Rank     string `yaml:"rank" json:"rank" validate:"required,max=100"`
	NIP      string `yaml:"nip" json:"nip" validate:"len=18,numeric" example:"196704071998031007"`
} // @name Official

// Link leads to a page of the office elsewhere.
type Link struct {
	Name string `yaml:"name" json:"name" validate:"required,max=60" example:"Instagram"`
	URL  string `yaml:"url" json:"url" validate:"required,http_url,max=300"`
} // @name Link

// Banner is an announcement on the public pages.
type Banner struct {
	Text string `yaml:"text" json:"text" validate:"required,max=500"`
	Kind string `yaml:"kind" json:"kind" validate:"oneof=info warning" enums:"info,warning"`
	From string `yaml:"from,omitempty" json:"from,omitempty" validate:"omitempty,datetime=2006-01-02" format:"date"` // first day; none: from now on
	To   string `yaml:"to,omitempty" json:"to,omitempty" validate:"omitempty,datetime=2006-01-02" format:"date"`     // last day; none: until it is taken away
	URL  string `yaml:"url,omitempty" json:"url,omitempty" validate:"max=300"`                                       // where to read more: an http address, or a path of this site
} // @name Banner

// ShownOn tells whether the announcement is shown on a date (YYYY-MM-DD).
func (b Banner) ShownOn(date string) bool {
	return (b.From == "" || b.From <= date) && (b.To == "" || date <= b.To)
}

// Brand is how the product looks for this office.
type Brand struct {
	Logo   string `yaml:"-" json:"logo,omitempty" validate:"omitempty,len=64,hexadecimal,lowercase"` // name of an uploaded logo; empty: that of the product
	Accent string `yaml:"accent" json:"accent" validate:"required,hexcolor,len=7" example:"#0060ad"`
} // @name Brand

// phonePattern is an Indonesian number, written with the country code or at
// home.
var phonePattern = regexp.MustCompile(`^(\+62|0)[1-9][0-9]{7,12}$`)

// pathPattern is an address on this site; "//host" would lead elsewhere.
var pathPattern = regexp.MustCompile(`^/([^/\\].*)?$`)

// Check refuses settings that could not be shown, each fault at its field.
func (o Office) Check() error {
	if err := web.Validate(o, ""); err != nil {
		return err
	}
	var faults []apperr.Field
	fault := func(pointer, code, id, en string) {
		faults = append(faults, apperr.Field{Pointer: pointer, Code: code, Detail: apperr.Text{ID: id, EN: en}})
	}
	for pointer, number := range map[string]string{"/help_whatsapp": o.HelpWhatsApp, "/verifier_whatsapp": o.VerifierWhatsApp} {
		if !phonePattern.MatchString(number) {
			fault(pointer, "phone.format", "Tulis nomor Indonesia tanpa spasi, misalnya +6281234567890 atau 081234567890.",
				"Write an Indonesian number without spaces, such as +6281234567890 or 081234567890.")
		}
	}
	for i, b := range o.Banners {
		at := "/banners/" + strconv.Itoa(i)
		if b.From != "" && b.To != "" && b.To < b.From {
			fault(at+"/to", "banner.period", "Tanggal akhir harus sama dengan atau sesudah tanggal mulai.", "The last day must not be before the first.")
		}
		if b.URL != "" && !pathPattern.MatchString(b.URL) && !isHTTP(b.URL) {
			fault(at+"/url", "banner.url", "Tulis alamat yang diawali https://, atau alamat di situs ini yang diawali garis miring.",
				"Write an address that begins with https://, or one on this site that begins with a slash.")
		}
	}
	for i, line := range o.Instructions {
		if slices.ContainsFunc(o.Instructions[:i], func(other Instruction) bool { return other.Code == line.Code }) {
			fault("/instructions/"+strconv.Itoa(i)+"/code", "instruction.duplicate", "Kode ini sudah dipakai instruksi lain.", "Another instruction has this code.")
		}
	}
	if whiteContrast(o.Brand.Accent) < minContrast {
		fault("/brand/accent", "brand.contrast", "Warna ini terlalu terang untuk teks putih di atasnya. Pilih yang lebih gelap.",
			"This colour is too light for white text on it. Choose a darker one.")
	}
	if len(faults) > 0 {
		return apperr.BadFields(faults...)
	}
	return nil
}

func isHTTP(url string) bool {
	link := Link{Name: "link", URL: url}
	return web.Validate(link, "") == nil
}

// minContrast is what WCAG 2.2 (1.4.3) asks of text.
const minContrast = 4.5

// whiteContrast returns the contrast of white text on a colour "#rrggbb", by
// the formula of WCAG 2.2.
func whiteContrast(colour string) float64 {
	rgb, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil {
		return 0
	}
	channel := func(shift int) float64 {
		v := float64(rgb>>shift&0xff) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	luminance := 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
	return 1.05 / (luminance + 0.05)
}

// fill makes absent lists empty ones, which the API shows as [] rather than
// null, and puts what is usual where the office has not set its own.
func (o *Office) fill() {
	if o.Social == nil {
		o.Social = []Link{}
	}
	if o.Banners == nil {
		o.Banners = []Banner{}
	}
	o.Reminders.WorkingDays = cmp.Or(o.Reminders.WorkingDays, 1)
	o.Reminders.WorkingMinutes = cmp.Or(o.Reminders.WorkingMinutes, 60)
	o.Reminders.ClockHours = cmp.Or(o.Reminders.ClockHours, 1)
	if len(o.Instructions) == 0 {
		o.Instructions = usualInstructions()
	}
}
