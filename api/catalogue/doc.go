// Package catalogue keeps the services of the office as data: one Definition
// says everything about a service – what it is, who may ask, what to bring,
// the decreed standard, the steps, the time limit, the form – and one engine
// serves them all (product.md: "a service is data, not code"). The shipped
// definitions are the files under content/; an admin's edits are versions in
// the database.
package catalogue
