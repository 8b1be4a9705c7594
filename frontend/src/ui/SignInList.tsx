import { useI18n } from '~/i18n/I18nProvider';
import { useWords, words } from '~/i18n/useWords';
import { type Column, DataTable } from './DataTable';

interface SignIn {
  id: string;
  type: string;
  at: string;
  by: string;
  address: string;
  agent: string;
}

const signInWords = words(
  {
    caption: 'Riwayat masuk',
    empty: 'Belum ada kejadian yang tercatat.',
    at: 'Waktu',
    what: 'Kejadian',
    address: 'Alamat internet',
    agent: 'Peramban',
    by: 'oleh {name}',
    other: 'Perubahan akun',
    signed_in: 'Masuk',
    sign_in_failed: 'Gagal masuk',
    signed_out: 'Keluar',
    ended_by_owner: 'Sesi diakhiri',
    sessions_ended: 'Semua sesi lain diakhiri',
    session_reuse_detected: 'Sesi dihentikan karena mencurigakan',
    confirmation_failed: 'Salah mengonfirmasi kata sandi',
    password_changed: 'Kata sandi diubah',
    password_set: 'Kata sandi dibuat lewat tautan',
    password_link_issued: 'Tautan kata sandi dibuat',
    password_link_requested: 'Tautan kata sandi diminta',
    second_factor_enabled: 'Verifikasi dua langkah diaktifkan',
    second_factor_disabled: 'Verifikasi dua langkah dimatikan',
    second_factor_reset: 'Verifikasi dua langkah diatur ulang',
    recovery_codes_made: 'Kode pemulihan dibuat',
    user_disabled: 'Akun dinonaktifkan',
    user_enabled: 'Akun diaktifkan',
    user_changed: 'Data akun diubah',
  },
  {
    caption: 'Sign-in history',
    empty: 'Nothing has been recorded yet.',
    at: 'Time',
    what: 'Event',
    address: 'Internet address',
    agent: 'Browser',
    by: 'by {name}',
    other: 'Account changed',
    signed_in: 'Signed in',
    sign_in_failed: 'Failed sign-in',
    signed_out: 'Signed out',
    ended_by_owner: 'Session ended',
    sessions_ended: 'All other sessions ended',
    session_reuse_detected: 'Session stopped as suspicious',
    confirmation_failed: 'Password confirmation failed',
    password_changed: 'Password changed',
    password_set: 'Password chosen by link',
    password_link_issued: 'Password link issued',
    password_link_requested: 'Password link requested',
    second_factor_enabled: 'Second factor enabled',
    second_factor_disabled: 'Second factor disabled',
    second_factor_reset: 'Second factor reset',
    recovery_codes_made: 'Recovery codes made',
    user_disabled: 'Account disabled',
    user_enabled: 'Account enabled',
    user_changed: 'Account changed',
  },
);

/** The browser and system that a User-Agent names, as far as people know them. */
export function browserName(agent: string): string {
  const browser = /Edg\//.test(agent)
    ? 'Edge'
    : (/(Firefox|OPR|Chrome|Safari)\//.exec(agent)?.[1]?.replace('OPR', 'Opera') ?? '');
  const system =
    /(Android|iPhone|iPad|Windows|Mac OS X|Linux)/.exec(agent)?.[1]?.replace('Mac OS X', 'Mac') ?? '';
  return [browser, system].filter(Boolean).join(', ') || agent.slice(0, 40);
}

/** What happened to an account's way in, newest first. */
export function SignInList({ items }: { items: readonly SignIn[] }) {
  const w = useWords(signInWords);
  const { format } = useI18n();
  const name = (type: string) => (type in signInWords.id ? w(type as 'signed_in') : w('other'));
  const columns: Column<SignIn>[] = [
    {
      key: 'what',
      title: w('what'),
      primary: true,
      cell: ({ type, by }) => (by ? `${name(type)}, ${w('by', { name: by })}` : name(type)),
    },
    { key: 'at', title: w('at'), cell: ({ at }) => format.dateTime(at) },
    { key: 'address', title: w('address'), cell: ({ address }) => address || '–' },
    { key: 'agent', title: w('agent'), cell: ({ agent }) => (agent ? browserName(agent) : '–') },
  ];
  if (items.length === 0) return <p>{w('empty')}</p>;
  return <DataTable caption={w('caption')} columns={columns} rows={items} rowKey={({ id }) => id} />;
}
