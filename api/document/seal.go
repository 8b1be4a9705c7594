package document

import (
	"fmt"
	"image/color"

	"github.com/boombuler/barcode/qr"
)

// qrSide is the side of a QR code on paper, mm: what a phone reads at arm's
// length.
const qrSide = 24.0

func (s seal) draw(p *pen) {
	x := p.left + qrSide + 4
	var lines []textLine
	for _, l := range s.lines {
		lines = append(lines, p.ruler.lines(l, 9, p.left+p.width-x)...)
	}
	height := max(qrSide, float64(len(lines))*lineHeight(9))
	p.need(height + 2)
	p.y += 2
	p.code(s.address, p.left, p.y)
	top := p.y + (height-float64(len(lines))*lineHeight(9))/2
	for i, l := range lines {
		p.printLine(l, x, top+(float64(i)+baseline)*lineHeight(9), 0, left, 9)
	}
	p.y += height
}

// code draws a QR code as boxes, neighbours in a row as one.
func (p *pen) code(address string, x, y float64) {
	if p.measuring {
		return
	}
	code, err := qr.Encode(address, qr.M, qr.Auto)
	if err != nil {
		p.out.SetError(fmt.Errorf("QR code: %w", err))
		return
	}
	p.out.SetFillColor(0, 0, 0)
	n := code.Bounds().Dx()
	side := qrSide / float64(n)
	for row := range n {
		for from := 0; from < n; from++ {
			to := from
			for to < n && color.GrayModel.Convert(code.At(to, row)) == (color.Gray{}) {
				to++
			}
			if to > from {
				p.out.Rect(x+float64(from)*side, y+float64(row)*side, float64(to-from)*side, side, "F")
				from = to
			}
		}
	}
}
