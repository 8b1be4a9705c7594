//go:build race

package pdfcheck_test

// raceFactor is what the race detector may cost in time and memory.
const raceFactor = 10
