package document

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/organisation"
	"github.com/dkisp-kaltara/elayanan/api/recommendation"
	"github.com/dkisp-kaltara/elayanan/api/setting"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// Service makes documents from what the other rooms know.
type Service struct {
	Options
	store   store
	mu      sync.Mutex
	drawer  *Drawer
	version int64 // of the settings that the drawer was made from
}

// Options are the parts of a Service.
type Options struct {
	DB            *db.DB
	IDs           ident.Source
	Throttle      *auth.Throttle
	Forms         recommendation.Forms // of the proposals whose papers are drawn
	Settings      *setting.Service
	Organisations *organisation.Service
	Catalogue     *catalogue.Service
	Tickets       *ticket.Service
	Zone          *time.Location // of every date that is printed
	PublicURL     string         // address by which people reach the product
}

// NewService returns a Service.
func NewService(o Options) *Service {
	o.PublicURL = strings.TrimRight(o.PublicURL, "/")
	return &Service{Options: o, store: store{o.DB.Read}}
}

// office returns the drawer of the office as its settings are now.
func (s *Service) office(ctx context.Context) (*Drawer, error) {
	office, version, err := s.Settings.Office(ctx)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.drawer == nil || s.version != version {
		head := Letterhead{Office: office, Zone: s.Zone, SiteURL: s.PublicURL}
		if office.Brand.Logo != "" {
			if head.Logo, err = s.Settings.Logo(ctx, office.Brand.Logo); err != nil {
				return nil, err
			}
		}
		if s.drawer, err = NewDrawer(head); err != nil {
			return nil, err
		}
		s.version = version
	}
	return s.drawer, nil
}

// ReceiptOf draws the receipt of a request within the actor's scope.
func (s *Service) ReceiptOf(ctx context.Context, actor auth.Actor, number string) ([]byte, error) {
	t, err := s.Tickets.Get(ctx, actor, number)
	if err != nil {
		return nil, err
	}
	service, err := s.Tickets.Definition(ctx, actor, number)
	if err != nil {
		return nil, err
	}
	drawer, err := s.office(ctx)
	if err != nil {
		return nil, err
	}
	data := ReceiptData{
		Number: t.Number, Service: t.ServiceType.Name, Subject: t.Subject, Applicant: t.Applicant.Name,
		ReceivedAt: t.SubmittedAt, DueAt: t.DueAt, Limit: service.TimeLimit, FollowURL: s.PublicURL + "/permohonan/" + t.Number,
	}
	if t.Intake != nil {
		data.Agenda, data.Letter = t.Intake.AgendaNumber, drawer.letterWords(*t.Intake)
	}
	if t.Guest {
		data.FollowURL = s.PublicURL + "/lacak"
	}
	if t.Organisation != nil {
		data.Organisation = t.Organisation.Name
	}
	for _, f := range t.Attachments {
		if f.Kind == attachment.RequestLetter || f.Kind == attachment.Supporting {
			data.Files = append(data.Files, ReceiptFile{Name: f.Name, Size: f.Size, SHA256: f.SHA256})
		}
	}
	var out bytes.Buffer
	err = drawer.Receipt(&out, data)
	return out.Bytes(), err
}

// Download draws a format of a service: PDF, or DOCX for editing.
func (s *Service) Download(ctx context.Context, code, key string, editable bool) ([]byte, error) {
	service, err := s.Catalogue.Find(ctx, code)
	if err != nil {
		return nil, err
	}
	drawer, err := s.office(ctx)
	if err != nil {
		return nil, err
	}
	for _, f := range drawer.Formats(service.Definition) {
		if f.Key != key {
			continue
		}
		draw := f.PDF
		if editable {
			draw = f.DOCX
		}
		var out bytes.Buffer
		err := draw(&out)
		return out.Bytes(), err
	}
	return nil, web.ErrNotFound
}
