package catalogue

import "github.com/dkisp-kaltara/elayanan/api/setting"

// Office is the office as it ships (content/_office.yaml): the first values of
// settings that an admin may change afterwards, and where they come from.
type Office struct {
	setting.Office `yaml:",inline"`
	Sources        []string `yaml:"sources"`                       // the requirement numbers that it serves
	SiteURL        string   `yaml:"site_url" validate:"url"`       // where the sources say the portal is
	TimeZone       string   `yaml:"time_zone" validate:"timezone"` // the zone of its hours
	Navigation     []string `yaml:"navigation" validate:"len=4"`   // what every public page must lead to (L1)
	Notes          []Note   `yaml:"notes" validate:"dive"`
}

// LoadOffice reads the shipped office.
func LoadOffice() (Office, error) {
	var o Office
	err := decodeFile("content/_office.yaml", &o)
	return o, err
}
