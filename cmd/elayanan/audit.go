package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/dkisp-kaltara/elayanan/api/audit"
)

// auditCommand checks the chain of the record. It fails where the chain is
// broken, so that a scheduled run can raise an alarm.
func auditCommand(ctx context.Context, args []string, out io.Writer) error {
	if len(args) == 0 || args[0] != "verify" {
		return errors.New("usage: elayanan audit verify [--expect POSITION:HASH]")
	}
	f := flags("audit verify", out)
	var expected audit.Link
	f.Func("expect", "POSITION:HASH that an earlier run or the log named: the chain must still have it", func(text string) (err error) {
		position, hash, _ := strings.Cut(text, ":")
		expected.Hash = hash
		expected.Position, err = strconv.ParseInt(position, 10, 64)
		if err == nil && (expected.Position < 1 || len(hash) != 64) {
			err = errors.New("want POSITION:HASH, as printed by an earlier run")
		}
		return err
	})
	if help, err := parse(f, args[1:]); help || err != nil {
		return err
	}
	a, err := open(ctx, false)
	if err != nil {
		return err
	}
	defer a.Close()
	report, err := a.Audit.Verify(ctx, expected)
	if err != nil {
		return err
	}
	if report.Broken != nil {
		return fmt.Errorf("the record is broken: %s", *report.Broken)
	}
	fmt.Fprintf(out, "The record is whole: %d records in the chain, %d waiting for their place.\nLast link: %d:%s\n", report.Head.Position, report.Waiting, report.Head.Position, report.Head.Hash)
	return nil
}
