package document

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"strconv"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/draw"

	"github.com/dkisp-kaltara/elayanan/api/recommendation"
)

// Bounds of printed pictures.
const (
	maxPictureSide = 2400 // pixels: the width of a page at 370 dots an inch
	pictureDPI     = 110  // no picture is printed coarser than it needs
	jpegQuality    = 88
)

// picture is an attached picture in the size that fits the page, over its
// caption. The two stay on one page.
type picture struct {
	head    text
	caption text
	kind    string // as fpdf names it
	data    []byte
	size    image.Point // pixels
}

// readPicture makes a picture that any PDF reader can show: eight bits a
// channel, on white, and no larger than paper can show. It fails where the
// bytes are no PNG or JPEG.
func readPicture(data []byte) (picture, error) {
	decoded, kind, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return picture{}, fmt.Errorf("document: picture: %w", err)
	}
	size := decoded.Bounds().Size()
	if longest := max(size.X, size.Y); longest > maxPictureSide {
		size = image.Pt(max(1, size.X*maxPictureSide/longest), max(1, size.Y*maxPictureSide/longest))
	}
	plain := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(plain, plain.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(plain, plain.Bounds(), decoded, decoded.Bounds(), draw.Over, nil)
	v := picture{size: size}
	var out bytes.Buffer
	if kind == "jpeg" {
		v.kind, err = "JPG", jpeg.Encode(&out, plain, &jpeg.Options{Quality: jpegQuality})
	} else {
		v.kind, err = "PNG", png.Encode(&out, plain)
	}
	v.data = out.Bytes()
	return v, err
}

// draw prints the picture as large as it is at pictureDPI, or as fits.
func (v picture) draw(p *pen) {
	const after = 2.0 // between picture and caption, mm
	head := p.ruler.lines(v.head.in(bold), bodySize, p.width)
	caption := p.ruler.lines(v.caption, smallSize, p.width)
	words := float64(len(head))*lineHeight(bodySize) + float64(len(caption))*lineHeight(smallSize) + after + 1
	wide := min(p.width, float64(v.size.X)*25.4/pictureDPI)
	high := wide * float64(v.size.Y) / float64(v.size.X)
	if room := p.bottom - marginTop - words; high > room {
		wide, high = wide*room/high, room
	}
	p.need(words + high)
	p.flow(head, p.left, p.width, left, bodySize, 0)
	p.y++
	if !p.measuring {
		p.images++
		name := "lampiran" + strconv.Itoa(p.images)
		p.out.RegisterImageOptionsReader(name, fpdf.ImageOptions{ImageType: v.kind}, bytes.NewReader(v.data))
		p.out.ImageOptions(name, p.left+(p.width-wide)/2, p.y, wide, high, false, fpdf.ImageOptions{ImageType: v.kind}, 0, "")
	}
	p.y += high + after
	p.flow(caption, p.left, p.width, centred, smallSize, 0)
	p.y += 6
}

// leaf begins a page, unless one has just begun.
type leaf struct{}

func (leaf) draw(p *pen) {
	if !p.measuring && p.y > marginTop {
		p.newPage()
	}
}

// printedIn tells whether an attached file is a picture of the points of a
// document; those of the identity belong to the first.
func printedIn(kind recommendation.Paper, f recommendation.Attached) bool {
	of := map[recommendation.Paper][]recommendation.Document{
		recommendation.NeedsPaper: {recommendation.NeedsPart, recommendation.IdentityPart}, recommendation.PlanningPaper: {recommendation.PlanningPart},
	}[kind]
	return len(f.Picture) > 0 && slices.Contains(of, f.Document)
}

// pictures are the attached pictures of a document, behind everything else and
// numbered as in the list of appendices.
func (s *sheets) pictures(kind recommendation.Paper) ([]block, error) {
	var blocks []block
	for i, f := range s.Attachments {
		if !printedIn(kind, f) {
			continue
		}
		v, err := readPicture(f.Picture)
		if err != nil {
			return nil, err
		}
		number := "Lampiran " + strconv.Itoa(i+1)
		v.head = withoutBlanks(number)
		v.caption = withoutBlanks(number + ". " + line(f.Name) + " – " + orDash(line(f.Point)))
		if blocks == nil {
			blocks = append(blocks, leaf{})
		}
		blocks = append(blocks, v)
	}
	return blocks, nil
}
