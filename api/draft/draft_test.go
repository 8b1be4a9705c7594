package draft_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/draft"
)

func pointers(t *testing.T, a *apitest.Answer) []string {
	t.Helper()
	var d struct {
		Findings struct {
			Errors []struct{ Pointer, Detail string }
		}
	}
	a.Into(t, &d)
	found := []string{}
	for _, e := range d.Findings.Errors {
		require.NotEmpty(t, e.Detail)
		found = append(found, e.Pointer)
	}
	return found
}

func put(t *testing.T, c *apitest.Client, of *apitest.Answer, content map[string]any) *apitest.Answer {
	t.Helper()
	return c.Send(http.MethodPut, "/drafts/"+of.String(t, "id"), "application/json", apitest.JSON(t, content), of.IfMatch())
}

func upload(t *testing.T, c *apitest.Client, id, kind, field, name string, content []byte) *apitest.Answer {
	t.Helper()
	return c.PostForm("/drafts/"+id+"/attachments", apitest.NewForm().Field("kind", kind).Field("field", field).File("file", name, content))
}

func TestDrafts(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	s.PublishForm(t, "pelatihan", apitest.CourseForm)
	mine, other, desk := s.As("pemohon"), s.As("pemohon2"), s.As("loket")
	me := mine.Get("/me").Want(t, http.StatusOK)
	begin := func(t *testing.T, in map[string]any) *apitest.Answer {
		t.Helper()
		in["service_type"] = "pelatihan"
		return mine.Post("/drafts", in).Want(t, http.StatusCreated)
	}
	row := map[string]any{"topic": "Sandi", "hours": 2.0}

	t.Run("begun with what the account tells, saved half done, continued", func(t *testing.T) {
		made := begin(t, map[string]any{})
		require.Equal(t, "/api/v1/drafts/"+made.String(t, "id"), made.Header.Get("Location"))
		require.Equal(t, me.String(t, "organisation.id"), made.String(t, "answers.agency"))
		require.Equal(t, me.String(t, "name"), made.String(t, "answers.contact.name"))
		require.Equal(t, []string{"/answers/kind", "/answers/sessions", "/answers/agree"}, pointers(t, made))

		typed := map[string]any{"kind": "tent", "sessions": []any{map[string]any{"hours": "dua"}}, "reason": "belum ditanya"}
		saved := put(t, mine, made, map[string]any{"subject": "Pelatihan sandi", "answers": typed}).Want(t, http.StatusOK)
		require.Equal(t, []string{"/answers/kind", "/answers/sessions/0/topic", "/answers/sessions/0/hours", "/answers/contact", "/answers/agree"}, pointers(t, saved))
		require.Equal(t, typed, mine.Get("/drafts/"+made.String(t, "id")).Want(t, http.StatusOK).Value(t, "answers"))
		put(t, mine, made, map[string]any{"answers": typed}).Problem(t, http.StatusPreconditionFailed, "version.stale")
		again := put(t, mine, saved, map[string]any{"subject": "Pelatihan sandi", "answers": typed}).Want(t, http.StatusOK)
		require.Equal(t, saved.Value(t, "version"), again.Value(t, "version"), "nothing new is written")
		further := put(t, mine, saved, map[string]any{"subject": "Pelatihan", "answers": typed}).Want(t, http.StatusOK)

		var events int64
		require.NoError(t, s.DB.Read.Table("events").Where("object_kind = 'draft' AND object_id = ? AND type = 'draft_saved'", made.String(t, "id")).Count(&events).Error)
		require.EqualValues(t, 1, events, "a sitting is one line of the record")

		require.Contains(t, string(mine.Get("/drafts").Want(t, http.StatusOK).Body), made.String(t, "id"))
		require.NotContains(t, string(other.Get("/drafts").Want(t, http.StatusOK).Body), made.String(t, "id"))
		mine.Delete("/drafts/"+made.String(t, "id"), made.IfMatch()).Problem(t, http.StatusPreconditionFailed, "version.stale")
		mine.Delete("/drafts/"+made.String(t, "id"), further.IfMatch()).Want(t, http.StatusNoContent)
		mine.Get("/drafts/"+made.String(t, "id")).Problem(t, http.StatusNotFound, "not_found")
	})

	t.Run("for its owner alone", func(t *testing.T) {
		made := begin(t, map[string]any{})
		id := made.String(t, "id")
		file := upload(t, mine, id, "supporting", "photos", "a.png", apitest.PNG(t)).Want(t, http.StatusCreated).String(t, "id")
		other.Get("/drafts/"+id).Problem(t, http.StatusNotFound, "not_found")
		put(t, other, made, map[string]any{"answers": map[string]any{}}).Problem(t, http.StatusNotFound, "not_found")
		other.Delete("/drafts/"+id, made.IfMatch()).Problem(t, http.StatusNotFound, "not_found")
		upload(t, other, id, "supporting", "", "a.pdf", apitest.PDF(t, "a")).Problem(t, http.StatusNotFound, "not_found")
		other.Get("/attachments/"+file+"/content").Problem(t, http.StatusNotFound, "not_found")
		apitest.Pointers(t, other.Post("/tickets", map[string]any{"draft_id": id}).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/draft_id")
		stolen := map[string]any{"service_type": "pelatihan", "subject": "x", "attachments": []string{file},
			"answers": map[string]any{"kind": "online", "sessions": []any{row}, "contact": map[string]any{"name": "Siti"}, "agree": true}}
		apitest.Pointers(t, mine.Post("/tickets", stolen).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/attachments/0")
		for _, c := range []*apitest.Client{desk, s.As("admin"), s.As("auditor")} {
			c.Get("/drafts/"+id).Problem(t, http.StatusForbidden, "auth.forbidden")
		}
		s.Guest().Get("/drafts").Problem(t, http.StatusUnauthorized, "auth.signed_out")
	})

	t.Run("sent with its files, and ended", func(t *testing.T) {
		made := begin(t, map[string]any{})
		id := made.String(t, "id")
		letter := upload(t, mine, id, "request_letter", "", "surat.pdf", apitest.PDF(t, "surat")).Want(t, http.StatusCreated).String(t, "id")
		first := upload(t, mine, id, "supporting", "photos", "satu.png", apitest.PNG(t)).Want(t, http.StatusCreated).String(t, "id")
		second := upload(t, mine, id, "supporting", "photos", "dua.png", apitest.PNG(t)).Want(t, http.StatusCreated).String(t, "id")
		unused := upload(t, mine, id, "supporting", "photos", "tiga.png", apitest.PNG(t)).Want(t, http.StatusCreated).String(t, "id")
		removed := upload(t, mine, id, "supporting", "", "empat.pdf", apitest.PDF(t, "empat")).Want(t, http.StatusCreated).String(t, "id")
		mine.Delete("/attachments/"+removed).Want(t, http.StatusNoContent)
		apitest.Pointers(t, upload(t, mine, id, "request_letter", "", "a.png", apitest.PNG(t)).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/file")
		apitest.Pointers(t, upload(t, mine, id, "internal", "", "a.pdf", apitest.PDF(t, "a")).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/kind")
		apitest.Pointers(t, upload(t, mine, id, "supporting", strings.Repeat("x", 61), "a.pdf", apitest.PDF(t, "a")).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/field")

		answers := map[string]any{"kind": "online", "sessions": []any{row}, "contact": map[string]any{"name": "Siti"}, "photos": []any{second, first}, "agree": true, "reason": "kalau di aula"}
		saved := put(t, mine, made, map[string]any{"subject": "", "answers": answers}).Want(t, http.StatusOK)
		require.Empty(t, pointers(t, saved), "an answer that is not asked is kept, and no fault")
		apitest.Pointers(t, mine.Post("/tickets", map[string]any{"draft_id": id}).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/subject")
		apitest.Pointers(t, mine.Post("/tickets", map[string]any{"draft_id": id, "service_type": "vps"}).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/service_type")
		apitest.Pointers(t, mine.Post("/tickets", map[string]any{}).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/service_type", "/subject")
		key := apitest.Header{"Idempotency-Key", "sekali"}
		body := map[string]any{"draft_id": id, "subject": "Pelatihan sandi"}
		sent := mine.Post("/tickets", body, key).Want(t, http.StatusCreated)
		require.Equal(t, map[string]any{"kind": "online", "sessions": []any{row}, "total": 2.0, "contact": map[string]any{"name": "Siti"}, "photos": []any{second, first}, "agree": true}, sent.Value(t, "answers"))
		files := []string{}
		for _, f := range sent.Value(t, "attachments").([]any) {
			files = append(files, f.(map[string]any)["id"].(string))
		}
		require.Equal(t, []string{letter, first, second}, files)
		require.Equal(t, sent.String(t, "number"), mine.Post("/tickets", body, key).Want(t, http.StatusCreated).String(t, "number"), "a lost answer is asked for again")
		mine.Get("/drafts/"+id).Problem(t, http.StatusNotFound, "not_found")
		mine.Get("/attachments/"+unused+"/content").Problem(t, http.StatusNotFound, "not_found")
		apitest.Pointers(t, mine.Post("/tickets", map[string]any{"draft_id": id}).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/draft_id")

		again := begin(t, map[string]any{"from_ticket": sent.String(t, "number")})
		taken := again.Value(t, "answers").(map[string]any)
		require.Equal(t, []any{"online", []any{row}, map[string]any{"name": "Siti"}}, []any{taken["kind"], taken["sessions"], taken["contact"]})
		for _, key := range []string{"photos", "agree", "total"} {
			require.NotContains(t, taken, key)
		}
		for _, in := range []map[string]any{{"service_type": "vps", "from_ticket": sent.String(t, "number")}, {"service_type": "pelatihan", "from_ticket": "TKT-20260105-9999"}} {
			apitest.Pointers(t, mine.Post("/drafts", in).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/from_ticket")
		}
		apitest.Pointers(t, other.Post("/drafts", map[string]any{"service_type": "pelatihan", "from_ticket": sent.String(t, "number")}).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/from_ticket")
		apitest.Pointers(t, mine.Post("/drafts", map[string]any{"service_type": "none"}).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/service_type")
	})

	t.Run("with a form that changed since", func(t *testing.T) {
		made := begin(t, map[string]any{})
		saved := put(t, mine, made, map[string]any{"subject": "Lama", "answers": map[string]any{"kind": "hall", "reason": "Luas"}}).Want(t, http.StatusOK)
		s.PublishForm(t, "pelatihan", `{"x-sections": [{"key": "a", "title": "A", "fields": ["reason", "colour"]}],
			"properties": {"reason": {"type": "string", "title": "Alasan"}, "colour": {"type": "string", "title": "Warna"}}, "required": ["colour"]}`)
		now := mine.Get("/drafts/"+made.String(t, "id")).Want(t, http.StatusOK)
		require.Equal(t, map[string]any{"kind": "hall"}, now.Value(t, "dropped"))
		require.Equal(t, map[string]any{"reason": "Luas"}, now.Value(t, "answers"))
		require.Equal(t, []string{"/answers/colour"}, pointers(t, now))
		saved = put(t, mine, saved, map[string]any{"subject": "Baru", "answers": map[string]any{"colour": "biru"}}).Want(t, http.StatusOK)
		require.Equal(t, map[string]any{"kind": "hall"}, saved.Value(t, "dropped"), "kept aside, never lost")
		sent := mine.Post("/tickets", map[string]any{"draft_id": made.String(t, "id")}).Want(t, http.StatusCreated)
		require.Equal(t, map[string]any{"colour": "biru"}, sent.Value(t, "answers"))
		s.PublishForm(t, "pelatihan", apitest.CourseForm)
	})

	t.Run("bounded, and removed when nobody touches them", func(t *testing.T) {
		made := begin(t, map[string]any{})
		apitest.Pointers(t, put(t, mine, made, map[string]any{"answers": map[string]any{"reason": strings.Repeat("x", 257<<10)}}).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/answers")
		file := upload(t, mine, made.String(t, "id"), "supporting", "", "a.pdf", apitest.PDF(t, "a")).Want(t, http.StatusCreated).String(t, "id")
		var list struct{ Items []struct{ ID string } }
		mine.Get("/drafts").Want(t, http.StatusOK).Into(t, &list)
		for range 50 - len(list.Items) {
			begin(t, map[string]any{})
		}
		mine.Post("/drafts", map[string]any{"service_type": "pelatihan"}).Problem(t, http.StatusConflict, "draft.too_many")
		s.Clock.Set(apitest.Start.Add(draft.Retention - time.Hour))
		_, err := s.Files.Sweep(context.Background())
		require.NoError(t, err)
		require.NoError(t, s.Drafts.Purge(context.Background()))
		var left, files int64
		require.NoError(t, s.DB.Read.Table("drafts").Count(&left).Error)
		require.NoError(t, s.DB.Read.Table("attachments").Where("id = ?", file).Count(&files).Error)
		require.Equal(t, []int64{50, 1}, []int64{left, files}, "not before their time")
		s.Clock.Set(apitest.Start.Add(draft.Retention + time.Hour))
		require.NoError(t, s.Drafts.Purge(context.Background()))
		require.NoError(t, s.DB.Read.Table("drafts").Count(&left).Error)
		require.NoError(t, s.DB.Read.Table("attachments").Where("id = ?", file).Count(&files).Error)
		require.Equal(t, []int64{0, 0}, []int64{left, files})
	})
}
