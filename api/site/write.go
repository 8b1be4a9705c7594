package site

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
)

// Write writes the whole site into a folder, for a plain web server: each page
// as index.html in a folder of its own, 404.html, and what the pages load.
// Searching and tracking stay with the application.
func (s *Site) Write(ctx context.Context, dir string) error {
	c, err := s.load(ctx)
	if err != nil {
		return err
	}
	for _, a := range s.addresses(c) {
		text, err := s.get(ctx, a)
		if err == nil {
			err = write(dir, filepath.Join(filepath.FromSlash(a.String()), "index.html"), text)
		}
		if err != nil {
			return err
		}
	}
	missing, err := s.notFound(ctx, "id")
	if err == nil {
		err = write(dir, "404.html", missing)
	}
	if err != nil {
		return err
	}
	sitemap, err := s.sitemapText(ctx)
	if err == nil {
		err = write(dir, "sitemap.xml", sitemap)
	}
	if err == nil {
		err = write(dir, "robots.txt", s.robotsText())
	}
	if err != nil {
		return err
	}
	for at, file := range s.assets.all() {
		if err := write(dir, at, file.content); err != nil {
			return err
		}
	}
	pictures, err := fs.Glob(files, "manual/img/*.png")
	if err != nil {
		return err
	}
	for _, name := range pictures {
		content, err := files.ReadFile(name)
		if err == nil {
			err = write(dir, name, content)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func write(dir, name string, content []byte) error {
	name = filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, content, 0o644)
}
