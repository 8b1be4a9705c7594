// Package apitest gives tests the real application on a fresh database and
// object store – which pair, the environment says – and a client that checks
// every answer against the OpenAPI document.
package apitest
