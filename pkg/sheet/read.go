package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// What a file that cannot be read is.
var (
	ErrFormat  = errors.New("sheet: neither a whole workbook nor CSV in UTF-8")
	ErrTooLong = errors.New("sheet: too many rows")
)

// QuoteError is ErrFormat of a CSV whose quotation marks do not match.
type QuoteError struct{ Line int } // from 1

func (e *QuoteError) Error() string { return fmt.Sprintf("sheet: quotation marks in line %d", e.Line) }

func (e *QuoteError) Unwrap() error { return ErrFormat }

// maxUnzip bounds, in bytes, what a workbook unpacks to: it is a packed
// archive.
const maxUnzip = 16 << 20

// Read returns the rows of a file: the first sheet of a workbook, told by its
// content, or CSV with commas or semicolons. Cells are text as they are kept;
// formulas are not evaluated. Empty rows are among them, so that the first one
// is line 1 of the file.
func Read(data []byte, maxRows int) ([][]string, error) {
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return readWorkbook(data, maxRows)
	}
	return readCSV(data, maxRows)
}

// Cell names a cell: column from 0, line from 1.
func Cell(column, line int) string {
	name, err := excelize.CoordinatesToCellName(column+1, line)
	if err != nil {
		return fmt.Sprintf("A%d", line)
	}
	return name
}

// readWorkbook reads the first sheet. The library was not made for hostile
// files: should it fall over one, that is a refusal of the file.
func readWorkbook(data []byte, maxRows int) (rows [][]string, err error) {
	defer func() {
		if fell := recover(); fell != nil {
			rows, err = nil, fmt.Errorf("%w: excelize: %v", ErrFormat, fell)
		}
	}()
	file, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnzip, UnzipXMLSizeLimit: maxUnzip, RawCellValue: true})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	lines, err := file.Rows(file.GetSheetName(0))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	for lines.Next() {
		if len(rows) == maxRows {
			return nil, ErrTooLong
		}
		row, err := lines.Columns()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrFormat, err)
		}
		rows = append(rows, row)
	}
	if err := errors.Join(lines.Error(), lines.Close()); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	return rows, nil
}

func readCSV(data []byte, maxRows int) ([][]string, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return nil, ErrFormat
	}
	reader := csv.NewReader(bytes.NewReader(data))
	reader.FieldsPerRecord = -1
	head, _, _ := bytes.Cut(data, []byte("\n"))
	if bytes.Count(head, []byte(";")) > bytes.Count(head, []byte(",")) { // what Indonesian spreadsheets write
		reader.Comma = ';'
	}
	var rows [][]string
	for {
		row, err := reader.Read()
		if err == io.EOF {
			return rows, nil
		}
		if broken, ok := errors.AsType[*csv.ParseError](err); ok {
			return nil, &QuoteError{Line: broken.Line}
		}
		if err != nil {
			return nil, err
		}
		line, _ := reader.FieldPos(0)
		for len(rows) < min(line-1, maxRows) { // the reader leaves empty lines out
			rows = append(rows, nil)
		}
		if len(rows) == maxRows {
			return nil, ErrTooLong
		}
		for i, cell := range row {
			row[i] = unguarded(cell)
		}
		rows = append(rows, row)
	}
}
