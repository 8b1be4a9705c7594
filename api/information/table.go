package information

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/pkg/sheet"
)

// heads are the columns of the register (Perki 1/2021; domain-facts §4).
var heads = []string{
	"Nomor pendaftaran", "Tanggal", "Nama", "Alamat", "Kontak", "Pekerjaan", "Informasi yang diminta", "Tujuan penggunaan",
	"Status penguasaan", "Bentuk informasi", "Jenis permintaan", "Keputusan", "Alasan penolakan", "Tanggal pemberitahuan", "Tanggal pemberian",
	"Biaya (Rp)", "Cara pembayaran", "Status", "Tenggat",
	"Tanggal keberatan", "Alasan keberatan", "Kasus posisi", "Nama kuasa", "Alamat kuasa", "Tanggal tanggapan atasan", "Keputusan atasan", "Isi tanggapan atasan",
	"Nomor register sengketa", "Tanggal sengketa",
}

// The words of the register.
var (
	heldWords     = map[string]string{"yes": "Dikuasai", "no": "Tidak dikuasai"}
	formWords     = map[string]string{"soft": "Softcopy", "hard": "Hardcopy", "both": "Softcopy dan hardcopy"}
	accessWords   = map[string]string{"view": "Melihat/mengetahui", "softcopy": "Salinan softcopy", "hardcopy": "Salinan hardcopy"}
	decisionWords = map[Decision]string{Granted: "Dikabulkan", Partly: "Dikabulkan sebagian", Rejected: "Ditolak"}
	statusWords   = map[ticket.Status]string{ticket.Waiting: "Menunggu", ticket.InProgress: "Dalam Proses", ticket.Done: "Selesai"}
)

// table writes the register with its heads; a request with several objections
// has several lines.
func (s *Service) table(lines []Line) sheet.Table {
	table := [][]string{heads}
	for _, l := range lines {
		cost := ""
		if l.Entry.Cost > 0 {
			cost = strconv.FormatInt(l.Entry.Cost, 10)
		}
		request := []string{
			l.Number, s.date(&l.SubmittedAt), l.Name, l.Address, l.Contact, l.Occupation, l.Information, l.Purpose,
			heldWords[l.Entry.Held], formWords[l.Entry.Form], accessWords[l.Entry.Access], decided(l.Entry.Decision), l.Entry.Ground,
			l.Entry.NotifiedOn, l.Entry.ProvidedOn, cost, l.Entry.Payment, statusWords[l.Status], s.date(l.DueAt),
		}
		if len(l.Objections) == 0 {
			table = append(table, append(request, make([]string, len(heads)-len(request))...))
		}
		for _, o := range l.Objections {
			reasons := make([]string, len(o.Reasons))
			for i, r := range o.Reasons {
				reasons[i] = string(r)
			}
			number, filed := "", ""
			if o.Dispute != nil {
				number, filed = o.Dispute.RegistrationNumber, o.Dispute.FiledOn
			}
			table = append(table, append(request[:len(request):len(request)],
				s.date(&o.FiledAt), strings.Join(reasons, ", "), o.Position, o.ProxyName, o.ProxyAddress, s.date(o.AnsweredAt), decided(o.Decision), o.Answer, number, filed))
		}
	}
	return sheet.Table{Rows: table, Name: "Register", Widths: slices.Repeat([]float64{18}, len(heads))}
}

// decided says what was decided, if anything was.
func decided(d *Decision) string {
	if d == nil {
		return ""
	}
	return decisionWords[*d]
}

// date writes an instant as the office's date.
func (s *Service) date(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.In(s.zone).Format(time.DateOnly)
}

// texts returns those answers of a form that are text.
func texts(answers json.RawMessage) map[string]string {
	var all map[string]any
	_ = json.Unmarshal(answers, &all) // what is no object answers nothing
	out := map[string]string{}
	for key, value := range all {
		if text, ok := value.(string); ok {
			out[key] = text
		}
	}
	return out
}
