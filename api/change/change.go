package change

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/riverqueue/river"
	"gorm.io/gorm"

	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// Author is who makes a change, as it is recorded: the person, the role in
// which they act, and the person for whom they stand in (Plt/Plh), if any.
type Author struct {
	ID, Name, Role, Unit         string
	OnBehalfOfID, OnBehalfOfName string
	OnBehalfOfKind               string // plt or plh
	Address, RequestID           string
	APIKey                       string // names the key through which they act; empty: through none
}

// System is the author of what the product does by itself.
var System = Author{Name: "Sistem", Role: "system"}

// Event is one thing that happened to one object.
type Event struct {
	Type     string // such as disposed
	Kind     string // kind of the object, such as ticket
	ObjectID string
	Data     any  // what the timeline needs to tell it
	Changes  any  // the difference that it made; never a secret
	Internal bool // hidden from applicants
}

// Jobs inserts jobs into the queue inside a transaction.
type Jobs interface {
	InsertTx(ctx context.Context, tx *sql.Tx, jobs ...river.JobArgs) error
}

// FollowUp tells which jobs follow from an event; nil where none do. It is
// given by the wiring, because the rooms that react lie above those that act.
type FollowUp func(Recorded) []river.JobArgs

// Recorder runs changes.
type Recorder struct {
	db       *gorm.DB
	read     *gorm.DB
	clock    clock.Clock
	ids      ident.Source
	jobs     Jobs
	followUp FollowUp
}

// NewRecorder returns a Recorder that writes to d. followUp may be nil.
func NewRecorder(d *db.DB, c clock.Clock, ids ident.Source, jobs Jobs, followUp FollowUp) *Recorder {
	if followUp == nil {
		followUp = func(Recorded) []river.JobArgs { return nil }
	}
	return &Recorder{db: d.Write, read: d.Read, clock: c, ids: ids, jobs: jobs, followUp: followUp}
}

// Tx is a change under way. Use only its handle inside: a query on another one
// waits for this transaction to end.
type Tx struct {
	*gorm.DB
	Now      time.Time // the instant of the change, the same for all its rows
	ids      ident.Source
	recorder *Recorder
	author   Author
	recorded int
}

// Recorded is an event as it stands in the database.
type Recorded struct {
	ID             string          `gorm:"column:id;primaryKey"`
	At             time.Time       `gorm:"column:at"`
	Type           string          `gorm:"column:type"`
	Kind           string          `gorm:"column:object_kind"`
	ObjectID       string          `gorm:"column:object_id"`
	ActorID        string          `gorm:"column:actor_id"`
	ActorName      string          `gorm:"column:actor_name"`
	ActorRole      string          `gorm:"column:actor_role"`
	ActorUnit      string          `gorm:"column:actor_unit"`
	OnBehalfOfID   string          `gorm:"column:on_behalf_of_id"`
	OnBehalfOfName string          `gorm:"column:on_behalf_of_name"`
	OnBehalfOfKind string          `gorm:"column:on_behalf_of_kind"`
	Data           json.RawMessage `gorm:"column:data;serializer:json"`
	Changes        json.RawMessage `gorm:"column:changes;serializer:json"`
	Internal       bool            `gorm:"column:internal"`
	Address        string          `gorm:"column:address"`
	RequestID      string          `gorm:"column:request_id"`
	APIKey         string          `gorm:"column:api_key"`
}

// TableName names the table of the record.
func (Recorded) TableName() string { return "events" }

// errUnrecorded is a defect: a use case that forgot to say what it did.
var errUnrecorded = errors.New("change: nothing was recorded, so nothing was committed")

// Unavailable is the refusal while the database does not answer.
var Unavailable = apperr.New(apperr.Unavailable, "database.unavailable",
	"Basis data sedang tidak menjawab. Tidak ada yang berubah; coba lagi beberapa saat lagi.",
	"The database does not answer at the moment. Nothing was changed; try again shortly.").WithRetryAfter(5 * time.Second)

// Deadline bounds a change, waiting for the lock included.
const Deadline = 10 * time.Second

// Do runs fn in one transaction and commits it when fn returns nil and has
// recorded at least one event; otherwise nothing has happened. No mail, object
// store or other outside call belongs inside fn.
func (r *Recorder) Do(ctx context.Context, author Author, fn func(tx *Tx) error) error {
	ctx, cancel := context.WithTimeout(ctx, Deadline)
	defer cancel()
	err := r.db.WithContext(ctx).Transaction(func(g *gorm.DB) error {
		tx := &Tx{DB: g, Now: r.clock.Now(), ids: r.ids, recorder: r, author: author}
		if err := fn(tx); err != nil {
			return err
		}
		if tx.recorded == 0 {
			return errUnrecorded
		}
		return nil
	})
	if err != nil && db.IsUnavailable(err) {
		return Unavailable.Because(err)
	}
	return err
}

// NewID returns a new identifier for a row of this change.
func (tx *Tx) NewID() string { return tx.ids.ID() }

// Author returns who makes the change.
func (tx *Tx) Author() Author { return tx.author }

// Record writes what happened and enqueues what follows from it.
func (tx *Tx) Record(e Event) error {
	_, err := tx.RecordRow(e)
	return err
}

// RecordRow is Record for whoever needs to show the event at once.
func (tx *Tx) RecordRow(e Event) (Recorded, error) {
	rows, err := tx.record(e)
	if err != nil {
		return Recorded{}, err
	}
	return rows[0], nil
}

// RecordOnceIn is Record for what a person does over and over as one act, such
// as saving a draft while they type: its event stands for all of the kind that
// its author does to the object within the span after it. So the record tells
// who wrote what when, without a line for every pause in their typing.
func (tx *Tx) RecordOnceIn(span time.Duration, e Event) error {
	var standing int64
	err := tx.Model(&Recorded{}).
		Where("object_kind = ? AND object_id = ? AND type = ? AND actor_id = ? AND at > ?", e.Kind, e.ObjectID, e.Type, tx.author.ID, tx.Now.Add(-span)).
		Count(&standing).Error
	switch {
	case err != nil:
		return err
	case standing > 0:
		tx.recorded++
		return nil
	}
	return tx.Record(e)
}

// RecordAll is Record for many events at once, in a few statements.
func (tx *Tx) RecordAll(events []Event) error {
	for part := range slices.Chunk(events, maxRows) {
		if _, err := tx.record(part...); err != nil {
			return err
		}
	}
	return nil
}

// maxRows bounds the rows of one INSERT: both databases bound its parameters.
const maxRows = 500

func (tx *Tx) record(events ...Event) ([]Recorded, error) {
	rows := make([]Recorded, len(events))
	var jobs []river.JobArgs
	for i, e := range events {
		var err error
		if rows[i], err = tx.asRow(e); err != nil {
			return nil, err
		}
	}
	if err := tx.Create(&rows).Error; err != nil {
		return nil, err
	}
	tx.recorded += len(rows)
	for _, row := range rows {
		jobs = append(jobs, tx.recorder.followUp(row)...)
	}
	return rows, tx.Enqueue(jobs...)
}

// asRow is an event as it is kept.
func (tx *Tx) asRow(e Event) (Recorded, error) {
	data, err := json.Marshal(orEmpty(e.Data))
	if err != nil {
		return Recorded{}, fmt.Errorf("change: event %s: %w", e.Type, err)
	}
	changes, err := json.Marshal(orEmpty(e.Changes))
	if err != nil {
		return Recorded{}, fmt.Errorf("change: event %s: %w", e.Type, err)
	}
	return Recorded{
		ID: tx.NewID(), At: tx.Now, Type: e.Type, Kind: e.Kind, ObjectID: e.ObjectID,
		ActorID: tx.author.ID, ActorName: tx.author.Name, ActorRole: tx.author.Role, ActorUnit: tx.author.Unit,
		OnBehalfOfID: tx.author.OnBehalfOfID, OnBehalfOfName: tx.author.OnBehalfOfName, OnBehalfOfKind: tx.author.OnBehalfOfKind,
		Data: data, Changes: changes, Internal: e.Internal,
		Address: tx.author.Address, RequestID: tx.author.RequestID, APIKey: tx.author.APIKey,
	}, nil
}

// Enqueue inserts jobs that run after the change is committed, and never if
// it is not.
func (tx *Tx) Enqueue(jobs ...river.JobArgs) error {
	if len(jobs) == 0 {
		return nil
	}
	sqlTx, ok := tx.Statement.ConnPool.(*sql.Tx)
	if !ok {
		return errors.New("change: not in a transaction")
	}
	return tx.recorder.jobs.InsertTx(tx.Statement.Context, sqlTx, jobs...)
}

func orEmpty(v any) any {
	if v == nil {
		return struct{}{}
	}
	return v
}
