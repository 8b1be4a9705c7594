package pdfcheck

import (
	"bytes"
	"encoding/binary"
	"regexp"
	"strconv"
)

var (
	header     = regexp.MustCompile(`^%PDF-(1\.[0-7]|2\.0)[\x00\t\n\f\r ]`)
	objectHead = regexp.MustCompile(`^[0-9]{1,10}[\x00\t\n\f\r ]+[0-9]{1,5}[\x00\t\n\f\r ]*obj`)
	foreign    = regexp.MustCompile(`(?i)<(html|head|body|script|svg|iframe|!doctype|\?xml|\?php)|MIME-Version:`)
)

const (
	white  = "\x00\t\n\f\r "
	endTag = "%%EOF"
)

// checkOutline checks the two ends of the file, which ISO 32000 fixes (7.5.2,
// 7.5.5), and that no other type of file hides between, before or after them.
// Readers forgive a great deal here, and that is what polyglots live on.
func checkOutline(data []byte) error {
	if !header.Match(data[:min(len(data), 16)]) {
		if bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) && !bytes.HasPrefix(data, []byte("%PDF-")) {
			return refuse(Polyglot, "something stands before the header")
		}
		return refuse(NotPDF, "no header of a known version")
	}
	preamble := data[:min(len(data), 4096)]
	if first := bytes.Index(preamble, []byte("obj")); first >= 0 {
		preamble = preamble[:first]
	}
	if found := foreign.Find(preamble); found != nil {
		return refuse(Polyglot, "%q between the header and the first object", found)
	}

	end := bytes.LastIndex(data, []byte(endTag))
	if end < 0 {
		return refuse(Truncated, "no %s", endTag)
	}
	if after := bytes.TrimLeft(data[end+len(endTag):], white); len(after) > 0 {
		if objectHead.Match(after) {
			return refuse(Truncated, "an incremental update without its end")
		}
		return refuse(Polyglot, "%d bytes after the end", len(after))
	}
	if hasZIPDirectory(data) {
		return refuse(Polyglot, "also a ZIP archive")
	}

	// startxref, an offset, %%EOF: nothing else, each on its line.
	tail := data[max(0, end-256):end]
	at := bytes.LastIndex(tail, []byte("startxref"))
	if at < 0 {
		return refuse(Malformed, "no startxref before the end")
	}
	number := string(bytes.Trim(tail[at+len("startxref"):], white))
	offset, err := strconv.ParseInt(number, 10, 64)
	if err != nil || offset <= 0 || offset >= int64(end) {
		return refuse(Malformed, "startxref %.20q does not point into the file", number)
	}
	return nil
}

// hasZIPDirectory tells whether a ZIP reader finds an archive. It looks from
// the end for the end-of-directory record, which may be followed by a comment
// of up to 64 KiB; the directory stands just before it.
func hasZIPDirectory(data []byte) bool {
	const recordSize = 22
	for tail := data[max(0, len(data)-recordSize-1<<16):]; ; {
		at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
		if at < 0 {
			return false
		}
		if record := tail[at:]; len(record) >= recordSize {
			end := len(data) - (cap(tail) - at)
			size := int64(binary.LittleEndian.Uint32(record[12:]))
			if begin := int64(end) - size; size > 0 && begin >= 0 && bytes.HasPrefix(data[begin:], []byte("PK\x01\x02")) {
				return true
			}
		}
		tail = tail[:at]
	}
}
