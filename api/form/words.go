package form

import (
	"fmt"
	"strconv"
	"time"

	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// texts are the findings that need no number in their words, by code.
var texts = map[string]apperr.Text{
	"field.required":    {ID: "Isian ini wajib diisi.", EN: "This field is required."},
	"field.unknown":     {ID: "Formulir ini tidak mempunyai isian tersebut. Hapus isian ini.", EN: "The form has no such field. Remove it."},
	"field.not_asked":   {ID: "Isian ini tidak ditanyakan untuk jawaban Anda yang lain. Kosongkan.", EN: "This field is not asked with your other answers. Leave it empty."},
	"field.pattern":     {ID: "Bentuk isian ini belum sesuai petunjuknya.", EN: "This does not have the shape that the help describes."},
	"field.choice":      {ID: "Pilih salah satu dari pilihan yang ada.", EN: "Choose one of the options."},
	"field.repeated":    {ID: "Ini sudah ada di atas. Hapus salah satu.", EN: "This is in the list already. Remove one of them."},
	"field.computed":    {ID: "Angka ini dihitung oleh sistem dan hasilnya berbeda. Kosongkan.", EN: "This number is computed, and the result differs. Leave it out."},
	"field.agree":       {ID: "Setujui pernyataan ini untuk melanjutkan.", EN: "Agree to this statement to go on."},
	"personal.masked":   {ID: "Isian ini disamarkan. Tulis isinya dengan lengkap.", EN: "This answer is masked. Write all of it."},
	"date.format":       {ID: "Tulis tanggal yang ada di kalender, dengan bentuk TTTT-BB-HH, misalnya 2026-03-31.", EN: "Write a date of the calendar as YYYY-MM-DD, such as 2026-03-31."},
	"time_range.format": {ID: "Tulis tanggal dan jam yang lengkap.", EN: "Write a whole date and time, with its zone."},
	"time_range.order":  {ID: "Waktu selesai harus setelah waktu mulai.", EN: "The end must come after the beginning."},
	"time_range.length": {ID: "Paling lama 31 hari. Ajukan permohonan lain untuk waktu selanjutnya.", EN: "At most 31 days. File another request for the time after."},
	"agency.unknown":    {ID: "Perangkat Daerah ini tidak ada. Pilih dari daftar.", EN: "There is no such agency. Choose from the list."},
	"unit.unknown":      {ID: "Unit ini tidak ada. Pilih dari daftar.", EN: "There is no such unit. Choose from the list."},
	"file.unknown":      {ID: "Berkas ini tidak ditemukan di antara unggahan Anda. Unggah lagi.", EN: "This file is not among your uploads. Upload it again."},
}

// typeTexts say what an answer of a type is.
var typeTexts = map[string]apperr.Text{
	"string":  {ID: "Isian ini berupa teks.", EN: "This must be a text."},
	"integer": {ID: "Isian ini berupa bilangan bulat, tanpa titik atau huruf.", EN: "This must be a whole number, without letters."},
	"number":  {ID: "Isian ini berupa angka.", EN: "This must be a number."},
	"boolean": {ID: "Jawab ya atau tidak.", EN: "Answer yes or no."},
	"array":   {ID: "Isian ini berupa daftar.", EN: "This must be a list."},
	"object":  {ID: "Isian ini terdiri dari beberapa bagian.", EN: "This must have its parts by name."},
}

// comparisons say what a rule asks, where it has no words of its own.
var comparisons = map[string]apperr.Text{
	"after":      {ID: "Harus setelah “%s”.", EN: "Must be after “%s”."},
	"not_before": {ID: "Tidak boleh sebelum “%s”.", EN: "Must not be before “%s”."},
	"at_most":    {ID: "Tidak boleh lebih dari “%s”.", EN: "Must not be more than “%s”."},
	"at_least":   {ID: "Tidak boleh kurang dari “%s”.", EN: "Must not be less than “%s”."},
	"equal":      {ID: "Harus sama dengan “%s”.", EN: "Must be the same as “%s”."},
	"different":  {ID: "Harus berbeda dari “%s”.", EN: "Must differ from “%s”."},
}

func say(id, en string, value any) apperr.Text {
	return apperr.Text{ID: fmt.Sprintf(id, value), EN: fmt.Sprintf(en, value)}
}

func sayDay(id, en string, day time.Time) apperr.Text {
	return apperr.Text{ID: fmt.Sprintf(id, day.Format("02-01-2006")), EN: fmt.Sprintf(en, day.Format(time.DateOnly))}
}

func decimal(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// titles are the titles of a field in both languages.
func (f Field) titles() apperr.Text {
	t := apperr.Text{ID: f.Title, EN: f.Title}
	if f.EN != nil && f.EN.Title != "" {
		t.EN = f.EN.Title
	}
	return t
}
