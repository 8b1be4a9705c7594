// Package ticket is the spine of the product: a request (permohonan) on its
// way through the office. status.go is the whole state machine, policy.go says
// who may do what in which state, and each use case has a file of its own.
// The tests of the use cases are in handling.
package ticket
