package draft

import (
	"context"
	"slices"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/form"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/user"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// Draft is a request that is being filled in.
type Draft struct {
	Summary
	Definition  int                     `json:"definition_version"` // of the service now: its form is what the answers are checked by
	Answers     map[string]any          `json:"answers"`            // as they were typed
	Dropped     map[string]any          `json:"dropped"`            // answers to what the form no longer asks; kept, and not sent
	AssetID     string                  `json:"asset_id"`
	AssetWish   string                  `json:"asset_wish" enums:",change,extend,retire"`
	HeldBefore  []ticket.HeldBefore     `json:"held_before"`
	Attachments []attachment.Attachment `json:"attachments"` // oldest first; the order in a field is that of its answer
	Findings    ticket.Findings         `json:"findings"`    // what would stop the request from being filed, and what is unusual
} // @name Draft

// Summary is a draft in a list.
type Summary struct {
	ID             string            `json:"id"`
	ServiceType    ticket.ServiceRef `json:"service_type"`
	Subject        string            `json:"subject"`
	CreatedAt      time.Time         `json:"created_at"`
	ChangedAt      time.Time         `json:"changed_at"`
	ExpiresAt      time.Time         `json:"expires_at"` // when it is removed, unless it is changed before
	Version        int64             `json:"version"`    // If-Match takes it in quotes
	AllowedActions []Action          `json:"allowed_actions"`
} // @name DraftSummary

// Action is something that may be done with a draft now.
type Action string

// Actions. A service that was closed takes no more requests.
const (
	Save   Action = "save"
	Attach Action = "attachments"
	Delete Action = "delete"
	Submit Action = "submit"
)

// Content is what a draft says, without its service.
type Content struct {
	Subject    string              `json:"subject" validate:"max=200" example:"Subdomain untuk portal imunisasi"`
	Answers    map[string]any      `json:"answers"`
	AssetID    string              `json:"asset_id,omitempty" validate:"omitempty,uuid"`
	AssetWish  string              `json:"asset_wish,omitempty" validate:"omitempty,oneof=change extend retire" enums:"change,extend,retire"`
	HeldBefore []ticket.HeldBefore `json:"held_before,omitempty" validate:"max=10,dive"`
} // @name DraftContent

// Bounds of drafts.
const (
	maxDrafts = 50        // of one person
	maxBytes  = 256 << 10 // of answers as JSON, those kept aside included
	// Retention is how long a draft is kept that nobody touches: half a year, so
	// that what was begun for one budget year does not lie about in the next, and
	// personal data is not kept for nothing (UU 27/2022).
	Retention = 180 * 24 * time.Hour
	// sitting is the span of typing that the record tells as one act.
	sitting = time.Hour
)

// Service keeps drafts.
type Service struct {
	store     store
	changes   *change.Recorder
	catalogue *catalogue.Service
	tickets   *ticket.Service
	files     *attachment.Service
	users     *user.Service
	clock     clock.Clock
}

// Options are the parts of a Service.
type Options struct {
	DB        *db.DB
	Changes   *change.Recorder
	Catalogue *catalogue.Service
	Tickets   *ticket.Service
	Files     *attachment.Service
	Users     *user.Service
	Clock     clock.Clock
}

// NewService returns a Service.
func NewService(o Options) *Service {
	return &Service{
		store: store{o.DB.Read}, changes: o.Changes, catalogue: o.Catalogue, tickets: o.Tickets, files: o.Files, users: o.Users, clock: o.Clock,
	}
}

// service returns the definition by which a draft is checked, and whether it
// can be filed.
func (s *Service) service(ctx context.Context, code string) (found catalogue.Published, open bool, err error) {
	found, err = s.catalogue.Requestable(ctx, code)
	if err == nil || apperr.From(err).Kind != apperr.Invalid {
		return found, err == nil, err
	}
	found, err = s.catalogue.Find(ctx, code)
	return found, false, err
}

func (s *Service) summary(r row, service catalogue.Published, open bool) Summary {
	v := Summary{
		ID: r.ID, ServiceType: ticket.ServiceRef{Code: r.ServiceCode, Name: service.Name}, Subject: r.Subject,
		CreatedAt: r.CreatedAt, ChangedAt: r.ChangedAt, ExpiresAt: r.ChangedAt.Add(Retention), Version: r.Version,
		AllowedActions: []Action{Save, Attach, Delete},
	}
	if open {
		v.AllowedActions = append(v.AllowedActions, Submit)
	}
	return v
}

// view shows a draft to its owner, checked by the form as it is now. What is
// not asked at present is kept, and no fault.
func (s *Service) view(ctx context.Context, actor auth.Actor, r row, lang string) (Draft, error) {
	service, open, err := s.service(ctx, r.ServiceCode)
	if err != nil {
		return Draft{}, err
	}
	answers, dropped := split(service.Form, r.Answers)
	in := ticket.AnswersInput{Answers: answers, AssetID: r.Rest.AssetID, AssetWish: r.Rest.AssetWish}
	result, err := s.tickets.CheckAnswers(ctx, actor, service, in, attachment.Waiting{OwnerID: r.OwnerID, DraftID: r.ID})
	if err != nil {
		return Draft{}, err
	}
	result.Errors = slices.DeleteFunc(result.Errors, form.NotAsked)
	files, err := attachment.ListDraft(s.store.read.WithContext(ctx), r.ID)
	return Draft{
		Summary: s.summary(r, service, open), Definition: service.Number, Answers: answers, Dropped: dropped,
		AssetID: r.Rest.AssetID, AssetWish: r.Rest.AssetWish, HeldBefore: r.Rest.held(),
		Attachments: files, Findings: ticket.NewFindings(result, lang),
	}, err
}

// split takes answers apart into those that a form asks for and the others.
// Without a form all are asked for.
func split(f *form.Form, answers map[string]any) (asked, dropped map[string]any) {
	asked, dropped = map[string]any{}, map[string]any{}
	for key, value := range answers {
		if f == nil || asks(*f, key) {
			asked[key] = value
		} else {
			dropped[key] = value
		}
	}
	return asked, dropped
}

func asks(f form.Form, key string) bool {
	_, known := f.Properties[key]
	return known
}

// own finds a draft of the actor.
func (s *Service) own(ctx context.Context, actor auth.Actor, id string) (row, error) {
	return find(s.store.read.WithContext(ctx), actor.ID, id)
}
