package blobtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/pkg/blob"
)

const mebibyte = 1 << 20

// Run checks that the stores that open returns behave as blob.Store promises.
// Each call of open returns an empty store.
func Run(t *testing.T, open func(testing.TB) blob.Store) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, blob.Store)
	}{
		{"round trip", roundTrip},
		{"ranges", ranges},
		{"the source has the wrong length", wrongLength},
		{"the source fails midway", sourceFails},
		{"the source is not read after Put", sourceLeftAlone},
		{"cancelled context", cancelled},
		{"taken key", takenKey},
		{"missing key", missingKey},
		{"delete", deletes},
		{"list", list},
		{"list many", listMany},
		{"list ends when visit says so", listEnds},
		{"bad keys", badKeys},
		{"concurrent puts", concurrentPuts},
		{"concurrent puts of one key", concurrentSameKey},
		{"memory stays flat", flatMemory},
		{"check", check},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t, open(t)) })
	}
}

// content makes size bytes that look random and are the same every time.
func content(size int) []byte {
	b := make([]byte, size)
	rand.NewChaCha8([32]byte{1}).Read(b)
	return b
}

func put(t *testing.T, store blob.Store, key string, data []byte) {
	t.Helper()
	require.NoError(t, store.Put(t.Context(), key, bytes.NewReader(data), int64(len(data))))
}

func get(t *testing.T, store blob.Store, key string, offset, length int64) ([]byte, blob.Info) {
	t.Helper()
	r, info, err := store.Open(t.Context(), key, offset, length)
	require.NoError(t, err)
	data, err := io.ReadAll(r)
	require.NoError(t, err)
	require.NoError(t, r.Close())
	return data, info
}

func keys(t *testing.T, store blob.Store, prefix string) []string {
	t.Helper()
	found := []string{}
	require.NoError(t, store.List(t.Context(), prefix, func(info blob.Info) error {
		found = append(found, info.Key)
		return nil
	}))
	slices.Sort(found)
	return found
}

// requireNothing checks that a failed Put has left no trace.
func requireNothing(t *testing.T, store blob.Store, key string) {
	t.Helper()
	_, _, err := store.Open(t.Context(), key, 0, -1)
	require.ErrorIs(t, err, blob.ErrNotFound)
	require.Empty(t, keys(t, store, ""))
	put(t, store, key, []byte("the key is still free"))
}

func roundTrip(t *testing.T, store blob.Store) {
	before := time.Now().Add(-time.Minute)
	for _, size := range []int{0, 1, 4095, 64 << 10, 5 * mebibyte} {
		key, data := fmt.Sprintf("tickets/2026/11/size-%d", size), content(size)
		put(t, store, key, data)
		got, info := get(t, store, key, 0, -1)
		assert.True(t, bytes.Equal(data, got), "%d bytes come back changed", size)
		assert.Equal(t, key, info.Key)
		assert.Equal(t, int64(size), info.Size)
		assert.Equal(t, time.UTC, info.ModifiedAt.Location())
		assert.WithinRange(t, info.ModifiedAt, before, time.Now().Add(time.Minute))
	}
}

func ranges(t *testing.T, store blob.Store) {
	data := content(100_000)
	put(t, store, "a/ranges", data)
	put(t, store, "a/empty", nil)
	for _, c := range []struct{ offset, length, from, to int64 }{
		{0, 1, 0, 1},
		{0, 100_000, 0, 100_000},
		{0, 200_000, 0, 100_000},
		{10, 20, 10, 30},
		{10, -1, 10, 100_000},
		{99_999, 1, 99_999, 100_000},
		{99_999, 50, 99_999, 100_000},
		{99_999, -1, 99_999, 100_000},
		{50, 0, 50, 50},
		{100_000, -1, 0, 0},
		{100_000, 1, 0, 0},
		{200_000, -1, 0, 0},
		{200_000, 0, 0, 0},
	} {
		got, info := get(t, store, "a/ranges", c.offset, c.length)
		assert.True(t, bytes.Equal(data[c.from:c.to], got), "offset %d, length %d", c.offset, c.length)
		assert.Equal(t, int64(len(data)), info.Size)
	}
	for _, offset := range []int64{0, 1} {
		for _, length := range []int64{-1, 0, 1} {
			got, info := get(t, store, "a/empty", offset, length)
			assert.Empty(t, got)
			assert.Zero(t, info.Size)
		}
	}
	_, _, err := store.Open(t.Context(), "a/ranges", -1, 1)
	assert.ErrorIs(t, err, blob.ErrBadRange)

	r, _, err := store.Open(t.Context(), "a/ranges", 0, -1)
	require.NoError(t, err)
	require.NoError(t, r.Close(), "closing without reading to the end")
}

func wrongLength(t *testing.T, store blob.Store) {
	for _, c := range []struct{ announced, actual int }{
		{1, 0}, {10, 9}, {5 * mebibyte, 5*mebibyte - 1}, {5 * mebibyte, 100},
		{0, 1}, {10, 11}, {5 * mebibyte, 5*mebibyte + 1}, {100, 5 * mebibyte},
		{-1, 10},
	} {
		key := fmt.Sprintf("a/announced-%d-actual-%d", max(c.announced, 0), c.actual)
		err := store.Put(t.Context(), key, bytes.NewReader(content(c.actual)), int64(c.announced))
		require.ErrorIs(t, err, blob.ErrSize, key)
		require.NotErrorIs(t, err, blob.ErrUnavailable, key)
		requireNothing(t, store, key)
		require.NoError(t, store.Delete(t.Context(), key))
	}
}

func sourceFails(t *testing.T, store blob.Store) {
	broken := errors.New("the applicant's connection broke")
	for _, delivered := range []int{0, 1, 100_000, 3 * mebibyte} {
		source := io.MultiReader(bytes.NewReader(content(delivered)), failingReader{broken})
		err := store.Put(t.Context(), "a/broken", source, 5*mebibyte)
		require.ErrorIs(t, err, broken)
		require.NotErrorIs(t, err, blob.ErrUnavailable)
		requireNothing(t, store, "a/broken")
		require.NoError(t, store.Delete(t.Context(), "a/broken"))
	}
}

type failingReader struct{ err error }

func (r failingReader) Read([]byte) (int, error) { return 0, r.err }

// sourceLeftAlone matters most where the answer comes before the whole source
// was read: here, because the key is taken. The race detector sees a Read
// that is too late.
func sourceLeftAlone(t *testing.T, store blob.Store) {
	put(t, store, "a/taken", []byte("first"))
	for range 5 {
		source := &countingReader{r: bytes.NewReader(content(5 * mebibyte))}
		err := store.Put(t.Context(), "a/taken", source, 5*mebibyte)
		after := source.reads
		require.ErrorIs(t, err, blob.ErrExists)
		put(t, store, "a/other", []byte("gives a late Read its chance"))
		require.NoError(t, store.Delete(t.Context(), "a/other"))
		require.Equal(t, after, source.reads)
	}
}

// countingReader is without a lock on purpose.
type countingReader struct {
	r     io.Reader
	reads int
}

func (c *countingReader) Read(p []byte) (int, error) {
	c.reads++
	return c.r.Read(p)
}

func cancelled(t *testing.T, store blob.Store) {
	data := content(5 * mebibyte)
	put(t, store, "a/stored", data)
	ctx, cancel := context.WithCancel(t.Context())
	r, _, err := store.Open(ctx, "a/stored", 0, -1)
	require.NoError(t, err)
	_, err = io.ReadFull(r, make([]byte, 1000))
	require.NoError(t, err)
	cancel()
	_, err = io.Copy(io.Discard, r)
	require.ErrorIs(t, err, context.Canceled, "reading after the end of the context")
	require.NoError(t, r.Close())

	_, _, openErr := store.Open(ctx, "a/stored", 0, -1)
	for doing, err := range map[string]error{
		"put":    store.Put(ctx, "a/cancelled", bytes.NewReader(data), int64(len(data))),
		"open":   openErr,
		"delete": store.Delete(ctx, "a/stored"),
		"list":   store.List(ctx, "", func(blob.Info) error { return nil }),
		"check":  store.Check(ctx),
	} {
		assert.ErrorIs(t, err, context.Canceled, doing)
		assert.NotErrorIs(t, err, blob.ErrUnavailable, doing)
	}
	require.NoError(t, store.Delete(t.Context(), "a/stored"))

	midway, cancel := context.WithCancel(t.Context())
	source := io.MultiReader(bytes.NewReader(data[:2*mebibyte]), readerFunc(func([]byte) (int, error) {
		cancel()
		return 0, nil
	}), bytes.NewReader(data[2*mebibyte:]))
	err = store.Put(midway, "a/midway", source, int64(len(data)))
	require.ErrorIs(t, err, context.Canceled)
	requireNothing(t, store, "a/midway")
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func takenKey(t *testing.T, store blob.Store) {
	first := content(1000)
	put(t, store, "a/taken", first)
	for _, size := range []int{0, 1000, 5 * mebibyte} {
		err := store.Put(t.Context(), "a/taken", bytes.NewReader(make([]byte, size)), int64(size))
		require.ErrorIs(t, err, blob.ErrExists)
	}
	got, _ := get(t, store, "a/taken", 0, -1)
	assert.Equal(t, first, got)
}

func missingKey(t *testing.T, store blob.Store) {
	put(t, store, "a/there", content(10))
	for _, key := range []string{"a/missing", "a", "missing", "a/ther", "a/there/below"} {
		for _, length := range []int64{-1, 0, 10} {
			_, _, err := store.Open(t.Context(), key, 0, length)
			assert.ErrorIs(t, err, blob.ErrNotFound, key)
			assert.NotErrorIs(t, err, blob.ErrUnavailable, key)
		}
	}
}

func deletes(t *testing.T, store blob.Store) {
	put(t, store, "a/one", content(10))
	put(t, store, "a/two", content(10))
	for range 2 {
		require.NoError(t, store.Delete(t.Context(), "a/one"))
		require.Equal(t, []string{"a/two"}, keys(t, store, ""))
	}
	require.NoError(t, store.Delete(t.Context(), "a"), "the folder of an object")
	require.NoError(t, store.Delete(t.Context(), "nothing/at/all"))
	require.Equal(t, []string{"a/two"}, keys(t, store, ""))
	put(t, store, "a/one", content(20))
	got, _ := get(t, store, "a/one", 0, -1)
	require.Equal(t, content(20), got)
}

func list(t *testing.T, store blob.Store) {
	require.Empty(t, keys(t, store, ""))
	all := []string{"backup/x", "tickets/2025/12/a", "tickets/2026/01/a", "tickets/2026/11/a", "tickets/2026/11/b", "tickets/2026/11-b", "top"}
	for i, key := range all {
		put(t, store, key, content(i))
	}
	slices.Sort(all)
	for _, prefix := range []string{"", "t", "tickets", "tickets/", "tickets/2026", "tickets/2026/1", "tickets/2026/11", "tickets/2026/11/", "tickets/2026/11/b", "tickets/2026/11/bb", "top", "top/", "x"} {
		want := []string{}
		for _, key := range all {
			if strings.HasPrefix(key, prefix) {
				want = append(want, key)
			}
		}
		assert.Equal(t, want, keys(t, store, prefix), "prefix %q", prefix)
	}
	require.NoError(t, store.List(t.Context(), "tickets/2026/11/", func(info blob.Info) error {
		_, opened := get(t, store, info.Key, 0, 0)
		assert.Equal(t, opened.Size, info.Size)
		assert.WithinDuration(t, opened.ModifiedAt, info.ModifiedAt, time.Second)
		return nil
	}))
	for _, prefix := range []string{"/", "../", "a//b", "A", "a*"} {
		err := store.List(t.Context(), prefix, func(blob.Info) error { return nil })
		assert.ErrorIs(t, err, blob.ErrBadKey, prefix)
	}
}

// listMany has more objects than an S3 server sends at a time.
func listMany(t *testing.T, store blob.Store) {
	const number = 1100
	var group sync.WaitGroup
	next := make(chan int)
	for range 8 {
		group.Go(func() {
			for i := range next {
				assert.NoError(t, store.Put(t.Context(), fmt.Sprintf("many/%04d", i), strings.NewReader("x"), 1))
			}
		})
	}
	for i := range number {
		next <- i
	}
	close(next)
	group.Wait()
	found := keys(t, store, "many/")
	require.Len(t, found, number)
	require.Len(t, slices.Compact(found), number, "an object is listed twice")

	// A visit may delete what it is shown, as a reconciler does.
	require.NoError(t, store.List(t.Context(), "", func(info blob.Info) error {
		return store.Delete(t.Context(), info.Key)
	}))
	require.NoError(t, store.List(t.Context(), "", func(info blob.Info) error {
		return store.Delete(t.Context(), info.Key)
	}))
	require.Empty(t, keys(t, store, ""))
}

func listEnds(t *testing.T, store blob.Store) {
	for i := range 5 {
		put(t, store, fmt.Sprintf("a/%d", i), nil)
	}
	enough := errors.New("enough")
	visits := 0
	err := store.List(t.Context(), "", func(blob.Info) error {
		visits++
		if visits == 2 {
			return enough
		}
		return nil
	})
	require.Equal(t, enough, err)
	require.Equal(t, 2, visits)
}

func badKeys(t *testing.T, store blob.Store) {
	for _, key := range []string{
		"", "/", "a/", "/a", "a//b", ".", "..", "../a", "a/../b", "a/./b", "a/..", "A", "a b", "a.b",
		`a\b`, "a\x00b", "a\nb", "é", "a%2fb", "a?b", "a#b", "~", ".incoming/x", strings.Repeat("a", blob.MaxKeyLength+1),
	} {
		assert.ErrorIs(t, blob.CheckKey(key), blob.ErrBadKey, "%q", key)
		assert.ErrorIs(t, store.Put(t.Context(), key, strings.NewReader("x"), 1), blob.ErrBadKey, "put %q", key)
		_, _, err := store.Open(t.Context(), key, 0, -1)
		assert.ErrorIs(t, err, blob.ErrBadKey, "open %q", key)
		assert.ErrorIs(t, store.Delete(t.Context(), key), blob.ErrBadKey, "delete %q", key)
	}
	require.Empty(t, keys(t, store, ""))
	for _, key := range []string{"a", "0", "-", "a-b", "tickets/2026/11/0197f5c2-7a44-7cc1-b2f1-6f3f8a0d9c11", strings.Repeat("a", blob.MaxKeyLength)} {
		put(t, store, key, []byte("x"))
		require.NoError(t, store.Delete(t.Context(), key))
	}
}

func concurrentPuts(t *testing.T, store blob.Store) {
	var group sync.WaitGroup
	for i := range 16 {
		group.Go(func() {
			key, data := fmt.Sprintf("deep/%d/er/%d", i%4, i), content(200_000+i)
			if assert.NoError(t, store.Put(t.Context(), key, bytes.NewReader(data), int64(len(data)))) {
				r, _, err := store.Open(t.Context(), key, 0, -1)
				if assert.NoError(t, err) {
					got, err := io.ReadAll(r)
					assert.NoError(t, err)
					assert.True(t, bytes.Equal(data, got))
					assert.NoError(t, r.Close())
				}
			}
		})
	}
	group.Wait()
	require.Len(t, keys(t, store, "deep/"), 16)
}

// concurrentSameKey lets several writers try for one key: one of them gets
// it, and what is stored is that one's.
func concurrentSameKey(t *testing.T, store blob.Store) {
	const writers = 8
	results := make([]error, writers)
	var group sync.WaitGroup
	for i := range writers {
		group.Go(func() {
			data := bytes.Repeat([]byte{byte(i)}, 3000)
			results[i] = store.Put(t.Context(), "a/contested", bytes.NewReader(data), int64(len(data)))
		})
	}
	group.Wait()
	winner := -1
	for i, err := range results {
		if err == nil {
			require.Equal(t, -1, winner, "two writers were told that they got the key")
			winner = i
		} else {
			require.ErrorIs(t, err, blob.ErrExists)
		}
	}
	require.NotEqual(t, -1, winner, "nobody got the key")
	got, _ := get(t, store, "a/contested", 0, -1)
	require.True(t, bytes.Equal(bytes.Repeat([]byte{byte(winner)}, 3000), got))
}

// flatMemory counts all that is allocated while 64 MiB pass through.
func flatMemory(t *testing.T, store blob.Store) {
	const size, limit = 64 * mebibyte, 8 * mebibyte
	source := sha256.New()
	spent := allocated(func() {
		stream := io.TeeReader(io.LimitReader(rand.NewChaCha8([32]byte{2}), size), source)
		require.NoError(t, store.Put(t.Context(), "a/large", stream, size))
	})
	assert.Less(t, spent, uint64(limit), "bytes allocated by Put")

	stored := sha256.New()
	spent = allocated(func() {
		r, _, err := store.Open(t.Context(), "a/large", 0, -1)
		require.NoError(t, err)
		_, err = io.Copy(stored, r)
		require.NoError(t, err)
		require.NoError(t, r.Close())
	})
	assert.Less(t, spent, uint64(limit), "bytes allocated by Open and reading")
	assert.Equal(t, source.Sum(nil), stored.Sum(nil))
}

func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func check(t *testing.T, store blob.Store) {
	require.NoError(t, store.Check(t.Context()))
	require.Empty(t, keys(t, store, ""), "the check leaves something behind")
}
