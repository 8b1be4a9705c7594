package document

import (
	"bytes"
	"context"
	"time"
)

// DataSection is a titled part of a copy of personal data: names and values.
type DataSection struct {
	Title string
	Rows  [][2]string
}

// DataCopy draws a copy of a person's data as PDF.
func (s *Service) DataCopy(ctx context.Context, name string, made time.Time, sections []DataSection) ([]byte, error) {
	drawer, err := s.office(ctx)
	if err != nil {
		return nil, err
	}
	blocks := []block{drawer.kop(), title{main: withoutBlanks(name), sub: withoutBlanks(drawer.moment(made))}}
	for _, section := range sections {
		blocks = append(blocks, heading{withoutBlanks(clean(section.Title, maxLine))})
		if len(section.Rows) == 0 {
			blocks = append(blocks, paragraph{text: withoutBlanks("Tidak ada."), after: 3})
			continue
		}
		rows := make([]field, len(section.Rows))
		for i, r := range section.Rows {
			rows[i] = row(r[0], orDash(clean(r[1], maxParagraph)))
		}
		blocks = append(blocks, fields{label: 42, after: 3, rows: rows})
	}
	var out bytes.Buffer
	err = drawer.pdf(&out, paper{title: name, subject: name, date: made, foot: name, blocks: blocks})
	return out.Bytes(), err
}
