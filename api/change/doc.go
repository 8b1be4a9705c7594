// Package change is the only place where a write transaction starts. A use
// case calls Do, changes rows through the Tx that it is given, and records
// what happened; the record, and the jobs that follow from it, are written in
// the same transaction. A change that recorded nothing is not committed.
package change
