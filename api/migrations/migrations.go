package migrations

import (
	"bytes"
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"path"
	"path/filepath"
	"testing/fstest"
	"text/template"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

//go:embed sql/*.sql
var files embed.FS

// lockKey names the advisory lock under which one instance migrates while
// others wait.
const lockKey = 0x654c6179616e616e // "eLayanan"

// lockWait bounds that wait.
const lockWait = 2 * time.Minute

// Up applies what is missing. It is safe when several instances start at once:
// one works, the others wait and then find nothing to do. It fails, without a
// change, when the database was written by a newer binary. dir is the data
// folder, where SQLite keeps its lock.
func Up(ctx context.Context, d *db.DB, dir string) error {
	unlock, err := lock(ctx, d, dir)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	defer unlock()

	rendered, err := render(d.Dialect)
	if err != nil {
		return err
	}
	dialect := map[db.Dialect]goose.Dialect{db.Postgres: goose.DialectPostgres, db.SQLite: goose.DialectSQLite3}[d.Dialect]
	provider, err := goose.NewProvider(dialect, d.Writer(), rendered, goose.WithSlog(slog.New(slog.DiscardHandler)))
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	current, target, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	if current > target {
		return fmt.Errorf("migrations: the database is at version %d, this binary knows only %d: start a newer binary", current, target)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	return upJobs(ctx, d)
}

// upJobs brings the tables of the job queue up to date.
func upJobs(ctx context.Context, d *db.DB) error {
	var driver riverdriver.Driver[*sql.Tx] = riverdatabasesql.New(d.Writer())
	if d.Dialect == db.SQLite {
		driver = riversqlite.New(d.Writer())
	}
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return fmt.Errorf("migrations: jobs: %w", err)
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrations: jobs: %w", err)
	}
	return nil
}

// render fills the templates in for a dialect.
func render(dialect db.Dialect) (fs.FS, error) {
	words := map[db.Dialect]map[string]string{
		db.Postgres: {"Dialect": "postgres", "UUID": "uuid", "Time": "timestamptz", "JSON": "jsonb", "Bytes": "bytea"},
		db.SQLite:   {"Dialect": "sqlite", "UUID": "TEXT", "Time": "DATETIME", "JSON": "TEXT", "Bytes": "BLOB"},
	}[dialect]
	names, err := fs.Glob(files, "sql/*.sql")
	if err != nil {
		return nil, err
	}
	out := fstest.MapFS{}
	for _, name := range names {
		t, err := template.New(path.Base(name)).Option("missingkey=error").ParseFS(files, name)
		if err != nil {
			return nil, fmt.Errorf("migrations: %w", err)
		}
		var sql bytes.Buffer
		if err := t.Execute(&sql, words); err != nil {
			return nil, fmt.Errorf("migrations: %w", err)
		}
		out[path.Base(name)] = &fstest.MapFile{Data: sql.Bytes()}
	}
	return out, nil
}

// lock keeps other instances out until unlock is called. PostgreSQL has
// advisory locks; for SQLite an exclusive transaction on a small database of
// its own does the same, also when the holder is killed.
func lock(ctx context.Context, d *db.DB, dir string) (unlock func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	pool, begin := d.Writer(), fmt.Sprintf("SELECT pg_advisory_lock(%d)", int64(lockKey))
	closePool := func() {}
	if d.Dialect == db.SQLite {
		file := &url.URL{Path: filepath.Join(dir, "migrating.db")}
		dsn := fmt.Sprintf("file:%s?_pragma=busy_timeout(%d)", file.EscapedPath(), lockWait.Milliseconds())
		if pool, err = sql.Open("sqlite", dsn); err != nil {
			return nil, err
		}
		begin = "BEGIN EXCLUSIVE"
		closePool = func() { _ = pool.Close() }
	}
	conn, err := pool.Conn(ctx)
	if err == nil {
		_, err = conn.ExecContext(ctx, begin)
	}
	if err != nil {
		closePool()
		return nil, fmt.Errorf("waiting for another instance that migrates: %w", err)
	}
	return func() {
		end := fmt.Sprintf("SELECT pg_advisory_unlock(%d)", int64(lockKey))
		if d.Dialect == db.SQLite {
			end = "ROLLBACK"
		}
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), end)
		_ = conn.Close()
		closePool()
	}, nil
}
