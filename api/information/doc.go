// Package information is the legal timeline of requests for public information
// after they are filed (UU 14/2008, Perki 1/2021; requirements S1, C5): the
// register, objections, the superior's answer, and disputes. The request itself
// is a ticket; what its service says of the windows is catalogue.Disclosure.
package information
