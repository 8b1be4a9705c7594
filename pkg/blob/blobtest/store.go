package blobtest

import (
	"context"
	"crypto/rand"
	"os"
	"strings"
	"testing"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/pkg/blob"
)

// Open returns an empty store of the test's own, which is gone after the
// test. ELAYANAN_TEST_STORE says which kind: folder (also when it is not
// set), or s3 on the server that the test script has started.
func Open(t testing.TB) blob.Store {
	t.Helper()
	switch kind := os.Getenv("ELAYANAN_TEST_STORE"); kind {
	case "", "folder":
		return OpenFolder(t)
	case "s3":
		return OpenS3(t)
	default:
		t.Fatalf("ELAYANAN_TEST_STORE is %q, not folder or s3", kind)
		return nil
	}
}

// OpenFolder returns an empty store in a folder.
func OpenFolder(t testing.TB) *blob.Folder {
	t.Helper()
	store, err := blob.OpenFolder(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	return store
}

// OpenS3 returns a store in an empty bucket of the test server.
func OpenS3(t testing.TB) *blob.S3 {
	t.Helper()
	config := S3Config(t)
	store, err := blob.NewS3(config)
	require.NoError(t, err)
	require.NoError(t, store.EnsureBucket(t.Context()))
	t.Cleanup(func() {
		removeBucket(t, config, store)
		require.NoError(t, store.Close())
	})
	return store
}

// S3Config says where the test server is, with a bucket name that is new.
func S3Config(t testing.TB) blob.S3Config {
	t.Helper()
	return blob.S3Config{
		Endpoint:  setting(t, "ELAYANAN_TEST_S3_ENDPOINT"),
		AccessKey: setting(t, "ELAYANAN_TEST_S3_ACCESS_KEY"),
		SecretKey: setting(t, "ELAYANAN_TEST_S3_SECRET_KEY"),
		Bucket:    "test-" + strings.ToLower(rand.Text()),
	}
}

func setting(t testing.TB, name string) string {
	t.Helper()
	value := os.Getenv(name)
	if value == "" {
		t.Fatalf("%s is not set: run make test, which starts an S3 server", name)
	}
	return value
}

// removeBucket uses a context of its own: that of the test has ended when its
// clean-up runs.
func removeBucket(t testing.TB, config blob.S3Config, store *blob.S3) {
	ctx := context.Background()
	var keys []string
	require.NoError(t, store.List(ctx, "", func(info blob.Info) error {
		keys = append(keys, info.Key)
		return nil
	}))
	for _, key := range keys {
		require.NoError(t, store.Delete(ctx, key))
	}
	_, host, _ := strings.Cut(config.Endpoint, "://")
	client, err := minio.New(strings.TrimSuffix(host, "/"), &minio.Options{
		Creds:  credentials.NewStaticV4(config.AccessKey, config.SecretKey, ""),
		Secure: strings.HasPrefix(config.Endpoint, "https://"),
		Region: "us-east-1",
	})
	require.NoError(t, err)
	require.NoError(t, client.RemoveBucket(ctx, config.Bucket))
}
