package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

// Dialect names a kind of database.
type Dialect string

// The two kinds.
const (
	Postgres Dialect = "postgres"
	SQLite   Dialect = "sqlite"
)

// Pool sizes. The write pool is small on purpose: submissions meet at one
// counter row, and more writers only wait for each other (architecture.md,
// "Measured": 2–4 gave the highest rate). SQLite has one writer by nature; one
// connection makes writers queue fairly instead of polling for the lock.
const (
	postgresWriters = 4
	postgresReaders = 12
	sqliteReaders   = 4
)

// joinsPlanned is how many tables PostgreSQL tries in every order for the best
// plan. A request is read with seven other tables, each by its key, in the order
// that is best anyway; to find that out took six times as long as planning does
// with this bound.
const joinsPlanned = 4

// busyTimeout is how long a statement waits for a lock of another process, and
// a new connection for its server.
const busyTimeout = 5 * time.Second

// readDeadline bounds every query through Read, waiting for a connection
// included, so that a server that is frozen does not hold its callers.
const readDeadline = 5 * time.Second

// DB is an open database.
type DB struct {
	Dialect Dialect
	// Read serves queries, each within readDeadline; a write through it fails.
	Read *gorm.DB
	// Write is for api/change and migrations alone.
	Write *gorm.DB

	read, write *sql.DB
}

// Open connects to rawURL (postgres://…), or, where it is empty, to
// elayanan.db in dir, which is made if it is missing. It does not migrate.
func Open(ctx context.Context, rawURL, dir string) (*DB, error) {
	if rawURL == "" {
		return openSQLite(ctx, filepath.Join(dir, "elayanan.db"))
	}
	u, err := url.Parse(rawURL)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		return nil, errors.New("db: the URL must begin with postgres://") // never echo it: it holds a password
	}
	return openPostgres(ctx, u)
}

func openPostgres(ctx context.Context, u *url.URL) (*DB, error) {
	q := u.Query()
	if !q.Has("connect_timeout") {
		q.Set("connect_timeout", strconv.Itoa(int(busyTimeout.Seconds())))
	}
	q.Set("join_collapse_limit", strconv.Itoa(joinsPlanned))
	u.RawQuery = q.Encode()
	read := *u
	q.Set("default_transaction_read_only", "on")
	read.RawQuery = q.Encode()
	return open(ctx, Postgres, u.String(), postgresWriters, read.String(), postgresReaders)
}

func openSQLite(ctx context.Context, path string) (*DB, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("db: data folder: %w", err)
	}
	pragmas := []string{
		"journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)",
		fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()),
	}
	dsn := func(txlock string, extra ...string) string {
		q := url.Values{"_pragma": append(append([]string{}, pragmas...), extra...)}
		q.Set("_txlock", txlock)
		q.Set("_timezone", "UTC")
		q.Set("_time_format", "sqlite")
		return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
	}
	return open(ctx, SQLite, dsn("immediate"), 1, dsn("deferred", "query_only(1)"), sqliteReaders)
}

func open(ctx context.Context, dialect Dialect, writeDSN string, writers int, readDSN string, readers int) (*DB, error) {
	d := &DB{Dialect: dialect}
	var err error
	if d.Write, d.write, err = pool(ctx, dialect, writeDSN, writers); err != nil {
		return nil, err
	}
	if d.Read, d.read, err = pool(ctx, dialect, readDSN, readers); err != nil {
		_ = d.write.Close()
		return nil, err
	}
	if err := boundQueries(d.Read); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// boundQueries gives every query a deadline of its own. Where the caller reads
// the rows itself (Rows, Scan), the deadline holds for the reading too, and its
// timer simply runs out.
func boundQueries(g *gorm.DB) error {
	const cancelKey = "db:cancel"
	begin := func(g *gorm.DB) {
		ctx, cancel := context.WithTimeout(g.Statement.Context, readDeadline)
		g.Statement.Context = ctx
		g.InstanceSet(cancelKey, cancel)
	}
	end := func(g *gorm.DB) {
		if cancel, ok := g.InstanceGet(cancelKey); ok {
			cancel.(context.CancelFunc)()
		}
	}
	return errors.Join(
		g.Callback().Query().Before("*").Register("db:deadline", begin),
		g.Callback().Query().After("*").Register("db:done", end),
		g.Callback().Row().Before("*").Register("db:deadline", begin),
	)
}

func pool(ctx context.Context, dialect Dialect, dsn string, size int) (*gorm.DB, *sql.DB, error) {
	driver := map[Dialect]string{Postgres: "pgx", SQLite: "sqlite"}[dialect]
	conns, err := sql.Open(driver, dsn)
	if err != nil {
		return nil, nil, fmt.Errorf("db: %s: %w", dialect, hidePassword(err))
	}
	conns.SetMaxOpenConns(size)
	conns.SetMaxIdleConns(size)
	conns.SetConnMaxIdleTime(5 * time.Minute)
	pingCtx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if err := conns.PingContext(pingCtx); err != nil {
		_ = conns.Close()
		return nil, nil, fmt.Errorf("db: %s does not answer: %w", dialect, hidePassword(err))
	}
	var dialector gorm.Dialector = postgres.New(postgres.Config{Conn: conns})
	if dialect == SQLite {
		dialector = sqlite.Dialector{DriverName: driver, Conn: conns}
	}
	g, err := gorm.Open(dialector, &gorm.Config{
		SkipDefaultTransaction:   true, // change.Do begins the transaction
		DisableNestedTransaction: true,
		DisableAutomaticPing:     true,
		Logger:                   logger.New(log.New(io.Discard, "", 0), logger.Config{LogLevel: logger.Silent}),
		NowFunc:                  func() time.Time { return time.Time{} }, // times are set by the caller, from the injected clock
	})
	if err != nil {
		_ = conns.Close()
		return nil, nil, fmt.Errorf("db: %s: %w", dialect, hidePassword(err))
	}
	return g, conns, nil
}

// Writer returns the write pool for the job queue, which brings its own
// statements.
func (d *DB) Writer() *sql.DB { return d.write }

// Check asks both pools for an answer within the deadline of ctx.
func (d *DB) Check(ctx context.Context) error {
	for _, conns := range []*sql.DB{d.read, d.write} {
		if _, err := conns.ExecContext(ctx, "SELECT 1"); err != nil {
			return err
		}
	}
	return nil
}

// Close ends all connections.
func (d *DB) Close() error { return errors.Join(d.read.Close(), d.write.Close()) }

// hidePassword keeps connection strings, which some driver errors quote, out
// of messages.
func hidePassword(err error) error {
	msg := err.Error()
	for _, scheme := range []string{"postgres://", "postgresql://"} {
		if i := strings.Index(msg, scheme); i >= 0 {
			return errors.New(msg[:i] + "(address hidden)")
		}
	}
	return err
}
