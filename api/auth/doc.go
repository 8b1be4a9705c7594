// Package auth says who is asking and what they may do: sign-in, tokens and
// sessions, the Actor of a request, and the one table of permissions.
package auth
