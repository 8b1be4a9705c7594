package calendar

import (
	"bytes"
	"embed"
	"fmt"
	"path"

	"go.yaml.in/yaml/v3"
)

//go:embed data/*.yaml
var data embed.FS

// Shipped returns the rules that the product comes with, for a first start:
// the service hours of the SOP (P3, C6) without exceptional periods, and the
// national holidays and collective leave of 2025 to 2027. From then on the
// admin's data holds. An error means that the build is damaged.
func Shipped() (Rules, error) {
	var rules Rules
	if err := read("hours.yaml", &rules); err != nil {
		return Rules{}, err
	}
	var declared struct {
		Years []struct {
			Source   string    `yaml:"source"`
			Holidays []Holiday `yaml:"holidays"`
		} `yaml:"years"`
	}
	if err := read("holidays.yaml", &declared); err != nil {
		return Rules{}, err
	}
	for _, year := range declared.Years {
		for _, h := range year.Holidays {
			if h.Source == "" {
				h.Source = year.Source
			}
			rules.Holidays = append(rules.Holidays, h)
		}
	}
	return rules, rules.Validate()
}

// ShippedRamadan returns periods of Ramadan hours that an admin may adopt.
// They are not part of Shipped: the dates are not verified, and hours of work
// are not hours of service, for which the office decides.
func ShippedRamadan() ([]Exception, error) {
	var proposed struct {
		Week    Week `yaml:"week"`
		Periods []struct {
			From Date   `yaml:"from"`
			To   Date   `yaml:"to"`
			Name string `yaml:"name"`
		} `yaml:"periods"`
	}
	if err := read("ramadan.yaml", &proposed); err != nil {
		return nil, err
	}
	exceptions := make([]Exception, 0, len(proposed.Periods))
	for _, p := range proposed.Periods {
		exceptions = append(exceptions, Exception{From: p.From, To: p.To, Name: p.Name, Week: proposed.Week})
	}
	return exceptions, nil
}

// read decodes a file of the shipped data; an unknown key is an error.
func read(name string, into any) error {
	content, err := data.ReadFile(path.Join("data", name))
	if err != nil {
		return fmt.Errorf("calendar: %w", err)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("calendar: %s: %w", name, err)
	}
	return nil
}
