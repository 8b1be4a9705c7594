package document

// What the tests of the routes read PDF files with.
var (
	Pages   = pages
	Squeeze = squeeze
)
