// Command elayanan is the whole product in one binary: the server, and what an
// operator needs beside it.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/dkisp-kaltara/elayanan/api/app"
	"github.com/dkisp-kaltara/elayanan/api/config"
)

// command is one word after the name of the binary.
type command struct {
	name, summary string
	run           func(ctx context.Context, args []string, out io.Writer) error
}

func commands() []command {
	return []command{
		{"serve", "serve the API, and the SPA where it is built; --demo loads demo data", serve},
		{"migrate", "bring the database up to date and load what is shipped", migrate},
		{"demo", "load demo data into the configured, empty database", loadDemo},
		{"site", "site --out DIR: write the public pages as static files", writeSite},
		{"audit", "audit verify: walk along the chain of the record and name the first broken link", auditCommand},
		{"retention", "retention --dry-run: what the rules of retention would remove now; without the flag, remove it", retain},
		{"user", "user create: make an account, such as the first admin", userCommand},
	}
}

func main() {
	if err := run(untilSignal(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "elayanan: %v\n", err)
		os.Exit(1)
	}
}

// untilSignal returns a context that ends with the first SIGTERM or interrupt.
// From then on a second one ends the process at once.
func untilSignal() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, os.Interrupt)
	go func() {
		<-signals
		signal.Stop(signals)
		cancel()
	}()
	return ctx
}

func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) > 0 {
		for _, c := range commands() {
			if c.name == args[0] {
				return c.run(ctx, args[1:], out)
			}
		}
	}
	usage(out)
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		return nil
	}
	return fmt.Errorf("there is no command %q", args[0])
}

func usage(out io.Writer) {
	fmt.Fprint(out, "E-Layanan, the digital service counter of a government office.\n\nUsage: elayanan <command>\n\n")
	for _, c := range commands() {
		fmt.Fprintf(out, "  %-8s %s\n", c.name, c.summary)
	}
	fmt.Fprint(out, "\nSettings (environment variables):\n\n")
	config.Help(out)
}

// flags returns a flag set whose --help also lists the settings.
func flags(name string, out io.Writer) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(out)
	f.Usage = func() {
		fmt.Fprintf(out, "Usage: elayanan %s [flags]\n\n", name)
		f.PrintDefaults()
		fmt.Fprint(out, "\nSettings (environment variables):\n\n")
		config.Help(out)
	}
	return f
}

// newLogger logs as JSON for a log collector, or as text for a person who
// tries the demo.
func newLogger(c config.Config) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.LogLevel}
	if c.Demo {
		return slog.New(slog.NewTextHandler(os.Stderr, options))
	}
	return slog.New(slog.NewJSONHandler(os.Stderr, options))
}

// open reads the settings and opens the product for a command that serves
// nobody.
func open(ctx context.Context, demo bool) (*app.App, error) {
	c, err := config.Load(os.Environ(), demo)
	if err != nil {
		return nil, err
	}
	return app.New(ctx, c, app.Real(newLogger(c)))
}
