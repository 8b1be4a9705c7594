package auth_test

import (
	"net/netip"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/app"
	"github.com/dkisp-kaltara/elayanan/api/config"
)

func guess(s *apitest.Server, username, password string, headers ...apitest.Header) *apitest.Answer {
	return s.Guest().Post("/auth/login", signIn{"username": username, "password": password}, headers...)
}

// wrong guesses until the answer is to wait, and returns how often.
func wrong(t testing.TB, s *apitest.Server, username string, headers ...apitest.Header) (guesses int) {
	t.Helper()
	for {
		a := guess(s, username, "wrong horse battery", headers...)
		if a.Status == 429 {
			a.Problem(t, 429, "auth.too_many_attempts")
			return guesses
		}
		a.Problem(t, 401, "auth.wrong_credentials")
		guesses++
	}
}

func TestGuessingAtAnAccountSlowsDownAndSurvivesARestart(t *testing.T) {
	c, p := apitest.Settings(t)
	s := apitest.New(t, func(to *config.Config, with *app.Parts) { *to, *with = c, p })
	inside := s.As("pemohon")
	require.Equal(t, 6, wrong(t, s, "pemohon"))
	a := guess(s, " PEMOHON ", apitest.Password)
	a.Problem(t, 429, "auth.too_many_attempts")
	require.Equal(t, "5", a.Header.Get("Retry-After"))
	require.Equal(t, 6, wrong(t, s, "no.such.account"), "an unknown name is answered the same")

	again := apitest.New(t, func(to *config.Config, with *app.Parts) { *to, *with = c, p })
	guess(again, "pemohon", apitest.Password).Problem(t, 429, "auth.too_many_attempts")

	waits := []int{}
	for range 9 {
		seconds, err := strconv.Atoi(guess(s, "pemohon", "x").Header.Get("Retry-After"))
		require.NoError(t, err)
		waits = append(waits, seconds)
		s.Clock.Advance(time.Duration(seconds) * time.Second)
		guess(s, "pemohon", "wrong horse battery").Problem(t, 401, "auth.wrong_credentials")
	}
	require.Equal(t, []int{5, 10, 20, 40, 80, 160, 320, 640, 900}, waits)

	// Who is signed in goes on, and other accounts are not concerned.
	refresh(s, inside.Cookies[0]).Want(t, 200)
	s.As("pemohon2")
	s.Clock.Advance(15 * time.Minute)
	s.As("pemohon")
	require.Equal(t, 6, wrong(t, s, "pemohon"), "signing in forgets the failures")
	s.Clock.Advance(24*time.Hour + time.Second)
	require.Equal(t, 6, wrong(t, s, "pemohon"), "so does time")
}

func TestGuessingFromAnAddressSlowsDownWhateverHeadersSay(t *testing.T) {
	s := apitest.New(t)
	for i := range 51 {
		guess(s, "nobody"+strconv.Itoa(i), "x", apitest.Header{"X-Forwarded-For", "203.0.113." + strconv.Itoa(i)}, apitest.Header{"X-Real-Ip", "203.0.113." + strconv.Itoa(i)}).
			Problem(t, 401, "auth.wrong_credentials")
	}
	guess(s, "pemohon", apitest.Password, apitest.Header{"X-Forwarded-For", "198.51.100.1"}).Problem(t, 429, "auth.too_many_attempts")
	s.Clock.Advance(5 * time.Second)
	s.As("pemohon")

	behind := apitest.New(t, func(c *config.Config, _ *app.Parts) { c.Proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} })
	from := func(address string) apitest.Header { return apitest.Header{"X-Forwarded-For", "192.0.2.9, " + address} }
	for i := range 51 {
		guess(behind, "nobody"+strconv.Itoa(i), "x", from("2001:db8:1:2::"+strconv.Itoa(i+1))).Problem(t, 401, "auth.wrong_credentials")
	}
	guess(behind, "pemohon", apitest.Password, from("2001:db8:1:2:ffff::1")).Problem(t, 429, "auth.too_many_attempts")
	guess(behind, "pemohon", apitest.Password, from("2001:db8:1:3::1")).Want(t, 200)
}

// However many guess at once, only as many get to know something as would have
// one after the other.
func TestGuessingAllAtOnceTellsNoMore(t *testing.T) {
	s := apitest.New(t)
	answers := make(chan int, 40)
	var group sync.WaitGroup
	for range 40 {
		group.Go(func() { answers <- guess(s, "pemohon", "wrong horse battery").Status })
	}
	group.Wait()
	close(answers)
	heard := 0
	for status := range answers {
		if status != 429 {
			require.Equal(t, 401, status)
			heard++
		}
	}
	require.Equal(t, 6, heard)
}

func TestGuessingOnesOwnPasswordIsCountedBySession(t *testing.T) {
	s := apitest.New(t)
	one, two := s.As("pemohon"), s.As("pemohon")
	change := func(c *apitest.Client, current string) *apitest.Answer {
		return c.Post("/me/password", map[string]string{"current_password": current, "new_password": next})
	}
	for range 6 {
		change(one, "wrong horse battery").Problem(t, 422, "input.invalid")
	}
	change(one, apitest.Password).Problem(t, 429, "auth.too_many_attempts")
	change(two, apitest.Password).Want(t, 204)
}

func TestGuessingAGuestsCodeSlowsDown(t *testing.T) {
	s := apitest.New(t)
	code := apitest.Header{"X-Ticket-Code", "AAAA-BBBB-CCCC-DDDD"}
	for range 51 {
		s.Guest().Get("/public/tickets/TKT-20260105-0001", code).Problem(t, 404, "not_found")
	}
	s.Guest().Get("/public/tickets/TKT-20260105-0001", code).Problem(t, 429, "auth.too_many_attempts")
}
