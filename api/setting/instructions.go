package setting

// Instruction is one line of the checklist of a disposition sheet. It becomes
// part of an official paper, so it is not translated.
type Instruction struct {
	Code string `yaml:"code" json:"code" validate:"required,max=40" example:"follow_up"`
	Text string `yaml:"text" json:"text" validate:"required,max=120" example:"Tindak lanjuti"`
} // @name Instruction

// usualInstructions are the lines that disposition sheets of offices usually
// have; an office that has not set its own uses them.
func usualInstructions() []Instruction {
	return []Instruction{
		{"follow_up", "Tindak lanjuti"},
		{"study", "Pelajari dan beri saran"},
		{"draft_answer", "Siapkan jawaban"},
		{"coordinate", "Koordinasikan"},
		{"verify", "Periksa kebenarannya"},
		{"settle", "Selesaikan sesuai ketentuan"},
		{"discuss", "Bicarakan dengan saya"},
		{"attend", "Hadiri atau wakili"},
		{"monitor", "Pantau perkembangannya"},
		{"report", "Laporkan hasilnya"},
		{"for_information", "Untuk diketahui"},
		{"file", "Arsipkan"},
	}
}
