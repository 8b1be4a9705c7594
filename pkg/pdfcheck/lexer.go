package pdfcheck

import "bytes"

// kind is the sort of a token (ISO 32000, 7.2 and 7.3).
type kind int

const (
	end kind = iota
	name
	number
	text // a string, whose content never matters here
	keyword
	arrayBegin
	arrayEnd
	dictBegin
	dictEnd
)

// lexer splits PDF syntax into tokens. It never fails: what it cannot make
// sense of becomes a keyword.
type lexer struct {
	data  []byte
	at    int
	names [127]byte // holds the last name, when it had to be decoded
}

// next returns the next token. value is the decoded name without its slash,
// or the keyword, and is good until the following call.
func (l *lexer) next() (k kind, value []byte) {
	l.skipWhite()
	if l.at >= len(l.data) {
		return end, nil
	}
	begin := l.at
	l.at++
	switch c := l.data[begin]; c {
	case '/':
		return name, l.decodeName(l.regular(l.at))
	case '[':
		return arrayBegin, nil
	case ']':
		return arrayEnd, nil
	case '(':
		l.skipText()
		return text, nil
	case '<':
		if l.at < len(l.data) && l.data[l.at] == '<' {
			l.at++
			return dictBegin, nil
		}
		if i := bytes.IndexByte(l.data[l.at:], '>'); i >= 0 {
			l.at += i + 1
		} else {
			l.at = len(l.data)
		}
		return text, nil
	case '>':
		if l.at < len(l.data) && l.data[l.at] == '>' {
			l.at++
			return dictEnd, nil
		}
		return keyword, l.data[begin:l.at]
	case ')', '{', '}':
		return keyword, l.data[begin:l.at]
	default:
		value = l.regular(begin)
		if c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.' {
			return number, value
		}
		return keyword, value
	}
}

// regular takes the regular characters from begin on.
func (l *lexer) regular(begin int) []byte {
	l.at = begin
	for l.at < len(l.data) && isRegular(l.data[l.at]) {
		l.at++
	}
	return l.data[begin:l.at]
}

func isWhite(c byte) bool {
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' '
}

func isRegular(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return false
	}
	return !isWhite(c)
}

func (l *lexer) skipWhite() {
	for l.at < len(l.data) {
		switch c := l.data[l.at]; {
		case isWhite(c):
			l.at++
		case c == '%':
			for l.at < len(l.data) && l.data[l.at] != '\n' && l.data[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// skipText goes behind the parenthesis that closes a string.
func (l *lexer) skipText() {
	for open := 1; l.at < len(l.data) && open > 0; l.at++ {
		switch l.data[l.at] {
		case '\\':
			l.at++
		case '(':
			open++
		case ')':
			open--
		}
	}
	l.at = min(l.at, len(l.data))
}

// decodeName replaces #xx, by which any character of a name may be spelled.
// Names longer than the 127 bytes that ISO 32000 allows stay as they are:
// none that matters is that long, however it is spelled.
func (l *lexer) decodeName(raw []byte) []byte {
	if bytes.IndexByte(raw, '#') < 0 || len(raw) > 3*len(l.names) {
		return raw
	}
	decoded := l.names[:0]
	for i := 0; i < len(raw) && len(decoded) < len(l.names); i++ {
		c := raw[i]
		if c == '#' && i+2 < len(raw) {
			high, okHigh := hexDigit(raw[i+1])
			low, okLow := hexDigit(raw[i+2])
			if okHigh && okLow {
				c = high<<4 | low
				i += 2
			}
		}
		decoded = append(decoded, c)
	}
	return decoded
}

func hexDigit(c byte) (value byte, ok bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}
