package change_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// queue is a queue of jobs in a table of the same database.
type queue struct{}

func (queue) InsertTx(ctx context.Context, tx *sql.Tx, jobs ...river.JobArgs) error {
	for _, job := range jobs {
		kind := job.Kind()
		if kind == "broken" {
			return errors.New("the queue is broken")
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO test_jobs (kind) VALUES ('"+kind+"')"); err != nil {
			return err
		}
	}
	return nil
}

type job string

func (j job) Kind() string { return string(j) }

// bench is a recorder on a database of its own, with a table to write to.
type bench struct {
	*change.Recorder
	s *apitest.Server
	t testing.TB
}

func newBench(t testing.TB, followUp change.FollowUp) bench {
	t.Helper()
	s := apitest.New(t)
	for _, table := range []string{"CREATE TABLE test_things (name TEXT PRIMARY KEY)", "CREATE TABLE test_jobs (kind TEXT)"} {
		_, err := s.DB.Writer().Exec(table)
		require.NoError(t, err)
	}
	return bench{change.NewRecorder(s.DB, s.Clock, ident.Random{}, queue{}, followUp), s, t}
}

func (b bench) count(table string) (n int) {
	b.t.Helper()
	var rows int64
	require.NoError(b.t, b.s.DB.Read.Table(table).Count(&rows).Error)
	return int(rows)
}

func (b bench) events(kind string) []change.Recorded {
	b.t.Helper()
	var rows []change.Recorded
	require.NoError(b.t, b.s.DB.Read.Where("object_kind = ?", kind).Order("id").Find(&rows).Error)
	return rows
}

var ctx = context.Background()

func add(tx *change.Tx, name string) error {
	return tx.Exec("INSERT INTO test_things (name) VALUES (?)", name).Error
}

func event(name string) change.Event {
	return change.Event{Type: "thing_added", Kind: "thing", ObjectID: name}
}

func TestChangeThatRecordedNothingIsNotCommitted(t *testing.T) {
	b := newBench(t, nil)
	err := b.Do(ctx, change.System, func(tx *change.Tx) error { return add(tx, "a") })
	require.ErrorContains(t, err, "nothing was recorded")
	require.Equal(t, apperr.Internal, apperr.From(err).Kind, "a defect, not the caller's doing")
	require.Zero(t, b.count("test_things"))
}

func TestChangeIsCommittedWithItsEventAndItsJobs(t *testing.T) {
	b := newBench(t, func(r change.Recorded) []river.JobArgs {
		return []river.JobArgs{job("notify " + r.ObjectID), job("index")}
	})
	author := change.Author{ID: "7", Name: "Siti", Role: "head", Unit: "u", OnBehalfOfID: "8", OnBehalfOfName: "Ahmad", Address: "203.0.113.7", RequestID: "r1"}
	err := b.Do(ctx, author, func(tx *change.Tx) error {
		require.Equal(t, author, tx.Author())
		require.Equal(t, apitest.Start, tx.Now)
		require.NoError(t, add(tx, "a"))
		e := event("a")
		e.Data, e.Changes, e.Internal = map[string]any{"n": 1, "text": "é"}, map[string]any{"name": []string{"", "a"}}, true
		require.NoError(t, tx.Record(e))
		require.Zero(t, b.count("test_jobs"), "nobody sees the jobs before the change is committed")
		require.Zero(t, b.count("test_things"))
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, 1, b.count("test_things"))
	require.Equal(t, 2, b.count("test_jobs"))
	rows := b.events("thing")
	require.Len(t, rows, 1)
	got := rows[0]
	require.True(t, ident.Valid(got.ID))
	require.True(t, apitest.Start.Equal(got.At))
	require.JSONEq(t, `{"n":1,"text":"é"}`, string(got.Data))
	require.JSONEq(t, `{"name":["","a"]}`, string(got.Changes))
	got.ID, got.At, got.Data, got.Changes = "", time.Time{}, nil, nil
	require.Equal(t, change.Recorded{
		Type: "thing_added", Kind: "thing", ObjectID: "a", ActorID: "7", ActorName: "Siti", ActorRole: "head", ActorUnit: "u",
		OnBehalfOfID: "8", OnBehalfOfName: "Ahmad", Internal: true, Address: "203.0.113.7", RequestID: "r1",
	}, got)
}

func TestFailureAfterTheRecordLeavesNothing(t *testing.T) {
	b := newBench(t, func(change.Recorded) []river.JobArgs { return []river.JobArgs{job("notify")} })
	failure := errors.New("later")
	for name, fail := range map[string]func(tx *change.Tx) error{
		"an error":                  func(*change.Tx) error { return failure },
		"a statement that fails":    func(tx *change.Tx) error { return add(tx, "a") },
		"a job that cannot be kept": func(tx *change.Tx) error { return tx.Enqueue(job("broken")) },
		"an event that is no JSON": func(tx *change.Tx) error {
			return tx.Record(change.Event{Type: "x", Kind: "thing", Data: make(chan int)})
		},
	} {
		err := b.Do(ctx, change.System, func(tx *change.Tx) error {
			require.NoError(t, add(tx, "a"))
			require.NoError(t, tx.Record(event("a")))
			return fail(tx)
		})
		require.Error(t, err, name)
	}
	require.Panics(t, func() {
		_ = b.Do(ctx, change.System, func(tx *change.Tx) error {
			require.NoError(t, tx.Record(event("a")))
			panic("in the middle")
		})
	})
	require.Zero(t, b.count("test_things"))
	require.Zero(t, b.count("test_jobs"))
	require.Empty(t, b.events("thing"))
	require.NoError(t, b.Do(ctx, change.System, func(tx *change.Tx) error { return tx.Record(event("after")) }), "the writer is free again")
}

func TestNothingIsWrittenOutsideAChange(t *testing.T) {
	b := newBench(t, nil)
	require.Error(t, b.s.DB.Read.Exec("INSERT INTO test_things (name) VALUES ('a')").Error)
	require.Error(t, b.s.DB.Read.Table("users").Where("1 = 1").Updates(map[string]any{"name": "x"}).Error)
	require.Error(t, b.s.DB.Read.Exec("DROP TABLE test_things").Error)
	require.Zero(t, b.count("test_things"))
}

func TestCancelledCallerChangesNothing(t *testing.T) {
	b := newBench(t, nil)
	cancelled, cancel := context.WithCancel(ctx)
	err := b.Do(cancelled, change.System, func(tx *change.Tx) error {
		require.NoError(t, add(tx, "a"))
		require.NoError(t, tx.Record(event("a")))
		cancel()
		return nil
	})
	require.Error(t, err)
	require.Zero(t, b.count("test_things"))
}

func TestChangeDoesNotWaitForTheWriterForever(t *testing.T) {
	b := newBench(t, nil)
	var held []*sql.Conn // every connection that may write
	for range b.s.DB.Writer().Stats().MaxOpenConnections {
		conn, err := b.s.DB.Writer().Conn(ctx)
		require.NoError(t, err)
		held = append(held, conn)
	}
	impatient, cancel := context.WithTimeout(ctx, 50*time.Millisecond) // Deadline is of the same kind, only longer
	defer cancel()
	err := b.Do(impatient, change.System, func(tx *change.Tx) error { return tx.Record(event("a")) })
	require.ErrorIs(t, err, change.Unavailable)
	require.Positive(t, apperr.From(err).RetryAfter)
	require.LessOrEqual(t, change.Deadline, 10*time.Second)
	for _, conn := range held {
		require.NoError(t, conn.Close())
	}
	require.NoError(t, b.Do(ctx, change.System, func(tx *change.Tx) error { return tx.Record(event("a")) }))
}

type answer struct {
	Name string `json:"name"`
}

// once adds a thing under a key.
func (b bench) once(user, key, fingerprint, name string) (answer, bool, error) {
	return change.Once(ctx, b.Recorder, change.Author{ID: user}, change.Key{Value: key, Fingerprint: fingerprint}, func(tx *change.Tx) (answer, error) {
		if err := add(tx, name); err != nil {
			return answer{}, err
		}
		return answer{name}, tx.Record(event(name))
	})
}

func TestSameKeyAnswersWhatItAnsweredFirst(t *testing.T) {
	b := newBench(t, nil)
	first, replayed, err := b.once("u", "k", "f", "a")
	require.NoError(t, err)
	require.False(t, replayed)
	second, replayed, err := b.once("u", "k", "f", "b")
	require.NoError(t, err)
	require.True(t, replayed)
	require.Equal(t, first, second)
	require.Equal(t, 1, b.count("test_things"))
	require.Len(t, b.events("thing"), 1)

	_, _, err = b.once("u", "k", "another body", "c")
	require.Equal(t, "idempotency.mismatch", apperr.From(err).Code)
	_, replayed, err = b.once("somebody else", "k", "f", "d")
	require.NoError(t, err)
	require.False(t, replayed, "a key is each person's own")
	for range 2 {
		_, replayed, err = b.once("u", "", "f", fmt.Sprint("no key ", b.count("test_things")))
		require.NoError(t, err)
		require.False(t, replayed)
	}
	require.Equal(t, 4, b.count("test_things"))
}

func TestKeyOfAFailedChangeIsFree(t *testing.T) {
	b := newBench(t, nil)
	_, _, err := change.Once(ctx, b.Recorder, change.Author{ID: "u"}, change.Key{Value: "k", Fingerprint: "f"}, func(tx *change.Tx) (answer, error) {
		return answer{}, errors.Join(tx.Record(event("a")), errors.New("no"))
	})
	require.Error(t, err)
	_, replayed, err := b.once("u", "k", "another body", "a")
	require.NoError(t, err)
	require.False(t, replayed)
}

func TestTwentyRequestsWithOneKeyAreOneChange(t *testing.T) {
	b := newBench(t, nil)
	var group sync.WaitGroup
	var fresh, replays, others atomic.Int64
	for i := range 20 {
		group.Go(func() {
			got, replayed, err := b.once("u", "k", "f", fmt.Sprint("thing ", i))
			switch {
			case err != nil:
				others.Add(1)
				t.Error(err)
			case replayed:
				replays.Add(1)
			default:
				fresh.Add(1)
			}
			if err == nil && got.Name == "" {
				t.Error("an empty answer")
			}
		})
	}
	group.Wait()
	require.Equal(t, []int64{1, 19, 0}, []int64{fresh.Load(), replays.Load(), others.Load()})
	require.Equal(t, 1, b.count("test_things"))
}

func TestKeysAreKeptForTwoDaysAndThenForgotten(t *testing.T) {
	b := newBench(t, nil)
	_, _, err := b.once("u", "k", "f", "a")
	require.NoError(t, err)
	b.s.Clock.Advance(change.KeyRetention)
	require.NoError(t, b.PurgeKeys(ctx))
	_, replayed, err := b.once("u", "k", "f", "b")
	require.NoError(t, err)
	require.True(t, replayed)
	b.s.Clock.Advance(time.Second)
	require.NoError(t, b.PurgeKeys(ctx))
	_, replayed, err = b.once("u", "k", "f", "b")
	require.NoError(t, err)
	require.False(t, replayed)
	purges := b.events("system")
	var last struct{ Keys int }
	require.NoError(t, json.Unmarshal(purges[len(purges)-1].Data, &last))
	require.Equal(t, 1, last.Keys, "the purge says what it did")
	require.GreaterOrEqual(t, change.KeyRetention, 24*time.Hour)
}

// What is written is what is read, to the microsecond, on both databases.
func TestTimesComeBackAsTheyWentIn(t *testing.T) {
	b := newBench(t, nil)
	at := time.Date(2026, 12, 31, 23, 59, 59, 123456789, time.FixedZone("WITA", 8*60*60))
	b.s.Clock.Set(at)
	require.NoError(t, b.Do(ctx, change.System, func(tx *change.Tx) error { return tx.Record(event("a")) }))
	got := b.events("thing")[0].At
	require.True(t, clock.NewManual(at).Now().Equal(got), got)
}
