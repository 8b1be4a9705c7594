// Package attachment takes files in, checks what they really are, keeps them
// in the object store under generated keys, and gives them out to those who
// may read what they belong to. The object is stored before its row exists; an
// object that never gets its row is swept away later, and no row is ever
// without its object.
package attachment
