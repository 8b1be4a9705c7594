package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/dkisp-kaltara/elayanan/api/app"
	"github.com/dkisp-kaltara/elayanan/api/config"
	"github.com/dkisp-kaltara/elayanan/api/demo"
)

func serve(ctx context.Context, args []string, out io.Writer) error {
	f := flags("serve", out)
	asDemo := f.Bool("demo", false, "load demo data into an empty database and print the demo accounts")
	if help, err := parse(f, args); help || err != nil {
		return err
	}
	c, err := config.Load(os.Environ(), *asDemo)
	if err == nil {
		err = c.LoadKey()
	}
	if err != nil {
		return err
	}
	if *asDemo && os.Getenv(config.Prefix+"LOG_LEVEL") == "" {
		c.LogLevel = slog.LevelWarn // a person is watching
	}
	a, err := app.New(ctx, c, app.Real(newLogger(c)))
	if err != nil {
		return err
	}
	defer a.Close()
	var loaded demo.Result
	if *asDemo {
		if loaded, err = demo.Load(ctx, a, c.DemoPassword); err != nil {
			return err
		}
	}
	return a.Serve(ctx, func(address string) {
		a.Parts.Log.Info("serving", "address", address)
		if *asDemo {
			fmt.Fprintf(out, "\nE-Layanan: http://%s\n\n", address)
			loaded.Print(out)
		}
	})
}

func migrate(ctx context.Context, args []string, out io.Writer) error {
	f := flags("migrate", out)
	if help, err := parse(f, args); help || err != nil {
		return err
	}
	a, err := open(ctx, false)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "The database is up to date.")
	return a.Close()
}

func loadDemo(ctx context.Context, args []string, out io.Writer) error {
	f := flags("demo", out)
	if help, err := parse(f, args); help || err != nil {
		return err
	}
	a, err := open(ctx, true)
	if err != nil {
		return err
	}
	defer a.Close()
	loaded, err := demo.Load(ctx, a, a.Config.DemoPassword)
	if err != nil {
		return err
	}
	loaded.Print(out)
	return nil
}

// parse reads the flags of a command that takes nothing else. help tells that
// help was asked for, and printed.
func parse(f *flag.FlagSet, args []string) (help bool, err error) {
	err = f.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		return true, nil
	}
	if err == nil && f.NArg() > 0 {
		err = fmt.Errorf("%s: %q is not a flag", f.Name(), f.Arg(0))
	}
	return false, err
}
