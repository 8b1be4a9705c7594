package catalogue

// CitedLaw is a regulation as a decree or an SOP cites it. Where the cited
// words were mistaken, the LegalBasis is what is right, DecreedText what the
// document says, and the note why they differ (C13).
type CitedLaw struct {
	LegalBasis  `yaml:",inline"`
	Gazette     string `yaml:"gazette"` // where the rule was promulgated
	DecreedText string `yaml:"decreed_text"`
}

// Signatory is who signed a document, as the document names them.
type Signatory struct {
	Position string `yaml:"position" validate:"required"`
	Name     string `yaml:"name" validate:"required"`
	Rank     string `yaml:"rank" validate:"required"`
	NIP      string `yaml:"nip" validate:"len=18,numeric"`
}

// Decree is the decree that sets the service standards (requirement S9). The
// standards themselves stand in the definitions of their services.
type Decree struct {
	Sources    []string `yaml:"sources"`
	Kind       string   `yaml:"kind" validate:"required"`
	Number     string   `yaml:"number" validate:"required"`
	Date       string   `yaml:"date" validate:"datetime=2006-01-02"`
	Place      string   `yaml:"place" validate:"required"`
	Title      string   `yaml:"title" validate:"required"`
	Letterhead struct {
		Government string `yaml:"government" validate:"required"`
		Office     string `yaml:"office" validate:"required"`
		Address    string `yaml:"address" validate:"required"`
		PostalCode string `yaml:"postal_code" validate:"len=5"`
		City       string `yaml:"city" validate:"required"`
		Email      string `yaml:"email" validate:"email"`
		Website    string `yaml:"website" validate:"fqdn"`
	} `yaml:"letterhead"`
	Considerations []struct {
		Letter string `yaml:"letter"`
		Text   string `yaml:"text" validate:"required"`
	} `yaml:"considerations" validate:"len=2,dive"`
	LegalBases []CitedLaw `yaml:"legal_bases" validate:"len=19,dive"`
	Dicta      []struct {
		Name string `yaml:"name" validate:"required"`
		Text string `yaml:"text" validate:"required"`
	} `yaml:"dicta" validate:"len=4,dive"`
	Services  []DecreedService `yaml:"services" validate:"len=8,dive"`
	Signatory Signatory        `yaml:"signatory"`
	Copies    []string         `yaml:"copies" validate:"len=6"`
	Notes     []Note           `yaml:"notes" validate:"dive"`
}

// DecreedService is one of the services that the decree sets a standard for.
type DecreedService struct {
	Name  string   `yaml:"name" validate:"required"`
	Codes []string `yaml:"codes" validate:"min=1"` // the services of the catalogue that carry the standard
}

// LoadDecree reads the shipped decree.
func LoadDecree() (Decree, error) {
	var d Decree
	err := decodeFile("content/_decree.yaml", &d)
	return d, err
}

// SOP is the procedure for registering electronic systems (requirements P3,
// P4). Its steps stand in the definition of its service.
type SOP struct {
	Sources           []string     `yaml:"sources"`
	Service           string       `yaml:"service" validate:"required"` // code of the service
	Name              string       `yaml:"name" validate:"required"`
	Title             string       `yaml:"title" validate:"required"`
	Number            string       `yaml:"number" validate:"required"`
	Created           string       `yaml:"created" validate:"required"`
	Revised           string       `yaml:"revised"` // empty in the document
	Approved          string       `yaml:"approved" validate:"required"`
	Office            string       `yaml:"office" validate:"required"`
	Division          string       `yaml:"division" validate:"required"`
	Signatory         Signatory    `yaml:"signatory"`
	LegalBases        []CitedLaw   `yaml:"legal_bases" validate:"len=6,dive"` // on the first page
	Qualifications    []string     `yaml:"qualifications" validate:"len=3"`
	Related           []RelatedSOP `yaml:"related" validate:"len=1,dive"`
	Equipment         []string     `yaml:"equipment" validate:"len=3"`
	Warning           string       `yaml:"warning" validate:"required"`
	Records           string       `yaml:"records"` // empty in the document
	Introduction      string       `yaml:"introduction" validate:"required"`
	Procedure         []string     `yaml:"procedure" validate:"len=5"`
	ChapterLegalBases []CitedLaw   `yaml:"chapter_legal_bases" validate:"len=7,dive"` // in the chapters
	Responsible       string       `yaml:"responsible" validate:"required"`
	Hours             []SOPHours   `yaml:"hours" validate:"len=2,dive"`
	Facilities        []string     `yaml:"facilities" validate:"len=4"`
	Notes             []Note       `yaml:"notes" validate:"dive"`
}

// RelatedSOP is another SOP that this one names.
type RelatedSOP struct {
	Service string `yaml:"service"` // code of the service that it is about
	Text    string `yaml:"text" validate:"required"`
}

// SOPHours are the service hours of some days of the week.
type SOPHours struct {
	Days string `yaml:"days" validate:"required"`
	From string `yaml:"from" validate:"datetime=15.04"`
	To   string `yaml:"to" validate:"datetime=15.04"`
	Zone string `yaml:"zone" validate:"eq=WITA"`
}

// LoadSOP reads the shipped SOP for registering electronic systems.
func LoadSOP() (SOP, error) {
	var s SOP
	err := decodeFile("content/_sop-pse.yaml", &s)
	return s, err
}
