// Package conform checks that real requests and answers are as the OpenAPI
// document says. It is for tests: the server does not carry it.
//
// In OpenAPI 3.1 every schema is a JSON Schema, so bodies are checked by a JSON
// Schema library that has nothing to do with how the document was written.
package conform
