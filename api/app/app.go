package app

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/riverqueue/river"

	"github.com/dkisp-kaltara/elayanan/api/apidoc"
	"github.com/dkisp-kaltara/elayanan/api/asset"
	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/audit"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/booking"
	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/catalogue/search"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/config"
	"github.com/dkisp-kaltara/elayanan/api/document"
	"github.com/dkisp-kaltara/elayanan/api/draft"
	"github.com/dkisp-kaltara/elayanan/api/information"
	"github.com/dkisp-kaltara/elayanan/api/migrations"
	"github.com/dkisp-kaltara/elayanan/api/notification"
	"github.com/dkisp-kaltara/elayanan/api/organisation"
	"github.com/dkisp-kaltara/elayanan/api/privacy"
	"github.com/dkisp-kaltara/elayanan/api/recommendation"
	"github.com/dkisp-kaltara/elayanan/api/report"
	"github.com/dkisp-kaltara/elayanan/api/setting"
	"github.com/dkisp-kaltara/elayanan/api/site"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/user"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/blob"
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
	"github.com/dkisp-kaltara/elayanan/pkg/outbound"
	"github.com/dkisp-kaltara/elayanan/pkg/pdfcheck"
)

// public is the whole list of routes that need nobody signed in.
var public = []string{
	"POST /auth/login",
	"POST /auth/refresh",
	"POST /auth/logout",
	"GET /auth/oidc",
	"GET /auth/oidc/start",
	"GET /auth/oidc/callback",
	"POST /auth/password-links",
	"POST /auth/password-links/read",
	"POST /auth/password-links/use",
	"GET /service-types",
	"GET /service-types/:code",
	"GET /service-types/:code/schema.json",
	"GET /service-categories",
	"GET /settings/office",
	"GET /settings/privacy-notice",
	"GET /settings/logos/:logo",
	"GET /stats/public",
	"GET /public/documents/:code",
	"POST /public/tickets",
	"GET /public/tickets/:number",
	"GET /public/tickets/:number/data",
	"GET /public/tickets/:number/letter",
	"POST /public/tickets/:number/messages",
	"POST /public/tickets/:number/resubmit",
	"GET /public/information-requests/:number",
	"POST /public/information-requests/:number/objections",
	"POST /public/information-requests/:number/objections/:id/dispute",
}

// Parts are what tests (and demo data) replace.
type Parts struct {
	Clock  clock.Clock
	IDs    ident.Source
	Hasher *auth.Hasher
	Log    *slog.Logger
	// WrapObjects stands before the object store, so that a test can make it
	// fail. It may be nil.
	WrapObjects func(blob.Store) blob.Store
	// History ends where news begins: nobody is told of an event before it, such
	// as those of a past that is loaded. Zero: all events are news.
	History time.Time
}

// Real are the parts of a running product.
func Real(log *slog.Logger) Parts {
	return Parts{Clock: clock.System{}, IDs: ident.Random{}, Hasher: auth.NewHasher(auth.DefaultParams), Log: log}
}

// followUp lets people be told of an event, unless it is history.
func (p Parts) followUp(e change.Recorded) []river.JobArgs {
	if e.At.Before(p.History) {
		return nil
	}
	return notification.FollowUp(e)
}

// App is the product, ready to serve.
type App struct {
	Config  config.Config
	Parts   Parts
	DB      *db.DB
	Objects blob.Store
	Changes *change.Recorder

	Auth          *auth.Service
	Throttle      *auth.Throttle
	Settings      *setting.Service
	Calendar      *calendar.Service
	Organisations *organisation.Service
	Users         *user.Service
	Deputies      *user.Deputies
	Notifications *notification.Service
	Catalogue     *catalogue.Service
	Files         *attachment.Service
	Tickets       *ticket.Service
	Drafts        *draft.Service
	Proposals     *recommendation.Service
	Documents     *document.Service
	Assets        *asset.Service
	Bookings      *booking.Service
	Reports       *report.Service
	Information   *information.Service
	Privacy       *privacy.Service
	Audit         *audit.Service

	Site    *site.Site
	Handler *echo.Echo
	jobs    *jobs
}

// startWait bounds how long a start waits for database and store.
const startWait = 3 * time.Minute

// New opens the database and the object store, migrates, seeds what is
// shipped, and wires the rooms. It does not serve and runs no jobs yet.
func New(ctx context.Context, c config.Config, p Parts) (*App, error) {
	ctx, cancel := context.WithTimeout(ctx, startWait)
	defer cancel()
	if err := os.MkdirAll(c.DataDir, 0o700); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	d, err := db.Open(ctx, c.DatabaseURL, c.DataDir)
	if err != nil {
		return nil, err
	}
	a := &App{Config: c, Parts: p, DB: d}
	if err := a.wire(ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return a, nil
}

func (a *App) wire(ctx context.Context) (err error) {
	c, p := a.Config, a.Parts
	if err := migrations.Up(ctx, a.DB, c.DataDir); err != nil {
		return err
	}
	if a.Objects, err = openObjects(ctx, c, p.Clock.Now()); err != nil {
		return err
	}
	if p.WrapObjects != nil {
		a.Objects = p.WrapObjects(a.Objects)
	}
	if a.jobs, err = newJobs(a.DB, quiet(p.Log), c.Retention); err != nil {
		return err
	}
	a.Changes = change.NewRecorder(a.DB, p.Clock, p.IDs, a.jobs, p.followUp)
	key, err := signingKey(c)
	if err != nil {
		return err
	}
	a.Settings = setting.NewService(a.DB, a.Changes)
	a.Calendar = calendar.NewService(calendar.Options{DB: a.DB, Changes: a.Changes, Clock: p.Clock, Zone: c.Timezone, After: ticket.RecomputeDeadlines{}})
	a.Throttle = auth.NewThrottle(a.DB, a.Changes, p.Clock)
	a.Auth, err = auth.NewService(auth.Options{
		DB: a.DB, Changes: a.Changes, Key: key, Hasher: p.Hasher, Clock: p.Clock, IDs: p.IDs, Throttle: a.Throttle, Rules: a.Settings,
		AccessTTL: c.AccessTTL, SessionTTL: c.SessionTTL, SessionMax: c.SessionMax,
		Log: p.Log, Outbound: outbound.NewClient(c.Outbound), OpenID: auth.OpenID{Issuer: c.OIDCIssuer, ClientID: c.OIDCClientID, ClientSecret: c.OIDCClientSecret, Name: c.OIDCName, PublicURL: c.PublicURL},
	})
	if err != nil {
		return err
	}
	a.Organisations = organisation.NewService(a.DB, a.Changes)
	a.Users = user.NewService(a.DB, a.Changes, p.Hasher, p.IDs, a.Organisations)
	a.Deputies = user.NewDeputies(a.DB, a.Changes, p.Clock, c.Zone)
	around := user.Surroundings{Throttle: a.Throttle, Auth: a.Auth, Notices: a.Settings, PublicURL: c.PublicURL}
	if c.Mail != nil {
		around.Mailer = c.Mail
	}
	a.Users.Connect(around)
	words, err := search.New()
	if err != nil {
		return err
	}
	if a.Catalogue, err = catalogue.NewService(a.DB, a.Changes, p.Clock, words); err != nil {
		return err
	}
	limits := pdfcheck.DefaultLimits()
	limits.Size = c.MaxFile
	a.Files, err = attachment.NewService(attachment.Options{
		DB: a.DB, Objects: a.Objects, Changes: a.Changes, Checker: pdfcheck.NewChecker(limits, 2),
		Clock: p.Clock, IDs: p.IDs, DataDir: c.DataDir, MaxFile: c.MaxFile, MaxForm: c.MaxRequest,
	})
	if err != nil {
		return err
	}
	a.Tickets = a.tickets()
	a.Drafts = draft.NewService(draft.Options{DB: a.DB, Changes: a.Changes, Catalogue: a.Catalogue, Tickets: a.Tickets, Files: a.Files, Users: a.Users, Clock: p.Clock})
	a.Tickets.DraftsFrom(a.Drafts)
	a.Proposals, err = recommendation.NewService(recommendation.Options{
		DB: a.DB, Changes: a.Changes, Files: a.Files, Users: a.Users, Organisations: a.Organisations,
		Tickets: a.Tickets, Catalogue: a.Catalogue, Office: a.Settings, Clock: p.Clock, Zone: c.Zone,
	})
	if err != nil {
		return err
	}
	a.Users.ReleaseBy(a.Tickets)
	a.Organisations.Connect(organisation.Neighbours{
		People: user.Belongings{}, Requests: ticket.Belongings{}, Assets: asset.Belongings{}, Proposals: recommendation.Belongings{},
		Officers: user.Belongings{}, UnitTasks: ticket.Belongings{}, Services: catalogue.UnitUse{Clock: p.Clock},
	})
	a.Documents = document.NewService(document.Options{
		DB: a.DB, IDs: p.IDs, Throttle: a.Throttle, Forms: a.Proposals.Forms(),
		Settings: a.Settings, Organisations: a.Organisations, Catalogue: a.Catalogue, Tickets: a.Tickets, Zone: c.Zone, PublicURL: c.PublicURL,
	})
	a.Proposals.DrawBy(a.Documents)
	a.Assets, err = asset.NewService(asset.Options{
		DB: a.DB, Changes: a.Changes, Catalogue: a.Catalogue, Tickets: a.Tickets, Settings: a.Settings, Clock: p.Clock, Zone: c.Zone,
	})
	if err != nil {
		return err
	}
	a.Bookings = booking.NewService(booking.Options{DB: a.DB, Changes: a.Changes, Tickets: a.Tickets, Zone: c.Zone})
	a.Reports = report.NewService(a.DB, a.Catalogue, p.Clock, c.Zone)
	a.Information = information.NewService(information.Options{
		DB: a.DB, Changes: a.Changes, Tickets: a.Tickets, Files: a.Files, Catalogue: a.Catalogue, Calendar: a.Calendar, Clock: p.Clock, Zone: c.Zone,
	})
	a.Audit = audit.NewService(a.DB, a.Tickets, c.Zone)
	a.Privacy, err = privacy.NewService(privacy.Options{DB: a.DB, Changes: a.Changes, Clock: p.Clock, Zone: c.Zone, Documents: a.Documents, Settings: a.Settings, Guests: a.Tickets})
	if err != nil {
		return err
	}
	privacy.AddWorkers(a.jobs.workers, a.Privacy)
	change.AddWorkers(a.jobs.workers, a.Changes)
	asset.AddWorkers(a.jobs.workers, a.Assets)
	auth.AddWorkers(a.jobs.workers, a.Auth)
	user.AddWorkers(a.jobs.workers, a.Users)
	attachment.AddWorkers(a.jobs.workers, a.Files)
	ticket.AddWorkers(a.jobs.workers, a.Tickets)
	draft.AddWorkers(a.jobs.workers, a.Drafts)
	ticket.AddReminder(a.jobs.workers, a.Tickets)
	a.Notifications = a.notifications()
	notification.AddWorkers(a.jobs.workers, a.Notifications)

	office, err := catalogue.LoadOffice()
	if err != nil {
		return err
	}
	if err := a.Settings.Seed(ctx, office.Office); err != nil {
		return err
	}
	if err := a.Calendar.Seed(ctx); err != nil {
		return err
	}
	if err := a.Organisations.Seed(ctx); err != nil {
		return err
	}
	if err := a.Catalogue.Seed(ctx, catalogue.Content()); err != nil {
		return err
	}
	if err := a.Bookings.Seed(ctx); err != nil {
		return err
	}
	if a.Site, err = a.site(); err != nil {
		return err
	}
	return a.mount()
}

func (a *App) site() (*site.Site, error) {
	return site.New(site.Options{
		Catalogue: a.Catalogue, Settings: a.Settings, Organisations: a.Organisations, Calendar: a.Calendar, Clock: a.Parts.Clock, Zone: a.Config.Zone,
		PublicURL: a.Config.PublicURL, Performance: performance{a.Reports},
	})
}

func (a *App) tickets() *ticket.Service {
	return ticket.NewService(ticket.Options{
		DB: a.DB, Changes: a.Changes, Catalogue: a.Catalogue, Files: a.Files, Throttle: a.Throttle, Calendar: a.Calendar, Clock: a.Parts.Clock, IDs: a.Parts.IDs, Zone: a.Config.Zone,
		Settings: a.Settings,
	})
}

func (a *App) notifications() *notification.Service {
	o := notification.Options{DB: a.DB, Changes: a.Changes, Tickets: a.Tickets, Assets: a.Assets, Clock: a.Parts.Clock, PublicURL: a.Config.PublicURL}
	if a.Config.Mail != nil {
		o.Sender = a.Config.Mail
	}
	return notification.NewService(o)
}

// Routes is the index of the whole API.
func (a *App) Routes() []web.Route {
	var all []web.Route
	for _, room := range [][]web.Route{
		auth.Routes(a.Auth), setting.Routes(a.Settings), calendar.Routes(a.Calendar), organisation.Routes(a.Organisations), user.Routes(a.Users), user.DeputyRoutes(a.Deputies), notification.Routes(a.Notifications),
		catalogue.Routes(a.Catalogue), attachment.Routes(a.Files), ticket.Routes(a.Tickets), draft.Routes(a.Drafts), recommendation.Routes(a.Proposals), document.Routes(a.Documents),
		report.Routes(a.Reports), site.Routes(a.Site),
		asset.Routes(a.Assets), booking.Routes(a.Bookings), information.Routes(a.Information), privacy.Routes(a.Privacy), audit.Routes(a.Audit), auth.TableRoutes(a.Routes),
	} {
		all = append(all, room...)
	}
	return all
}

func (a *App) mount() error {
	c := a.Config
	e := web.New(web.Options{
		Log: a.Parts.Log, IDs: a.Parts.IDs, Proxies: c.Proxies, CORSOrigins: c.CORSOrigins,
		Secure: strings.HasPrefix(c.PublicURL, "https://"), MaxBody: c.MaxRequest,
	})
	if err := web.Mount(e, a.Routes(), a.Auth.Guard, auth.Known, public); err != nil {
		return err
	}
	if err := a.mountHealth(e); err != nil {
		return err
	}
	if err := apidoc.Mount(e); err != nil {
		return err
	}
	document.MountDownloads(e, a.Documents)
	a.Site.MountCounter(e, site.Counter{Tickets: a.Tickets, Files: a.Files, Information: a.Information, Copies: a.Privacy, IDs: a.Parts.IDs})
	a.Site.MountCheck(e, a.Documents, c.MaxFile)
	a.Site.Mount(e)
	if dir := webDir(c); dir != "" {
		web.ServeSPA(e, dir, a.Parts.IDs)
	} else {
		a.Site.MountNotFound(e)
	}
	a.Handler = e
	return nil
}

// RunJobs works the queue until stop is called.
func (a *App) RunJobs(ctx context.Context) (stop func(context.Context) error, err error) {
	if err := a.jobs.client.Start(context.WithoutCancel(ctx)); err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	return a.jobs.client.Stop, nil
}

// Serve listens until ctx ends, then finishes what is in flight. ready is
// called with the address once connections are accepted.
func (a *App) Serve(ctx context.Context, ready func(address string)) error {
	listener, err := net.Listen("tcp", a.Config.Listen)
	if err != nil {
		return err
	}
	stopJobs, err := a.RunJobs(ctx)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	background, stopBackground := context.WithCancel(ctx)
	defer stopBackground()
	go a.sealing(background)
	server := web.Server(a.Handler)
	stayingSmall(background, server)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	ready(listener.Addr().String())
	giveBack()

	select {
	case err = <-failed:
	case <-ctx.Done():
		a.Parts.Log.Info("stopping: finishing what is in flight")
	}
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), a.Config.Shutdown)
	defer cancel()
	if shut := server.Shutdown(patience); shut != nil {
		a.Parts.Log.Warn("requests were cut off", "error", shut)
		_ = server.Close()
	}
	if stop := stopJobs(patience); stop != nil {
		a.Parts.Log.Warn("jobs were cut off; they will be run again", "error", stop)
	}
	a.seal(patience)
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return err
}

// Close ends the connections to database and store.
func (a *App) Close() error {
	var objects error
	if closer, ok := a.Objects.(io.Closer); ok {
		objects = closer.Close()
	}
	return errors.Join(objects, a.DB.Close())
}

func openObjects(ctx context.Context, c config.Config, now time.Time) (blob.Store, error) {
	if c.S3Endpoint == "" {
		folder, err := blob.OpenFolder(filepath.Join(c.DataDir, "objects"))
		if err != nil {
			return nil, err
		}
		_, err = folder.Sweep(ctx, now.Add(-24*time.Hour)) // what a killed process left half-written
		return folder, err
	}
	store, err := blob.NewS3(blob.S3Config{Endpoint: c.S3Endpoint, AccessKey: c.S3AccessKey, SecretKey: c.S3SecretKey, Bucket: c.S3Bucket, Region: c.S3Region})
	if err != nil {
		return nil, err
	}
	return store, store.EnsureBucket(ctx)
}

// signingKey returns the configured key. Demo mode and commands that serve
// nobody do without one: they make their own, which demo mode keeps in the
// data folder.
func signingKey(c config.Config) ([]byte, error) {
	if len(c.Key) > 0 {
		return c.Key, nil
	}
	path := filepath.Join(c.DataDir, "jwt.key")
	if text, err := os.ReadFile(path); err == nil {
		return base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return nil, err
	}
	if !c.Demo {
		return key, nil
	}
	return key, os.WriteFile(path, []byte(base64.StdEncoding.EncodeToString(key)), 0o600)
}

// webDir finds the built SPA: where the setting says, or beside the folder of
// the binary.
func webDir(c config.Config) string {
	dir := c.WebDir
	if dir == "" {
		binary, err := os.Executable()
		if err != nil {
			return ""
		}
		dir = filepath.Join(filepath.Dir(filepath.Dir(binary)), "frontend", "dist")
	}
	if _, err := os.Stat(filepath.Join(dir, "index.html")); err != nil {
		return ""
	}
	return dir
}

// quiet lets only warnings of a chatty library through.
func quiet(log *slog.Logger) *slog.Logger {
	return slog.New(levelHandler{log.Handler(), slog.LevelWarn})
}

type levelHandler struct {
	slog.Handler
	least slog.Level
}

func (h levelHandler) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= h.least && h.Handler.Enabled(ctx, l)
}
