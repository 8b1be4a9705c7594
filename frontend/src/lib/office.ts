/**
 * What is particular to this office. Everything that another province would change about the screens is
 * here and nowhere else.
 */
export const office = {
  product: 'E-Layanan',
  /** Full name of the service, as on the public page (L1). */
  serviceName:
    'Layanan Digital Dinas Komunikasi Informatika Statistik dan Persandian Provinsi Kalimantan Utara',
  name: 'Dinas Komunikasi, Informatika, Statistik dan Persandian',
  shortName: 'DKISP Kalimantan Utara',
  government: 'Pemerintah Provinsi Kalimantan Utara',
  /** All times on the screen are the office's, whatever zone the visitor is in. */
  timeZone: 'Asia/Makassar',
  timeZoneLabel: 'WITA',
  email: 'diskominfo@kaltaraprov.go.id',
  /** Digits only, as wa.me wants them. */
  whatsapp: '6282253731353',
  whatsappLabel: '+62 822-5373-1353',
  /** Bytes that one uploaded file may have; the server has the last word. */
  fileLimit: 20_000_000,
} as const;
