package apitest

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/app"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/config"
	"github.com/dkisp-kaltara/elayanan/api/user"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// Password is that of all demo accounts in tests.
const Password = "correct horse battery"

// Start is where the clock of every test stands at first: Monday, 5 January
// 2026, 09.00 WITA.
var Start = time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC)

// Server is the application on a database and store of its own, with a clock
// that the test moves.
type Server struct {
	*app.App
	Clock *clock.Manual
	URL   string
	t     testing.TB
}

// Option changes how a Server is made.
type Option func(*config.Config, *app.Parts)

// New starts a Server that lasts as long as the test.
func New(t testing.TB, options ...Option) *Server {
	t.Helper()
	c, p := Settings(t, options...)
	now, _ := p.Clock.(*clock.Manual)
	a, err := app.New(context.Background(), c, p)
	require.NoError(t, err)
	server := httptest.NewUnstartedServer(nil)
	server.Config = web.Server(a.Handler)
	server.Start()
	t.Cleanup(func() {
		server.Close()
		require.NoError(t, a.Close())
	})
	return &Server{App: a, Clock: now, URL: server.URL, t: t}
}

// Settings returns what a Server would be made of, for tests that start the
// application themselves.
func Settings(t testing.TB, options ...Option) (config.Config, app.Parts) {
	t.Helper()
	c, p := settings(t.TempDir()), parts()
	place(t, &c)
	placeStore(t, &c)
	for _, o := range options {
		o(&c, &p)
	}
	return c, p
}

func settings(dir string) config.Config {
	zone, err := time.LoadLocation("Asia/Makassar")
	if err != nil {
		panic(err)
	}
	return config.Config{
		DataDir: dir, PublicURL: "http://127.0.0.1", Timezone: "Asia/Makassar", Zone: zone,
		AccessTTL: 10 * time.Minute, SessionTTL: 12 * time.Hour, SessionMax: 24 * time.Hour, MaxFile: 20 << 20, MaxRequest: 40 << 20, Shutdown: 10 * time.Second,
		Key: []byte("only for tests: thirty-two bytes"), WebDir: "none",
	}
}

// parts are the real ones but for the clock, the cost of a password's hash and
// the log.
func parts() app.Parts {
	return app.Parts{
		Clock:  clock.NewManual(Start),
		IDs:    ident.Random{},
		Hasher: auth.NewHasher(argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}),
		Log:    slog.New(slog.DiscardHandler),
	}
}

// Account makes a further account, whose password is Password, and returns its
// id. agency is the name of an organisation.
func (s *Server) Account(username, agency string, seesOrganisation bool, roles ...auth.Assignment) string {
	s.t.Helper()
	organisations, err := s.Organisations.List(context.Background(), "")
	require.NoError(s.t, err)
	in := user.CreateInput{Username: username, Name: "Nama " + username, SeesOrganisation: seesOrganisation, Roles: roles}
	for _, o := range organisations {
		if o.Name == agency {
			in.OrganisationID = o.ID
		}
	}
	require.NotEmpty(s.t, in.OrganisationID, agency)
	made, err := s.Users.Create(context.Background(), change.System, in, Password)
	require.NoError(s.t, err)
	return made.ID
}

// Actor returns an account as use cases take it.
func (s *Server) Actor(username string) auth.Actor {
	s.t.Helper()
	a, err := s.Auth.Load(context.Background(), username)
	require.NoError(s.t, err)
	return a
}
