// Package apidoc shows the API to the people who write programs against it: the
// OpenAPI document at /openapi.json, and the same as a page to read at /docs,
// which needs no script.
package apidoc
