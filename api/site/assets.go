package site

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
)

//go:embed static manual
var files embed.FS

// defaultAccent stands in style.css where the accent colour of the settings
// belongs.
const defaultAccent = "#0060ad"

// asset is a file that is named by what is in it, so that browsers may keep it
// for ever.
type asset struct {
	contentType string
	content     []byte
}

// assets are the files that the pages load. They are few: each accent colour
// that an admin tries adds one stylesheet.
type assets struct {
	mu    sync.RWMutex
	named map[string]string // address by name
	files map[string]asset  // by address
}

func loadAssets() (*assets, error) {
	a := &assets{named: map[string]string{}, files: map[string]asset{}}
	for name, contentType := range map[string]string{
		"app.js": "text/javascript; charset=utf-8", "logo.svg": "image/svg+xml", "heading.woff2": "font/woff2",
	} {
		content, err := fs.ReadFile(files, "static/"+name)
		if err != nil {
			return nil, err
		}
		a.named[name] = a.add(name, asset{contentType, content})
	}
	a.style(defaultAccent)
	return a, nil
}

// add keeps a file under an address with a hash of its content.
func (a *assets) add(name string, file asset) string {
	sum := sha256.Sum256(file.content)
	ext := path.Ext(name)
	at := fmt.Sprintf("/site/%s.%s%s", strings.TrimSuffix(name, ext), hex.EncodeToString(sum[:6]), ext)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.files[at] = file
	return at
}

// style returns the address of the stylesheet with an accent colour.
func (a *assets) style(accent string) string {
	key := "style.css " + accent
	a.mu.RLock()
	at := a.named[key]
	a.mu.RUnlock()
	if at != "" {
		return at
	}
	content, err := fs.ReadFile(files, "static/style.css")
	if err != nil {
		panic("site: the embedded stylesheet is gone: " + err.Error())
	}
	content = bytes.ReplaceAll(content, []byte(defaultAccent), []byte(accent))
	content = bytes.ReplaceAll(content, []byte("heading.woff2"), []byte(a.path("heading.woff2")))
	at = a.add("style.css", asset{"text/css; charset=utf-8", content})
	a.mu.Lock()
	defer a.mu.Unlock()
	a.named[key] = at
	return at
}

// path returns the address of a file.
func (a *assets) path(name string) string {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.named[name]
}

// find returns the file at an address.
func (a *assets) find(at string) (asset, bool) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	file, ok := a.files[at]
	return file, ok
}

// all returns every file by its address.
func (a *assets) all() map[string]asset {
	a.mu.RLock()
	defer a.mu.RUnlock()
	list := make(map[string]asset, len(a.files))
	for at, file := range a.files {
		list[at] = file
	}
	return list
}
