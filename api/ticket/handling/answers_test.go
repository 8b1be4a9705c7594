package handling_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
)

// course returns right answers to apitest.CourseForm.
func course(changes map[string]any) map[string]any {
	answers := map[string]any{
		"kind": "online", "sessions": []any{map[string]any{"topic": " Sandi ", "hours": 2}, map[string]any{"topic": "Surel", "hours": 3}},
		"contact": map[string]any{"name": "Siti", "nip": "19670407 199803 1 007"}, "agree": true,
	}
	for key, value := range changes {
		answers[key] = value
	}
	return answers
}

func filing(answers map[string]any) map[string]any {
	return map[string]any{"service_type": "pelatihan", "subject": "Pelatihan", "answers": answers}
}

func TestAnswersAreCheckedAndKeptClean(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	version := s.PublishForm(t, "pelatihan", apitest.CourseForm)
	applicant, other, desk, guest := s.As("pemohon"), s.As("pemohon2"), s.As("loket"), s.Guest()
	agency := applicant.Get("/me").Want(t, http.StatusOK).String(t, "organisation.id")

	t.Run("plain schema", func(t *testing.T) {
		require.Equal(t, false, guest.Get("/service-types/pelatihan/schema.json").Want(t, http.StatusOK).Value(t, "additionalProperties"))
		guest.Get("/service-types/none/schema.json").Problem(t, http.StatusNotFound, "not_found")
		require.Equal(t, "Pelatihan", guest.Get("/service-types/pelatihan").Want(t, http.StatusOK).Value(t, "form").(map[string]any)["x-sections"].([]any)[0].(map[string]any)["title"])
	})

	t.Run("wrong answers", func(t *testing.T) {
		for name, c := range map[string]struct {
			answers  map[string]any
			pointers []string
		}{
			"nothing":          {map[string]any{}, []string{"/answers/kind", "/answers/sessions", "/answers/contact", "/answers/agree"}},
			"condition":        {course(map[string]any{"kind": "hall"}), []string{"/answers/reason"}},
			"not asked":        {course(map[string]any{"reason": "x"}), []string{"/answers/reason"}},
			"unknown":          {course(map[string]any{"colour": "x"}), []string{"/answers/colour"}},
			"row":              {course(map[string]any{"sessions": []any{map[string]any{"hours": 0}}}), []string{"/answers/sessions/0/topic", "/answers/sessions/0/hours"}},
			"total":            {course(map[string]any{"total": 6}), []string{"/answers/total"}},
			"person":           {course(map[string]any{"contact": map[string]any{"name": "Siti", "nip": "1"}}), []string{"/answers/contact/nip"}},
			"agency of nobody": {course(map[string]any{"agency": "0199c0de-0000-7000-8000-000000000000"}), []string{"/answers/agency"}},
			"agency not an id": {course(map[string]any{"agency": "dinas"}), []string{"/answers/agency"}},
			"file of nobody":   {course(map[string]any{"photos": []any{"0199c0de-0000-7000-8000-000000000000", "x"}}), []string{"/answers/photos/0", "/answers/photos/1"}},
		} {
			checked := applicant.Post("/service-types/pelatihan/checks", map[string]any{"answers": c.answers}).Want(t, http.StatusOK)
			found := []string{}
			for _, e := range checked.Value(t, "errors").([]any) {
				found = append(found, e.(map[string]any)["pointer"].(string))
			}
			require.ElementsMatch(t, c.pointers, found, name)
			apitest.Pointers(t, applicant.Post("/tickets", filing(c.answers)).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), c.pointers...)
		}
		guest.Post("/service-types/pelatihan/checks", map[string]any{}).Problem(t, http.StatusUnauthorized, "auth.signed_out")
		applicant.Post("/service-types/none/checks", map[string]any{}).Problem(t, http.StatusNotFound, "not_found")
		s.PublishForm(t, "tanpa-formulir", "null")
		require.Empty(t, applicant.Post("/service-types/tanpa-formulir/checks", map[string]any{"answers": map[string]any{"x": 1}}).Want(t, http.StatusOK).Value(t, "errors"), "without a form nothing is wrong")
	})

	t.Run("kept clean, returned at a field, mended by the form of its version", func(t *testing.T) {
		sent := applicant.Post("/tickets", filing(course(map[string]any{"agency": agency, "reason": " "}))).Want(t, http.StatusCreated)
		require.Equal(t, version, sent.Value(t, "definition_version"))
		require.Equal(t, map[string]any{
			"kind": "online", "sessions": []any{map[string]any{"topic": "Sandi", "hours": 2.0}, map[string]any{"topic": "Surel", "hours": 3.0}},
			"total": 5.0, "contact": map[string]any{"name": "Siti", "nip": "196704071998031007"}, "agency": agency, "agree": true,
		}, sent.Value(t, "answers"))
		number := sent.String(t, "number")
		s.PublishForm(t, "pelatihan", `{"x-sections": [{"key": "a", "title": "A", "fields": ["colour"]}], "properties": {"colour": {"type": "string", "title": "Warna"}}, "required": ["colour"]}`)
		asked := applicant.Get("/tickets/"+number+"/form").Want(t, http.StatusOK)
		require.Equal(t, version, asked.Value(t, "definition_version"))
		require.Contains(t, asked.Value(t, "form").(map[string]any)["properties"], "sessions")
		other.Get("/tickets/"+number+"/form").Problem(t, http.StatusNotFound, "not_found")

		desk.Act(t, number, "take-up", struct{}{}).Want(t, http.StatusOK)
		point := func(pointer string) map[string]any {
			return map[string]any{"reason": "Lengkapi.", "points": []any{map[string]any{"pointer": pointer, "comment": "Kurang."}}}
		}
		apitest.Pointers(t, desk.Act(t, number, "return", point("/answers/colour")).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/points/0/pointer")
		desk.Act(t, number, "return", point("/answers/sessions/0/topic")).Want(t, http.StatusOK)
		apitest.Pointers(t, applicant.Act(t, number, "resubmit", map[string]any{"answers": map[string]any{"colour": "biru"}}).Problem(t, http.StatusUnprocessableEntity, "input.invalid"),
			"/answers/kind", "/answers/sessions", "/answers/contact", "/answers/agree", "/answers/colour")
		mended := applicant.Act(t, number, "resubmit", map[string]any{"answers": course(map[string]any{"kind": "hall", "reason": "Luas"})}).Want(t, http.StatusOK)
		require.Equal(t, "Luas", mended.String(t, "answers.reason"))
		var events struct {
			Items []struct {
				Type string
				Data struct {
					Before map[string]any `json:"answers_before"`
				}
			}
		}
		applicant.Get("/tickets/"+number+"/events").Want(t, http.StatusOK).Into(t, &events)
		last := events.Items[len(events.Items)-1]
		require.Equal(t, "resubmitted", last.Type)
		require.Equal(t, map[string]any{"kind": "online", "reason": nil, "agency": agency}, last.Data.Before)
		printed := applicant.Get("/tickets/"+number+"/documents/request.pdf").Want(t, http.StatusOK)
		require.Equal(t, "%PDF", string(printed.Body[:4]), "what its form no longer asks is printed too")
		s.PublishForm(t, "pelatihan", apitest.CourseForm)
	})

	t.Run("the counter may leave out, not give wrong answers", func(t *testing.T) {
		recorded := func(answers string) *apitest.Answer {
			return desk.PostForm("/tickets/recorded", apitest.NewForm().Field("channel", "paper").Field("received_at", "2026-01-05T00:30:00Z").
				Field("service_type", "pelatihan").Field("subject", "Dari surat").Field("name", "Budi").Field("contact", "0811").Field("answers", answers))
		}
		apitest.Pointers(t, recorded(`{"kind":"tent"}`).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/answers/kind")
		require.Equal(t, "hall", recorded(`{"kind":"hall"}`).Want(t, http.StatusCreated).String(t, "answers.kind"))
	})

	t.Run("guests", func(t *testing.T) {
		form := func(answers string) *apitest.Form {
			return apitest.NewForm().Field("service_type", "pengaduan").Field("subject", "Tamu").Field("name", "Budi").Field("contact", "0811").
				Field("consent", "true").Field("answers", answers)
		}
		apitest.Pointers(t, guest.PostForm("/public/tickets", form(`{"about":"hall","wish":"x"}`)).Problem(t, http.StatusUnprocessableEntity, "input.invalid"),
			"/answers/about", "/answers/detail")
		guest.PostForm("/public/tickets", form(`{"about":"other","detail":"Lampu padam."}`)).Want(t, http.StatusCreated)
	})

	t.Run("files of a field", func(t *testing.T) {
		upload := func(c *apitest.Client, name string, content []byte) string {
			return c.PostForm("/attachments", apitest.NewForm().Field("kind", "supporting").File("file", name, content)).Want(t, http.StatusCreated).String(t, "id")
		}
		picture, paper, foreign := upload(applicant, "ruang.png", apitest.PNG(t)), upload(applicant, "ruang.pdf", apitest.PDF(t, "ruang")), upload(other, "ruang.png", apitest.PNG(t))
		apitest.Pointers(t, applicant.Post("/tickets", filing(course(map[string]any{"photos": []any{foreign, paper}}))).Problem(t, http.StatusUnprocessableEntity, "input.invalid"),
			"/answers/photos/0", "/answers/photos/1")
		sent := applicant.Post("/tickets", filing(course(map[string]any{"photos": []any{picture}}))).Want(t, http.StatusCreated)
		require.Equal(t, []any{picture}, sent.Value(t, "answers").(map[string]any)["photos"])
		file := sent.Value(t, "attachments").([]any)[0].(map[string]any)
		require.Equal(t, []any{picture, "photos", "image/png"}, []any{file["id"], file["field"], file["media_type"]})
		got := applicant.Get("/attachments/"+picture+"/content").Want(t, http.StatusOK)
		require.Equal(t, []string{"image/png", "nosniff", "attachment; filename=ruang.png"},
			[]string{got.Header.Get("Content-Type"), got.Header.Get("X-Content-Type-Options"), got.Header.Get("Content-Disposition")})
		apitest.Pointers(t, applicant.Post("/tickets", filing(course(map[string]any{"photos": []any{picture}}))).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/answers/photos/0")

		number := applicant.PostForm("/tickets", apitest.NewForm().Field("service_type", "pelatihan").Field("subject", "Dengan foto").
			Field("answers", `{"kind":"online","sessions":[{"topic":"a"}],"contact":{"name":"B"},"agree":true}`).File("files[photos]", "a.png", apitest.PNG(t))).Want(t, http.StatusCreated).String(t, "number")
		desk.Act(t, number, "take-up", struct{}{}).Want(t, http.StatusOK)
		desk.Act(t, number, "return", map[string]any{"reason": "Satu foto lagi."}).Want(t, http.StatusOK)
		wrong := applicant.ActForm(t, number, "resubmit", apitest.NewForm().File("files[photos]", "b.pdf", apitest.PDF(t, "b")))
		apitest.Pointers(t, wrong.Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/answers/photos/1")
		mended := applicant.ActForm(t, number, "resubmit", apitest.NewForm().File("files[photos]", "b.png", apitest.PNG(t))).Want(t, http.StatusOK)
		require.Len(t, mended.Value(t, "answers").(map[string]any)["photos"], 2)
		require.Len(t, mended.Value(t, "attachments"), 2)

		for name, content := range map[string][]byte{"cut": apitest.PNG(t)[:40], "with a file behind": append(apitest.PNG(t), "PK\x03\x04"...)} {
			broken := apitest.NewForm().Field("kind", "supporting").File("file", name+".png", content)
			apitest.Pointers(t, applicant.PostForm("/attachments", broken).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/file")
		}
		apitest.Pointers(t, applicant.PostForm("/attachments", apitest.NewForm().File("file", "surat.png", apitest.PNG(t)).Field("kind", "request_letter")).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/file")
		applicant.PostForm("/tickets", apitest.Submission(t, "vps", "Surat bergambar").File("letter", "b.png", apitest.PNG(t))).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	})
}
