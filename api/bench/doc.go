// Package bench measures what quality.md promises of the product's speed, on
// PostgreSQL: `make bench`. It holds only tests, behind the build tag bench, so
// that `make test` is not slowed down by it.
package bench
