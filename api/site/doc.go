// Package site is the public site: landing page, a page for each service, the
// decree and the SOP, manual, privacy notice, contact, tracking, check of issued documents. It is rendered
// on the server from the catalogue and the settings, so that what an admin
// publishes shows at once, and needs no JavaScript (interface.md, "Public
// pages"). Its only texts of its own are the fixed ones in templates/ and the
// manual in manual/, one Markdown file for each role, in the order of the
// names' numbers; their pictures lie in manual/img and are written as
// ![…](/manual/img/name.png).
package site
