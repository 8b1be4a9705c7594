// Package dbtest makes databases for tests: on the PostgreSQL server of
// ELAYANAN_TEST_DATABASE_URL where ELAYANAN_TEST_DATABASE is postgres; otherwise
// a test has SQLite's file in a data folder of its own.
package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/stretchr/testify/require"
)

// OnPostgres tells which of the two databases is under test.
func OnPostgres() bool { return os.Getenv("ELAYANAN_TEST_DATABASE") == "postgres" }

// Empty returns the URL of a database in which nothing is yet, which is dropped
// with the end of the test; an empty one for SQLite.
func Empty(t testing.TB) string { return made(t, "") }

// Copy returns the URL of a copy of a database of the server, as Empty does.
func Copy(t testing.TB, template string) string {
	return made(t, " TEMPLATE "+template+" STRATEGY FILE_COPY")
}

func made(t testing.TB, how string) string {
	t.Helper()
	if !OnPostgres() {
		return ""
	}
	name := "test_" + Random()
	require.NoError(t, Administer("CREATE DATABASE "+name+how))
	t.Cleanup(func() { require.NoError(t, Administer(fmt.Sprintf(`DROP DATABASE %s WITH (FORCE)`, name))) })
	return URL(name)
}

// URL returns the address of a database of the server.
func URL(name string) string {
	u, err := url.Parse(os.Getenv("ELAYANAN_TEST_DATABASE_URL"))
	if err != nil {
		panic("ELAYANAN_TEST_DATABASE_URL is not a URL")
	}
	u.Path = "/" + name
	return u.String()
}

// Administer sends the server a statement.
func Administer(statement string) error {
	address := os.Getenv("ELAYANAN_TEST_DATABASE_URL")
	if address == "" {
		return errors.New("ELAYANAN_TEST_DATABASE=postgres needs a server: run make test")
	}
	conn, err := sql.Open("pgx", address)
	if err != nil {
		return err
	}
	defer conn.Close()
	_, err = conn.ExecContext(context.Background(), statement)
	return err
}

// Random returns what makes a name one that no other test has.
func Random() string {
	b := make([]byte, 8)
	if _, err := rand.Read(b); err != nil {
		panic(err)
	}
	return hex.EncodeToString(b)
}
