package main

import (
	"context"
	"fmt"
	"io"

	"github.com/dkisp-kaltara/elayanan/api/change"
)

// retain runs the rules of retention, or says what they would do.
func retain(ctx context.Context, args []string, out io.Writer) error {
	f := flags("retention", out)
	dry := f.Bool("dry-run", false, "only say what would be done")
	if help, err := parse(f, args); help || err != nil {
		return err
	}
	a, err := open(ctx, false)
	if err != nil {
		return err
	}
	defer a.Close()
	list, err := a.Privacy.Due(ctx)
	if err == nil && !*dry {
		list, err = a.Privacy.Retain(ctx, change.System)
	}
	if err != nil {
		return err
	}
	for _, due := range list {
		if due.Before != nil {
			fmt.Fprintf(out, "%-20s %6d  (%s after %d months)\n", due.Code, due.Count, due.Action, due.Months)
		}
	}
	return nil
}
