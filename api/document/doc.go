// Package document draws the papers that the product makes: receipts,
// disposition sheets, formats of letters, and sample documents, in the layout
// of Indonesian official documents (Permendagri 1/2023, ANRI 5/2021).
//
// A paper is a list of blocks (blocks.go). Each block draws itself on the pages
// of a PDF (draw.go, by way of pen.go); those that applicants may edit also
// write themselves into a DOCX (write.go, by way of docx.go). So both forms of a
// paper say the same.
//
// Drawing is a pure function of its input: the same data gives the same bytes,
// and a Drawer reads no database, clock or network. What people typed stays text
// (text.go). The Service (service.go) gathers the data from other rooms.
package document
