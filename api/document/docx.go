package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"time"
)

// A DOCX is a zip of XML parts (ECMA-376). The few elements that a letter needs
// are written here directly: the free libraries for Go that were looked at are
// either no longer kept, new and used by nobody, or under a licence that does
// not fit (AGPL, LGPL, commercial), and none gives the same bytes for the same
// document.

// element is a piece of XML.
type element struct {
	name  string
	attrs []string // name, value, name, value …
	kids  []element
	text  string
}

// el makes an element with attributes.
func el(name string, attrs ...string) element { return element{name: name, attrs: attrs} }

// with returns the element with children.
func (e element) with(kids ...element) element {
	e.kids = append(e.kids[:len(e.kids):len(e.kids)], kids...)
	return e
}

// append writes the element. Characters that XML does not know are replaced.
func (e element) append(out *bytes.Buffer) {
	out.WriteString("<" + e.name)
	for i := 0; i < len(e.attrs); i += 2 {
		out.WriteString(" " + e.attrs[i] + `="`)
		escape(out, e.attrs[i+1])
		out.WriteByte('"')
	}
	if len(e.kids) == 0 && e.text == "" {
		out.WriteString("/>")
		return
	}
	out.WriteByte('>')
	escape(out, e.text)
	for _, kid := range e.kids {
		kid.append(out)
	}
	out.WriteString("</" + e.name + ">")
}

func escape(out *bytes.Buffer, s string) {
	_ = xml.EscapeText(out, []byte(s)) // a bytes.Buffer takes everything
}

// twips returns a length in mm in twentieths of a point, as DOCX measures.
func twips(mm float64) string { return strconv.Itoa(int(mm/pointMM*20 + 0.5)) }

// docx collects the body of a document, and the numberings in it.
type docx struct {
	body  []element
	lists []mark // each list counts on its own
	width float64
}

const (
	mainSpace     = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	relationSpace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageSpace  = "http://schemas.openxmlformats.org/package/2006/"
	mediaType     = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// docx writes the paper, all of whose blocks are editable, as DOCX.
func (d *Drawer) docx(w io.Writer, doc paper, blocks []editable) error {
	paperWidth, paperHeight := d.head.Paper.millimetres()
	x := &docx{width: paperWidth - marginLeft - marginRight}
	for _, b := range blocks {
		b.write(x)
	}
	section := el("w:sectPr").with(
		el("w:footerReference", "w:type", "default", "r:id", "rId3"),
		el("w:pgSz", "w:w", twips(paperWidth), "w:h", twips(paperHeight)),
		el("w:pgMar", "w:top", twips(marginTop), "w:right", twips(marginRight), "w:bottom", twips(marginBottom),
			"w:left", twips(marginLeft), "w:header", twips(8), "w:footer", twips(footBaseline), "w:gutter", "0"),
	)
	spaces := []string{"xmlns:w", mainSpace, "xmlns:r", relationSpace}
	archive := zip.NewWriter(w)
	for _, part := range []struct {
		name string
		root element
	}{
		{"[Content_Types].xml", contentTypes()},
		{"_rels/.rels", relations(
			"officeDocument", "word/document.xml",
			"metadata/core-properties", "docProps/core.xml")},
		{"word/document.xml", el("w:document", spaces...).with(el("w:body").with(append(x.body, section)...))},
		{"word/_rels/document.xml.rels", relations(
			"styles", "styles.xml",
			"numbering", "numbering.xml",
			"footer", "footer1.xml")},
		{"word/styles.xml", styles(spaces)},
		{"word/numbering.xml", x.numbering(spaces)},
		{"word/footer1.xml", footer(spaces)},
		{"docProps/core.xml", d.properties(doc)},
	} {
		var out bytes.Buffer
		out.WriteString(xml.Header)
		part.root.append(&out)
		file, err := archive.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: doc.date.UTC()})
		if err != nil {
			return fmt.Errorf("document: %s: %w", doc.title, err)
		}
		if _, err := file.Write(out.Bytes()); err != nil {
			return fmt.Errorf("document: %s: %w", doc.title, err)
		}
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("document: %s: %w", doc.title, err)
	}
	return nil
}

func contentTypes() element {
	override := func(part, kind string) element {
		return el("Override", "PartName", part, "ContentType", kind)
	}
	return el("Types", "xmlns", packageSpace+"content-types").with(
		el("Default", "Extension", "rels", "ContentType", "application/vnd.openxmlformats-package.relationships+xml"),
		el("Default", "Extension", "xml", "ContentType", "application/xml"),
		override("/word/document.xml", mediaType+"document.main+xml"),
		override("/word/styles.xml", mediaType+"styles+xml"),
		override("/word/numbering.xml", mediaType+"numbering+xml"),
		override("/word/footer1.xml", mediaType+"footer+xml"),
		override("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
	)
}

// relations names the parts that a part refers to, as kind, target, kind,
// target …, with the ids rId1, rId2 …
func relations(kindsAndTargets ...string) element {
	all := el("Relationships", "xmlns", packageSpace+"relationships")
	for i := 0; i < len(kindsAndTargets); i += 2 {
		space := relationSpace + "/"
		if kindsAndTargets[i] == "metadata/core-properties" {
			space = packageSpace + "relationships/"
		}
		all = all.with(el("Relationship", "Id", "rId"+strconv.Itoa(i/2+1), "Type", space+kindsAndTargets[i], "Target", kindsAndTargets[i+1]))
	}
	return all
}

// styles sets the letters and the distance of lines of the whole document.
func styles(spaces []string) element {
	const font = "Arial" // Liberation Sans, of the same measures, where there is no Arial
	return el("w:styles", spaces...).with(
		el("w:docDefaults").with(
			el("w:rPrDefault").with(el("w:rPr").with(
				el("w:rFonts", "w:ascii", font, "w:hAnsi", font, "w:cs", font, "w:eastAsia", font),
				el("w:sz", "w:val", halfPoints(bodySize)),
				el("w:lang", "w:val", "id-ID"))),
			el("w:pPrDefault").with(el("w:pPr").with(
				el("w:spacing", "w:after", "0", "w:line", "276", "w:lineRule", "auto"),
			))),
		el("w:style", "w:type", "paragraph", "w:default", "1", "w:styleId", "Normal").with(el("w:name", "w:val", "Normal")),
		el("w:style", "w:type", "paragraph", "w:styleId", "Heading1").with(
			el("w:name", "w:val", "heading 1"),
			el("w:basedOn", "w:val", "Normal"),
			el("w:next", "w:val", "Normal"),
			el("w:pPr").with(el("w:keepNext"), el("w:spacing", "w:before", twips(4), "w:after", twips(1)), el("w:outlineLvl", "w:val", "0")),
			el("w:rPr").with(el("w:b"))),
	)
}

func halfPoints(size float64) string { return strconv.Itoa(int(size*2 + 0.5)) }

// numbering defines every list, so that each begins with its first number.
func (x *docx) numbering(spaces []string) element {
	root := el("w:numbering", spaces...)
	for i, m := range x.lists {
		kind, sign := "decimal", "%1."
		switch m {
		case letters:
			kind = "lowerLetter"
		case dashes:
			kind, sign = "bullet", "–"
		}
		root = root.with(el("w:abstractNum", "w:abstractNumId", strconv.Itoa(i)).with(
			el("w:multiLevelType", "w:val", "singleLevel"),
			el("w:lvl", "w:ilvl", "0").with(
				el("w:start", "w:val", "1"),
				el("w:numFmt", "w:val", kind),
				el("w:lvlText", "w:val", sign),
				el("w:lvlJc", "w:val", "left"),
				el("w:pPr").with(el("w:ind", "w:left", twips(7), "w:hanging", twips(7))))))
	}
	for i := range x.lists {
		root = root.with(el("w:num", "w:numId", strconv.Itoa(i+1)).with(el("w:abstractNumId", "w:val", strconv.Itoa(i))))
	}
	return root
}

// footer prints Halaman x dari y.
func footer(spaces []string) element {
	small := el("w:rPr").with(el("w:sz", "w:val", halfPoints(smallSize)))
	words := func(s string) element {
		return el("w:r").with(small, element{name: "w:t", attrs: []string{"xml:space", "preserve"}, text: s})
	}
	counter := func(name string) element {
		return el("w:fldSimple", "w:instr", name).with(words("1"))
	}
	return el("w:ftr", spaces...).with(el("w:p").with(
		el("w:pPr").with(el("w:jc", "w:val", "right")),
		words("Halaman "), counter("PAGE"), words(" dari "), counter("NUMPAGES")))
}

// properties are the title, author and date of the file.
func (d *Drawer) properties(doc paper) element {
	words := func(name, s string, attrs ...string) element {
		return element{name: name, attrs: attrs, text: s}
	}
	date := doc.date.UTC().Format(time.RFC3339)
	return el("cp:coreProperties", "xmlns:cp", packageSpace+"metadata/core-properties", "xmlns:dc", "http://purl.org/dc/elements/1.1/",
		"xmlns:dcterms", "http://purl.org/dc/terms/", "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance").with(
		words("dc:title", doc.title),
		words("dc:creator", d.head.Office.OfficeName+" "+d.head.Office.Government),
		words("dc:language", "id-ID"),
		words("dcterms:created", date, "xsi:type", "dcterms:W3CDTF"),
		words("dcterms:modified", date, "xsi:type", "dcterms:W3CDTF"),
	)
}
