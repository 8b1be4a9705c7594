package blob_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/pkg/blob"
)

const (
	patience = 150 * time.Millisecond // of the store, with the server
	limit    = 5 * time.Second        // far above patience, far below for ever
)

// impatient is for servers that do not answer. Those that do get the default
// time, because the machine may be busy.
var impatient = blob.Timeouts{Call: patience, Idle: patience, MinRate: 1 << 30}

func s3At(t *testing.T, address string, timeouts blob.Timeouts) *blob.S3 {
	t.Helper()
	store, err := blob.NewS3(blob.S3Config{
		Endpoint: "http://" + address, AccessKey: "key", SecretKey: "secret-key", Bucket: "bucket",
		Timeouts: timeouts,
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	return store
}

// listen serves each connection with serve until the test ends.
func listen(t *testing.T, serve func(net.Conn)) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { connection.Close() })
			go serve(connection)
		}
	}()
	t.Cleanup(func() {
		listener.Close()
		<-done
	})
	return listener.Addr().String()
}

// calls are all calls of a store that speak to the server.
func calls(ctx context.Context, store *blob.S3) map[string]func() error {
	return map[string]func() error{
		"ensure bucket": func() error { return store.EnsureBucket(ctx) },
		"check":         func() error { return store.Check(ctx) },
		"delete":        func() error { return store.Delete(ctx, "a/b") },
		"list":          func() error { return store.List(ctx, "", func(blob.Info) error { return nil }) },
		"put nothing":   func() error { return store.Put(ctx, "a/b", strings.NewReader(""), 0) },
		"put little":    func() error { return store.Put(ctx, "a/b", strings.NewReader("x"), 1) },
		"put much": func() error {
			return store.Put(ctx, "a/b", bytes.NewReader(make([]byte, 32<<20)), 32<<20)
		},
		"open":         func() error { return open(ctx, store, 0, -1) },
		"open part":    func() error { return open(ctx, store, 10, 10) },
		"open nothing": func() error { return open(ctx, store, 0, 0) },
	}
}

func open(ctx context.Context, store *blob.S3, offset, length int64) error {
	r, _, err := store.Open(ctx, "a/b", offset, length)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, r)
	return errors.Join(err, r.Close())
}

func requireUnavailable(t *testing.T, doing string, call func() error) {
	t.Helper()
	started := time.Now()
	err := call()
	require.ErrorIs(t, err, blob.ErrUnavailable, doing)
	require.Less(t, time.Since(started), limit, doing)
	require.NotContains(t, err.Error(), "secret-key")
}

func TestS3ServerThatDoesNotServe(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, closed.Close())

	forbidding := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusForbidden)
	}))
	t.Cleanup(forbidding.Close)
	busy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprint(w, "<Error><Code>SlowDown</Code></Error>")
	}))
	t.Cleanup(busy.Close)
	noBucket := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, "<Error><Code>NoSuchBucket</Code></Error>")
	}))
	t.Cleanup(noBucket.Close)

	for name, address := range map[string]string{
		"silent":     listen(t, func(net.Conn) {}),
		"deaf":       listen(t, func(c net.Conn) { io.Copy(io.Discard, c) }),
		"hangs up":   listen(t, func(c net.Conn) { c.Close() }),
		"gone":       closed.Addr().String(),
		"forbidding": forbidding.Listener.Addr().String(),
		"busy":       busy.Listener.Addr().String(),
		"no bucket":  noBucket.Listener.Addr().String(),
		"not S3": listen(t, func(c net.Conn) {
			c.Read(make([]byte, 1))
			fmt.Fprint(c, "220 mail.example ESMTP\r\n")
			io.Copy(io.Discard, c)
		}),
		"stops within the headers": listen(t, func(c net.Conn) {
			c.Read(make([]byte, 1))
			fmt.Fprint(c, "HTTP/1.1 200 OK\r\nContent-Le")
			io.Copy(io.Discard, c)
		}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := s3At(t, address, impatient)
			for doing, call := range calls(t.Context(), store) {
				requireUnavailable(t, doing, call)
			}
		})
	}
}

// answerHalf reads a request and sends a thousand bytes of an object of two
// thousand.
func answerHalf(c net.Conn) {
	request, err := http.ReadRequest(bufio.NewReader(c))
	if err != nil {
		return
	}
	io.Copy(io.Discard, request.Body)
	fmt.Fprintf(c, "HTTP/1.1 200 OK\r\nContent-Length: 2000\r\nETag: \"e\"\r\nLast-Modified: Fri, 21 Nov 2026 10:00:00 GMT\r\n\r\n%s", strings.Repeat("x", 1000))
}

func TestS3ServerStopsWithinAnObject(t *testing.T) {
	for name, serve := range map[string]func(net.Conn){
		"freezes":  answerHalf,
		"hangs up": func(c net.Conn) { answerHalf(c); c.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			store := s3At(t, listen(t, serve), blob.Timeouts{Idle: patience})
			r, info, err := store.Open(t.Context(), "a/b", 0, -1)
			require.NoError(t, err)
			require.Equal(t, int64(2000), info.Size)
			var got []byte
			requireUnavailable(t, "read", func() (err error) {
				got, err = io.ReadAll(r)
				return err
			})
			require.Len(t, got, 1000)
			require.NoError(t, r.Close())
		})
	}
}

// A trickle shows progress at each read, but never comes to an end.
func TestS3TransferIsBoundedAsAWhole(t *testing.T) {
	stop := make(chan struct{})
	t.Cleanup(func() { close(stop) })
	store := s3At(t, listen(t, func(c net.Conn) {
		if _, err := http.ReadRequest(bufio.NewReader(c)); err != nil {
			return
		}
		fmt.Fprint(c, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\nETag: \"e\"\r\nLast-Modified: Fri, 21 Nov 2026 10:00:00 GMT\r\n\r\n")
		drip := time.NewTicker(patience / 10)
		defer drip.Stop()
		for {
			select {
			case <-drip.C:
				fmt.Fprint(c, "x")
			case <-stop:
				return
			}
		}
	}), blob.Timeouts{Call: time.Second, MinRate: 1 << 30})
	requireUnavailable(t, "trickle", func() error { return open(t.Context(), store, 0, -1) })
}

func TestS3CallersDeadlineIsTheCallers(t *testing.T) {
	store := s3At(t, listen(t, func(net.Conn) {}), blob.Timeouts{})
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for doing, call := range calls(ctx, store) {
		err := call()
		assert.ErrorIs(t, err, context.DeadlineExceeded, doing)
		assert.NotErrorIs(t, err, blob.ErrUnavailable, doing)
	}
}

// A server whose answer to PUT is lost, but which can be asked what it holds.
func TestS3PutWithoutAnswer(t *testing.T) {
	for name, c := range map[string]struct {
		held func(mark string) string // the mark of the object that HEAD finds; empty: none
		want error
	}{
		"stored":        {func(mark string) string { return mark }, nil},
		"taken":         {func(string) string { return "another" }, blob.ErrExists},
		"nothing there": {func(string) string { return "" }, blob.ErrUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			marks := make(chan string, 1)
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodPut {
					assert.Equal(t, "*", r.Header.Get("If-None-Match"))
					io.Copy(io.Discard, r.Body)
					marks <- r.Header.Get("X-Amz-Meta-Put")
					panic(http.ErrAbortHandler) // hangs up
				}
				mark := c.held(<-marks)
				if mark == "" {
					w.WriteHeader(http.StatusNotFound)
					return
				}
				w.Header().Set("X-Amz-Meta-Put", mark)
				w.Header().Set("ETag", `"e"`)
				w.Header().Set("Last-Modified", "Fri, 21 Nov 2026 10:00:00 GMT")
			}))
			t.Cleanup(server.Close)
			store := s3At(t, server.Listener.Addr().String(), blob.Timeouts{})
			err := store.Put(t.Context(), "a/b", strings.NewReader("x"), 1)
			require.ErrorIs(t, err, c.want)
		})
	}
}

func TestS3Endpoint(t *testing.T) {
	for _, endpoint := range []string{"", "minio:9000", "ftp://minio", "http://", "http://user:secret-key@minio", "http://minio/path", "http://minio?x=1", "http://secret-key\x7f"} {
		_, err := blob.NewS3(blob.S3Config{Endpoint: endpoint, Bucket: "bucket"})
		require.Error(t, err, endpoint)
		require.NotContains(t, err.Error(), "secret-key")
	}
	for _, endpoint := range []string{"http://minio:9000", "https://s3.example.org", "http://127.0.0.1:9000/", "http://[::1]:9000"} {
		_, err := blob.NewS3(blob.S3Config{Endpoint: endpoint, Bucket: "bucket"})
		require.NoError(t, err, endpoint)
	}
}
