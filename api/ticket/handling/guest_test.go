package handling_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
)

func complaint(t *testing.T) *apitest.Form { return complaintOf(t, nil) }

func complaintOf(t *testing.T, answers map[string]any) *apitest.Form {
	return apitest.Answering(t, "pengaduan", answers).Field("subject", "Wifi taman kota mati").
		Field("name", "Budi Santoso").Field("contact", "0812 0000 1111").Field("consent", "true")
}

func TestGuestFilesAComplaintAndFollowsItWithTheCode(t *testing.T) {
	s := apitest.New(t)
	guest, head := s.Guest(), s.As("kadis")
	filed := guest.PostForm("/public/tickets", complaint(t)).Want(t, http.StatusCreated)
	number, code := filed.String(t, "number"), filed.String(t, "code")
	path := "/public/tickets/" + number
	with := "?code=" + url.QueryEscape(code)
	require.Regexp(t, `^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$`, code)
	require.Equal(t, "2026-01-08T01:00:00Z", filed.String(t, "due_at"), "3 x 24 clock hours (C4)")

	seen := guest.Get(path+with).Want(t, http.StatusOK)
	require.Equal(t, "waiting", seen.String(t, "status"))
	guest.Get(path+"?code="+strings.ToLower(strings.ReplaceAll(code, "-", ""))).Want(t, http.StatusOK)
	guest.Get(path, apitest.Header{"X-Ticket-Code", code}).Want(t, http.StatusOK)

	head.Act(t, number, "take-up", struct{}{}).Want(t, http.StatusOK)
	head.Post("/tickets/"+number+"/messages", map[string]string{"text": "Di taman yang mana?"}).Want(t, http.StatusCreated)
	told := guest.Post(path+"/messages"+with, map[string]string{"text": "Taman Tepian."}).Want(t, http.StatusCreated)
	require.Len(t, told.Value(t, "messages"), 2)
	require.NotContains(t, string(told.Body), "Ahmad Fauzan", "officers are roles to a guest")

	returned := head.Act(t, number, "return", map[string]any{"reason": "Lampirkan foto."}).Want(t, http.StatusOK)
	require.Equal(t, "0812 0000 1111", returned.String(t, "guest_contact"))
	again := guest.Get(path+with).Want(t, http.StatusOK)
	mended := guest.PostForm(path+"/resubmit"+with, apitest.NewForm().Field("note", "Ini fotonya.").File("files[evidence]", "foto.pdf", apitest.PDF(t, "foto")), again.IfMatch()).Want(t, http.StatusOK)
	require.Equal(t, false, mended.Value(t, "returned"))
	guest.Get(path+"/letter"+with).Problem(t, http.StatusNotFound, "not_found")
}

func TestNobodyWithoutTheCodeSeesAGuestsRequest(t *testing.T) {
	s := apitest.New(t)
	guest := s.Guest()
	first := guest.PostForm("/public/tickets", complaint(t)).Want(t, http.StatusCreated)
	second := guest.PostForm("/public/tickets", complaint(t)).Want(t, http.StatusCreated)
	mine, other := s.As("pemohon").Submit(t, "Milik pemohon").String(t, "number"), second.String(t, "code")
	number := first.String(t, "number")
	for name, path := range map[string]string{
		"no code":                       "/public/tickets/" + number,
		"wrong code":                    "/public/tickets/" + number + "?code=AAAA-AAAA-AAAA-AAAA",
		"another request's code":        "/public/tickets/" + number + "?code=" + other,
		"unknown number":                "/public/tickets/TKT-20260105-9999?code=" + other,
		"request of somebody signed in": "/public/tickets/" + mine + "?code=",
		"letter without code":           "/public/tickets/" + number + "/letter",
	} {
		t.Run(name, func(t *testing.T) { guest.Get(path).Problem(t, http.StatusNotFound, "not_found") })
	}
	s.As("pemohon").Get("/tickets/"+number).Problem(t, http.StatusNotFound, "not_found")
	guest.Post("/public/tickets/"+number+"/messages", map[string]string{"text": "x"}).Problem(t, http.StatusNotFound, "not_found")
}

func TestGuestFilingIsRefusedWithPointers(t *testing.T) {
	s := apitest.New(t)
	guest := s.Guest()
	p := guest.PostForm("/public/tickets", apitest.Answering(t, "pengaduan", nil).Field("subject", "x")).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	apitest.Pointers(t, p, "/name", "/contact", "/consent")
	p = guest.PostForm("/public/tickets", apitest.Answering(t, "pengaduan", nil).Field("subject", "x").Field("name", "B").Field("contact", "c")).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	apitest.Pointers(t, p, "/consent")
	p = guest.PostForm("/public/tickets", apitest.NewForm().Field("service_type", "email").Field("subject", "x").Field("name", "B").Field("contact", "c").Field("consent", "true")).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	apitest.Pointers(t, p, "/service_type")
}

func TestOneAddressFilesAtMostFiveAnHour(t *testing.T) {
	s := apitest.New(t)
	guest := s.Guest()
	for range 5 {
		guest.PostForm("/public/tickets", complaint(t)).Want(t, http.StatusCreated)
	}
	refused := guest.PostForm("/public/tickets", complaint(t))
	refused.Problem(t, http.StatusTooManyRequests, "guest.too_many")
	require.Equal(t, "3600", refused.Header.Get("Retry-After"))
	s.Clock.Advance(61 * time.Minute)
	guest.PostForm("/public/tickets", complaint(t)).Want(t, http.StatusCreated)
}

func TestRepeatedGuestRequestIsFiledOnceAndAnsweredWithItsCode(t *testing.T) {
	s := apitest.New(t)
	guest := s.Guest()
	key := apitest.Header{"Idempotency-Key", "b7e1c2a4-ulang"}
	first := guest.PostForm("/public/tickets", complaint(t), key).Want(t, http.StatusCreated)
	for range 4 {
		guest.PostForm("/public/tickets", complaint(t)).Want(t, http.StatusCreated)
	}
	again := guest.PostForm("/public/tickets", complaint(t), key).Want(t, http.StatusCreated) // the sixth of the hour, and nothing new
	require.Equal(t, string(first.Body), string(again.Body))
	require.Equal(t, "true", again.Header.Get("Idempotency-Replayed"))
	guest.Get("/public/tickets/"+again.String(t, "number")+"?code="+again.String(t, "code")).Want(t, http.StatusOK)

	guest.PostForm("/public/tickets", complaintOf(t, map[string]any{"detail": "Wifi taman lain mati juga."}), key).Problem(t, http.StatusUnprocessableEntity, "idempotency.mismatch")
	guest.PostForm("/public/tickets", complaint(t), apitest.Header{"Idempotency-Key", "kunci lain"}).Problem(t, http.StatusTooManyRequests, "guest.too_many")
	guest.PostForm("/public/tickets", complaint(t), apitest.Header{"Idempotency-Key", strings.Repeat("x", 101)}).Problem(t, http.StatusBadRequest, "idempotency.key")

	var kept []string
	require.NoError(t, s.DB.Read.Table("idempotency_keys").Select("CAST(answer AS TEXT) || key").Find(&kept).Error)
	require.Len(t, kept, 1)
	require.NotContains(t, kept[0], first.String(t, "code"), "the code is kept as a hash alone, and masked with a key that is not kept")
	require.NotContains(t, kept[0], key[1])
}
