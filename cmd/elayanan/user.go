package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/user"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

func userCommand(ctx context.Context, args []string, out io.Writer) error {
	if len(args) == 0 || args[0] != "create" {
		return errors.New("usage: elayanan user create --username NAME --name \"FULL NAME\" --role admin")
	}
	f := flags("user create", out)
	username := f.String("username", "", "name for signing in")
	name := f.String("name", "", "full name")
	email := f.String("email", "", "email address")
	organisation := f.String("organisation", "", "name or short name of the agency")
	stdin := f.Bool("password-stdin", false, "read the password from standard input instead of printing a one-time link")
	var roles []auth.Assignment
	f.Func("role", "role, or role:unit; may be given several times", func(text string) error {
		role, unit, _ := strings.Cut(text, ":")
		roles = append(roles, auth.Assignment{Role: auth.Role(role), Unit: unit})
		return nil
	})
	if help, err := parse(f, args[1:]); help || err != nil {
		return err
	}
	if *username == "" || *name == "" || len(roles) == 0 {
		return errors.New("--username, --name and at least one --role are needed")
	}
	password := ""
	if *stdin {
		line, err := bufio.NewReader(os.Stdin).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		password = strings.TrimRight(line, "\r\n")
		if err := auth.CheckPassword("/password", password, false, *username, *name); err != nil {
			return err
		}
	}
	a, err := open(ctx, false)
	if err != nil {
		return err
	}
	defer a.Close()
	in := user.CreateInput{Username: *username, Name: *name, Email: *email, Roles: roles}
	if *organisation != "" {
		found, err := a.Organisations.List(ctx, *organisation)
		if err != nil {
			return err
		}
		if len(found) != 1 {
			return fmt.Errorf("%d agencies match %q; name exactly one", len(found), *organisation)
		}
		in.OrganisationID = found[0].ID
	}
	if err := web.Validate(&in, ""); err != nil {
		return err
	}
	author := change.System
	author.Name = "elayanan user create"
	if *stdin {
		made, err := a.Users.Create(ctx, author, in, password)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "Account %s was made.\n", made.Username)
		return nil
	}
	invited, err := a.Users.Invite(ctx, author, in)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Account %s was made.\n", invited.User.Username)
	if invited.Link.URL == "" {
		fmt.Fprintf(out, "The link to choose a password will be mailed to %s by the server.\n", invited.Link.SentTo)
		return nil
	}
	fmt.Fprintf(out, "One-time link to choose a password, good until %s:\n%s\n", invited.Link.ExpiresAt.Format(time.RFC3339), invited.Link.URL)
	return nil
}
