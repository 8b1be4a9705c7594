// Package draft keeps requests while they are filled in: saved as they are
// typed, continued on another device, and filed as tickets. A draft belongs to
// one person; to everybody else it does not exist.
package draft
