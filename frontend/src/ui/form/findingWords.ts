import type { Language } from '~/i18n/format';
import type { SayWord } from '~/i18n/useWords';
import { words } from '~/i18n/useWords';
import type { Finding } from './types';

/** The sentences of `api/form/words.go` and `format.go`, so that browser and server say the same. */
export const findingWords = words(
  {
    'field.required': 'Isian ini wajib diisi.',
    'field.unknown': 'Formulir ini tidak mempunyai isian tersebut. Hapus isian ini.',
    'field.not_asked': 'Isian ini tidak ditanyakan untuk jawaban Anda yang lain. Kosongkan.',
    'field.pattern': 'Bentuk isian ini belum sesuai petunjuknya.',
    'field.choice': 'Pilih salah satu dari pilihan yang ada.',
    'field.repeated': 'Ini sudah ada di atas. Hapus salah satu.',
    'field.computed': 'Angka ini dihitung oleh sistem dan hasilnya berbeda. Kosongkan.',
    'field.agree': 'Setujui pernyataan ini untuk melanjutkan.',
    'field.type': 'Isian ini belum berbentuk sebagaimana mestinya.',
    'field.type.integer': 'Isian ini berupa bilangan bulat, tanpa titik atau huruf.',
    'field.type.number': 'Isian ini berupa angka.',
    'field.too_short': 'Terlalu pendek: paling sedikit {value} karakter.',
    'field.too_long': 'Terlalu panjang: paling banyak {value} karakter.',
    'field.minimum': 'Terlalu kecil: paling sedikit {value}.',
    'field.maximum': 'Terlalu besar: paling banyak {value}.',
    'field.too_few': 'Terlalu sedikit: paling sedikit {value}.',
    'field.too_many': 'Terlalu banyak: paling banyak {value}.',
    'field.early': 'Terlalu awal: paling awal tanggal {value}.',
    'field.late': 'Terlalu lambat: paling lambat tanggal {value}.',
    'date.format': 'Tulis tanggal yang ada di kalender.',
    'time_range.format': 'Tulis tanggal dan jam yang lengkap.',
    'time_range.order': 'Waktu selesai harus setelah waktu mulai.',
    'time_range.length': 'Paling lama 31 hari. Ajukan permohonan lain untuk waktu selanjutnya.',
    'agency.unknown': 'Perangkat Daerah ini tidak ada. Pilih dari daftar.',
    'unit.unknown': 'Unit ini tidak ada. Pilih dari daftar.',
    'file.unknown': 'Berkas ini tidak ditemukan di antara unggahan Anda. Unggah lagi.',
    'file.type': 'Jenis berkas ini tidak diterima di sini. Unggah: {value}.',
    'file.too_large': 'Berkas lebih besar dari {value} MB. Perkecil, lalu unggah lagi.',
    'nip.format': 'NIP terdiri dari 18 angka. Periksa kembali angkanya.',
    'nip.unusual':
      'Susunan NIP ini tidak biasa. Periksa kembali; bila memang demikian (misalnya PPPK), lanjutkan.',
    'personal.masked': 'Isian ini disamarkan. Tulis isinya dengan lengkap.',
    'nik.format': 'NIK terdiri dari 16 angka. Periksa kembali angkanya.',
    'nik.unusual': 'Susunan NIK ini tidak biasa. Periksa kembali; bila memang demikian, lanjutkan.',
    'phone.format': 'Tulis nomor telepon yang diawali 0 atau +62, misalnya 081234567890.',
    'email.format': 'Tulis alamat email yang lengkap, misalnya nama@contoh.go.id.',
    'mailbox.format':
      'Nama email terdiri dari 3–64 huruf kecil, angka, titik, garis bawah, atau tanda hubung, misalnya nama.nama; tanpa @ dan nama domain.',
    'mailbox.reserved': 'Nama ini dicadangkan dan tidak dapat diminta. Pilih nama lain.',
    'subdomain.format':
      'Nama subdomain terdiri dari paling banyak 63 huruf kecil, angka, atau tanda hubung di tengah; tanpa nama domain di belakangnya.',
    'subdomain.reserved': 'Nama ini dicadangkan dan tidak dapat diminta. Pilih nama lain.',
    'uri.format':
      'Tulis alamat yang diawali http:// atau https://, misalnya https://contoh.kaltaraprov.go.id.',
    'ip.format': 'Tulis alamat IPv4 atau IPv6, misalnya 10.10.2.15.',
    'coordinates.format': 'Tulis lintang dan bujur dalam derajat, misalnya 2.8371 dan 117.3653.',
    'rule.after': 'Harus setelah “{value}”.',
    'rule.not_before': 'Tidak boleh sebelum “{value}”.',
    'rule.at_most': 'Tidak boleh lebih dari “{value}”.',
    'rule.at_least': 'Tidak boleh kurang dari “{value}”.',
    'rule.equal': 'Harus sama dengan “{value}”.',
    'rule.different': 'Harus berbeda dari “{value}”.',
  },
  {
    'field.required': 'This field is required.',
    'field.unknown': 'The form has no such field. Remove it.',
    'field.not_asked': 'This field is not asked with your other answers. Leave it empty.',
    'field.pattern': 'This does not have the shape that the help describes.',
    'field.choice': 'Choose one of the options.',
    'field.repeated': 'This is in the list already. Remove one of them.',
    'field.computed': 'This number is computed, and the result differs. Leave it out.',
    'field.agree': 'Agree to this statement to go on.',
    'field.type': 'This does not have the right form.',
    'field.type.integer': 'This must be a whole number, without letters.',
    'field.type.number': 'This must be a number.',
    'field.too_short': 'Too short: at least {value} characters.',
    'field.too_long': 'Too long: at most {value} characters.',
    'field.minimum': 'Too small: at least {value}.',
    'field.maximum': 'Too large: at most {value}.',
    'field.too_few': 'Too few: at least {value}.',
    'field.too_many': 'Too many: at most {value}.',
    'field.early': 'Too early: the first possible day is {value}.',
    'field.late': 'Too late: the last possible day is {value}.',
    'date.format': 'Write a date of the calendar.',
    'time_range.format': 'Write a whole date and time.',
    'time_range.order': 'The end must come after the beginning.',
    'time_range.length': 'At most 31 days. File another request for the time after.',
    'agency.unknown': 'There is no such agency. Choose from the list.',
    'unit.unknown': 'There is no such unit. Choose from the list.',
    'file.unknown': 'This file is not among your uploads. Upload it again.',
    'file.type': 'This type of file is not taken here. Upload: {value}.',
    'file.too_large': 'The file is larger than {value} MB. Make it smaller and upload it again.',
    'nip.format': 'A NIP has 18 digits. Check the digits again.',
    'nip.unusual':
      'The structure of this NIP is unusual. Check it again; if it is right (such as of PPPK), go on.',
    'personal.masked': 'This answer is masked. Write all of it.',
    'nik.format': 'A NIK has 16 digits. Check the digits again.',
    'nik.unusual': 'The structure of this NIK is unusual. Check it again; if it is right, go on.',
    'phone.format': 'Write a phone number that begins with 0 or +62, such as 081234567890.',
    'email.format': 'Write a whole email address, such as nama@contoh.go.id.',
    'mailbox.format':
      'A mailbox name has 3–64 lower-case letters, digits, dots, underscores or hyphens, such as nama.nama; without @ and the domain.',
    'mailbox.reserved': 'This name is reserved and cannot be asked for. Choose another one.',
    'subdomain.format':
      'A subdomain has at most 63 lower-case letters, digits or inner hyphens; without the domain behind it.',
    'subdomain.reserved': 'This name is reserved and cannot be asked for. Choose another one.',
    'uri.format':
      'Write an address that begins with http:// or https://, such as https://contoh.kaltaraprov.go.id.',
    'ip.format': 'Write an IPv4 or IPv6 address, such as 10.10.2.15.',
    'coordinates.format': 'Write latitude and longitude in degrees, such as 2.8371 and 117.3653.',
    'rule.after': 'Must be after “{value}”.',
    'rule.not_before': 'Must not be before “{value}”.',
    'rule.at_most': 'Must not be more than “{value}”.',
    'rule.at_least': 'Must not be less than “{value}”.',
    'rule.equal': 'Must be the same as “{value}”.',
    'rule.different': 'Must differ from “{value}”.',
  },
);

type Key = keyof typeof findingWords.id;

const isKey = (code: string): code is Key => code in findingWords.id;

/** The sentence of a finding that the browser made. */
export function sayFinding(
  { code, value, rule }: Finding,
  w: SayWord<typeof findingWords.id>,
  language: Language,
  writeDate: (date: string) => string,
): string {
  if (rule) {
    const own = (language === 'en' && rule['x-en']?.message) || rule.message;
    const comparison = `rule.${rule.is}`;
    const than = (language === 'en' && rule.english) || rule.title;
    return own || (isKey(comparison) ? say(w, comparison, than) : say(w, 'field.pattern'));
  }
  if (code === 'field.early' || code === 'field.late') return say(w, code, writeDate(String(value)));
  const ofType = `${code}.${value}`;
  return say(w, isKey(ofType) ? ofType : isKey(code) ? code : 'field.pattern', value);
}

/** A word whose place may be empty: which sentence it is, is known only while running. */
const say = (w: SayWord<typeof findingWords.id>, key: Key, value: string | number = ''): string =>
  (w as (key: Key, values: { value: string | number }) => string)(key, { value });
