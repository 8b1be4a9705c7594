package catalogue

import "context"

// SeedText brings a text in as if it came with a newer release.
func (s *Service) SeedText(ctx context.Context, d Definition, hash string) error {
	return s.seed(ctx, []shipped{{Definition: d, hash: hash}})
}
