package asset

import (
	"context"
	"slices"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/setting"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// Asset is a delivered thing with all that the register holds of it.
type Asset struct {
	Summary
	Fields   map[string]string   `json:"fields"`
	Services []ticket.ServiceRef `json:"services"` // by which its agency may ask for a change
} // @name Asset

// Summary is a delivered thing in a list.
type Summary struct {
	ID             string    `json:"id"`
	Kind           string    `json:"kind" example:"subdomain"`
	Name           string    `json:"name" example:"imunisasi.kaltaraprov.go.id"`
	Organisation   auth.Ref  `json:"organisation"` // whose it is
	Ticket         *string   `json:"ticket"`       // number of the request that it comes from; null: older than the register
	State          State     `json:"state" enums:"active,suspended,expired,retired"`
	DeliveredOn    string    `json:"delivered_on" format:"date"`
	ExpiresOn      *string   `json:"expires_on" format:"date"` // its last day; null: without end
	Version        int64     `json:"version"`
	ChangedAt      time.Time `json:"changed_at"`
	AllowedActions []Action  `json:"allowed_actions" enums:"request,extend,suspend,resume,retire,correct"`
} // @name AssetSummary

// Service keeps the register.
type Service struct {
	store     store
	changes   *change.Recorder
	catalogue *catalogue.Service
	tickets   *ticket.Service
	settings  *setting.Service
	clock     clock.Clock
	zone      *time.Location
	kinds     []Kind
}

// Options are the parts of a Service.
type Options struct {
	DB        *db.DB
	Changes   *change.Recorder
	Catalogue *catalogue.Service
	Tickets   *ticket.Service
	Settings  *setting.Service
	Clock     clock.Clock
	Zone      *time.Location // of the office, whose dates these are
}

// NewService returns a Service and tells the requests where their results are
// registered.
func NewService(o Options) (*Service, error) {
	kinds, err := loadKinds()
	if err != nil {
		return nil, err
	}
	s := &Service{
		store: store{o.DB.Read}, changes: o.Changes, catalogue: o.Catalogue, tickets: o.Tickets, settings: o.Settings,
		clock: o.Clock, zone: o.Zone, kinds: kinds,
	}
	o.Tickets.RegisterWith(s)
	o.Tickets.CheckWith(s)
	return s, nil
}

// Kinds returns what the office delivers, with its domain filled in.
func (s *Service) Kinds(ctx context.Context) ([]Kind, error) {
	office, _, err := s.settings.Office(ctx)
	kinds := make([]Kind, len(s.kinds))
	for i, k := range s.kinds {
		kinds[i] = k.in(office.Domain)
	}
	return kinds, err
}

// kind returns the kind with the code, or web.ErrNotFound.
func (s *Service) kind(ctx context.Context, code string) (Kind, error) {
	i := slices.IndexFunc(s.kinds, func(k Kind) bool { return k.Code == code })
	if i < 0 {
		return Kind{}, web.ErrNotFound
	}
	office, _, err := s.settings.Office(ctx)
	return s.kinds[i].in(office.Domain), err
}

// today is the office's date at an instant.
func (s *Service) today(at time.Time) string { return at.In(s.zone).Format(time.DateOnly) }

// needs says which permission an action takes; the route asks for the same.
var needs = map[Action]web.Permission{
	Suspend: auth.ManageAssets, Resume: auth.ManageAssets, Extend: auth.ManageAssets, Retire: auth.ManageAssets,
	Correct: auth.CorrectAssets, Request: auth.SubmitTicket,
}

// allowed lists what the actor may do to an asset now.
func allowed(r row, actor auth.Actor, c charge) []Action {
	list := []Action{}
	_, inCharge := c.of(r.Kind)
	for _, a := range actions {
		_, possible := r.State.after(a)
		switch {
		case !possible, !actor.Can(needs[a]):
		case needs[a] == auth.ManageAssets && !inCharge:
		case a == Request && actor.OrganisationID != r.OrganisationID:
		default:
			list = append(list, a)
		}
	}
	return list
}

// as returns the role in which the actor acts.
func as(actor auth.Actor, p web.Permission) change.Author {
	for _, r := range actor.Roles {
		if actor.May(r.Role, p) {
			return actor.As(r)
		}
	}
	return actor.Self()
}

func (r row) summary(actor auth.Actor, c charge) Summary {
	v := Summary{
		ID: r.ID, Kind: r.Kind, Name: r.Name, Organisation: auth.Ref{ID: r.OrganisationID, Name: r.OrganisationName}, State: r.State,
		DeliveredOn: r.DeliveredOn, Version: r.Version, ChangedAt: r.ChangedAt, AllowedActions: allowed(r, actor, c),
	}
	if r.TicketNumber != "" {
		v.Ticket = &r.TicketNumber
	}
	if r.ExpiresOn != never {
		v.ExpiresOn = &r.ExpiresOn
	}
	return v
}

// view shows an asset whole.
func (s *Service) view(ctx context.Context, r row, actor auth.Actor) (Asset, error) {
	c, err := s.charge(ctx, actor)
	if err != nil {
		return Asset{}, err
	}
	v := Asset{Summary: r.summary(actor, c), Fields: r.Fields, Services: []ticket.ServiceRef{}}
	if !slices.Contains(v.AllowedActions, Request) {
		return v, nil
	}
	services, err := s.catalogue.List(ctx, catalogue.Filter{})
	for _, one := range services {
		if slices.Contains(one.Alters, r.Kind) {
			v.Services = append(v.Services, ticket.ServiceRef{Code: one.Code, Name: one.Name})
		}
	}
	return v, err
}

// Refusals.
var (
	errState = apperr.New(apperr.Conflict, "asset.state",
		"Tindakan ini tidak tersedia untuk aset dalam keadaan sekarang. Muat ulang, lalu periksa keadaannya.",
		"This action is not available at the asset's present state. Reload and look at its state.")
)

// taken refuses a name that somebody else has or asks for; it does not say who.
func taken(pointer string) apperr.Field {
	return fault(pointer, "asset.name_taken", "Nama ini sudah dipakai atau sedang diminta. Pilih nama lain.", "This name is taken or being asked for. Choose another.")
}
