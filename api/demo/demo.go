package demo

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/app"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
)

// news is how far back people are told of what happened in the demo: enough to
// show notifications, not all of a year.
const news = 5 * 24 * time.Hour

// Result says what was loaded.
type Result struct {
	Password string // of all accounts; empty when the data was there already and the password is unknown
	Requests int
}

// Load makes the demo accounts and requests in an empty database. Where the
// accounts are there already, nothing is changed. An empty password means a
// random one.
func Load(ctx context.Context, a *app.App, password string) (Result, error) {
	existing, err := a.Users.List(ctx, userFilter, web.Page{Limit: 1, Sort: "username"})
	if err != nil {
		return Result{}, err
	}
	if len(existing.Items) > 0 {
		return Result{Password: password}, nil
	}
	if password == "" {
		password = a.Parts.IDs.Secret(12)
	}
	past := clock.NewManual(a.Parts.Clock.Now())
	parts := a.Parts
	parts.Clock, parts.History = past, a.Parts.Clock.Now().Add(-news)
	then, err := app.New(ctx, a.Config, parts)
	if err != nil {
		return Result{}, err
	}
	defer then.Close()
	past.Set(a.Parts.Clock.Now().AddDate(-1, 0, 0))
	if err := MakePeople(ctx, then, password); err != nil {
		return Result{}, err
	}
	n, err := newStory(then, past, a.Parts.Clock.Now()).tell(ctx)
	if err != nil {
		return Result{}, err
	}
	past.Set(a.Parts.Clock.Now())
	if err := appoint(ctx, then); err != nil {
		return Result{}, err
	}
	return Result{Password: password, Requests: n}, connect(ctx, then)
}

// Print writes the accounts for whoever tries the demo.
func (r Result) Print(out io.Writer) {
	if r.Requests > 0 {
		fmt.Fprintf(out, "Demo data: %d requests in every state.\n", r.Requests)
	}
	fmt.Fprintln(out, "Accounts:")
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, p := range accounts {
		fmt.Fprintf(t, "  %s\t%s\n", p.username, p.position)
	}
	_ = t.Flush()
	if r.Password == "" {
		fmt.Fprintln(out, "Password: as printed when the demo data was loaded (or start with an empty data folder)")
		return
	}
	fmt.Fprintf(out, "Password of all accounts: %s\n\n", r.Password)
}
