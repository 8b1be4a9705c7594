import { words } from '~/i18n/useWords';

/** The words of Pengaturan > Keamanan. */
export const signInRulesWords = words(
  {
    title: 'Keamanan masuk',
    lead: 'Syarat masuk bagi semua orang. Perubahan langsung berlaku.',
    factor: 'Verifikasi dua langkah',
    own: 'Milik saya',
    roles: 'Peran yang wajib memakainya',
    rolesHint:
      'Orang dengan peran ini hanya dapat memasang verifikasi dua langkah sampai terpasang. Pasang dahulu di akun Anda sendiri sebelum mewajibkannya untuk peran Anda.',
    passwords: 'Kata sandi',
    passwordsText:
      'Paling pendek 15 karakter, atau 8 dengan verifikasi dua langkah. Kata sandi umum, yang pernah bocor, dan yang memuat nama atau instansi ditolak. Percobaan menebak diperlambat, makin lama makin lambat.',
    save: 'Simpan',
    saved: 'Perubahan tersimpan dan langsung berlaku.',
  },
  {
    title: 'Signing in',
    lead: 'What is demanded of everybody who signs in. Changes count at once.',
    factor: 'Second factor',
    own: 'My own',
    roles: 'Roles that must have one',
    rolesHint:
      'People with these roles can do nothing but set up a second factor until they have one. Set up your own before you demand one of your role.',
    passwords: 'Passwords',
    passwordsText:
      'At least 15 characters, or 8 with a second factor. Common and leaked passwords, and those with names or the agency in them, are refused. Guessing is slowed down more and more.',
    save: 'Save',
    saved: 'The changes are saved and count at once.',
  },
);
