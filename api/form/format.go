package form

import (
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// format is a text of a fixed shape. After drop, the pattern decides (it goes
// into the JSON Schema as it is, so it is written in the common ground of RE2
// and ECMA-262), and then right, for what a pattern cannot say.
type format struct {
	drop     string // characters that people write between the others
	lower    bool   // upper case is the same
	shortest int    // in characters
	longest  int
	pattern  *regexp.Regexp
	right    func(string) bool // nil: the pattern says all
	unusual  func(string) bool // nil: nothing to warn of
	wrong    apperr.Text       // what to write instead
	warning  apperr.Text
}

// The formats. Structure of NIP and NIK: domain-facts §9 (no check digit; PPPK
// and older regions make exceptions, which is why these are only warned of).
// Mailbox names: §9; subdomains: RFC 1035 and 1123.
var formats = map[Kind]format{
	NIP: {drop: " ", longest: 18, pattern: regexp.MustCompile(`^[0-9]{18}$`), unusual: unusualNIP,
		wrong:   apperr.Text{ID: "NIP terdiri dari 18 angka. Periksa kembali angkanya.", EN: "A NIP has 18 digits. Check the digits again."},
		warning: apperr.Text{ID: "Susunan NIP ini tidak biasa. Periksa kembali; bila memang demikian (misalnya PPPK), lanjutkan.", EN: "The structure of this NIP is unusual. Check it again; if it is right (such as of PPPK), go on."}},
	NIK: {drop: " ", longest: 16, pattern: regexp.MustCompile(`^[0-9]{16}$`), unusual: unusualNIK,
		wrong:   apperr.Text{ID: "NIK terdiri dari 16 angka. Periksa kembali angkanya.", EN: "A NIK has 16 digits. Check the digits again."},
		warning: apperr.Text{ID: "Susunan NIK ini tidak biasa. Periksa kembali; bila memang demikian, lanjutkan.", EN: "The structure of this NIK is unusual. Check it again; if it is right, go on."}},
	Phone: {drop: " -", longest: 17, pattern: regexp.MustCompile(`^(?:\+62|0)[0-9]{7,13}$`),
		wrong: apperr.Text{ID: "Tulis nomor telepon yang diawali 0 atau +62, misalnya 081234567890.", EN: "Write a phone number that begins with 0 or +62, such as 081234567890."}},
	Email: {longest: 254, pattern: regexp.MustCompile(`^[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$`),
		wrong: apperr.Text{ID: "Tulis alamat email yang lengkap, misalnya nama@contoh.go.id.", EN: "Write a whole email address, such as nama@contoh.go.id."}},
	Mailbox: {lower: true, shortest: 3, longest: 64, pattern: regexp.MustCompile(`^[a-z0-9](?:(?:\.?[a-z0-9_-])*\.?[a-z0-9])?$`),
		wrong: apperr.Text{ID: "Nama email terdiri dari 3–64 huruf kecil, angka, titik, garis bawah, atau tanda hubung, misalnya nama.nama; tanpa @ dan nama domain.",
			EN: "A mailbox name has 3–64 lower-case letters, digits, dots, underscores or hyphens, such as nama.nama; without @ and the domain."}},
	Subdomain: {lower: true, longest: 63, pattern: regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$`),
		wrong: apperr.Text{ID: "Nama subdomain terdiri dari paling banyak 63 huruf kecil, angka, atau tanda hubung di tengah; tanpa nama domain di belakangnya.",
			EN: "A subdomain has at most 63 lower-case letters, digits or inner hyphens; without the domain behind it."}},
	URI: {longest: 2000, pattern: regexp.MustCompile(`^https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?(?:[/?#][^ ]*)?$`),
		wrong: apperr.Text{ID: "Tulis alamat yang diawali http:// atau https://, misalnya https://contoh.kaltaraprov.go.id.", EN: "Write an address that begins with http:// or https://, such as https://contoh.kaltaraprov.go.id."}},
	IP: {longest: 45, pattern: regexp.MustCompile(`^[0-9A-Fa-f.:]+$`), right: func(s string) bool { _, err := netip.ParseAddr(s); return err == nil },
		wrong: apperr.Text{ID: "Tulis alamat IPv4 atau IPv6, misalnya 10.10.2.15.", EN: "Write an IPv4 or IPv6 address, such as 10.10.2.15."}},
	Coordinates: {drop: " ", longest: 40, pattern: regexp.MustCompile(`^-?[0-9]{1,2}(?:\.[0-9]{1,10})?,-?[0-9]{1,3}(?:\.[0-9]{1,10})?$`), right: onEarth,
		wrong: apperr.Text{ID: "Tulis lintang dan bujur dalam derajat, misalnya 2.8371,117.3653.", EN: "Write latitude and longitude in degrees, such as 2.8371,117.3653."}},
}

// reservedText refuses a name that nobody may ask for.
var reservedText = apperr.Text{ID: "Nama ini dicadangkan dan tidak dapat diminta. Pilih nama lain.", EN: "This name is reserved and cannot be asked for. Choose another one."}

// clean brings a text into the shape in which it is kept.
func (f format) clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(f.drop, r) {
			return -1
		}
		return r
	}, s)
	if f.lower {
		s = strings.ToLower(s)
	}
	return s
}

// ok tells whether a cleaned text has the format.
func (f format) ok(s string) bool {
	n := utf8.RuneCountInString(s)
	return n >= f.shortest && n <= f.longest && f.pattern.MatchString(s) && (f.right == nil || f.right(s))
}

// plain drops control characters and trims. In a text of several lines, line
// breaks and tabs stay; in one of one line they become spaces.
func plain(s string, lines bool) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			if lines {
				return r
			}
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, s))
}

// unusualNIP looks at the parts of a NIP: born YYYYMMDD, appointed YYYYMM, sex
// 1 or 2, three digits in order.
func unusualNIP(s string) bool {
	born, err := time.Parse("20060102", s[:8])
	if err != nil {
		return true
	}
	appointed, err := time.Parse("200601", s[8:14])
	return err != nil || appointed.Before(born.AddDate(17, 0, 1-born.Day())) || (s[14] != '1' && s[14] != '2')
}

// unusualNIK looks at the parts of a NIK: region, DDMMYY of birth (40 added to
// the day of women), four digits that are not all zero. A year in two digits
// may be a leap year in one century only, so 29 February always passes.
func unusualNIK(s string) bool {
	day, _ := strconv.Atoi(s[6:8])
	month, _ := strconv.Atoi(s[8:10])
	if day > 40 {
		day -= 40
	}
	if day < 1 || month < 1 || month > 12 || s[12:] == "0000" {
		return true
	}
	return day > time.Date(2000, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func onEarth(s string) bool {
	latitude, longitude, _ := strings.Cut(s, ",")
	north, _ := strconv.ParseFloat(latitude, 64)
	east, _ := strconv.ParseFloat(longitude, 64)
	return north >= -90 && north <= 90 && east >= -180 && east <= 180
}

// Shapes of dates and instants. time.Parse then refuses what is not in the
// calendar.
var (
	datePattern    = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
	instantPattern = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})$`)
)

func parseDate(s string) (time.Time, bool) {
	if !datePattern.MatchString(s) {
		return time.Time{}, false
	}
	t, err := time.Parse(time.DateOnly, s)
	return t, err == nil
}

func parseInstant(s string) (time.Time, bool) {
	if !instantPattern.MatchString(s) {
		return time.Time{}, false
	}
	t, err := time.Parse(time.RFC3339, s)
	return t, err == nil
}
