// Package report makes figures of what happened: the public performance of
// each service against its standard (requirement S10). It only reads.
package report
