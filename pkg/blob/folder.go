package blob

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"
	"syscall"
	"time"
)

// incoming holds the files that are still being written. The dot keeps it
// apart from keys, which cannot contain one.
const incoming = ".incoming"

// Folder is a Store in a folder of the machine. Several processes may use the
// same folder. Objects are files with mode 0600 whose path is the key.
//
// A call on a local disk cannot be given up once the kernel has it: unlike
// the S3 store, a folder on a frozen network disk blocks its callers.
type Folder struct {
	root *os.Root

	mu      sync.Mutex
	durable map[string]bool // directories whose existence is known to be on the disk
}

// OpenFolder opens the store in dir and makes the folder when it is missing.
func OpenFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, unavailable("open folder", dir, err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, unavailable("open folder", dir, err)
	}
	f := &Folder{root: root, durable: map[string]bool{".": true}}
	if err := f.makeDirectory(incoming); err != nil {
		return nil, unavailable("open folder", dir, errors.Join(err, root.Close()))
	}
	return f, nil
}

// Close gives the folder back. Readers that are open stay usable.
func (f *Folder) Close() error { return f.root.Close() }

// Put implements Store. The bytes go to a file beside the objects, which gets
// its name only when they are on the disk: link, unlike rename, never
// replaces. Whatever kills the process leaves at most a file in the incoming
// folder, for Sweep.
func (f *Folder) Put(ctx context.Context, key string, r io.Reader, size int64) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	if size < 0 {
		return failure("put", key, fmt.Errorf("%w: %d bytes announced", ErrSize, size))
	}
	if err := ctx.Err(); err != nil {
		return failure("put", key, err)
	}
	source := newExactReader(ctx, r, size)
	temporary, err := f.write(source)
	if refused := source.finish(); refused != nil {
		err = refused
	} else if err != nil {
		err = fmt.Errorf("%w: %w", ErrUnavailable, err)
	} else {
		err = f.publish(temporary, key)
	}
	if temporary != "" {
		err = errors.Join(err, f.discard(temporary, err == nil))
	}
	if err != nil {
		return failure("put", key, err)
	}
	return nil
}

// write copies source into a new file and waits until it is on the disk. The
// name is returned also after a failure, when there is a file to remove.
func (f *Folder) write(source io.Reader) (name string, err error) {
	var random [16]byte
	if _, err := rand.Read(random[:]); err != nil {
		return "", err
	}
	name = path.Join(incoming, hex.EncodeToString(random[:]))
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	if _, err = io.Copy(file, source); err == nil {
		err = file.Sync()
	}
	return name, errors.Join(err, file.Close())
}

// publish gives a written file its key.
func (f *Folder) publish(temporary, key string) error {
	err := f.makeDirectory(path.Dir(key))
	if err == nil {
		err = f.root.Link(temporary, key)
	}
	switch {
	case errors.Is(err, fs.ErrExist), errors.Is(err, syscall.ENOTDIR):
		return ErrExists
	case err != nil:
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	if err := f.syncDirectory(path.Dir(key)); err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, errors.Join(err, f.root.Remove(key)))
	}
	return nil
}

// discard removes a temporary file. Once the object is stored, a failure to
// do so is no failure of Put: Sweep removes the file later.
func (f *Folder) discard(temporary string, stored bool) error {
	err := f.root.Remove(temporary)
	if stored || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// makeDirectory makes a directory and its parents durably: a file is lost in
// a power cut when the entry of its directory is.
func (f *Folder) makeDirectory(name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.makeDirectoryLocked(name)
}

func (f *Folder) makeDirectoryLocked(name string) error {
	if f.durable[name] {
		if _, err := f.root.Stat(name); err == nil {
			return nil
		}
	}
	parent := path.Dir(name)
	if err := f.makeDirectoryLocked(parent); err != nil {
		return err
	}
	if err := f.root.Mkdir(name, 0o700); err != nil {
		if info, statErr := f.root.Stat(name); statErr != nil || !info.IsDir() {
			return err
		}
	}
	if err := f.syncDirectory(parent); err != nil {
		return err
	}
	f.durable[name] = true
	return nil
}

func (f *Folder) syncDirectory(name string) error {
	dir, err := f.root.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// Open implements Store.
func (f *Folder) Open(ctx context.Context, key string, offset, length int64) (io.ReadCloser, Info, error) {
	if err := checkOpen(ctx, key, offset); err != nil {
		return nil, Info{}, err
	}
	file, err := f.root.Open(key)
	if err != nil {
		return nil, Info{}, f.openFailure(key, err)
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, Info{}, f.openFailure(key, errors.Join(err, file.Close()))
	}
	rest := max(info.Size()-offset, 0)
	if length < 0 || length > rest {
		length = rest
	}
	reader := &folderReader{ctx: ctx, key: key, file: file, section: io.NewSectionReader(file, offset, length)}
	return reader, objectInfo(key, info), nil
}

func (f *Folder) openFailure(key string, err error) error {
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return failure("open", key, ErrNotFound)
	}
	return unavailable("open", key, err)
}

// checkOpen refuses what no store can open.
func checkOpen(ctx context.Context, key string, offset int64) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	if offset < 0 {
		return failure("open", key, fmt.Errorf("%w: offset %d", ErrBadRange, offset))
	}
	if err := ctx.Err(); err != nil {
		return failure("open", key, err)
	}
	return nil
}

// folderReader reads a part of a file for as long as its context lives.
type folderReader struct {
	ctx     context.Context
	key     string
	file    *os.File
	section *io.SectionReader
}

func (r *folderReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, failure("read", r.key, err)
	}
	n, err := r.section.Read(p)
	if err != nil && err != io.EOF {
		err = unavailable("read", r.key, err)
	}
	return n, err
}

func (r *folderReader) Close() error { return r.file.Close() }

// Delete implements Store.
func (f *Folder) Delete(ctx context.Context, key string) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return failure("delete", key, err)
	}
	info, err := f.root.Lstat(key)
	if err == nil && info.IsDir() {
		return nil // a folder of objects is not an object
	}
	if err == nil {
		err = f.root.Remove(key)
	}
	if err == nil {
		err = f.syncDirectory(path.Dir(key))
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) {
		return unavailable("delete", key, err)
	}
	return nil
}

// List implements Store.
func (f *Folder) List(ctx context.Context, prefix string, visit func(Info) error) error {
	if err := checkPrefix(prefix); err != nil {
		return err
	}
	start := "."
	if i := strings.LastIndexByte(prefix, '/'); i >= 0 {
		start = prefix[:i]
	}
	return f.list(ctx, start, prefix, visit)
}

// list visits the objects in dir and below. Directories are read in small
// portions, because a month may hold very many files.
func (f *Folder) list(ctx context.Context, dir, prefix string, visit func(Info) error) error {
	open, err := f.root.Open(dir)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil
	}
	if err != nil {
		return unavailable("list", prefix, err)
	}
	defer open.Close()
	for {
		if err := ctx.Err(); err != nil {
			return failure("list", prefix, err)
		}
		entries, err := open.ReadDir(256)
		if errors.Is(err, io.EOF) || errors.Is(err, syscall.ENOTDIR) {
			return nil
		}
		if err != nil {
			return unavailable("list", prefix, err)
		}
		for _, entry := range entries {
			if err := f.listEntry(ctx, path.Join(dir, entry.Name()), entry, prefix, visit); err != nil {
				return err
			}
		}
	}
}

// listEntry visits one entry of a directory. Whatever is not named like a
// key, such as the incoming folder, is not an object.
func (f *Folder) listEntry(ctx context.Context, key string, entry fs.DirEntry, prefix string, visit func(Info) error) error {
	if CheckKey(key) != nil {
		return nil
	}
	if entry.IsDir() {
		if below := key + "/"; strings.HasPrefix(below, prefix) || strings.HasPrefix(prefix, below) {
			return f.list(ctx, key, prefix, visit)
		}
		return nil
	}
	if !entry.Type().IsRegular() || !strings.HasPrefix(key, prefix) {
		return nil
	}
	info, err := entry.Info()
	if errors.Is(err, fs.ErrNotExist) {
		return nil // deleted meanwhile
	}
	if err != nil {
		return unavailable("list", prefix, err)
	}
	return visit(objectInfo(key, info))
}

func objectInfo(key string, info fs.FileInfo) Info {
	return Info{Key: key, Size: info.Size(), ModifiedAt: info.ModTime().UTC()}
}

// Check implements Store: it writes a small file and removes it.
func (f *Folder) Check(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("blob: check: %w", err)
	}
	name, err := f.write(strings.NewReader("check\n"))
	if name != "" {
		err = errors.Join(err, f.discard(name, false))
	}
	if err != nil {
		return fmt.Errorf("blob: check: %w: %w", ErrUnavailable, err)
	}
	return nil
}

// Sweep removes the files that a killed process left half written: those last
// written to before the given time. Choose it well before the longest upload
// that can still be under way.
func (f *Folder) Sweep(ctx context.Context, before time.Time) (removed int, err error) {
	open, err := f.root.Open(incoming)
	if err != nil {
		return 0, unavailable("sweep", incoming, err)
	}
	defer open.Close()
	for {
		if err := ctx.Err(); err != nil {
			return removed, failure("sweep", incoming, err)
		}
		entries, err := open.ReadDir(256)
		if errors.Is(err, io.EOF) {
			return removed, nil
		}
		if err != nil {
			return removed, unavailable("sweep", incoming, err)
		}
		for _, entry := range entries {
			info, err := entry.Info()
			if err == nil && info.ModTime().Before(before) {
				if err = f.root.Remove(path.Join(incoming, entry.Name())); err == nil {
					removed++
				}
			}
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return removed, unavailable("sweep", incoming, err)
			}
		}
	}
}
