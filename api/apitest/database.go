package apitest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/app"
	"github.com/dkisp-kaltara/elayanan/api/config"
	"github.com/dkisp-kaltara/elayanan/api/demo"
	"github.com/dkisp-kaltara/elayanan/pkg/db/dbtest"
)

// onS3 tells which of the two object stores is under test.
func onS3() bool { return os.Getenv("ELAYANAN_TEST_STORE") == "s3" }

// place fills in a configuration for a fresh copy of the template.
func place(t testing.TB, c *config.Config) {
	t.Helper()
	if !dbtest.OnPostgres() {
		file, err := templateFile()
		require.NoError(t, err, "the template database")
		require.NoError(t, os.WriteFile(filepath.Join(c.DataDir, "elayanan.db"), file, 0o600))
		return
	}
	from, err := templateName()
	require.NoError(t, err, "the template database")
	c.DatabaseURL = dbtest.Copy(t, from)
}

// Empty starts a Server on a database in which nothing is yet, not even a
// table.
func Empty(t testing.TB) Option {
	return func(c *config.Config, _ *app.Parts) {
		c.DataDir, c.DatabaseURL = t.TempDir(), dbtest.Empty(t)
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
	c.S3Bucket, c.S3Region = "test-"+dbtest.Random(), "us-east-1"
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
	kept, beside := os.Getenv("ELAYANAN_TEST_TEMPLATE"), ""
	if kept != "" {
		if file, err := os.ReadFile(kept); err == nil || !errors.Is(err, fs.ErrNotExist) {
			return file, err
		}
		beside = filepath.Dir(kept)
	}
	dir, err := os.MkdirTemp(beside, "elayanan-template-")
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
	kept, name := os.Getenv("ELAYANAN_TEST_TEMPLATE"), "template_"+dbtest.Random()
	if kept != "" && dbtest.Administer(fmt.Sprintf(`SELECT pg_database_size('%s')`, kept)) == nil {
		return kept, nil // only what is there has a size
	}
	if err := dbtest.Administer(fmt.Sprintf(`CREATE DATABASE %s`, name)); err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "elayanan-template-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	c := settings(dir)
	c.DatabaseURL = dbtest.URL(name)
	if err := fillTemplate(c); err != nil {
		return "", err
	}
	// Another test binary may have been quicker to keep one.
	if kept != "" && dbtest.Administer(fmt.Sprintf(`ALTER DATABASE %s RENAME TO %s`, name, kept)) == nil {
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
