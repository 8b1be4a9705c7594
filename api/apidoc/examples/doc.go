// Package examples holds the programs that the page of the API shows to the makers
// of other systems, and tests that run them against the application. It stands
// apart because apidoc's own tests look inside the package.
package examples
