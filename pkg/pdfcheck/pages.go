package pdfcheck

import (
	"bytes"
	"context"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
)

// Pages returns how many pages a PDF that was accepted has; 0 where that cannot
// be told.
func Pages(ctx context.Context, data []byte) int {
	document, err := pdfcpu.ReadWithContext(ctx, &interruptible{ctx, bytes.NewReader(data)}, configuration(DefaultLimits()))
	if err != nil || document.EnsurePageCount() != nil {
		return 0
	}
	return document.PageCount
}
