package catalogue

import "context"

// SeedText brings a text in as if it came with a newer release.
func (s *Service) SeedText(ctx context.Context, d Definition, hash string) error {
	return s.seed(ctx, []shipped{{Definition: d, hash: hash}})
}

// FaultsOfSteps returns the pointer and the code of every fault of steps.
func FaultsOfSteps(steps ...Step) []string {
	faults := []string{}
	checkSteps(Definition{Steps: steps}, func(pointer, code, _, _ string) { faults = append(faults, pointer+" "+code) })
	return faults
}
