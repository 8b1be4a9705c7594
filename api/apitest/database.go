package apitest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/app"
	"github.com/dkisp-kaltara/elayanan/api/config"
	"github.com/dkisp-kaltara/elayanan/api/demo"
)

// The pair under test.
func onPostgres() bool { return os.Getenv("ELAYANAN_TEST_DATABASE") == "postgres" }
func onS3() bool       { return os.Getenv("ELAYANAN_TEST_STORE") == "s3" }

// template is a migrated and seeded database with the demo accounts, made once
// a test binary and copied for each test.
var template = sync.OnceValues(makeTemplate)

// place fills in a configuration for a fresh copy of the template.
func place(t testing.TB, c *config.Config) {
	t.Helper()
	from, err := template()
	require.NoError(t, err, "the template database")
	if !onPostgres() {
		copyFile(t, from, filepath.Join(c.DataDir, "elayanan.db"))
		return
	}
	name := "test_" + random()
	admin(t, fmt.Sprintf(`CREATE DATABASE %s TEMPLATE %s`, name, from))
	t.Cleanup(func() { admin(t, fmt.Sprintf(`DROP DATABASE %s WITH (FORCE)`, name)) })
	c.DatabaseURL = databaseURL(name)
}

// Empty starts a Server on a database in which nothing is yet, not even a
// table.
func Empty(t testing.TB) Option {
	return func(c *config.Config, _ *app.Parts) {
		c.DataDir = t.TempDir()
		if !onPostgres() {
			return
		}
		name := "test_" + random()
		admin(t, fmt.Sprintf(`CREATE DATABASE %s`, name))
		t.Cleanup(func() { admin(t, fmt.Sprintf(`DROP DATABASE %s WITH (FORCE)`, name)) })
		c.DatabaseURL = databaseURL(name)
	}
}

// placeStore fills in the object store.
func placeStore(t testing.TB, c *config.Config) {
	t.Helper()
	if !onS3() {
		return
	}
	c.S3Endpoint = os.Getenv("ELAYANAN_TEST_S3_ENDPOINT")
	c.S3AccessKey, c.S3SecretKey = os.Getenv("ELAYANAN_TEST_S3_ACCESS_KEY"), os.Getenv("ELAYANAN_TEST_S3_SECRET_KEY")
	c.S3Bucket, c.S3Region = "test-"+random(), "us-east-1"
	require.NotEmpty(t, c.S3Endpoint, "ELAYANAN_TEST_STORE=s3 needs a server: run make test")
}

func makeTemplate() (string, error) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "elayanan-template-")
	if err != nil {
		return "", err
	}
	c := settings(dir)
	from := filepath.Join(dir, "elayanan.db")
	if onPostgres() {
		from = "template_" + random()
		if err := administer(fmt.Sprintf(`CREATE DATABASE %s`, from)); err != nil {
			return "", err
		}
		c.DatabaseURL = databaseURL(from)
	}
	a, err := app.New(ctx, c, parts())
	if err != nil {
		return "", err
	}
	if err := demo.MakePeople(ctx, a, Password); err != nil {
		return "", err
	}
	return from, a.Close()
}

func databaseURL(name string) string {
	u, err := url.Parse(os.Getenv("ELAYANAN_TEST_DATABASE_URL"))
	if err != nil {
		panic("ELAYANAN_TEST_DATABASE_URL is not a URL")
	}
	u.Path = "/" + name
	return u.String()
}

func admin(t testing.TB, statement string) {
	t.Helper()
	require.NoError(t, administer(statement))
}

func administer(statement string) error {
	address := os.Getenv("ELAYANAN_TEST_DATABASE_URL")
	if address == "" {
		return fmt.Errorf("ELAYANAN_TEST_DATABASE=postgres needs a server: run make test")
	}
	conn, err := sql.Open("pgx", address)
	if err != nil {
		return err
	}
	defer conn.Close()
	_, err = conn.ExecContext(context.Background(), statement)
	return err
}

func copyFile(t testing.TB, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	require.NoError(t, err)
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	require.NoError(t, err)
	_, err = io.Copy(out, in)
	require.NoError(t, err)
	require.NoError(t, out.Close())
}

func random() string {
	b := make([]byte, 8)
	if _, err := rand.Read(b); err != nil {
		panic(err)
	}
	return hex.EncodeToString(b)
}
