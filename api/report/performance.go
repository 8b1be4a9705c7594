package report

import (
	"context"
	"sync"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// Performance tells the public how the office keeps its standards (S10).
type Performance struct {
	AsOf  time.Time            `json:"as_of"`                                    // when the figures were made
	Since string               `json:"since" format:"date" example:"2025-01-05"` // requests that were filed earlier are not counted
	Total Figures              `json:"total"`                                    // of the items, confidential services left out
	Items []ServicePerformance `json:"items"`                                    // services that were asked for at all, in the order of the catalogue
} // @name PublicPerformance

// ServicePerformance are the figures of one service.
type ServicePerformance struct {
	ServiceType string `json:"service_type" example:"subdomain"`
	Name        string `json:"name"`
	Figures
} // @name ServicePerformance

// Figures count requests. Null is a number that is not told: below five, of a
// confidential service; or a median of nothing.
type Figures struct {
	Received *int64 `json:"received"` // filed since then; those that the applicant took back are not counted
	Answered *int64 `json:"answered"` // of these, closed
	Due      *int64 `json:"due"`      // of these, with a time limit, and either closed or overdue
	OnTime   *int64 `json:"on_time"`  // of the due ones, closed within the limit
	// Median is the time from receipt to the answer that half of the answered
	// requests did not exceed, in minutes by the clock: nights, holidays and the
	// applicant's own time included.
	Median *int64 `json:"median_minutes"`
} // @name PerformanceFigures

// keep is how long figures are shown before they are made anew.
const keep = 15 * time.Minute

// few is the least number of a confidential service that is told.
const few = 5

// Service makes figures.
type Service struct {
	store     store
	catalogue *catalogue.Service
	clock     clock.Clock
	zone      *time.Location
	making    sync.Mutex // held by whoever makes the figures anew
	mu        sync.RWMutex
	kept      *Performance
}

// NewService returns a Service. The zone is the office's.
func NewService(d *db.DB, services *catalogue.Service, c clock.Clock, zone *time.Location) *Service {
	return &Service{store: store{d.Read, d.Dialect}, catalogue: services, clock: c, zone: zone}
}

// Performance returns the public figures, at most fifteen minutes old. While
// one caller makes them anew, or when that fails, others get the earlier ones.
func (s *Service) Performance(ctx context.Context) (Performance, error) {
	kept := s.current()
	if kept != nil && s.fresh(*kept) {
		return *kept, nil
	}
	if kept == nil {
		s.making.Lock() // there is nothing to show meanwhile
	} else if !s.making.TryLock() {
		return *kept, nil
	}
	defer s.making.Unlock()
	if now := s.current(); now != nil && s.fresh(*now) { // made while this one waited
		return *now, nil
	}
	made, err := s.make(ctx)
	if err != nil && kept != nil {
		return *kept, nil
	}
	if err != nil {
		return Performance{}, err
	}
	s.mu.Lock()
	s.kept = &made
	s.mu.Unlock()
	return made, nil
}

func (s *Service) current() *Performance {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.kept
}

func (s *Service) fresh(p Performance) bool { return s.clock.Now().Sub(p.AsOf) < keep }

func (s *Service) make(ctx context.Context) (Performance, error) {
	now := s.clock.Now()
	p := Performance{AsOf: now.UTC(), Since: now.In(s.zone).AddDate(-1, 0, 0).Format(time.DateOnly), Items: []ServicePerformance{}}
	services, err := s.catalogue.List(ctx, catalogue.Filter{})
	if err != nil {
		return p, err
	}
	told := []string{""} // never an empty list, which SQL does not know
	for _, service := range services {
		if !service.Confidential {
			told = append(told, service.Code)
		}
	}
	rows, err := s.store.performance(ctx, p.Since, now, told)
	if err != nil {
		return p, err
	}
	byCode := map[string]row{}
	for _, r := range rows {
		byCode[r.ServiceCode] = r
	}
	p.Total = byCode[""].figures()
	for _, service := range services {
		r, asked := byCode[service.Code]
		if !asked {
			continue
		}
		one := ServicePerformance{ServiceType: service.Code, Name: service.Name, Figures: r.figures()}
		if service.Confidential {
			one.Figures = one.Figures.coarse()
		}
		p.Items = append(p.Items, one)
	}
	return p, nil
}

// coarse leaves out what would tell of single requests, also by subtraction.
func (f Figures) coarse() Figures {
	if *f.Received < few {
		return Figures{}
	}
	if *f.Answered < few || small(*f.Received-*f.Answered) {
		f.Answered, f.Median = nil, nil
	}
	if *f.Due < few {
		f.Due, f.OnTime = nil, nil
	} else if *f.OnTime < few || small(*f.Due-*f.OnTime) {
		f.OnTime = nil
	}
	return f
}

func small(n int64) bool { return n > 0 && n < few }
