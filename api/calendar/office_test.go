package calendar_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/app"
	"github.com/dkisp-kaltara/elayanan/api/calendar"
)

// put sends a JSON body with If-Match.
func put(t *testing.T, c *apitest.Client, path string, body any, headers ...apitest.Header) *apitest.Answer {
	t.Helper()
	return c.Send(http.MethodPut, path, "application/json", apitest.JSON(t, body), headers...)
}

// edit reads the calendar of the office and writes it back with an edit.
func edit(t *testing.T, admin *apitest.Client, change func(*calendar.OfficeInput)) *apitest.Answer {
	t.Helper()
	var now calendar.Office
	read := admin.Get("/calendars/office").Want(t, http.StatusOK).Into(t, &now)
	change(&now.OfficeInput)
	return put(t, admin, "/calendars/office", now.OfficeInput, read.IfMatch())
}

func dueBy(t *testing.T, c *apitest.Client, from, amount, basis string) string {
	t.Helper()
	q := url.Values{"from": {from}, "amount": {amount}, "basis": {basis}}
	trial := c.Get("/calendars/office/deadline?"+q.Encode()).Want(t, http.StatusOK)
	sum := 0.0
	for _, day := range trial.Value(t, "days").([]any) {
		sum += day.(map[string]any)["amount"].(float64)
	}
	require.Equal(t, trial.Value(t, "amount"), sum)
	return trial.String(t, "due_at")
}

// The cases of the office's time, each by the calendar as an admin has set it.
func TestAdminSetsTheWorkingTime(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	admin, applicant := s.As("admin"), s.As("pemohon")

	var now calendar.Office
	read := applicant.Get("/calendars/office").Want(t, http.StatusOK).Into(t, &now)
	require.EqualValues(t, 1, now.Version)
	require.Equal(t, "Asia/Makassar", now.Zone)
	require.False(t, now.CountDayOfReceipt)
	applicant.Get("/calendars/office", apitest.Header{"If-None-Match", read.Header.Get("ETag")}).Want(t, http.StatusNotModified)
	require.Len(t, applicant.Get("/calendars").Want(t, http.StatusOK).Value(t, "items"), 1)

	for name, c := range map[string]struct{ from, amount, basis, want string }{
		"friday 15.45, an hour":                  {"2026-01-09T15:45:00+08:00", "60", "working_minutes", "2026-01-12T00:15:00Z"},
		"across Lebaran":                         {"2026-03-16T10:00:00+08:00", "3", "working_days", "2026-03-26T08:00:00Z"},
		"three times 24 hours over a weekend":    {"2026-01-09T15:45:00+08:00", "72", "clock_hours", "2026-01-12T07:45:00Z"},
		"a day of Ramadan by ordinary hours":     {"2026-02-23T14:30:00+08:00", "60", "working_minutes", "2026-02-23T07:30:00Z"},
		"in the evening, the next day is not it": {"2026-01-05T20:00:00+08:00", "1", "working_days", "2026-01-06T08:00:00Z"},
	} {
		require.Equal(t, c.want, dueBy(t, applicant, c.from, c.amount, c.basis), name)
	}

	var proposed struct {
		Items []calendar.Exception `json:"items"`
	}
	admin.Get("/calendars/office/proposals").Want(t, http.StatusOK).Into(t, &proposed)
	require.Len(t, proposed.Items, 3)
	adopted := edit(t, admin, func(in *calendar.OfficeInput) { in.Exceptions = append(in.Exceptions, proposed.Items[1]) }).Want(t, http.StatusOK)
	require.EqualValues(t, 2, adopted.Value(t, "version"))
	require.Len(t, admin.Get("/calendars/office/proposals").Want(t, http.StatusOK).Value(t, "items"), 2, "what is adopted is not proposed again")
	require.Equal(t, "2026-02-24T00:30:00Z", dueBy(t, applicant, "2026-02-23T14:30:00+08:00", "60", "working_minutes"), "Ramadan: closed at 15.00")
	require.Equal(t, "2026-02-23T05:00:00Z", dueBy(t, applicant, "2026-02-23T11:30:00+08:00", "60", "working_minutes"), "Ramadan: a break of half an hour")

	edit(t, admin, func(in *calendar.OfficeInput) { in.CountDayOfReceipt = true }).Want(t, http.StatusOK)
	require.Equal(t, "2026-01-05T08:00:00Z", dueBy(t, applicant, "2026-01-05T09:00:00+08:00", "1", "working_days"), "the day of receipt is day one")

	shorter := calendar.Hours{EffectiveFrom: date("2026-01-14"), Week: weekdays(span("08:00", "12:00"))}
	edit(t, admin, func(in *calendar.OfficeInput) { in.Hours = append(in.Hours, shorter) }).Want(t, http.StatusOK)
	require.Equal(t, "2026-01-14T03:00:00Z", dueBy(t, applicant, "2026-01-13T13:00:00+08:00", "360", "working_minutes"), "other hours take effect in between")

	days := applicant.Get("/calendars/office/days?from=2026-01-13&to=2026-01-18").Want(t, http.StatusOK)
	said := []string{}
	for _, item := range days.Value(t, "items").([]any) {
		day := item.(map[string]any)
		reason, _ := day["reason"].(string)
		said = append(said, day["date"].(string)+" "+reason)
	}
	require.Equal(t, []string{"2026-01-13 ", "2026-01-14 ", "2026-01-15 ", "2026-01-16 holiday", "2026-01-17 weekend", "2026-01-18 weekend"}, said)

	unchanged := edit(t, admin, func(*calendar.OfficeInput) {}).Want(t, http.StatusOK)
	require.EqualValues(t, 4, unchanged.Value(t, "version"), "the same again is no change")
}

func TestWhatTheCalendarRefuses(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	admin := s.As("admin")
	read := admin.Get("/calendars/office").Want(t, http.StatusOK)
	var now calendar.Office
	read.Into(t, &now)
	holiday := map[string]any{"date": "2026-10-22", "name": "Hari Jadi Provinsi", "kind": "regional"}

	for _, username := range []string{"pemohon", "loket", "kadis", "auditor"} {
		other := s.As(username)
		put(t, other, "/calendars/office", now.OfficeInput, read.IfMatch()).Want(t, http.StatusForbidden)
		other.Post("/holidays", holiday).Want(t, http.StatusForbidden)
		other.Post("/holiday-imports", map[string]any{"csv": "x", "preview": true}).Want(t, http.StatusForbidden)
		put(t, other, "/holidays/x", holiday, read.IfMatch()).Want(t, http.StatusForbidden)
		other.Delete("/holidays/x", read.IfMatch()).Want(t, http.StatusForbidden)
	}
	for _, path := range []string{"/calendars", "/calendars/office", "/calendars/office/days", "/calendars/office/deadline", "/calendars/office/proposals", "/holidays", "/holidays.csv", "/holidays/x"} {
		s.Guest().Get(path).Want(t, http.StatusUnauthorized)
	}
	for _, path := range []string{"/calendars/other", "/calendars/other/days", "/calendars/other/deadline", "/calendars/other/proposals", "/holidays/x"} {
		admin.Get(path).Want(t, http.StatusNotFound)
	}
	put(t, admin, "/calendars/other", now.OfficeInput, read.IfMatch()).Want(t, http.StatusNotFound)
	put(t, admin, "/holidays/x", holiday, read.IfMatch()).Want(t, http.StatusNotFound)
	put(t, admin, "/calendars/office", now.OfficeInput).Want(t, http.StatusPreconditionRequired)
	put(t, admin, "/calendars/office", now.OfficeInput, apitest.Header{"If-Match", `"7.x"`}).Want(t, http.StatusPreconditionFailed)
	for path, pointer := range map[string]string{
		"/calendars/office/days?from=2026-13-01&to=2026-01-02":                             "/from",
		"/calendars/office/days?from=2026-01-01":                                           "/to",
		"/calendars/office/days?from=2026-01-01&to=2027-01-02":                             "/to",
		"/calendars/office/deadline?from=kemarin&amount=1&basis=working_days":              "/from",
		"/calendars/office/deadline?from=2026-01-05T09:00:00Z&amount=0&basis=working_days": "/amount",
		"/calendars/office/deadline?from=2026-01-05T09:00:00Z&amount=1&basis=weeks":        "/amount",
		"/holidays?year=26":    "/year",
		"/holidays.csv?year=x": "/year",
	} {
		apitest.Pointers(t, admin.Get(path).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), pointer)
	}
	for pointer, change := range map[string]func(*calendar.OfficeInput){
		"/hours": func(in *calendar.OfficeInput) { in.Hours[0].EffectiveFrom++ },
		"/hours/0/week/mon/1": func(in *calendar.OfficeInput) {
			in.Hours[0].Week.Mon = append(in.Hours[0].Week.Mon, span("15:00", "17:00"))
		},
		"/exceptions/0/to": func(in *calendar.OfficeInput) {
			in.Exceptions = []calendar.Exception{{Name: "Terbalik", From: date("2026-02-02"), To: date("2026-02-01"), Week: in.Hours[0].Week}}
		},
		"/exceptions/0/from": func(in *calendar.OfficeInput) {
			in.Exceptions = []calendar.Exception{{Name: "Tanpa tanggal", To: date("2026-02-01"), Week: in.Hours[0].Week}}
		},
	} {
		apitest.Pointers(t, edit(t, admin, change).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), pointer)
	}
	edit(t, admin, func(in *calendar.OfficeInput) {
		in.Exceptions = []calendar.Exception{{Name: "Tutup", From: date("2026-01-01"), To: date("2099-12-31")}}
	}).Problem(t, http.StatusConflict, "calendar.too_far")
	require.Equal(t, read.Header.Get("ETag"), admin.Get("/calendars/office").Header.Get("ETag"), "nothing was changed")
}

func TestHolidaysAreKept(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	admin := s.As("admin")
	require.Len(t, s.As("pemohon").Get("/holidays").Want(t, http.StatusOK).Value(t, "items"), 25, "17 and 8 of 2026, this year")
	require.Len(t, admin.Get("/holidays?year=2025").Want(t, http.StatusOK).Value(t, "items"), 28)

	in := map[string]any{"date": "2026-10-22", "name": "Hari Jadi Provinsi", "kind": "regional", "source": "Keputusan Gubernur"}
	made := admin.Post("/holidays", in).Want(t, http.StatusCreated)
	path := "/holidays/" + made.String(t, "id")
	require.Equal(t, "/api/v1"+path, made.Header.Get("Location"))
	apitest.Pointers(t, admin.Post("/holidays", in).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/name")
	for pointer, wrong := range map[string]map[string]any{
		"/date": {"date": "1926-10-22", "name": "x", "kind": "regional"},
		"/kind": {"date": "2026-10-22", "name": "x", "kind": "feast"},
		"/name": {"date": "2026-10-22", "name": " ", "kind": "regional"},
	} {
		apitest.Pointers(t, admin.Post("/holidays", wrong).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), pointer)
	}

	in["name"] = "Hari Jadi Provinsi Kalimantan Utara"
	put(t, admin, path, in).Want(t, http.StatusPreconditionRequired)
	changed := put(t, admin, path, in, made.IfMatch()).Want(t, http.StatusOK)
	put(t, admin, path, in, made.IfMatch()).Want(t, http.StatusPreconditionFailed)
	same := put(t, admin, path, in, changed.IfMatch()).Want(t, http.StatusOK)
	require.Equal(t, changed.Header.Get("ETag"), same.Header.Get("ETag"))
	require.Equal(t, changed.Header.Get("ETag"), admin.Get(path).Want(t, http.StatusOK).Header.Get("ETag"))
	day := admin.Get("/calendars/office/days?from=2026-10-22&to=2026-10-22").Want(t, http.StatusOK).Value(t, "items").([]any)[0].(map[string]any)
	require.Equal(t, "holiday", day["reason"])
	require.Equal(t, in["name"], day["name"])

	admin.Delete(path).Want(t, http.StatusPreconditionRequired)
	admin.Delete(path, made.IfMatch()).Want(t, http.StatusPreconditionFailed)
	admin.Delete(path, changed.IfMatch()).Want(t, http.StatusNoContent)
	admin.Get(path).Want(t, http.StatusNotFound)
	require.True(t, func() bool {
		now, err := s.Calendar.Current(t.Context())
		require.NoError(t, err)
		return now.IsWorkingDay(date("2026-10-22"))
	}())
}

func TestHolidaysAreImportedAllOrNone(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	admin := s.As("admin")
	bring := func(csv string, preview bool) *apitest.Answer {
		return admin.Post("/holiday-imports", map[string]any{"csv": csv, "preview": preview})
	}
	version := func() any { return admin.Get("/calendars/office").Want(t, http.StatusOK).Value(t, "version") }

	wrong := bring("tanggal,jenis,nama,sumber\n2028-01-01,libur nasional,Tahun Baru,SKB\n31/02/2028,libur daerah,Salah,\n2028-05-01,pesta,Buruh,\n2028-05-02,libur nasional,,\n1/1/2028,libur nasional,Tahun Baru,SKB\n", false).
		Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	apitest.Pointers(t, wrong, "/lines/3", "/lines/4", "/lines/5", "/lines/6")
	require.Contains(t, wrong.Errors[3].Detail, "baris 2")
	apitest.Pointers(t, bring("2028-01-01,libur nasional,Tahun Baru", true).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/lines/1")
	apitest.Pointers(t, bring("tanggal,jenis,nama\n", true).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/csv")
	apitest.Pointers(t, bring("tanggal,jenis,nama\n\"2028", true).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/lines/2")
	apitest.Pointers(t, bring("tanggal,jenis,nama\n\x00", true).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/csv")
	apitest.Pointers(t, bring(strings.Repeat("tanggal,jenis,nama\n", 1001), true).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/csv")

	// As a spreadsheet saves it here: a mark at the beginning, semicolons, CR LF.
	file := "\ufeffTanggal;Jenis;Nama;Sumber\r\n01/01/2028;Libur nasional;Tahun Baru 2028 Masehi;SKB\r\n2028-10-22;regional;'=HARI(1);\r\n25/12/2026;libur nasional;Hari Raya Natal;SKB baru\r\n"
	effects := func(a *apitest.Answer) (list []any) {
		for _, item := range a.Want(t, http.StatusOK).Value(t, "items").([]any) {
			list = append(list, item.(map[string]any)["effect"])
		}
		return list
	}
	christmas := admin.Get("/holidays?year=2026").Want(t, http.StatusOK).Value(t, "items").([]any)
	file = strings.Replace(file, "Hari Raya Natal", christmas[len(christmas)-1].(map[string]any)["name"].(string), 1)
	require.Equal(t, []any{"new", "new", "changed"}, effects(bring(file, true)))
	require.EqualValues(t, 1, version(), "a preview changes nothing")
	require.Equal(t, []any{"new", "new", "changed"}, effects(bring(file, false)))
	require.EqualValues(t, 2, version(), "one change for the whole file")
	require.Equal(t, []any{"same", "same", "same"}, effects(bring(file, false)))
	require.EqualValues(t, 2, version())

	exported := admin.Get("/holidays.csv?year=2028").Want(t, http.StatusOK)
	require.Equal(t, "\ufefftanggal,jenis,nama,sumber\n2028-01-01,libur nasional,Tahun Baru 2028 Masehi,SKB\n2028-10-22,libur daerah,'=HARI(1),\n", string(exported.Body))
	require.Equal(t, `attachment; filename="hari-libur-2028.csv"`, exported.Header.Get("Content-Disposition"))
	require.Equal(t, []any{"same", "same"}, effects(bring(string(exported.Body), true)), "what is exported can be imported")
}

// Two instances of the product on one database.
func TestAnotherInstanceSeesAChangeAtOnce(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	other, err := app.New(context.Background(), s.Config, s.Parts)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, other.Close()) })
	before, err := other.Calendar.Current(t.Context())
	require.NoError(t, err)
	require.True(t, before.IsWorkingDay(date("2026-10-22")))

	s.As("admin").Post("/holidays", map[string]any{"date": "2026-10-22", "name": "Hari Jadi", "kind": "regional"}).Want(t, http.StatusCreated)
	after, err := other.Calendar.Current(t.Context())
	require.NoError(t, err)
	require.Equal(t, before.Version+1, after.Version)
	require.False(t, after.IsWorkingDay(date("2026-10-22")))
	again, err := other.Calendar.Current(t.Context())
	require.NoError(t, err)
	require.Same(t, after, again, "unchanged, it is not read again")
	then, err := other.Calendar.At(t.Context(), before.Version)
	require.NoError(t, err)
	require.True(t, then.IsWorkingDay(date("2026-10-22")), "an earlier version stays as it was")
}
