package app

import (
	"context"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/change"
)

// sealing chains committed records (change.Seal) until ctx ends. The head of
// the chain goes to the log, which is kept elsewhere: a whole chain made anew
// does not fit it.
func (a *App) sealing(ctx context.Context) {
	ticker := time.NewTicker(change.SealInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			a.seal(ctx)
		}
	}
}

func (a *App) seal(ctx context.Context) {
	sealed, err := a.Changes.Seal(ctx)
	switch {
	case err != nil && ctx.Err() == nil:
		a.Parts.Log.Warn("records were not sealed; they will be", "error", err)
	case sealed.Records > 0:
		a.Parts.Log.Info("records sealed", "records", sealed.Records, "position", sealed.Position, "hash", sealed.Hash)
	}
}
