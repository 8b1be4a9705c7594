package recommendation

import (
	"context"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/change"
)

// Paper is a document that is made from a proposal.
type Paper string

// The papers.
const (
	NeedsPaper          Paper = "needs"           // Dokumen Analisis Kebutuhan
	PlanningPaper       Paper = "planning"        // Dokumen Perencanaan
	RisksPaper          Paper = "risks"           // Dokumen Manajemen Risiko
	LetterPaper         Paper = "letter"          // surat permohonan to the head of the office
	MinistryLetterPaper Paper = "ministry-letter" // permohonan pertimbangan to the Minister (Lampiran II)
	StudyPaper          Paper = "study"           // kajian teknis
)

// AllPapers returns all papers, in the order in which they are read.
func AllPapers() []Paper {
	return []Paper{LetterPaper, NeedsPaper, PlanningPaper, RisksPaper, MinistryLetterPaper, StudyPaper}
}

// Title is what a paper is called.
func (p Paper) Title() string {
	return map[Paper]string{
		NeedsPaper: "Dokumen Analisis Kebutuhan", PlanningPaper: "Dokumen Perencanaan", RisksPaper: "Dokumen Manajemen Risiko",
		LetterPaper: "Surat Permohonan", MinistryLetterPaper: "Surat Permohonan Pertimbangan", StudyPaper: "Kajian Teknis",
	}[p]
}

// Printed is everything that papers say. The same Printed gives the same bytes.
type Printed struct {
	Content      Content
	Study        Study             // for the study alone
	Number       string            // of the proposal, such as USL-2026-0001
	Submission   int               // which submission; 0: a draft, which prints DRAF across every page
	Agency       string            // name of the proposing agency
	Government   string            // above the agency in its letterhead; empty: that of the office
	City         string            // where it is signed; empty: the city of the office
	Date         time.Time         // of the submission, or of the last save while a draft
	Ministry     MinistryLetter    // addressee and paragraphs of the letter to the Minister
	Names        map[string]string // of attached files, by id
	Attachments  []Attached        // the appendix list
	TicketNumber string            // once filed
	Code         string            // of the check page; empty while a draft
	Log          []LogEntry        // of the monitoring of risks
}

// LogEntry is a line of the log of a risk.
type LogEntry struct {
	Risk         int    // its number in the register, from 1
	Date         string // YYYY-MM-DD
	Status, Note string // the status in words
}

// Attached is a file in the list of appendices.
type Attached struct {
	Name   string
	Size   int64 // bytes
	SHA256 string
	Point  string // title of the point that it belongs to; empty: none

	Document Document // that the point belongs to
	Pages    int      // of a PDF; 0: not known
	Picture  []byte   // a PNG or JPEG, whole; empty: no picture, or one that was not read
	Unread   bool     // beyond what is read of the files of one proposal: neither printed nor counted

	id, mediaType string // of the file, by which withFiles reads it
}

// MinistryLetter is the letter to the Minister in the format of Lampiran II,
// whose exact wording was not found: so it is a template that the office
// keeps in its settings. In the paragraphs {application}, {proposal}, {kind},
// {year}, {agency}, {cost} and {number} stand for those of the proposal.
type MinistryLetter struct {
	Addressee []string `json:"addressee"` // lines after "Yth."
	Subject   string   `json:"subject"`   // hal
	Opening   string   `json:"opening"`   // before the data of the application
	Body      []string `json:"body"`      // after it
	Closing   string   `json:"closing"`
	CopiesTo  []string `json:"copies_to"` // tembusan
} // @name MinistryLetter

// Placeholders are what may stand in the paragraphs of a MinistryLetter.
func Placeholders() []string {
	return []string{"{application}", "{proposal}", "{kind}", "{year}", "{agency}", "{cost}", "{number}"}
}

// DefaultMinistryLetter is the letter as it is shipped (R4, domain-facts §1).
func DefaultMinistryLetter() MinistryLetter {
	return MinistryLetter{
		Addressee: []string{"Menteri Komunikasi dan Digital", "c.q. Direktur Jenderal Teknologi Pemerintah Digital"},
		Subject:   "Permohonan Pertimbangan {proposal} Aplikasi SPBE {application}",
		Opening: "Berdasarkan Peraturan Menteri Komunikasi dan Digital Nomor 6 Tahun 2025 tentang Standar Teknis dan Prosedur Pembangunan dan " +
			"Pengembangan Aplikasi Sistem Pemerintahan Berbasis Elektronik, dengan ini kami mengajukan permohonan pertimbangan atas rencana " +
			"{proposal} Aplikasi SPBE dengan keterangan sebagai berikut:",
		Body: []string{
			"Sebagai bahan pertimbangan, kami lampirkan dokumen persiapan yang terdiri atas:",
		},
		Closing:  "Demikian permohonan ini kami sampaikan. Atas perhatian dan pertimbangan Bapak/Ibu, kami ucapkan terima kasih.",
		CopiesTo: []string{"Gubernur Kalimantan Utara", "Kepala Dinas Komunikasi, Informatika, Statistik dan Persandian Provinsi Kalimantan Utara"},
	}
}

// IssuedDocument is a document whose genuineness anybody can check by its code
// and its bytes. It names no person.
type IssuedDocument struct {
	Code         string    // unguessable; see Papers.NewCode
	Kind         string    // such as spbe_needs
	Number       string    // that it bears
	Title        string    // of the document and the application
	IssuedAt     time.Time //
	Issuer       string    // the agency or office in whose name it stands
	SHA256       string    // of the file, hexadecimal
	Size         int64     // bytes
	TicketNumber string    // not shown publicly
}

// Papers draws the papers of proposals and keeps the register of those that
// were issued. The room of documents is above this one, so it is an interface.
type Papers interface {
	// Draw returns a PDF: the same input gives the same bytes.
	Draw(ctx context.Context, kind Paper, p Printed) ([]byte, error)
	// NewCode returns a code for a document that is about to be drawn.
	NewCode() string
	// Issue enters a document into the register, within the caller's change.
	Issue(tx *change.Tx, d IssuedDocument) error
}
