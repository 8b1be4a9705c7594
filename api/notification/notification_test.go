package notification_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/app"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/config"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/mail"
	"github.com/dkisp-kaltara/elayanan/pkg/mail/mailtest"
)

type object = map[string]any

var ctx = context.Background()

// office is the application with a mail server, and a hand that works its
// queue.
type office struct {
	*apitest.Server
	t    *testing.T
	smtp *mailtest.Server
	seen map[string]bool
}

func newOffice(t *testing.T) *office {
	t.Helper()
	smtp := mailtest.New(t)
	s := apitest.New(t, func(c *config.Config, _ *app.Parts) {
		var err error
		c.Mail, err = mail.Parse(smtp.URL, "layanan@example.go.id")
		require.NoError(t, err)
	})
	o := &office{Server: s, t: t, smtp: smtp, seen: map[string]bool{}}
	for _, name := range []string{"pemohon", "kadis", "teknis.aptika", "kabid.aptika"} {
		require.NoError(t, s.Changes.Do(ctx, change.System, func(tx *change.Tx) error {
			if err := tx.Exec("UPDATE users SET email = ? WHERE username = ?", name+"@example.go.id", name).Error; err != nil {
				return err
			}
			return tx.Record(change.Event{Type: "test", Kind: "test", ObjectID: name})
		}))
	}
	return o
}

// work does the jobs of this room that wait in the queue, once each, and
// returns what the last of them answered.
func (o *office) work() (last error) {
	o.t.Helper()
	args := map[db.Dialect]string{db.SQLite: "json(args)", db.Postgres: "CAST(args AS TEXT)"}[o.DB.Dialect]
	for {
		var jobs []struct {
			ID   int64
			Kind string
			Args string
		}
		require.NoError(o.t, o.DB.Read.Raw("SELECT id, kind, "+args+" AS args FROM river_job WHERE kind LIKE 'notification.%' ORDER BY id").Scan(&jobs).Error)
		done := 0
		for _, j := range jobs {
			if o.seen[j.Args] {
				continue
			}
			o.seen[j.Args] = true
			done++
			var in struct {
				EventID string `json:"event_id"`
				MailID  string `json:"mail_id"`
			}
			require.NoError(o.t, json.Unmarshal([]byte(j.Args), &in))
			if in.EventID != "" {
				require.NoError(o.t, o.Notifications.Tell(ctx, in.EventID))
				require.NoError(o.t, o.Notifications.Tell(ctx, in.EventID), "told twice, nobody hears it twice")
			} else if err := o.Notifications.Send(ctx, in.MailID); err != nil {
				last = err
			}
		}
		if done == 0 {
			return last
		}
	}
}

func (o *office) told(username string) (types []string) {
	o.t.Helper()
	for _, n := range o.As(username).Get("/notifications?limit=100&sort=at").Want(o.t, 200).Value(o.t, "items").([]any) {
		types = append(types, n.(object)["type"].(string))
	}
	return types
}

func (o *office) to(address string) (letters []mailtest.Letter) {
	for _, l := range o.smtp.Letters() {
		if l.To == address {
			letters = append(letters, l)
		}
	}
	return letters
}

func disposition(role, unit, person string, confidential bool) object {
	to := object{"role": role, "unit": unit}
	if person != "" {
		to["user_id"] = person
	}
	return object{"to": to, "instruction": "Tindak lanjuti.", "urgency": "normal", "confidential": confidential}
}

func TestEachEventReachesWhomItConcernsOnceAndNeverItsAuthor(t *testing.T) {
	o := newOffice(t)
	number := o.As("pemohon").Submit(t, "Subdomain <b>gizi</b>").String(t, "number")
	o.As("loket").Act(t, number, "take-up", object{}).Want(t, 200)
	o.As("loket").Act(t, number, "forward", object{}).Want(t, 200)
	require.NoError(t, o.work())
	o.As("kadis").Act(t, number, "dispositions", disposition("division_head", "aptika", "", false)).Want(t, 200)
	require.NoError(t, o.work())
	o.As("kabid.aptika").Act(t, number, "return", object{"reason": "Belum lengkap."}).Want(t, 200)
	require.NoError(t, o.work())

	require.Equal(t, []string{"taken_up", "returned"}, o.told("pemohon"))
	require.Equal(t, []string{"disposed"}, o.told("kabid.aptika"))
	require.Empty(t, o.told("teknis.sandi"))
	require.Empty(t, o.told("pemohon2"))

	letters := o.to("pemohon@example.go.id")
	require.Len(t, letters, 2)
	text := letters[1].Text()
	require.Contains(t, text, "Permohonan Anda perlu diperbaiki "+number)
	require.Contains(t, text, "/permohonan/"+number)
	require.Contains(t, text, "&lt;b&gt;gizi&lt;/b&gt;", "in HTML, what people write stays text")

	applicant := o.As("pemohon")
	bell := applicant.Get("/notifications/summary").Want(t, 200)
	require.Equal(t, 2.0, bell.Value(t, "unread"))
	applicant.Get("/notifications/summary", apitest.Header{"If-None-Match", bell.Header.Get("ETag")}).Want(t, 304)
	first := applicant.Get("/notifications?limit=1").Want(t, 200)
	newest := first.Value(t, "items").([]any)[0].(object)
	require.Equal(t, "returned", newest["type"])
	rest := applicant.Get("/notifications?limit=1&cursor="+first.String(t, "next_cursor")).Want(t, 200)
	require.Nil(t, rest.Value(t, "next_cursor"))
	o.As("kabid.aptika").Post("/notifications/read", object{"ids": []any{newest["id"]}}).Want(t, 200)
	require.Equal(t, 2.0, applicant.Get("/notifications/summary").Want(t, 200).Value(t, "unread"), "nobody reads for another")
	require.Equal(t, 1.0, applicant.Post("/notifications/read", object{"ids": []any{newest["id"]}}).Want(t, 200).Value(t, "unread"))
	require.Len(t, applicant.Get("/notifications?unread=true").Want(t, 200).Value(t, "items"), 1)
	require.Equal(t, 0.0, applicant.Post("/notifications/read", object{"up_to": newest["id"]}).Want(t, 200).Value(t, "unread"))
	applicant.Post("/notifications/read", object{"ids": []any{"x"}}).Want(t, 422)
	applicant.Get("/notifications?unread=maybe").Want(t, 422)
	o.Guest().Get("/notifications").Want(t, 401)
}

func TestNothingOfAConfidentialRequestIsTold(t *testing.T) {
	o := newOffice(t)
	number := o.As("pemohon").Submit(t, "Nama rahasia").String(t, "number")
	require.NoError(t, o.work())
	o.As("kadis").Act(t, number, "dispositions", disposition("division_head", "aptika", "", true)).Want(t, 200)
	require.NoError(t, o.work())
	letters := o.to("kabid.aptika@example.go.id")
	require.Len(t, letters, 1)
	require.Contains(t, letters[0].Text(), "Ada pembaruan pada permohonan "+number)
	for _, l := range o.smtp.Letters() {
		require.NotContains(t, l.Text(), "rahasia")
	}
	n := o.As("kabid.aptika").Get("/notifications").Want(t, 200).Value(t, "items").([]any)[0].(object)
	require.Equal(t, "updated", n["type"])
	require.Equal(t, object{"number": number, "subject": nil}, n["ticket"])
}

func TestMailIsSentOnceAndNeverToWhoIsDisabledOrWantsNone(t *testing.T) {
	o := newOffice(t)
	applicant := o.As("pemohon")
	settings := applicant.Get("/me/notification-settings").Want(t, 200)
	require.Equal(t, true, settings.Value(t, "mail_server"))
	english := object{"language": "en", "channels": []any{object{"kind": "message", "in_app": false, "email": false}}}
	put := func(path string, body any, headers ...apitest.Header) *apitest.Answer {
		return applicant.Send("PUT", path, "application/json", apitest.JSON(t, body), headers...)
	}
	put("/me/notification-settings", english).Want(t, 428)
	set := put("/me/notification-settings", english, settings.IfMatch()).Want(t, 200)
	put("/me/notification-settings", english, settings.IfMatch()).Want(t, 412)
	put("/me/notification-settings", object{"language": "fr", "channels": []any{}}, set.IfMatch()).Want(t, 422)
	require.Len(t, set.Value(t, "channels"), 5)

	number := applicant.Submit(t, "Sekali").String(t, "number")
	o.As("loket").Post("/tickets/"+number+"/messages", object{"text": "Halo."}).Want(t, 201)
	o.smtp.Refuse("451 later")
	o.As("loket").Act(t, number, "take-up", object{}).Want(t, 200)
	require.Error(t, o.work(), "the queue tries again")
	require.Empty(t, o.smtp.Letters())
	o.smtp.Refuse("")
	var mails []string
	require.NoError(t, o.DB.Read.Raw("SELECT id FROM notification_mails").Scan(&mails).Error)
	require.Len(t, mails, 1, "no mail of the message, which was not wanted")
	for range 2 {
		require.NoError(t, o.Notifications.Send(ctx, mails[0]))
	}
	require.Len(t, o.smtp.Letters(), 1)
	require.Contains(t, o.smtp.Letters()[0].Text(), "Your request is being worked on")
	require.Equal(t, []string{"taken_up"}, o.told("pemohon"))

	o.smtp.Refuse("451 later")
	o.As("loket").Act(t, number, "return", object{"reason": "Belum lengkap."}).Want(t, 200)
	require.Error(t, o.work())
	admin, id := o.As("admin"), o.Actor("pemohon").ID
	admin.Post("/users/"+id+"/disable", object{"reason": "Pindah"}, admin.Get("/users/"+id).Want(t, 200).IfMatch()).Want(t, 200)
	o.smtp.Refuse("")
	require.NoError(t, o.DB.Read.Raw("SELECT id FROM notification_mails WHERE sent_at IS NULL").Scan(&mails).Error)
	require.NoError(t, o.Notifications.Send(ctx, mails[0]))
	require.Len(t, o.smtp.Letters(), 1, "queued before the account was disabled, and never sent")
}

func TestGuestIsToldByMail(t *testing.T) {
	o := newOffice(t)
	form := apitest.Answering(t, "pengaduan", nil).Field("subject", "Lampu").
		Field("name", "Warga").Field("contact", "warga@example.org").Field("consent", "true")
	number := o.Guest().PostForm("/public/tickets", form).Want(t, 201).String(t, "number")
	require.NoError(t, o.work())
	require.Empty(t, o.to("warga@example.org"), "not of what they did themselves")
	who := o.As("kadis").Get("/tickets/"+number).Want(t, 200).String(t, "holder.role")
	o.As(map[string]string{"front_office": "loket", "ppid": "ppid"}[who]).Act(t, number, "take-up", object{}).Want(t, 200)
	require.NoError(t, o.work())
	letters := o.to("warga@example.org")
	require.Len(t, letters, 1)
	require.Contains(t, letters[0].Text(), "/lacak")
}

func TestNobodyIsToldOfWhatDidNotHappen(t *testing.T) {
	o := newOffice(t)
	number := o.As("pemohon").Submit(t, "Batal").String(t, "number")
	require.NoError(t, o.work())
	count := func() (n int64) {
		require.NoError(t, o.DB.Read.Table("river_job").Count(&n).Error)
		return n
	}
	before := count()
	o.As("kadis").Act(t, number, "dispositions", disposition("division_head", "nowhere", "", false)).Want(t, 422)
	require.Error(t, o.Changes.Do(ctx, change.System, func(tx *change.Tx) error {
		require.NoError(t, tx.Record(change.Event{Type: "completed", Kind: "ticket", ObjectID: o.Actor("pemohon").ID}))
		return context.Canceled
	}))
	require.Equal(t, before, count())
}

func TestHolderIsRemindedBeforeAndSuperiorsAfterOnceForEachDueTime(t *testing.T) {
	o := newOffice(t)
	number := o.As("pemohon").Submit(t, "Berjangka").String(t, "number")
	o.As("kadis").Act(t, number, "dispositions", disposition("division_head", "aptika", "", false)).Want(t, 200)
	o.As("kabid.aptika").Act(t, number, "dispositions", disposition("technical", "aptika", o.Actor("teknis.aptika").ID, false)).Want(t, 200)
	due, err := time.Parse(time.RFC3339, o.As("kadis").Get("/tickets/"+number).Want(t, 200).String(t, "due_at"))
	require.NoError(t, err)
	remind := func(at time.Time) {
		o.Clock.Set(at)
		for range 2 {
			require.NoError(t, o.Tickets.Remind(ctx))
		}
		require.NoError(t, o.work())
	}
	only := func(username string, kinds ...string) (n int) {
		for _, got := range o.told(username) {
			for _, k := range kinds {
				if got == k {
					n++
				}
			}
		}
		return n
	}
	remind(due.AddDate(0, 0, -2))
	require.Zero(t, only("teknis.aptika", "due_soon"))
	remind(due.Add(-time.Hour))
	require.Equal(t, 1, only("teknis.aptika", "due_soon"))
	require.Zero(t, only("kabid.aptika", "due_soon", "overdue"))
	remind(due.Add(time.Minute))
	require.Equal(t, 1, only("teknis.aptika", "overdue"))
	require.Equal(t, 1, only("kabid.aptika", "overdue"))
	require.Zero(t, only("kadis", "overdue", "escalated"), "the head of the office hears of it only when it stays so")
	remind(due.AddDate(0, 0, 5))
	require.Equal(t, 1, only("kadis", "escalated"))

	waiting := o.As("pemohon").Submit(t, "Dikembalikan").String(t, "number")
	o.As("loket").Act(t, waiting, "return", object{"reason": "Belum lengkap."}).Want(t, 200)
	before := len(o.told("loket"))
	remind(due.AddDate(0, 1, 0))
	require.Equal(t, before, len(o.told("loket")), "nobody is reminded while the clock stands")
}

func TestEventsTellWhomTheyNameAndWhoKeepsTheMatter(t *testing.T) {
	o := newOffice(t)
	number := o.As("pemohon").Submit(t, "Bernama").String(t, "number")
	copied := disposition("division_head", "aptika", "", false)
	copied["copies"] = []any{object{"role": "division_head", "unit": "sandi"}}
	o.As("kadis").Act(t, number, "dispositions", copied).Want(t, 200)
	list := o.As("kadis").Get("/tickets/"+number+"/dispositions").Want(t, 200).Value(t, "items").([]any)
	o.As("kadis").Act(t, number, "dispositions/"+list[0].(object)["id"].(string)+"/withdraw", object{}).Want(t, 200)
	require.NoError(t, o.work())
	for _, receiver := range []string{"kabid.aptika", "kabid.sandi"} {
		require.Equal(t, []string{"disposed", "disposition_withdrawn"}, o.told(receiver), "the request had gone back when the job ran")
	}

	var id string
	require.NoError(t, o.DB.Read.Raw("SELECT id FROM tickets WHERE number = ?", number).Row().Scan(&id))
	record := func(e change.Event) {
		e.Kind, e.ObjectID = "ticket", id
		require.NoError(t, o.Changes.Do(ctx, change.System, func(tx *change.Tx) error { return tx.Record(e) }))
	}
	for _, c := range []struct {
		event change.Event
		told  []string
	}{
		{change.Event{Type: "objection_filed"}, []string{"kadis", "ppid"}},
		{change.Event{Type: "dispute_recorded"}, []string{"kadis", "ppid"}},
		{change.Event{Type: "objection_answered"}, []string{"pemohon"}},
		{change.Event{Type: "reviewed"}, []string{"kadis"}},
		{change.Event{Type: "review_asked", Data: object{"copies": []object{{"role": "technical", "unit": "sandi"}}}}, []string{"teknis.sandi"}},
	} {
		record(c.event)
		require.NoError(t, o.work())
		var told []string
		for _, username := range []string{"kabid.aptika", "kadis", "loket", "pemohon", "ppid", "teknis.sandi"} {
			if slices.Contains(o.told(username), c.event.Type) {
				told = append(told, username)
			}
		}
		require.Equal(t, c.told, told, c.event.Type)
	}

	record(change.Event{Type: "completed"})
	o.Clock.Set(o.Clock.Now().AddDate(0, 0, 6))
	require.NoError(t, o.work())
	require.NoError(t, o.work())
	completed := slices.DeleteFunc(o.told("pemohon"), func(told string) bool { return told != "completed" })
	require.Len(t, completed, 1, "a server that was down for days tells it late, and once")
}

func TestTheEndOfAnAssetIsToldToItsAgencyAndToWhoDeliveredIt(t *testing.T) {
	o := newOffice(t)
	number := o.As("pemohon").Submit(t, "Server gizi").String(t, "number")
	o.As("kadis").Act(t, number, "dispositions", disposition("technical", "aptika", "", false)).Want(t, 200)
	today := o.Clock.Now()
	id := o.As("admin").Post("/assets", object{
		"kind": "vps", "organisation_id": o.Actor("pemohon").OrganisationID, "fields": object{"hostname": "simrs", "location": "pdn"}, "ticket": number,
		"delivered_on": today.AddDate(0, -1, 0).Format(time.DateOnly), "expires_on": today.AddDate(0, 0, 20).Format(time.DateOnly), "reason": "Arsip.",
	}).Want(t, 201).String(t, "id")
	require.NoError(t, o.Assets.Expire(ctx))
	require.NoError(t, o.work())
	for username, count := range map[string]int{"pemohon": 1, "teknis.aptika": 1, "pemohon2": 0, "teknis.sandi": 0} {
		about := 0
		for _, n := range o.As(username).Get("/notifications").Want(t, 200).Value(t, "items").([]any) {
			if n.(object)["type"] == "asset_expiring" {
				require.Equal(t, id, n.(object)["asset"].(object)["id"])
				about++
			}
		}
		require.Equal(t, count, about, username)
	}
	letters := o.to("pemohon@example.go.id")
	require.Len(t, letters, 1)
	require.Contains(t, letters[0].Text(), "Masa berlaku segera habis: simrs")
	require.Contains(t, letters[0].Text(), "/aset/"+id)
}

func TestStepsRemindTheirHolderBeforeAndTheSuperiorAfterTheirTargetOnce(t *testing.T) {
	o := newOffice(t)
	before := o.Guest().Get("/settings/office").Want(t, 200)
	var office object
	require.NoError(t, json.Unmarshal(before.Body, &office))
	require.Equal(t, object{"working_days": 1.0, "working_minutes": 60.0, "clock_hours": 1.0}, office["reminders"], "as usual")
	admin := o.As("admin")
	put := func(minutes int) *apitest.Answer {
		office["reminders"] = object{"working_days": 1, "working_minutes": minutes, "clock_hours": 1}
		return admin.Send("PUT", "/settings/office", "application/json", apitest.JSON(t, office), before.IfMatch())
	}
	apitest.Pointers(t, put(901).Problem(t, 422, "input.invalid"), "/reminders/working_minutes")
	put(30).Want(t, 200)

	// Three hours of a working day for the registration of an electronic system.
	form := apitest.Answering(t, "pse", nil).Field("subject", "Sistem gizi").
		Field("held_before", `[{"kind":"recommendation","number":"1"}]`).File("letter", "surat.pdf", apitest.PDF(t, "surat"))
	number := o.As("pemohon").PostForm("/tickets", form).Want(t, 201).String(t, "number")
	o.As("kadis").Act(t, number, "dispositions", disposition("division_head", "aptika", "", false)).Want(t, 200)
	o.As("kabid.aptika").Act(t, number, "dispositions", disposition("technical", "aptika", o.Actor("teknis.aptika").ID, false)).Want(t, 200)
	var due time.Time
	for _, step := range o.As("kadis").Get("/tickets/"+number).Want(t, 200).Value(t, "steps").([]any) {
		if step.(object)["state"] == "current" {
			var err error
			due, err = time.Parse(time.RFC3339, step.(object)["due_at"].(string))
			require.NoError(t, err)
		}
	}
	require.False(t, due.IsZero())
	heard := func(at time.Time, username string) (types []string) {
		o.Clock.Set(at)
		for range 2 {
			require.NoError(t, o.Tickets.Remind(ctx))
		}
		require.NoError(t, o.work())
		for _, one := range o.told(username) {
			if strings.HasPrefix(one, "step_") {
				types = append(types, one)
			}
		}
		return types
	}
	require.Empty(t, heard(due.Add(-31*time.Minute), "teknis.aptika"))
	require.Equal(t, []string{"step_due_soon"}, heard(due.Add(-29*time.Minute), "teknis.aptika"))
	require.Empty(t, heard(due.Add(-time.Minute), "kabid.aptika"))
	require.Equal(t, []string{"step_overdue"}, heard(due.Add(time.Minute), "kabid.aptika"))
	require.Equal(t, []string{"step_overdue"}, heard(due.Add(time.Hour), "kabid.aptika"))
	require.Equal(t, []string{"step_due_soon"}, heard(due.Add(time.Hour), "teknis.aptika"))
}
