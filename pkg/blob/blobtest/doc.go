// Package blobtest is the conformance suite of the object stores, and gives
// the other tests of the product a store to work on.
package blobtest
