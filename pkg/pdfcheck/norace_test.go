//go:build !race

package pdfcheck_test

const raceFactor = 1
