// Package setting keeps what an admin sets about the office – names, address,
// contacts, service hours, announcements, brand – so that another office can
// use the product without touching code (product.md, "Another office"). Each
// group of settings is one document with a version.
package setting
