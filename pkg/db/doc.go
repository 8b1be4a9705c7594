// Package db opens the product's database: PostgreSQL where a URL is given,
// SQLite in a folder otherwise. Both come as two pools, one that can only read
// and a small one that writes, so that a write outside the one place for
// writes (api/change) is refused by the database itself.
package db
