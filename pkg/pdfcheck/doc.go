// Package pdfcheck decides, by content and never by name, whether an uploaded
// file is a document that the office can accept: a whole, readable PDF that
// does nothing by itself. One kind of attachment may also be a picture, for
// which there is DetectImage.
//
// A hostile file must not cost more than an honest one. The check therefore
// works in three steps, each of which makes the next one safe:
//
//  1. outline: the file begins as a PDF, ends as one, and is nothing besides;
//  2. scan: every object that any cross-reference could point to is read once,
//     wherever it stands (all revisions, object streams, inside other
//     streams), within a budget of decoded bytes, objects, values and depth,
//     and without trusting any offset or length in the file;
//  3. structure: pdfcpu reads the cross-references and objects, and the
//     document must have a catalog and at least one page.
//
// pdfcpu's validation of every single dictionary is left out: it refuses
// documents that all readers open, and it cannot be interrupted.
package pdfcheck
