import { words } from '~/i18n/useWords';

/** The parts of the privacy notice, in the order of reading. */
export const noticeParts = ['controller', 'purpose', 'basis', 'retention', 'rights', 'contact'] as const;

/** The words around the privacy notice, whose texts are a setting. */
export const noticeWords = words(
  {
    title: 'Data Anda dipakai untuk apa',
    controller: 'Penanggung jawab',
    purpose: 'Tujuan',
    basis: 'Dasar',
    retention: 'Masa simpan',
    rights: 'Hak Anda',
    contact: 'Kontak',
    version: 'Pemberitahuan privasi versi {version}',
  },
  {
    title: 'What your data is used for',
    controller: 'Who is responsible',
    purpose: 'Purpose',
    basis: 'Basis',
    retention: 'Kept for',
    rights: 'Your rights',
    contact: 'Contact',
    version: 'Privacy notice, version {version}',
  },
);
