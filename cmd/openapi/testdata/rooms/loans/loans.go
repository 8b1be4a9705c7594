// Package loans is a made-up room for the tests of cmd/openapi, with a type of
// the same name as another room's.
package loans

// Card says who has borrowed what.
type Card struct {
	Reader string `json:"reader"`
}

type handlers struct{}

// @Summary	Read a loan
// @Tags	loans
// @Produce	json
// @Security	Bearer
// @Security	ApiKey
// @Success	200	{object}	Card
// @Router	/loan [get]
func (handlers) get() {}
