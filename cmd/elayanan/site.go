package main

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// writeSite writes the public pages as static files, for a plain web server
// that shows them also while the application is down.
func writeSite(ctx context.Context, args []string, out io.Writer) error {
	f := flags("site", out)
	dir := f.String("out", "", "folder to write into")
	if help, err := parse(f, args); help || err != nil {
		return err
	}
	if *dir == "" {
		return errors.New("--out is needed: the folder to write into")
	}
	a, err := open(ctx, false)
	if err != nil {
		return err
	}
	defer a.Close()
	if err := a.Site.Write(ctx, *dir); err != nil {
		return err
	}
	fmt.Fprintf(out, "The public pages are in %s.\n", *dir)
	return nil
}
