package privacy

import (
	"context"
	"embed"
	"fmt"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/document"
	"github.com/dkisp-kaltara/elayanan/api/setting"
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// Rule says how long one sort of data is kept.
type Rule struct {
	Code   string `json:"code" yaml:"code" example:"guest_contacts"`
	What   string `json:"what" yaml:"what"`
	WhatEN string `json:"what_en" yaml:"what_en"`
	Months int    `json:"months" yaml:"months"`                           // after the thing is over; 0: stays
	Action string `json:"action" yaml:"action" enums:"anonymise,delete,"` // empty: stays
	Basis  string `json:"basis" yaml:"basis"`
} // @name RetentionRule

// Processing is one entry of the record of processing.
type Processing struct {
	Name      string `json:"name" yaml:"name"`
	Purpose   string `json:"purpose" yaml:"purpose"`
	Basis     string `json:"basis" yaml:"basis"`
	Subjects  string `json:"subjects" yaml:"subjects"`
	Data      string `json:"data" yaml:"data"`
	Receivers string `json:"receivers" yaml:"receivers"`
	Retention string `json:"retention" yaml:"retention"` // code of the rule
} // @name ProcessingRecord

//go:embed data/*.yaml
var shipped embed.FS

func load(name string, into any) error {
	text, err := shipped.ReadFile("data/" + name)
	if err == nil {
		err = yaml.Unmarshal(text, into)
	}
	if err != nil {
		return fmt.Errorf("privacy: %s: %w", name, err)
	}
	return nil
}

// Service keeps what the law on personal data asks for.
type Service struct {
	store      store
	changes    *change.Recorder
	clock      clock.Clock
	zone       *time.Location
	documents  *document.Service
	settings   *setting.Service
	guests     Guests
	rules      []Rule
	processing []Processing
}

// Options are the parts of a Service.
type Options struct {
	DB        *db.DB
	Changes   *change.Recorder
	Clock     clock.Clock
	Zone      *time.Location // of the office
	Documents *document.Service
	Settings  *setting.Service
	Guests    Guests
}

// Guests tells who holds the code of a request (api/ticket).
type Guests interface {
	Guest(ctx context.Context, from auth.Actor, number, code string) (auth.Actor, error)
}

// NewService returns a Service.
func NewService(o Options) (*Service, error) {
	s := &Service{store: store{o.DB.Read}, changes: o.Changes, clock: o.Clock, zone: o.Zone, documents: o.Documents, settings: o.Settings, guests: o.Guests}
	if err := load("rules.yaml", &s.rules); err != nil {
		return nil, err
	}
	for _, r := range s.rules {
		if _, known := sweeps[r.Code]; known != (r.Action != "") {
			return nil, fmt.Errorf("privacy: rule %s and what the product can do differ", r.Code)
		}
	}
	return s, load("processing.yaml", &s.processing)
}
