package blob_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/pkg/blob"
)

// As a child of a test, this binary misbehaves in the way that the variable
// says, in the folder that is its value.
const (
	childDiesMidway = "ELAYANAN_TEST_CHILD_DIES_MIDWAY"
	childDiskFull   = "ELAYANAN_TEST_CHILD_DISK_FULL"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDiesMidway); dir != "" {
		putForEver(dir)
	}
	if dir := os.Getenv(childDiskFull); dir != "" {
		putTooMuch(dir)
	}
	os.Exit(m.Run())
}

func openFolder(t *testing.T, dir string) *blob.Folder {
	t.Helper()
	store, err := blob.OpenFolder(dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	return store
}

func files(t *testing.T, dir string) []string {
	t.Helper()
	var found []string
	require.NoError(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			found = append(found, path)
		}
		return err
	}))
	return found
}

func TestFolderKeepsFilesPrivate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "when", "missing")
	store := openFolder(t, dir)
	require.NoError(t, store.Put(t.Context(), "a/b/c", strings.NewReader("x"), 1))
	require.Equal(t, []string{filepath.Join(dir, "a", "b", "c")}, files(t, dir))
	for path, mode := range map[string]fs.FileMode{
		"": fs.ModeDir | 0o700, "a": fs.ModeDir | 0o700, "a/b": fs.ModeDir | 0o700, "a/b/c": 0o600,
	} {
		info, err := os.Stat(filepath.Join(dir, path))
		require.NoError(t, err)
		require.Equal(t, mode, info.Mode(), path)
	}
}

func TestFolderIsNeverLeft(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(outside, "secret"), []byte("secret"), 0o600))
	require.NoError(t, os.Symlink(outside, filepath.Join(dir, "door")))
	store := openFolder(t, dir)
	_, _, err := store.Open(t.Context(), "door/secret", 0, -1)
	require.ErrorIs(t, err, blob.ErrUnavailable)
	require.Error(t, store.Put(t.Context(), "door/new", strings.NewReader("x"), 1))
	require.Error(t, store.Delete(t.Context(), "door/secret"))
	require.NoError(t, store.List(t.Context(), "", func(info blob.Info) error {
		return fmt.Errorf("listed %s", info.Key)
	}))
	require.Equal(t, []string{filepath.Join(outside, "secret")}, files(t, outside))
}

// A process that is killed while it writes leaves no object, and what it
// leaves is swept away later, but not from under a living writer.
func TestFolderSurvivesKill(t *testing.T) {
	dir := t.TempDir()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childDiesMidway+"="+dir)
	output, err := child.StdoutPipe()
	require.NoError(t, err)
	_, err = child.StdinPipe() // never written to: the child waits on it
	require.NoError(t, err)
	require.NoError(t, child.Start())
	line, err := bufio.NewReader(output).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "midway\n", line)
	require.NoError(t, child.Process.Kill())
	require.ErrorContains(t, child.Wait(), "killed")
	require.Len(t, files(t, dir), 1, "the child has not begun to write")

	store := openFolder(t, dir)
	require.NoError(t, store.List(t.Context(), "", func(info blob.Info) error {
		return fmt.Errorf("listed %s", info.Key)
	}))
	_, _, err = store.Open(t.Context(), "a/half", 0, -1)
	require.ErrorIs(t, err, blob.ErrNotFound)

	removed, err := store.Sweep(t.Context(), time.Now().Add(-time.Hour))
	require.NoError(t, err)
	require.Zero(t, removed)
	require.Len(t, files(t, dir), 1)
	removed, err = store.Sweep(t.Context(), time.Now().Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, 1, removed)
	require.Empty(t, files(t, dir))
	require.NoError(t, store.Put(t.Context(), "a/half", strings.NewReader("x"), 1))
}

// putForEver tells when half of an object is written, and waits to be killed.
func putForEver(dir string) {
	store, err := blob.OpenFolder(dir)
	if err != nil {
		panic(err)
	}
	err = store.Put(context.Background(), "a/half", &stuckReader{left: 1 << 20}, 2<<20)
	panic(fmt.Sprint("Put has returned: ", err))
}

type stuckReader struct{ left int }

func (r *stuckReader) Read(p []byte) (int, error) {
	if r.left <= 0 {
		fmt.Println("midway")
		return os.Stdin.Read(p)
	}
	n := min(len(p), r.left)
	r.left -= n
	return n, nil
}

// The limit on a process's file size makes writing fail as a full disk does.
func TestFolderDiskFull(t *testing.T) {
	dir := t.TempDir()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childDiskFull+"="+dir)
	output, err := child.CombinedOutput()
	require.NoError(t, err, string(output))
	require.Equal(t, "unavailable\n", string(output))
	require.Empty(t, files(t, dir), "a full disk is left with a useless file")
	store := openFolder(t, dir)
	require.NoError(t, store.Put(t.Context(), "a/large", bytes.NewReader(make([]byte, 2<<20)), 2<<20))
}

func putTooMuch(dir string) {
	signal.Ignore(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 1 << 20, Max: 1 << 20}); err != nil {
		panic(err)
	}
	store, err := blob.OpenFolder(dir)
	if err != nil {
		panic(err)
	}
	err = store.Put(context.Background(), "a/large", bytes.NewReader(make([]byte, 2<<20)), 2<<20)
	if errors.Is(err, blob.ErrUnavailable) {
		fmt.Println("unavailable")
	} else {
		fmt.Println("not unavailable:", err)
	}
	os.Exit(0)
}

func TestFolderVanishes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	store := openFolder(t, dir)
	require.NoError(t, store.Put(t.Context(), "a/b", strings.NewReader("x"), 1))
	require.NoError(t, os.RemoveAll(dir))
	require.ErrorIs(t, store.Check(t.Context()), blob.ErrUnavailable)
	require.ErrorIs(t, store.Put(t.Context(), "a/c", strings.NewReader("x"), 1), blob.ErrUnavailable)
}

func TestOpenFolderRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err := blob.OpenFolder(file)
	require.ErrorIs(t, err, blob.ErrUnavailable)
}
