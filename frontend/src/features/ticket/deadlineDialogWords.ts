import { words } from '~/i18n/useWords';

/** The words of “Mengapa tanggal ini?”. */
export const deadlineDialogWords = words(
  {
    'limit.working_days':
      'Jangka waktunya {count} hari kerja, dihitung sejak permohonan diterima pada {received}.',
    'limit.working_minutes':
      'Jangka waktunya {count} menit di jam layanan, dihitung sejak permohonan diterima pada {received}.',
    'limit.clock_hours':
      'Jangka waktunya {count} jam terus-menerus, malam dan hari libur termasuk, sejak permohonan diterima pada {received}.',
    'extension.working_days': 'Jangka waktu diperpanjang {count} hari kerja.',
    'extension.working_minutes': 'Jangka waktu diperpanjang {count} menit.',
    'extension.clock_hours': 'Jangka waktu diperpanjang {count} jam.',
    due: 'Tenggatnya {due}.',
    'paused.working_days':
      'Waktu sedang berhenti. Sisanya {count} hari kerja, dihitung lagi setelah waktu berjalan kembali.',
    'paused.working_minutes':
      'Waktu sedang berhenti. Sisanya {count} menit, dihitung lagi setelah waktu berjalan kembali.',
    'paused.clock_hours':
      'Waktu sedang berhenti. Sisanya {count} jam, dihitung lagi setelah waktu berjalan kembali.',
    ledger: 'Perhitungan hari demi hari',
    stops: 'Waktu yang tidak dihitung',
    'stop.returned': 'Dikembalikan kepada pemohon untuk diperbaiki',
    'stop.applicant': 'Menunggu pemohon',
    'stop.external': 'Menunggu {body}, rujukan {reference}',
    span: '{from} sampai {to}',
    since: 'sejak {from}',
    elapsed: 'Lama penanganan',
    'elapsed.working_days': 'Sejak diterima {total} hari kerja; di kantor kami sendiri {office} hari kerja.',
    'elapsed.working_minutes': 'Sejak diterima {total} menit layanan; di kantor kami sendiri {office} menit.',
    'elapsed.clock_hours': 'Sejak diterima {total} jam; di kantor kami sendiri {office} jam.',
    steps: 'Target tiap langkah',
    until: 'sampai {due}',
    'duration.working_days': '{count} hari kerja',
    'duration.working_minutes': '{count} menit',
    'duration.clock_hours': '{count} jam',
    rules: 'Aturan yang dipakai',
    dayCounts: 'Hari diterimanya permohonan dihitung.',
    dayCountsNot: 'Hari diterimanya permohonan tidak dihitung.',
    version: 'Kalender kerja versi {version}.',
  },
  {
    'limit.working_days': {
      one: 'The limit is {count} working day from receipt on {received}.',
      other: 'The limit is {count} working days from receipt on {received}.',
    },
    'limit.working_minutes': {
      one: 'The limit is {count} minute within service hours from receipt on {received}.',
      other: 'The limit is {count} minutes within service hours from receipt on {received}.',
    },
    'limit.clock_hours': {
      one: 'The limit is {count} hour without a break, nights and holidays included, from receipt on {received}.',
      other:
        'The limit is {count} hours without a break, nights and holidays included, from receipt on {received}.',
    },
    'extension.working_days': {
      one: 'It was extended by {count} working day.',
      other: 'It was extended by {count} working days.',
    },
    'extension.working_minutes': {
      one: 'It was extended by {count} minute.',
      other: 'It was extended by {count} minutes.',
    },
    'extension.clock_hours': {
      one: 'It was extended by {count} hour.',
      other: 'It was extended by {count} hours.',
    },
    due: 'It is due on {due}.',
    'paused.working_days': {
      one: 'The clock stands. {count} working day is left when it runs again.',
      other: 'The clock stands. {count} working days are left when it runs again.',
    },
    'paused.working_minutes': {
      one: 'The clock stands. {count} minute is left when it runs again.',
      other: 'The clock stands. {count} minutes are left when it runs again.',
    },
    'paused.clock_hours': {
      one: 'The clock stands. {count} hour is left when it runs again.',
      other: 'The clock stands. {count} hours are left when it runs again.',
    },
    ledger: 'Day by day',
    stops: 'Time that does not count',
    'stop.returned': 'Returned to the applicant for mending',
    'stop.applicant': 'Waiting for the applicant',
    'stop.external': 'Waiting for {body}, reference {reference}',
    span: '{from} to {to}',
    since: 'since {from}',
    elapsed: 'How long it has taken',
    'elapsed.working_days': '{total} working days since receipt; {office} of them at our office.',
    'elapsed.working_minutes': '{total} minutes of service since receipt; {office} of them at our office.',
    'elapsed.clock_hours': '{total} hours since receipt; {office} of them at our office.',
    steps: 'Target of each step',
    until: 'until {due}',
    'duration.working_days': { one: '{count} working day', other: '{count} working days' },
    'duration.working_minutes': { one: '{count} minute', other: '{count} minutes' },
    'duration.clock_hours': { one: '{count} hour', other: '{count} hours' },
    rules: 'Rules that were used',
    dayCounts: 'The day of receipt counts.',
    dayCountsNot: 'The day of receipt does not count.',
    version: 'Working calendar, version {version}.',
  },
);
