package notification

import (
	"github.com/riverqueue/river"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Kind is what a notification is about; people choose by it what they are told
// and how.
type Kind string

// Kinds.
const (
	Progress   Kind = "progress"   // of a request of one's own
	Message    Kind = "message"    // somebody wrote
	Work       Kind = "work"       // something new to do
	Reminder   Kind = "reminder"   // a due time
	Delegation Kind = "delegation" // standing in for somebody
)

// Kinds lists them in the order of the settings.
var Kinds = []Kind{Progress, Message, Work, Reminder, Delegation}

// audience is who is told, beside the author of the event, who never is.
type audience int

const (
	applicant audience = 1 << iota
	holders            // who holds it after the event: the person and their deputies, or the queue of the role
	superiors          // the head of the holder's division, else the head of the office
	heads              // of the office
	parties            // principal and deputy of a delegation
	named              // the receivers that the event names, even where the request has gone on since
	ppids              // who keep the register of information
	owners             // the people of the agency that owns an asset
	keepers            // the unit that delivered an asset
	workers            // officers who have had the request
)

// rule is one row of the table: who must know of a type of event.
type rule struct {
	kind Kind
	tell audience
	text apperr.Text // one sentence, followed by number and subject
}

// rules is the whole table, by kind of object and type of event. What is not
// here is told to nobody.
var rules = map[string]rule{
	"ticket/submitted":             {Work, holders, apperr.Text{ID: "Permohonan baru menunggu ditangani", EN: "A new request is waiting"}},
	"ticket/recorded":              {Work, holders | applicant, apperr.Text{ID: "Permohonan dicatat di loket", EN: "A request was recorded at the counter"}},
	"ticket/taken_up":              {Progress, applicant, apperr.Text{ID: "Permohonan Anda mulai diproses", EN: "Your request is being worked on"}},
	"ticket/disposed":              {Work, named, apperr.Text{ID: "Disposisi baru untuk Anda", EN: "A new disposition for you"}},
	"ticket/forwarded":             {Work, named, apperr.Text{ID: "Permohonan diteruskan kepada Anda", EN: "A request was passed on to you"}},
	"ticket/disposition_withdrawn": {Work, named, apperr.Text{ID: "Disposisi untuk Anda ditarik kembali", EN: "A disposition for you was withdrawn"}},
	"ticket/review_asked":          {Work, named, apperr.Text{ID: "Pendapat Anda diminta", EN: "Your opinion is asked for"}},
	"ticket/reviewed":              {Work, holders, apperr.Text{ID: "Seorang penelaah memberikan pendapat", EN: "A reviewer has given an opinion"}},
	"ticket/objection_filed":       {Work, heads | ppids, apperr.Text{ID: "Keberatan informasi diajukan", EN: "An objection about information was filed"}},
	"ticket/objection_answered":    {Progress, applicant, apperr.Text{ID: "Keberatan Anda dijawab", EN: "Your objection was answered"}},
	"ticket/dispute_recorded":      {Work, heads | ppids, apperr.Text{ID: "Sengketa informasi dicatat", EN: "A dispute about information was recorded"}},
	"ticket/returned":              {Progress, applicant, apperr.Text{ID: "Permohonan Anda perlu diperbaiki", EN: "Your request needs mending"}},
	"ticket/resubmitted":           {Work, holders, apperr.Text{ID: "Permohonan sudah diperbaiki pemohon", EN: "The applicant has mended a request"}},
	"ticket/confirmed":             {Work, holders, apperr.Text{ID: "Pemohon sudah mengonfirmasi", EN: "The applicant has confirmed"}},
	"ticket/external_wait_started": {Progress, applicant, apperr.Text{ID: "Permohonan Anda menunggu instansi lain", EN: "Your request is waiting for another body"}},
	"ticket/external_wait_ended":   {Progress, applicant | holders, apperr.Text{ID: "Jawaban instansi lain sudah diterima", EN: "The other body has answered"}},
	"ticket/extended":              {Progress, applicant, apperr.Text{ID: "Jangka waktu permohonan Anda diperpanjang", EN: "The time limit of your request was extended"}},
	"ticket/deadline_moved":        {Progress, applicant, apperr.Text{ID: "Batas waktu permohonan Anda bergeser", EN: "The due time of your request has moved"}},
	"ticket/booked":                {Progress, applicant, apperr.Text{ID: "Jadwal dan sumber daya untuk permohonan Anda diatur", EN: "The time and resources of your request were set"}},
	"ticket/record_corrected":      {Progress, applicant | workers, apperr.Text{ID: "Catatan keputusan atau surat diperbaiki", EN: "A record of a decision or letter was corrected"}},
	"ticket/milestone_reported":    {Progress, workers, apperr.Text{ID: "Perangkat Daerah melaporkan tahap pengembangan", EN: "The agency has reported a stage of the development"}},
	"ticket/budget_adjusted":       {Progress, workers, apperr.Text{ID: "Perangkat Daerah mencatat penyesuaian RKA", EN: "The agency has recorded the adjustment of its budget"}},
	"ticket/completed":             {Progress, applicant, apperr.Text{ID: "Permohonan Anda selesai", EN: "Your request is done"}},
	"ticket/rejected":              {Progress, applicant, apperr.Text{ID: "Permohonan Anda ditolak", EN: "Your request was rejected"}},
	"ticket/cancelled":             {Work, holders, apperr.Text{ID: "Permohonan dibatalkan pemohon", EN: "The applicant has cancelled a request"}},
	"ticket/reopened":              {Progress, applicant | holders, apperr.Text{ID: "Permohonan dibuka kembali", EN: "A request was reopened"}},
	"ticket/message_posted":        {Message, applicant | holders, apperr.Text{ID: "Pesan baru", EN: "A new message"}},
	"ticket/note_added":            {Message, holders, apperr.Text{ID: "Catatan internal baru", EN: "A new internal note"}},
	"ticket/recused":               {Work, holders | superiors, apperr.Text{ID: "Seorang petugas mengundurkan diri dari permohonan", EN: "An officer stepped back from a request"}},
	"ticket/released":              {Work, holders, apperr.Text{ID: "Permohonan kembali ke antrean Anda", EN: "A request came back to your queue"}},
	"ticket/due_soon":              {Reminder, holders, apperr.Text{ID: "Batas waktu segera habis", EN: "A due time is near"}},
	"ticket/overdue":               {Reminder, holders | superiors, apperr.Text{ID: "Batas waktu terlampaui", EN: "A due time has passed"}},
	"ticket/step_due_soon":         {Reminder, holders, apperr.Text{ID: "Target langkah segera habis", EN: "The target of a step is near"}},
	"ticket/step_overdue":          {Reminder, superiors, apperr.Text{ID: "Target langkah terlampaui", EN: "The target of a step has passed"}},
	"ticket/escalated":             {Reminder, heads, apperr.Text{ID: "Terlambat lebih dari satu hari kerja", EN: "More than a working day late"}},
	"asset/asset_expiring":         {Reminder, owners | keepers, apperr.Text{ID: "Masa berlaku segera habis:", EN: "Expires soon:"}},
	"asset/asset_expired":          {Reminder, owners | keepers, apperr.Text{ID: "Masa berlaku sudah habis:", EN: "Has expired:"}},
	"delegation/delegation_made":   {Delegation, parties, apperr.Text{ID: "Penunjukan Plt/Plh baru", EN: "A new appointment of a deputy"}},
	"delegation/delegation_ended":  {Delegation, parties, apperr.Text{ID: "Penunjukan Plt/Plh diakhiri", EN: "The appointment of a deputy was ended"}},
}

// updated is all that is said of a confidential request.
var updated = apperr.Text{ID: "Ada pembaruan pada permohonan", EN: "There is news about the request"}

// Tell is the job that tells people of an event.
type Tell struct {
	EventID string `json:"event_id"`
}

// Kind names the job.
func (Tell) Kind() string { return "notification.tell" }

// Send is the job that sends one mail.
type Send struct {
	MailID string `json:"mail_id"`
}

// Kind names the job.
func (Send) Kind() string { return "notification.send" }

// InsertOpts bounds how often a mail is tried: over about a day, with growing
// pauses.
func (Send) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: 16} }

// FollowUp tells which job follows from an event. It is called inside the
// change that records it.
func FollowUp(e change.Recorded) []river.JobArgs {
	if _, told := rules[e.Kind+"/"+e.Type]; told {
		return []river.JobArgs{Tell{EventID: e.ID}}
	}
	return nil
}
