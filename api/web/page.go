package web

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// Limits of every list.
const (
	defaultLimit = 20
	maxLimit     = 100
)

// Page says which part of a list is wanted, and in which order.
type Page struct {
	Limit      int
	Sort       string // a name from the resource's allow-list
	Descending bool
	After      *Cursor // nil: from the beginning
}

// Cursor is the place of the last row seen: its value of the sort column, and
// its id. To callers it is opaque.
type Cursor struct {
	Sort  string `json:"s"` // with the minus sign, so that a cursor fits one order only
	Value string `json:"v"`
	ID    string `json:"i"`
}

// List is one page of a list.
type List[T any] struct {
	Items      []T     `json:"items"`
	NextCursor *string `json:"next_cursor"`     // null: this is the last page
	Total      *int64  `json:"total,omitempty"` // left out where counting is dear
}

// ReadPage reads limit, cursor and sort. sorts is the allow-list; its first
// name is the default order.
func ReadPage(c echo.Context, sorts ...string) (Page, error) {
	p := Page{Limit: defaultLimit}
	if text := c.QueryParam("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > maxLimit {
			return p, apperr.BadField("/limit", "page.limit", "limit adalah angka 1 sampai 100.", "limit is a number from 1 to 100.")
		}
		p.Limit = n
	}
	order := c.QueryParam("sort")
	if order == "" {
		order = sorts[0]
	}
	p.Sort, p.Descending = strings.TrimPrefix(order, "-"), strings.HasPrefix(order, "-")
	if !slices.ContainsFunc(sorts, func(s string) bool { return strings.TrimPrefix(s, "-") == p.Sort }) {
		names := strings.Join(sorts, ", ")
		return p, apperr.BadField("/sort", "page.sort", "Urutan yang tersedia: "+names+".", "Available orders: "+names+".")
	}
	if text := c.QueryParam("cursor"); text != "" {
		raw, err := base64.RawURLEncoding.DecodeString(text)
		var cursor Cursor
		if err != nil || json.Unmarshal(raw, &cursor) != nil || cursor.Sort != order || !isText(cursor.Value) || !ident.Valid(cursor.ID) {
			return p, ErrCursor
		}
		p.After = &cursor
	}
	return p, nil
}

// Next makes the cursor after a row with that sort value and id.
func (p Page) Next(value, id string) *string {
	order := p.Sort
	if p.Descending {
		order = "-" + order
	}
	raw, _ := json.Marshal(Cursor{Sort: order, Value: value, ID: id})
	text := base64.RawURLEncoding.EncodeToString(raw)
	return &text
}

// ErrCursor refuses a cursor that this list did not give.
var ErrCursor = apperr.BadField("/cursor", "page.cursor",
	"Penanda halaman ini tidak cocok; mulai lagi dari halaman pertama.", "This cursor does not fit; start again from the first page.")
