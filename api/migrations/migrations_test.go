package migrations_test

import (
	"bufio"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/config"
	"github.com/dkisp-kaltara/elayanan/api/migrations"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/db/dbtest"
)

// empty is a database without tables, opened as an instance of its own.
func empty(t testing.TB) config.Config {
	t.Helper()
	return config.Config{DataDir: t.TempDir(), DatabaseURL: dbtest.Empty(t)}
}

func open(t testing.TB, c config.Config) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), c.DatabaseURL, c.DataDir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, d.Close()) })
	return d
}

// applied lists the versions that goose has noted.
func applied(t testing.TB, d *db.DB) []int64 {
	t.Helper()
	var versions []int64
	require.NoError(t, d.Read.Table("goose_db_version").Order("id").Pluck("version_id", &versions).Error)
	return versions
}

func TestEmptyDatabaseIsBroughtUpAndThenLeftAlone(t *testing.T) {
	c := empty(t)
	d := open(t, c)
	require.NoError(t, migrations.Up(t.Context(), d, c.DataDir))
	first := applied(t, d)
	require.GreaterOrEqual(t, len(first), 2)
	for _, table := range []string{"users", "events", "tickets", "river_job"} {
		var n int64
		require.NoError(t, d.Read.Table(table).Count(&n).Error, table)
	}
	require.NoError(t, migrations.Up(t.Context(), d, c.DataDir))
	require.Equal(t, first, applied(t, d))
}

func TestDatabaseOfANewerBinaryIsRefusedWithoutAChange(t *testing.T) {
	c := empty(t)
	d := open(t, c)
	require.NoError(t, migrations.Up(t.Context(), d, c.DataDir))
	_, err := d.Writer().Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)")
	require.NoError(t, err)
	_, err = d.Writer().Exec("DROP TABLE river_job")
	require.NoError(t, err)
	before := applied(t, d)
	require.ErrorContains(t, migrations.Up(t.Context(), d, c.DataDir), "99999")
	require.ErrorContains(t, migrations.Up(t.Context(), d, c.DataDir), "newer")
	require.Equal(t, before, applied(t, d))
	require.Error(t, d.Read.Exec("SELECT 1 FROM river_job").Error, "nor did the queue's own migrations run")
}

func TestEightInstancesMigrateAtOnce(t *testing.T) {
	c := empty(t)
	instances := make([]*db.DB, 8)
	for i := range instances {
		instances[i] = open(t, c)
	}
	var group sync.WaitGroup
	for _, d := range instances {
		group.Go(func() {
			if err := migrations.Up(t.Context(), d, c.DataDir); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	versions := applied(t, instances[0])
	seen := map[int64]bool{}
	for _, v := range versions {
		require.False(t, seen[v], "applied once: %v", versions)
		seen[v] = true
	}
}

func TestDataFolderMayHaveAnyName(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a?b #c%20 'd'")
	d, err := db.Open(t.Context(), "", dir)
	require.NoError(t, err)
	require.NoError(t, migrations.Up(t.Context(), d, dir))
	require.NoError(t, d.Close())
	names, err := os.ReadDir(dir)
	require.NoError(t, err)
	var list []string
	for _, n := range names {
		list = append(list, n.Name())
	}
	require.ElementsMatch(t, []string{"elayanan.db", "migrating.db"}, list)
}

// holdLock is the environment in which this test binary takes SQLite's
// migration lock and holds it until it is killed.
const holdLock = "ELAYANAN_TEST_HOLD_LOCK"

func TestMain(m *testing.M) {
	if path := os.Getenv(holdLock); path != "" {
		hold(path)
	}
	os.Exit(m.Run())
}

func hold(path string) {
	d, err := sql.Open("sqlite", "file:"+path)
	if err == nil {
		d.SetMaxOpenConns(1)
		_, err = d.Exec("BEGIN EXCLUSIVE")
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("held")
	select {}
}

func TestKilledInstanceDoesNotHoldTheLock(t *testing.T) {
	dir := t.TempDir()
	d, err := db.Open(t.Context(), "", dir)
	require.NoError(t, err)
	defer d.Close()
	other := exec.Command(os.Args[0])
	other.Env = append(os.Environ(), holdLock+"="+filepath.Join(dir, "migrating.db"))
	out, err := other.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, other.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "held\n", line)

	done := make(chan error, 1)
	go func() { done <- migrations.Up(t.Context(), d, dir) }()
	var tables int64
	require.NoError(t, d.Read.Table("sqlite_master").Where("name = 'users'").Count(&tables).Error)
	require.Zero(t, tables, "nothing happens while another instance holds the lock")
	require.Empty(t, done)
	require.NoError(t, other.Process.Kill())
	_ = other.Wait()
	select {
	case err := <-done:
		require.NoError(t, err)
	case <-time.After(30 * time.Second):
		t.Fatal("still waiting for a dead instance")
	}
}
