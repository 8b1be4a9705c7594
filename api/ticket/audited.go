package ticket

import (
	"context"

	"github.com/dkisp-kaltara/elayanan/api/audit"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// Subjects returns what the record may say of the requests with these ids. It
// asks for nobody's scope: the record has a permission of its own.
func (s *Service) Subjects(ctx context.Context, ids []string) (map[string]audit.Subject, error) {
	var valid []string
	for _, id := range ids {
		if ident.Valid(id) { // a guest's failed guess is recorded of a request that there may not be
			valid = append(valid, id)
		}
	}
	return s.store.subjects(ctx, valid)
}

// IDOf returns the id of the request with a number, or nothing.
func (s *Service) IDOf(ctx context.Context, number string) (string, error) {
	return s.store.idOf(ctx, number)
}
