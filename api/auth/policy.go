package auth

import (
	"maps"
	"slices"

	"github.com/dkisp-kaltara/elayanan/api/web"
)

// Role is what a person is in the office (product.md, "People").
type Role string

// The roles.
const (
	Applicant    Role = "applicant"     // pemohon
	FrontOffice  Role = "front_office"  // pengadministrasi umum, the counter
	Head         Role = "head"          // kepala dinas
	DivisionHead Role = "division_head" // sekretaris or kepala bidang, of a unit
	Technical    Role = "technical"     // tim teknis, of a unit
	Verifier     Role = "verifier"      // verifikator
	PPID         Role = "ppid"          // pejabat pengelola informasi dan dokumentasi
	Auditor      Role = "auditor"       // inspektorat: reads everything, changes nothing
	Admin        Role = "admin"
)

// Roles lists all of them.
var Roles = []Role{Applicant, FrontOffice, Head, DivisionHead, Technical, Verifier, PPID, Auditor, Admin}

// HasUnit tells whether a role is held for one unit rather than for the whole
// office.
func (r Role) HasUnit() bool { return r == DivisionHead || r == Technical }

// The permissions. Each route needs one of them; a ticket's actions need
// theirs at the route and again in the state of the ticket.
const (
	OwnSession         web.Permission = "session.own"
	ReadOrganisation   web.Permission = "organisation.read"
	ManageOrganisation web.Permission = "organisation.manage"
	ReadPrivacy        web.Permission = "privacy.read"
	ManagePrivacy      web.Permission = "privacy.manage"
	ManageUsers        web.Permission = "user.manage"
	ReadUsers          web.Permission = "user.read"
	ReadDelegations    web.Permission = "delegation.read"
	ManageDelegation   web.Permission = "delegation.manage" // a role of one's own; an admin, anybody's
	OwnAbsence         web.Permission = "absence.own"
	OwnNotifications   web.Permission = "notification.own"
	ReadDashboard      web.Permission = "dashboard.read"
	SubmitTicket       web.Permission = "ticket.submit"
	RecordTicket       web.Permission = "ticket.record" // what came to the counter
	ReadAgenda         web.Permission = "agenda.read"
	ReadTicket         web.Permission = "ticket.read"
	TakeUpTicket       web.Permission = "ticket.take_up"
	DisposeTicket      web.Permission = "ticket.dispose"
	ForwardTicket      web.Permission = "ticket.forward"
	ReturnTicket       web.Permission = "ticket.return"
	ResubmitTicket     web.Permission = "ticket.resubmit"
	CompleteTicket     web.Permission = "ticket.complete"
	RejectTicket       web.Permission = "ticket.reject"
	CancelTicket       web.Permission = "ticket.cancel"
	ReopenTicket       web.Permission = "ticket.reopen"
	RecuseTicket       web.Permission = "ticket.recuse"
	ConfirmStep        web.Permission = "ticket.confirm"
	WaitForExternal    web.Permission = "ticket.wait_external" // and end the wait
	ExtendTicket       web.Permission = "ticket.extend"
	ReviewTicket       web.Permission = "ticket.review"
	MessageTicket      web.Permission = "ticket.message"
	UnmaskTicket       web.Permission = "ticket.unmask" // personal answers in full, of what one has to work on or, once closed, to answer for
	ReadNotes          web.Permission = "ticket.notes.read"
	WriteNotes         web.Permission = "ticket.notes.write"
	AttachToTicket     web.Permission = "ticket.attach"
	BookResources      web.Permission = "ticket.book" // give a request its time and its resources
	UploadFile         web.Permission = "attachment.upload"
	ReadFile           web.Permission = "attachment.read"
	ManageSettings     web.Permission = "setting.manage"
	ReadCatalogue      web.Permission = "catalogue.read" // drafts and history; what is published is public
	ManageCatalogue    web.Permission = "catalogue.manage"
	ReadCalendar       web.Permission = "calendar.read"
	ManageCalendar     web.Permission = "calendar.manage"
	ReadAssets         web.Permission = "asset.read"      // an agency's own, names that are free
	ManageAssets       web.Permission = "asset.manage"    // extend, suspend, retire: the head and admins all, others those of their services
	CorrectAssets      web.Permission = "asset.correct"   // mend what the register says
	ReadBookings       web.Permission = "booking.read"    // what is booked; of whom, as far as one may read the requests
	ManageResources    web.Permission = "resource.manage" // what can be booked

	ReadInformationRegister web.Permission = "information.read"   // with everybody's names
	KeepInformationRegister web.Permission = "information.keep"   // decisions, disputes
	AnswerObjection         web.Permission = "information.answer" // as the superior of the PPID

	ReadRecommendations          web.Permission = "recommendation.read"
	WriteRecommendations         web.Permission = "recommendation.write"   // those of one's agency
	ReviewRecommendations        web.Permission = "recommendation.review"  // and study, as far as one may work on the request now
	DecideRecommendations        web.Permission = "recommendation.decide"  // for the office
	RecordRecommendations        web.Permission = "recommendation.record"  // what goes to the ministry and comes from there
	CorrectRecommendations       web.Permission = "recommendation.correct" // a record, by those who may write it
	ReadRecommendationFigures    web.Permission = "recommendation.statistics"
	ReadRecommendationSettings   web.Permission = "recommendation.settings.read"
	ManageRecommendationSettings web.Permission = "recommendation.settings.manage"

	ReadKeys   web.Permission = "api_key.read"
	ManageKeys web.Permission = "api_key.manage"
	ReadAudit  web.Permission = "audit.read" // and the table of permissions
)

var (
	everyone  = Roles
	officers  = []Role{FrontOffice, Head, DivisionHead, Technical, Verifier, PPID}
	overseers = []Role{FrontOffice, Head, DivisionHead, Technical, Verifier, PPID, Auditor, Admin}
)

// Policy is the whole policy: which roles have which permission. What a role
// may see of it is narrowed by the scope in each store's reads, and what may be
// done to a request by its state.
var Policy = map[web.Permission][]Role{
	OwnSession:         everyone,
	ReadOrganisation:   everyone,
	ManageOrganisation: {Admin},
	ReadPrivacy:        {Admin, Auditor},
	ManagePrivacy:      {Admin},
	ManageUsers:        {Admin},
	ReadUsers:          {Admin, Auditor},
	ReadDelegations:    overseers,
	ManageDelegation:   append([]Role{Admin}, officers...),
	OwnAbsence:         officers,
	OwnNotifications:   everyone,
	ReadDashboard:      everyone,
	SubmitTicket:       {Applicant},
	RecordTicket:       {FrontOffice},
	ReadAgenda:         {FrontOffice, Head, DivisionHead, Auditor, Admin},
	ReadTicket:         everyone,
	TakeUpTicket:       officers,
	DisposeTicket:      {Head, DivisionHead},
	ForwardTicket:      officers,
	ReturnTicket:       officers,
	ResubmitTicket:     {Applicant},
	CompleteTicket:     {Head, DivisionHead, Technical, Verifier, PPID},
	RejectTicket:       {Head, DivisionHead, Technical, Verifier, PPID},
	CancelTicket:       {Applicant},
	ReopenTicket:       {Admin},
	RecuseTicket:       officers,
	ConfirmStep:        {Applicant},
	WaitForExternal:    {Head, DivisionHead, Technical, Verifier, PPID},
	ExtendTicket:       {Head, DivisionHead, Technical, Verifier, PPID},
	ReviewTicket:       officers,
	MessageTicket:      append([]Role{Applicant}, officers...),
	UnmaskTicket:       officers,
	ReadNotes:          overseers,
	WriteNotes:         officers,
	AttachToTicket:     append([]Role{Applicant}, officers...),
	BookResources:      officers,
	UploadFile:         append([]Role{Applicant}, officers...),
	ReadFile:           everyone,
	ManageSettings:     {Admin},
	ReadCatalogue:      {Auditor, Admin},
	ManageCatalogue:    {Admin},
	ReadCalendar:       everyone,
	ManageCalendar:     {Admin},
	ReadAssets:         everyone,
	ManageAssets:       {Head, DivisionHead, Technical, Verifier, Admin},
	CorrectAssets:      {Admin},
	ReadBookings:       everyone,
	ManageResources:    {Admin},

	ReadInformationRegister: {PPID, Head, Auditor, Admin},
	KeepInformationRegister: {PPID},
	AnswerObjection:         {Head},

	ReadRecommendations:          everyone,
	WriteRecommendations:         {Applicant},
	ReviewRecommendations:        {Verifier, Technical, DivisionHead, Head},
	DecideRecommendations:        {Head},
	RecordRecommendations:        {Technical, DivisionHead},
	CorrectRecommendations:       {Applicant, Technical, DivisionHead, Head},
	ReadRecommendationFigures:    overseers,
	ReadRecommendationSettings:   {Auditor, Admin},
	ManageRecommendationSettings: {Admin},

	ReadKeys:   {Auditor, Admin},
	ManageKeys: {Admin},
	ReadAudit:  {Auditor, Admin},
}

// Known tells whether the policy has the permission.
func Known(p web.Permission) bool { _, ok := Policy[p]; return ok }

// Grants tells whether a role has a permission.
func (r Role) Grants(p web.Permission) bool { return slices.Contains(Policy[p], r) }

// permissions lists the policy's permissions in a stable order.
var permissions = slices.Sorted(maps.Keys(Policy))
