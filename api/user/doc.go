// Package user keeps the accounts of people: who they are, which roles they
// hold, and whether they may sign in. Accounts are made by an admin (M1).
package user
