// Package asset is the register of what finished requests left behind:
// subdomains, mailboxes, certificates … (product.md, "Register of what was
// delivered"). Which kinds there are, and what is written of each, is data
// (kinds.yaml).
package asset
