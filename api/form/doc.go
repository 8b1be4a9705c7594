// Package form is the form profile: what a service asks, as data, and the one
// checker that decides whether answers are right. It is pure: it reads no
// clock, no database and no network; what it must know of the world it is
// given (World).
//
// The profile is a small subset of JSON Schema 2020-12 with a few words of its
// own; profile.md says which, and is the contract with the checker in the
// browser. Both run the cases in testdata/cases.json.
package form
