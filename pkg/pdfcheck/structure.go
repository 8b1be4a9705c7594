package pdfcheck

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// checkStructure reads the document as a viewer does, from its last
// cross-reference, and checks that there is something to view.
func checkStructure(ctx context.Context, limits Limits, data []byte) error {
	document, err := pdfcpu.ReadWithContext(ctx, &interruptible{ctx, bytes.NewReader(data)}, configuration(limits))
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if errors.Is(err, pdfcpu.ErrWrongPassword) {
			return refuse(Encrypted, "a password is needed")
		}
		return refuse(Malformed, "%v", err)
	}
	if document.Encrypt != nil {
		return refuse(Encrypted, "an encryption dictionary")
	}
	for number, entry := range document.Table {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if entry == nil || entry.Free {
			continue
		}
		object := entry.Object
		if lazy, ok := object.(types.LazyObjectStreamObject); ok {
			if object, err = lazy.DecodedObject(ctx); err != nil {
				return refuse(Malformed, "object %d: %v", number, err)
			}
		}
		if found := activeName(object); found != "" {
			return refuse(ActiveContent, "/%s in object %d", found, number)
		}
	}
	catalog, err := document.Catalog()
	if err != nil || catalog == nil {
		return refuse(Malformed, "no catalog")
	}
	if err := checkOpenAction(document, catalog["OpenAction"]); err != nil {
		return err
	}
	return checkPages(document, catalog["Pages"])
}

// configuration is made here in full. The one that pdfcpu would make by
// itself writes a folder into the home directory.
func configuration(limits Limits) *model.Configuration {
	resources := model.DefaultResourceLimits()
	resources.MaxStreamBytes = limits.Size
	resources.MaxDecodeBytes = limits.Decoded
	resources.MaxObjectCount = limits.Objects
	resources.MaxXRefEntries = limits.Objects
	resources.MaxObjectStreamCount = limits.Objects
	resources.MaxObjectStreamFirst = limits.Decoded
	return &model.Configuration{
		Reader15:       true,
		ValidationMode: model.ValidationRelaxed,
		Offline:        true,
		Limits:         resources,
	}
}

// interruptible ends reading when its context does.
type interruptible struct {
	ctx context.Context
	io.ReadSeeker
}

func (r *interruptible) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.ReadSeeker.Read(p)
}

// activeName returns the first active name in an object, without following
// references. The depth was limited when the object was read.
func activeName(object types.Object) string {
	switch o := object.(type) {
	case types.Name:
		return ifActive(o.Value())
	case types.Array:
		for _, element := range o {
			if found := activeName(element); found != "" {
				return found
			}
		}
	case types.Dict:
		for key, value := range o {
			if found := ifActive(key); found != "" {
				return found
			}
			if found := activeName(value); found != "" {
				return found
			}
		}
	case types.StreamDict:
		return activeName(o.Dict)
	case types.ObjectStreamDict:
		return activeName(o.Dict)
	case types.XRefStreamDict:
		return activeName(o.Dict)
	}
	return ""
}

func ifActive(raw string) string {
	l := &lexer{data: []byte(raw)}
	if decoded := l.decodeName(l.data); active(decoded) {
		return string(decoded)
	}
	return ""
}

// checkOpenAction lets a document choose the page at which it opens, or a
// command of the reader, such as the next page. A web page that opens without
// a click is refused here; what is active anyway was refused before.
func checkOpenAction(document *model.Context, object types.Object) error {
	action, err := document.Dereference(object)
	if err != nil {
		return refuse(Malformed, "open action: %v", err)
	}
	switch a := action.(type) {
	case nil, types.Array, types.Name, types.StringLiteral, types.HexLiteral:
		return nil // none, or a destination
	case types.Dict:
		kind, err := document.Dereference(a["S"])
		if err != nil {
			return refuse(Malformed, "open action: %v", err)
		}
		if s, ok := kind.(types.Name); ok && (s == "GoTo" || s == "Named") && a["Next"] == nil {
			return nil
		}
		return refuse(ActiveContent, "an action of kind %v at opening", kind)
	}
	return refuse(Malformed, "the open action is no action")
}

// checkPages looks for a first page. It visits each node of the page tree
// once, however they refer to each other.
func checkPages(document *model.Context, root types.Object) error {
	visited := map[types.IndirectRef]bool{}
	waiting := []types.Object{root}
	for len(waiting) > 0 {
		object := waiting[len(waiting)-1]
		waiting = waiting[:len(waiting)-1]
		if reference, ok := object.(types.IndirectRef); ok {
			if visited[reference] {
				continue
			}
			visited[reference] = true
		}
		resolved, err := document.Dereference(object)
		if err != nil {
			return refuse(Malformed, "page tree: %v", err)
		}
		node, ok := resolved.(types.Dict)
		if !ok {
			continue
		}
		kids, isNode := node["Kids"]
		if !isNode {
			if kind, typed := node["Type"].(types.Name); !typed || kind == "Page" {
				return nil
			}
			continue
		}
		list, err := document.Dereference(kids)
		if err != nil {
			return refuse(Malformed, "page tree: %v", err)
		}
		if kids, ok := list.(types.Array); ok {
			waiting = append(waiting, kids...)
		}
	}
	return refuse(Malformed, "no pages")
}
