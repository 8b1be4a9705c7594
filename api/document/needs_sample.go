package document

import (
	"bytes"
	_ "embed" // the sample
	"fmt"
	"io"

	"go.yaml.in/yaml/v3"
)

// needsSampleYAML is the Contoh Dokumen Analisis Kebutuhan (L2, R1): the ten
// points of Pasal 7 Permen Komdigi 6/2025, worked out for an application that
// does not exist.
//
//go:embed content/contoh-analisis-kebutuhan.yaml
var needsSampleYAML []byte

// sample is a document in chapters, written as data.
type sample struct {
	Title    string          `yaml:"title"`
	Subtitle string          `yaml:"subtitle"`
	Remark   string          `yaml:"remark"`
	Identity [][2]string     `yaml:"identity"`
	Chapters []sampleChapter `yaml:"chapters"`
	Place    string          `yaml:"place"`
	Signers  []sampleSigner  `yaml:"signers"`
}

type sampleChapter struct {
	Title string       `yaml:"title"`
	Help  string       `yaml:"help"` // what belongs here
	Parts []samplePart `yaml:"parts"`
}

// samplePart is a paragraph, a list or a table.
type samplePart struct {
	Text  string       `yaml:"text"`
	List  []string     `yaml:"list"`
	Table *sampleTable `yaml:"table"`
}

type sampleTable struct {
	Columns []sampleColumn `yaml:"columns"`
	Rows    [][]string     `yaml:"rows"`
	Total   bool           `yaml:"total"` // the last row is a sum
}

type sampleColumn struct {
	Head  string  `yaml:"head"`
	Share float64 `yaml:"share"`
	Right bool    `yaml:"right"`
}

type sampleSigner struct {
	Position string `yaml:"position"`
	Name     string `yaml:"name"`
	NIP      string `yaml:"nip"`
}

// NeedsSample draws the Contoh Dokumen Analisis Kebutuhan as PDF.
func (d *Drawer) NeedsSample(w io.Writer) error {
	doc, blocks, err := needsSample()
	if err != nil {
		return err
	}
	for _, b := range blocks {
		doc.blocks = append(doc.blocks, b)
	}
	return d.pdf(w, doc)
}

// NeedsSampleDOCX writes the same for editing, as DOCX.
func (d *Drawer) NeedsSampleDOCX(w io.Writer) error {
	doc, blocks, err := needsSample()
	if err != nil {
		return err
	}
	return d.docx(w, doc, blocks)
}

func readSample() (sample, error) {
	var s sample
	decoder := yaml.NewDecoder(bytes.NewReader(needsSampleYAML))
	decoder.KnownFields(true)
	if err := decoder.Decode(&s); err != nil {
		return sample{}, fmt.Errorf("document: sample: %w", err)
	}
	return s, nil
}

func needsSample() (paper, []editable, error) {
	s, err := readSample()
	if err != nil {
		return paper{}, nil, err
	}
	identity := fields{label: 52, after: 4}
	for _, row := range s.Identity {
		identity.rows = append(identity.rows, formRow(row[0], row[1]))
	}
	blocks := []editable{
		title{main: withoutBlanks(s.Title), sub: withoutBlanks(s.Subtitle)},
		remark{head: "Tentang contoh ini", lines: []text{withBlanks(s.Remark)}},
		gap(5),
		identity,
	}
	for i, c := range s.Chapters {
		blocks = append(blocks,
			heading{withoutBlanks(fmt.Sprintf("%d. %s", i+1, c.Title))},
			paragraph{text: note(c.Help), size: 9.5, after: 2, keep: true},
		)
		for _, part := range c.Parts {
			blocks = append(blocks, part.block())
		}
	}
	blocks = append(blocks, gap(3), paragraph{text: withBlanks(s.Place), align: right, keep: true})
	var signers signatures
	for _, one := range s.Signers {
		signers = append(signers, signature{
			position: withBlanks(one.Position),
			name:     withBlanks(one.Name),
			lines:    []text{withBlanks("NIP " + one.NIP)},
		})
	}
	blocks = append(blocks, signers)
	return paper{title: "Contoh Dokumen Analisis Kebutuhan", subject: s.Subtitle, date: formatDate, foot: "Contoh Dokumen Analisis Kebutuhan"}, blocks, nil
}

func (part samplePart) block() editable {
	switch {
	case part.Table != nil:
		t := table{after: 3, total: part.Table.Total}
		for _, c := range part.Table.Columns {
			align := left
			if c.Right {
				align = right
			}
			t.columns = append(t.columns, column{head: c.Head, share: c.Share, align: align})
		}
		for _, cells := range part.Table.Rows {
			row := make([]text, len(cells))
			for i, c := range cells {
				row[i] = withBlanks(c)
			}
			t.rows = append(t.rows, row)
		}
		return t
	case len(part.List) > 0:
		l := list{mark: letters, after: 3}
		for _, item := range part.List {
			l.items = append(l.items, withBlanks(item))
		}
		return l
	}
	return paragraph{text: withBlanks(part.Text), align: justified, after: 3}
}
