// Package handout holds only tests: the documents as the application hands them
// out. They stand apart because document's own tests look inside the package.
package handout
