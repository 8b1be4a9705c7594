import { words } from '~/i18n/useWords';

/** The words of saving while one types. */
export const saveWords = words(
  {
    changed: 'Menyimpan setelah Anda berhenti mengetik …',
    saving: 'Menyimpan …',
    saved: 'Tersimpan pukul {time}',
    failed:
      'Belum tersimpan. {reason} Isian Anda tetap ada di halaman ini dan akan disimpan lagi secara otomatis.',
    refused: 'Belum tersimpan. {reason}',
    saveNow: 'Simpan sekarang',
    leaveTitle: 'Isian terakhir belum tersimpan',
  },
  {
    changed: 'Saving once you stop typing …',
    saving: 'Saving …',
    saved: 'Saved at {time}',
    failed:
      'Not saved yet. {reason} Your answers are kept on this page and will be saved again by themselves.',
    refused: 'Not saved yet. {reason}',
    saveNow: 'Save now',
    leaveTitle: 'Your last answers are not saved',
  },
);
