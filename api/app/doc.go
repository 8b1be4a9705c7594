// Package app wires the rooms together: configuration, stores, services,
// routes, jobs. The command and the tests use the same wiring.
package app
