package catalogue

import (
	"context"
	"fmt"
	"io/fs"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// sinceDecree is the date of the decree that set the first standards (S9); what is
// shipped at first counts from then on.
var sinceDecree = time.Date(2024, time.May, 2, 0, 0, 0, 0, time.UTC)

// Seed brings the definitions of a release in, which has them under content/:
// new services are published; a newer shipped text replaces an older shipped
// one; where an admin has published a version of their own, the newer shipped
// one only waits beside it as a draft. What is in already is not even read.
func (s *Service) Seed(ctx context.Context, release fs.FS) error {
	known, err := s.store.shippedHashes(ctx)
	if err != nil {
		return err
	}
	definitions, err := loadShipped(release, known)
	if err != nil {
		return err
	}
	for _, d := range definitions {
		if err := s.Check(d.Definition); err != nil {
			return fmt.Errorf("catalogue: %s: %w", d.Code, err)
		}
		err = s.changes.Do(ctx, change.System, func(tx *change.Tx) error {
			row, err := insertShipped(tx.DB, d, tx.Now)
			if err != nil {
				return err
			}
			return tx.Record(change.Event{Type: "service_type_shipped", Kind: "service_type", ObjectID: d.Code,
				Data: map[string]any{"version": row.Number, "published": row.EffectiveFrom != nil}, Internal: true})
		})
		if err != nil && !db.IsDuplicate(err) { // another instance was quicker
			return err
		}
	}
	return nil
}
