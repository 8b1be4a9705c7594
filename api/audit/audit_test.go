package audit_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/audit"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

type list struct {
	Items      []audit.Record
	NextCursor *string `json:"next_cursor"`
}

func find(t *testing.T, c *apitest.Client, query string) []audit.Record {
	t.Helper()
	var page list
	c.Get("/audit-log?"+query).Want(t, http.StatusOK).Into(t, &page)
	return page.Items
}

func TestRecordIsReadByAdminAndAuditorAndTellsWhoDidWhat(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	applicant, clerk, head, auditor := s.As("pemohon"), s.As("loket"), s.As("kadis"), s.As("auditor")
	number := applicant.Submit(t, "=1+1").String(t, "number")
	file := applicant.Get("/tickets/"+number).Want(t, 200).Value(t, "attachments").([]any)[0].(map[string]any)["id"].(string)

	t.Run("changes, by any filter", func(t *testing.T) {
		filed := find(t, auditor, "object="+number+"&type=submitted")
		require.Len(t, filed, 1)
		r := filed[0]
		require.Equal(t, []string{"ticket", number, "applicant", "127.0.0.1"}, []string{r.Kind, r.Number, r.Actor.Role, r.Address})
		for _, query := range []string{"person=" + r.Actor.ID, "person=" + url.QueryEscape(strings.ToUpper(r.Actor.Name[:6])), "request_id=" + r.RequestID, "kind=ticket&from=2026-01-05&to=2026-01-05"} {
			require.Contains(t, find(t, auditor, query+"&type=submitted"), r, query)
		}
		for _, query := range []string{"to=2026-01-04", "from=2026-01-06", "address=203.0.113.7", "person=%25", "api_key=elk"} {
			require.Empty(t, find(t, auditor, query), query)
		}
		detail := s.As("admin").Get("/audit-log/"+r.ID).Want(t, 200)
		require.Equal(t, "=1+1", detail.String(t, "data.subject"))
		require.Nil(t, detail.Value(t, "link"), "not sealed yet")
		_, err := s.Changes.Seal(context.Background())
		require.NoError(t, err)
		require.Len(t, auditor.Get("/audit-log/"+r.ID).Want(t, 200).String(t, "link.hash"), 64)
	})
	t.Run("pages hold together", func(t *testing.T) {
		var ids []string
		for query := "limit=7"; ; {
			var page list
			auditor.Get("/audit-log?"+query).Want(t, 200).Into(t, &page)
			for _, r := range page.Items {
				ids = append(ids, r.ID)
			}
			if page.NextCursor == nil {
				break
			}
			query = "limit=7&cursor=" + *page.NextCursor
		}
		var all []string
		require.NoError(t, s.DB.Read.Table("events").Order("at DESC, id DESC").Pluck("id", &all).Error)
		require.Equal(t, all, ids)
	})
	t.Run("downloads, once a minute for a file", func(t *testing.T) {
		for range 3 {
			clerk.Get("/attachments/"+file+"/content").Want(t, 200)
		}
		clerk.Get("/attachments/"+file+"/content", apitest.Header{"Range", "bytes=1-"}).Want(t, 206)
		taken := find(t, auditor, "type=downloaded")
		require.Len(t, taken, 1)
		require.Equal(t, []string{"/attachments/" + file + "/content", "front_office"}, []string{taken[0].ObjectID, taken[0].Actor.Role})
	})
	t.Run("denials, once a minute for a caller and a route", func(t *testing.T) {
		for range 5 {
			applicant.Get("/users").Problem(t, 403, "auth.forbidden")
			s.As("pemohon2").Get("/tickets/"+number).Problem(t, 404, "not_found")
		}
		denied := find(t, auditor, "type=denied")
		require.Len(t, denied, 2)
		require.Equal(t, "GET /tickets/:number", denied[0].ObjectID)
		require.Contains(t, string(auditor.Get("/audit-log/"+denied[0].ID).Want(t, 200).Body), `"path":"/tickets/`+number)
		s.Clock.Advance(60e9)
		applicant.Get("/users").Problem(t, 403, "auth.forbidden")
		require.Len(t, find(t, auditor, "type=denied"), 3)
	})
	t.Run("exports, without formulas, and on record", func(t *testing.T) {
		answer := auditor.Get("/audit-log/export?format=csv&type=submitted").Want(t, 200)
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(answer.Body, []byte("\ufeff")))).ReadAll()
		require.NoError(t, err)
		require.Len(t, rows, 2)
		require.Contains(t, rows[1][13], "=1+1")
		require.NotEqual(t, '=', rune(rows[1][13][0]))
		require.True(t, bytes.HasPrefix(auditor.Get("/audit-log/export?format=xlsx").Want(t, 200).Body, []byte("PK")))
		require.Len(t, find(t, auditor, "type=exported"), 2)
	})
	t.Run("of a confidential request only that something was done", func(t *testing.T) {
		secret := applicant.Submit(t, "Rahasia sekali").String(t, "number")
		clerk.Act(t, secret, "take-up", map[string]any{}).Want(t, 200)
		clerk.Act(t, secret, "forward", map[string]any{"to": map[string]string{"role": "head"}, "note": "rahasia"}).Want(t, 200)
		head.Act(t, secret, "dispositions", map[string]any{"to": map[string]string{"unit": "aptika"}, "instruction": "Tindak lanjuti", "urgency": "normal", "confidential": true}).Want(t, 200)
		auditor.Get("/tickets/"+secret).Problem(t, 404, "not_found")
		told := find(t, auditor, "object="+secret)
		require.NotEmpty(t, told)
		for _, r := range told {
			require.Empty(t, r.Number)
			answer := auditor.Get("/audit-log/"+r.ID).Want(t, 200)
			require.Equal(t, true, answer.Value(t, "withheld"))
			require.NotContains(t, string(answer.Body), "ahasia sekali")
		}
		require.NotContains(t, string(auditor.Get("/audit-log/export?format=csv").Want(t, 200).Body), "ahasia sekali")
	})
	t.Run("others and bad input are refused", func(t *testing.T) {
		for _, path := range []string{"/audit-log", "/audit-log/export?format=csv", "/audit-log/" + file} {
			s.Guest().Get(path).Problem(t, 401, "auth.signed_out")
			for _, c := range []*apitest.Client{applicant, clerk, head} {
				c.Get(path).Problem(t, 403, "auth.forbidden")
			}
		}
		auditor.Get("/audit-log/"+file).Problem(t, 404, "not_found")
		auditor.Get("/audit-log/x").Problem(t, 404, "not_found")
		apitest.Pointers(t, auditor.Get("/audit-log?from=5-1-2026").Problem(t, 422, "input.invalid"), "/from")
		apitest.Pointers(t, auditor.Get("/audit-log?from=2026-01-05&to=2026-01-04").Problem(t, 422, "input.invalid"), "/to")
		apitest.Pointers(t, auditor.Get("/audit-log/export?format=pdf").Problem(t, 422, "input.invalid"), "/format")
	})
}

// vandal changes the database past the product: it takes the triggers off, and
// puts them back.
func vandal(t *testing.T, s *apitest.Server, statement string, args ...any) {
	t.Helper()
	exec := func(statement string) {
		_, err := s.DB.Writer().Exec(statement)
		require.NoError(t, err, statement)
	}
	if s.DB.Dialect == db.Postgres {
		for _, table := range []string{"events", "event_seals"} {
			exec("ALTER TABLE " + table + " DISABLE TRIGGER ALL")
			defer exec("ALTER TABLE " + table + " ENABLE TRIGGER ALL")
		}
	} else {
		var triggers []struct{ Name, SQL string }
		require.NoError(t, s.DB.Read.Raw("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").Scan(&triggers).Error)
		for _, trigger := range triggers {
			exec("DROP TRIGGER " + trigger.Name)
			defer exec(trigger.SQL)
		}
	}
	require.NoError(t, s.DB.Write.Exec(statement, args...).Error)
}

func TestChainShowsWhatWasDoneToTheRecordBehindTheProduct(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	ctx := context.Background()
	write := func(n int) {
		require.NoError(t, s.Changes.Do(ctx, change.System, func(tx *change.Tx) error {
			return tx.RecordAll(make([]change.Event, n))
		}))
	}
	verify := func(at audit.Link) audit.Report {
		report, err := s.Audit.Verify(ctx, at)
		require.NoError(t, err)
		return report
	}
	seal := func() {
		_, err := s.Changes.Seal(ctx)
		require.NoError(t, err)
	}

	// Writers and sealers at the same time: every record has one place, in order.
	var together sync.WaitGroup
	for range 4 {
		together.Go(func() {
			for range 10 {
				write(3)
				_, err := s.Changes.Seal(ctx)
				require.NoError(t, err)
			}
		})
	}
	together.Wait()
	seal()
	whole := verify(audit.Link{})
	require.Nil(t, whole.Broken)
	var records int64
	require.NoError(t, s.DB.Read.Table("events").Count(&records).Error)
	require.Equal(t, []int64{records, 0}, []int64{whole.Head.Position, whole.Waiting})

	write(1)
	require.EqualValues(t, 1, verify(whole.Head).Waiting)
	seal()
	require.Nil(t, verify(whole.Head).Broken)

	// The database itself refuses.
	for _, statement := range []string{"UPDATE events SET type = 'x'", "DELETE FROM events", "UPDATE event_seals SET hash = ''", "DELETE FROM event_seals"} {
		_, err := s.DB.Writer().Exec(statement)
		require.ErrorContains(t, err, "append-only", statement)
	}

	id := func(position int) string {
		var ids []string
		require.NoError(t, s.DB.Read.Table("event_seals").Where("position = ?", position).Pluck("event_id", &ids).Error)
		return ids[0]
	}
	var original change.Recorded
	require.NoError(t, s.DB.Read.Where("id = ?", id(7)).Take(&original).Error)
	for _, c := range []struct{ column, value string }{{"type", "x"}, {"actor_name", "x"}, {"data", `{"a":1}`}, {"address", "x"}, {"api_key", "x"}} {
		var before string
		require.NoError(t, s.DB.Read.Raw("SELECT CAST("+c.column+" AS TEXT) FROM events WHERE id = ?", id(7)).Scan(&before).Error)
		vandal(t, s, "UPDATE events SET "+c.column+" = ? WHERE id = ?", c.value, id(7))
		require.Equal(t, &audit.Broken{Position: 7, EventID: id(7), What: "changed"}, verify(audit.Link{}).Broken, c.column)
		vandal(t, s, "UPDATE events SET "+c.column+" = ? WHERE id = ?", before, id(7))
		require.Nil(t, verify(audit.Link{}).Broken)
	}

	vandal(t, s, "INSERT INTO events (id, at, type, object_kind, object_id, actor_id, actor_name, actor_role, actor_unit, data, changes) SELECT '00000000-0000-7000-8000-000000000001', at, type, object_kind, object_id, actor_id, actor_name, actor_role, actor_unit, data, changes FROM events WHERE id = ?", id(5))
	require.Equal(t, &audit.Broken{EventID: "00000000-0000-7000-8000-000000000001", What: "inserted"}, verify(audit.Link{}).Broken)
	vandal(t, s, "DELETE FROM events WHERE id = '00000000-0000-7000-8000-000000000001'")

	if s.DB.Dialect == db.Postgres {
		restrictedRoleKeepsTheRecord(t, s)
	}

	head := verify(audit.Link{}).Head
	last := id(int(head.Position))
	vandal(t, s, "DELETE FROM event_seals WHERE event_id = ?", last)
	require.Equal(t, &audit.Broken{EventID: last, What: "inserted"}, verify(audit.Link{}).Broken)
	vandal(t, s, "DELETE FROM events WHERE id = ?", last)
	require.Nil(t, verify(audit.Link{}).Broken, "the end cut off shows only against a link that was noted")
	require.NotNil(t, verify(head).Broken)

	removed := id(9)
	vandal(t, s, "DELETE FROM events WHERE id = ?", removed)
	require.Equal(t, &audit.Broken{Position: 9, EventID: removed, What: "removed"}, verify(audit.Link{}).Broken)
	vandal(t, s, "DELETE FROM event_seals WHERE position = 4")
	require.Equal(t, "removed", verify(audit.Link{}).Broken.What)
	require.EqualValues(t, 4, verify(audit.Link{}).Broken.Position)
}

// restrictedRoleKeepsTheRecord runs deployments/postgres/append-only.sql for a
// role of the test's own: that role adds to the record and seals it, and can
// neither change it nor take the triggers off.
func restrictedRoleKeepsTheRecord(t *testing.T, s *apitest.Server) {
	text, err := os.ReadFile("../../deployments/postgres/append-only.sql")
	require.NoError(t, err)
	application := "app_" + strings.ReplaceAll(s.Parts.IDs.ID(), "-", "")
	exec := func(statement string) error {
		_, err := s.DB.Writer().Exec(statement)
		return err
	}
	must := func(statement string) { t.Helper(); require.NoError(t, exec(statement), statement) }
	must("CREATE ROLE " + application)
	var me string
	require.NoError(t, s.DB.Read.Raw("SELECT current_user").Scan(&me).Error)
	must("GRANT ALL ON ALL TABLES IN SCHEMA public TO " + application)
	script := strings.NewReplacer("elayanan_record", application+"_record", "TO elayanan", "TO "+application, "FROM PUBLIC, elayanan;", "FROM PUBLIC, "+application+";").Replace(string(text))
	must(script)
	defer func() {
		for _, thing := range []string{"TABLE events", "TABLE event_seals", "FUNCTION events_are_kept()"} {
			must("ALTER " + thing + " OWNER TO " + me)
		}
		for _, role := range []string{application, application + "_record"} {
			must("DROP OWNED BY " + role)
			must("DROP ROLE " + role)
		}
	}()
	conn, err := s.DB.Writer().Conn(t.Context())
	require.NoError(t, err)
	defer conn.Close()
	as := func(statement string) error {
		_, err := conn.ExecContext(t.Context(), "BEGIN; SET LOCAL ROLE "+application+"; "+statement)
		_, end := conn.ExecContext(t.Context(), "ROLLBACK")
		require.NoError(t, end)
		return err
	}
	require.NoError(t, as("INSERT INTO events SELECT gen_random_uuid(), at, type, object_kind, object_id, actor_id, actor_name, actor_role, actor_unit, on_behalf_of_id, on_behalf_of_name, data, changes, internal, address, request_id, on_behalf_of_kind, api_key FROM events LIMIT 1; DELETE FROM unsealed_events"))
	for _, statement := range []string{
		"UPDATE events SET type = 'x'", "DELETE FROM events", "TRUNCATE events", "DELETE FROM event_seals", "DROP TABLE events", "ALTER TABLE events DISABLE TRIGGER ALL",
		"DROP TRIGGER events_kept ON events", "CREATE OR REPLACE FUNCTION events_are_kept() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
	} {
		err := as(statement)
		require.Error(t, err, statement)
		require.Regexp(t, "permission denied|must be owner", err.Error(), statement)
	}
}
