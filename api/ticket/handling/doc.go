// Package handling holds only tests: requests as the application handles them.
// They stand apart because ticket's test of its rules looks inside the package.
package handling
