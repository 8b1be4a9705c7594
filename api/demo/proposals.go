package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/document"
	"github.com/dkisp-kaltara/elayanan/api/recommendation"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
)

// idea is one SPBE proposal: what it is called, when it was begun, and how far
// it came.
type idea struct {
	name    string
	letter  int // the number of its letter; 0: none yet
	daysAgo int
	end     ending
}

const (
	halfWritten   ending = "half written"
	inReview      ending = "under review, with comments"
	inDevelopment ending = "approved, and being developed"
)

// ideas are the proposals of one agency, each made of the example of the
// product under a name of its own.
var ideas = []idea{
	{"SiPANTAU Tumbuh Kembang", 1482, 140, inDevelopment},
	{"SiPANTAU Remaja", 2107, 26, returned},
	{"SiPANTAU Kader", 2213, 12, inReview},
	{"SiPANTAU Lansia", 0, 3, halfWritten},
}

// dreamer carries one proposal from deed to deed and stops at the first failure.
type dreamer struct {
	*player
	forms   recommendation.Forms
	example recommendation.Example
	v       recommendation.Recommendation
}

// proposals makes the SPBE proposals and returns how many became requests.
func (s *story) proposals(ctx context.Context) (int, error) {
	forms := s.app.Proposals.Forms()
	requests := 0
	for _, one := range ideas {
		example, err := exampleAs(one.name)
		if err != nil {
			return requests, err
		}
		morning := s.now.In(s.app.Config.Zone).AddDate(0, 0, -one.daysAgo)
		s.clock.Set(time.Date(morning.Year(), morning.Month(), morning.Day(), 8, 10, 0, 0, s.app.Config.Zone))
		d := &dreamer{player: &player{story: s, ctx: ctx}, forms: forms, example: example}
		if d.dream(one); d.err != nil {
			return requests, fmt.Errorf("demo: %s: %w", one.name, d.err)
		}
		if one.end != halfWritten {
			requests++
		}
	}
	return requests, nil
}

// exampleAs is the example of the product under another name, without files.
func exampleAs(name string) (recommendation.Example, error) {
	var e recommendation.Example
	shipped, err := recommendation.LoadExample()
	if err != nil {
		return e, err
	}
	text, err := json.Marshal(shipped) // which also makes JSON of what was YAML
	if err != nil {
		return e, err
	}
	if err := json.Unmarshal([]byte(strings.ReplaceAll(string(text), shipped.Title, name)), &e); err != nil {
		return e, err
	}
	for _, answers := range e.Points {
		dropFiles(answers)
	}
	return e, nil
}

// dropFiles leaves out the answers that name files, which this demo has not.
func dropFiles(answers map[string]any) {
	for key, value := range answers {
		rows, _ := value.([]any)
		if key == "files" || key == "diagrams" {
			delete(answers, key)
			continue
		}
		for _, row := range rows {
			if cells, ok := row.(map[string]any); ok {
				dropFiles(cells)
			}
		}
	}
}

// do lets somebody do something to the proposal after some working minutes.
func (d *dreamer) do(username string, least, most int, deed func(auth.Actor) (recommendation.Recommendation, error)) {
	if d.err == nil {
		d.err = d.later(least, most)
	}
	actor := d.actor(username)
	if d.err == nil {
		d.v, d.err = deed(actor)
	}
}

// dream plays one proposal through its deeds.
func (d *dreamer) dream(one idea) {
	d.do("pemohon", 1, 30, func(a auth.Actor) (recommendation.Recommendation, error) {
		return d.app.Proposals.Create(d.ctx, a, recommendation.NewInput{Title: one.name, Proposal: d.example.Proposal}, "id")
	})
	points, risks := d.forms.Points, d.example.Risks
	switch one.end {
	case halfWritten:
		points, risks = points[:9], risks[:4]
	case returned, inReview:
		risks = risks[:6]
	}
	d.example.Points["identity"]["letter_date"], d.example.Points["identity"]["letter_number"] = d.today(), d.letterNumber(one)
	d.write(points, risks)
	if one.end == halfWritten {
		return
	}
	d.submitProposal(one, true)
	d.t.Number = d.v.Ticket.Number
	d.reload()
	d.takeUp("loket")
	d.forward("loket")
	d.dispose("kadis", ticket.Recipient{Role: "division_head", Unit: "aptika"}, "Kaji dokumen persiapannya.")
	d.dispose("kabid.aptika", ticket.Recipient{Role: "technical", Unit: "aptika"}, "Susun kajian teknis.")
	d.takeUp("teknis.aptika")
	d.judge("needs-1", recommendation.Fulfilled, "Dasar hukum lengkap dan masih berlaku.")
	d.judge("needs-2", recommendation.Fulfilled, "")
	if one.end == inReview {
		d.judge("needs-6", recommendation.ToMend, "Biaya pemeliharaan tahun kedua belum dirinci.")
		d.judge("planning-4", recommendation.NotApplicable, "")
		return
	}
	d.judge("needs-6", recommendation.ToMend, "Rinci biaya pemeliharaan per tahun dan sebutkan dasar perkiraannya.")
	d.judge("planning-8", recommendation.ToMend, "Sebutkan kontrol pencadangan data dan acuannya.")
	d.judge("planning-10", recommendation.ToMend, "Indikator hasil belum mempunyai nilai awal.")
	d.do("teknis.aptika", 10, 40, func(a auth.Actor) (recommendation.Recommendation, error) {
		return d.app.Proposals.Return(d.ctx, a, d.v.ID, d.fresh(a), recommendation.ReturnInput{Reason: "Tiga butir perlu dilengkapi sebelum kajian dapat diselesaikan."})
	})
	if one.end == returned {
		return
	}
	for _, key := range []string{"needs-6", "planning-8", "planning-10"} {
		d.do("pemohon", 30, 200, func(a auth.Actor) (recommendation.Recommendation, error) {
			_, err := d.app.Proposals.Reply(d.ctx, a, d.v.ID, key, 0, recommendation.ReplyInput{Text: "Sudah dilengkapi sesuai catatan pemeriksa."})
			return d.v, err
		})
	}
	d.submitProposal(one, false)
	d.decide(one)
	d.report(one, recommendation.Design, "rancangan-antarmuka.pdf", "Rancangan basis data dan antarmuka disetujui pemilik proses bisnis.")
	d.report(one, recommendation.Implementation, "laporan-implementasi.pdf", "Modul pencatatan dan pemantauan selesai, diuji di dua puskesmas.")
}

// decide takes a proposal from the study to the ministry's approval.
func (d *dreamer) decide(one idea) {
	d.do("teknis.aptika", 60, 300, func(a auth.Actor) (recommendation.Recommendation, error) {
		d.example.Study["date"] = d.today()
		_, err := d.app.Proposals.SaveStudy(d.ctx, a, d.v.ID, 0, recommendation.StudyInput{Answers: d.example.Study}, "id")
		return d.v, err
	})
	d.reload()
	d.forward("teknis.aptika")
	about := tale{applicant: "pemohon", subject: one.name}
	d.do("kadis", 60, 300, func(a auth.Actor) (recommendation.Recommendation, error) {
		return d.app.Proposals.Decide(d.ctx, a, d.v.ID, d.fresh(a), recommendation.RecordInput{
			Decision: "approved", Number: "500.12.6/341/DKISP", Date: d.today(), Files: d.file(about, attachment.ResultLetter),
		})
	})
	d.do("teknis.aptika", 60, 300, func(a auth.Actor) (recommendation.Recommendation, error) {
		return d.app.Proposals.SendToMinistry(d.ctx, a, d.v.ID, d.fresh(a), recommendation.RecordInput{Number: "500.12.6/352/DKISP", Date: d.today()})
	})
	d.do("teknis.aptika", 6000, 9000, func(a auth.Actor) (recommendation.Recommendation, error) {
		return d.app.Proposals.Consider(d.ctx, a, d.v.ID, d.fresh(a), recommendation.RecordInput{
			Decision: "approved", Number: "B-218/DJTPD/TI.01.02", Date: d.today(), Files: d.file(about, attachment.ResultLetter),
		})
	})
}

// report tells of a milestone, with a document.
func (d *dreamer) report(one idea, kind recommendation.MilestoneKind, name, note string) {
	d.do("pemohon", 3000, 6000, func(a auth.Actor) (recommendation.Recommendation, error) {
		files := d.file(tale{applicant: "pemohon", subject: one.name}, attachment.Supporting)
		files[0].Name = name
		_, err := d.app.Proposals.AddMilestone(d.ctx, a, d.v.ID, recommendation.MilestoneInput{Kind: kind, Date: d.today(), Note: note}, files)
		return d.v, err
	})
}

// write fills in points and risks of the example.
func (d *dreamer) write(points []recommendation.Point, risks []map[string]any) {
	actor := d.actor("pemohon")
	for i, p := range points {
		if d.err == nil && i%4 == 0 {
			d.err = d.later(5, 40)
		}
		if d.err == nil {
			_, d.err = d.app.Proposals.SavePoint(d.ctx, actor, d.v.ID, p.Key, 1, d.example.Points[p.Key], "id")
		}
	}
	for _, answers := range risks {
		if d.err == nil {
			_, d.err = d.app.Proposals.AddRisk(d.ctx, actor, d.v.ID, answers, "id")
		}
	}
}

// submitProposal submits it, the first time with the signed letter.
func (d *dreamer) submitProposal(one idea, first bool) {
	d.do("pemohon", 20, 90, func(a auth.Actor) (v recommendation.Recommendation, err error) {
		var letter []attachment.Received
		if first {
			letter = d.file(tale{applicant: "pemohon", subject: one.name}, attachment.RequestLetter)
		}
		v, _, err = d.app.Proposals.Submit(d.ctx, a, d.v.ID, d.fresh(a), recommendation.SubmitInput{}, letter, change.Key{}, "id")
		return v, err
	})
}

// judge reviews a point, with its checklist met unless it is to be mended.
func (d *dreamer) judge(key string, mark recommendation.Mark, comment string) {
	d.do("teknis.aptika", 10, 40, func(a auth.Actor) (recommendation.Recommendation, error) {
		lines := []recommendation.CheckLine{}
		point, _ := d.forms.Point(key)
		for _, text := range point.Checklist {
			lines = append(lines, recommendation.CheckLine{Text: text, Met: mark == recommendation.Fulfilled})
		}
		_, err := d.app.Proposals.Review(d.ctx, a, d.v.ID, key, 0, recommendation.ReviewInput{Mark: mark, Comment: comment, Checklist: lines})
		return d.v, err
	})
}

// fresh is the version of the proposal as somebody reads it now.
func (d *dreamer) fresh(a auth.Actor) int64 {
	v, err := d.app.Proposals.Get(d.ctx, a, d.v.ID, "id")
	if d.err == nil {
		d.err = err
	}
	return v.Version
}

// reload reads the request, which the proposal may have moved.
func (d *dreamer) reload() {
	actor := d.actor("kadis")
	if d.err == nil {
		d.t, d.err = d.app.Tickets.Get(d.ctx, actor, d.v.Ticket.Number)
	}
}

// letterNumber is the number that the agency gave its letter of today.
func (d *dreamer) letterNumber(one idea) string {
	if one.letter == 0 {
		return ""
	}
	today := d.clock.Now().In(d.app.Config.Zone)
	return fmt.Sprintf("400.7/%d/DINKES/%s/%d", one.letter, document.RomanMonth(today.Month()), today.Year())
}

func (d *dreamer) today() string { return d.clock.Now().In(d.app.Config.Zone).Format(time.DateOnly) }
