package document

import (
	"strconv"
	"strings"

	"github.com/dkisp-kaltara/elayanan/api/recommendation"
)

// riskMatrix is the 5 × 5 figure of likelihood (upwards) and impact (to the
// right), each cell with its magnitude and the risks that lie in it. Colour
// repeats what the legend says in words.
type riskMatrix struct {
	likelihoods, impacts [recommendation.HighestScore]string
	risks                [recommendation.HighestScore][recommendation.HighestScore][]string // by likelihood and impact, 1 first
}

// Measures of the figure, mm.
const (
	matrixLabels = 42.0 // names of the likelihoods
	matrixCell   = 27.0 // width of a cell
	matrixRow    = 12.5 // height of a cell, at least
	matrixSize   = 8.5  // points
)

// levelTints are light grounds of the levels, on which black is read easily.
var levelTints = map[string][3]int{
	"very_low": {198, 219, 245}, "low": {203, 234, 205}, "medium": {255, 243, 176}, "high": {255, 215, 168}, "very_high": {250, 190, 190},
}

func (m riskMatrix) draw(p *pen) {
	const size = recommendation.HighestScore
	rows := [size]float64{}
	cells := [size][size][]textLine{}
	whole := 0.0
	for l := range size {
		rows[l] = matrixRow
		for i := range size {
			cells[l][i] = p.ruler.lines(strong(strings.Join(m.risks[l][i], ", ")), matrixSize, matrixCell-2*cellSide)
			rows[l] = max(rows[l], 5+float64(len(cells[l][i]))*lineHeight(matrixSize)+cellTop)
		}
		whole += rows[l]
	}
	const heads = 9.0
	p.need(whole + heads + 3)
	top := p.y
	for l := size; l > 0; l-- {
		row := l - 1
		m.label(p, m.likelihoods[row], p.left, top, matrixLabels, rows[row], left)
		for i := range size {
			x := p.left + matrixLabels + float64(i)*matrixCell
			magnitude := recommendation.Magnitude(l, i+1)
			p.tint(x, top, matrixCell, rows[row], levelTints[recommendation.LevelOf(magnitude).Code])
			p.frame(x, top, matrixCell, rows[row])
			p.at(x+cellSide, top+cellTop+lineHeight(smallSize)*baseline, strconv.Itoa(magnitude), regular, smallSize)
			for n, line := range cells[row][i] {
				p.printLine(line, x+cellSide, top+5+(float64(n)+baseline)*lineHeight(matrixSize), matrixCell-2*cellSide, centred, matrixSize)
			}
		}
		top += rows[row]
	}
	for i, name := range m.impacts {
		m.label(p, name, p.left+matrixLabels+float64(i)*matrixCell, top, matrixCell, heads, centred)
	}
	m.label(p, "Kemungkinan ↑   Dampak →", p.left, top, matrixLabels, heads, left)
	m.legend(p, p.left+matrixLabels+size*matrixCell+8, p.y)
	p.y = top + heads + 3
}

// label prints a name beside or under the cells, in the middle of its space.
func (m riskMatrix) label(p *pen, name string, x, y, width, height float64, align alignment) {
	lines := p.ruler.lines(withoutBlanks(name), matrixSize, width-2*cellSide)
	y += (height - float64(len(lines))*lineHeight(matrixSize)) / 2
	for n, line := range lines {
		p.printLine(line, x+cellSide, y+(float64(n)+baseline)*lineHeight(matrixSize), width-2*cellSide, align, matrixSize)
	}
}

// legend names the levels, the highest first.
func (m riskMatrix) legend(p *pen, x, y float64) {
	const box, step = 6.0, 9.0
	p.at(x, y+lineHeight(matrixSize)*baseline, "Level risiko", bold, matrixSize)
	y += lineHeight(matrixSize) + 1.5
	levels := recommendation.RiskLevels()
	for i := len(levels) - 1; i >= 0; i-- {
		l := levels[i]
		p.tint(x, y, box, box, levelTints[l.Code])
		p.frame(x, y, box, box)
		p.at(x+box+2, y+box/2+1.1, strconv.Itoa(l.From)+"–"+strconv.Itoa(l.To)+"  "+l.Title+" ("+l.Colour+")", regular, matrixSize)
		y += step
	}
}
