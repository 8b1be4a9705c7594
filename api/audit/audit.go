package audit

import (
	"context"
	"encoding/json"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// Service reads the record.
type Service struct {
	store    store
	subjects Subjects
	zone     *time.Location
}

// Subjects knows the requests that records speak of.
type Subjects interface {
	// Subjects returns what may be said of the requests with these ids.
	Subjects(ctx context.Context, ids []string) (map[string]Subject, error)
	// IDOf returns the id of the request with a number; empty: there is none.
	IDOf(ctx context.Context, number string) (string, error)
}

// Subject is a request that a record speaks of. Of a confidential one, what
// was done is not told here: whoever may see it reads it at the request.
type Subject struct {
	Number       string
	Confidential bool
}

// NewService returns a Service. zone is that of the office, whose dates the
// filters are.
func NewService(d *db.DB, subjects Subjects, zone *time.Location) *Service {
	return &Service{store: store{d.Read}, subjects: subjects, zone: zone}
}

// Record is one thing that happened.
type Record struct {
	ID        string    `json:"id"`
	At        time.Time `json:"at"`
	Type      string    `json:"type" example:"disposed"`
	Kind      string    `json:"kind" example:"ticket"` // of the object
	ObjectID  string    `json:"object_id"`
	Number    string    `json:"number" example:"TKT-20260105-0001"` // of the object, where it is a request that is not confidential
	Actor     Actor     `json:"actor"`
	APIKey    string    `json:"api_key" example:"Srikandi (elk_Zk3x9QaB)"` // through which they acted; empty: through none
	Address   string    `json:"address" example:"203.0.113.7"`
	RequestID string    `json:"request_id"`
} // @name AuditRecord

// Actor is who did it, and as what.
type Actor struct {
	ID         string           `json:"id"` // empty: the product itself, or nobody with an account
	Name       string           `json:"name" example:"Siti Rahmawati"`
	Role       string           `json:"role" example:"front_office"`
	Unit       string           `json:"unit" example:"aptika"`
	OnBehalfOf *auth.OnBehalfOf `json:"on_behalf_of"`
} // @name AuditActor

// Detail is a record with what it says, and its place in the chain.
type Detail struct {
	Record
	Data     json.RawMessage `json:"data" swaggertype:"object"`
	Changes  json.RawMessage `json:"changes" swaggertype:"object"`
	Withheld bool            `json:"withheld"` // the request is confidential: data and changes are empty
	Link     *Link           `json:"link"`     // null: it waits for its place, for some seconds
} // @name AuditDetail

// Link is a place in the chain.
type Link struct {
	Position int64  `json:"position"`
	Hash     string `json:"hash"`
} // @name AuditLink

// ticketKind is the kind of the records that speak of a request.
const ticketKind = "ticket"

func recordOf(e change.Recorded, subject Subject) Record {
	r := Record{
		ID: e.ID, At: e.At, Type: e.Type, Kind: e.Kind, ObjectID: e.ObjectID, APIKey: e.APIKey, Address: e.Address, RequestID: e.RequestID,
		Actor: Actor{ID: e.ActorID, Name: e.ActorName, Role: e.ActorRole, Unit: e.ActorUnit},
	}
	if !subject.Confidential {
		r.Number = subject.Number
	}
	if e.OnBehalfOfID != "" {
		r.Actor.OnBehalfOf = &auth.OnBehalfOf{ID: e.OnBehalfOfID, Name: e.OnBehalfOfName, Kind: e.OnBehalfOfKind}
	}
	return r
}

// subjectsOf looks up the requests that records speak of, by their ids.
func (s *Service) subjectsOf(ctx context.Context, records []change.Recorded) (map[string]Subject, error) {
	var ids []string
	for _, e := range records {
		if e.Kind == ticketKind {
			ids = append(ids, e.ObjectID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return s.subjects.Subjects(ctx, ids)
}
