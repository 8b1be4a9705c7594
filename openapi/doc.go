// Package openapi holds the document that describes the API. It is written by
// cmd/openapi from the annotations of the handlers; never edit it by hand.
package openapi
