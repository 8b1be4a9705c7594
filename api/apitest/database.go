package apitest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
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

// place fills in a configuration for a fresh copy of the template.
func place(t testing.TB, c *config.Config) {
	t.Helper()
	if !onPostgres() {
		file, err := templateFile()
		require.NoError(t, err, "the template database")
		require.NoError(t, os.WriteFile(filepath.Join(c.DataDir, "elayanan.db"), file, 0o600))
		return
	}
	from, err := templateName()
	require.NoError(t, err, "the template database")
	name := "test_" + random()
	admin(t, fmt.Sprintf(`CREATE DATABASE %s TEMPLATE %s STRATEGY FILE_COPY`, name, from))
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

// The template is a migrated and seeded database with the demo accounts, made
// once a test binary and copied for each test. Where ELAYANAN_TEST_TEMPLATE is
// set – the path of a file, or the name of a database –, it is kept there for
// the test binaries that follow.
var (
	templateFile = sync.OnceValues(makeTemplateFile)
	templateName = sync.OnceValues(makeTemplateDatabase)
)

func makeTemplateFile() ([]byte, error) {
	kept := os.Getenv("ELAYANAN_TEST_TEMPLATE")
	if kept != "" {
		if file, err := os.ReadFile(kept); err == nil || !errors.Is(err, fs.ErrNotExist) {
			return file, err
		}
	}
	dir, err := os.MkdirTemp("", "elayanan-template-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := fillTemplate(settings(dir)); err != nil {
		return nil, err
	}
	made := filepath.Join(dir, "elayanan.db")
	file, err := os.ReadFile(made)
	if err == nil && kept != "" {
		err = os.Rename(made, kept)
	}
	return file, err
}

func makeTemplateDatabase() (string, error) {
	kept, name := os.Getenv("ELAYANAN_TEST_TEMPLATE"), "template_"+random()
	if kept != "" && administer(fmt.Sprintf(`SELECT pg_database_size('%s')`, kept)) == nil {
		return kept, nil // only what is there has a size
	}
	if err := administer(fmt.Sprintf(`CREATE DATABASE %s`, name)); err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "elayanan-template-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	c := settings(dir)
	c.DatabaseURL = databaseURL(name)
	if err := fillTemplate(c); err != nil {
		return "", err
	}
	// Another test binary may have been quicker to keep one.
	if kept != "" && administer(fmt.Sprintf(`ALTER DATABASE %s RENAME TO %s`, name, kept)) == nil {
		return kept, nil
	}
	return name, nil
}

func fillTemplate(c config.Config) error {
	ctx := context.Background()
	a, err := app.New(ctx, c, parts())
	if err != nil {
		return err
	}
	return errors.Join(demo.MakePeople(ctx, a, Password), a.Close())
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

func random() string {
	b := make([]byte, 8)
	if _, err := rand.Read(b); err != nil {
		panic(err)
	}
	return hex.EncodeToString(b)
}
