// Package blob keeps files: bytes under a key, written once and never
// changed. There are two stores with one behaviour, an S3 server and a folder
// on the machine; package blobtest holds the suite that both pass.
//
// The order of work for a caller is file first, row second: Put the object,
// then commit the row that names it. A crash in between leaves an object
// without a row, which a reconciler finds with List and Deletes; it never
// leaves a row without its object.
package blob
