// Package migrations brings a database to the shape that this binary needs.
// The files under sql/ are one set for both databases: templates, in which the
// few types that differ are written as {{.UUID}}, {{.Time}}, {{.JSON}}.
// They only go forward; a database that is newer than the binary is refused.
package migrations
