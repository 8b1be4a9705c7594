// Package web is a made-up room for the tests of cmd/openapi.
package web

// List is one page of a list.
type List[T any] struct {
	Items      []T     `json:"items"`
	NextCursor *string `json:"next_cursor"`     // null: the last page
	Total      *int64  `json:"total,omitempty"` // left out where counting is dear
}

// Problem is the body of every refusal.
type Problem struct {
	Status int    `json:"status" example:"409"`
	Code   string `json:"code"`
} // @name Problem
