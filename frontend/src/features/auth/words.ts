import { words } from '~/i18n/useWords';

/** The words of forgotten passwords and one-time links. */
export const linkWords = words(
  {
    inviteTitle: 'Buat kata sandi',
    inviteLead: 'Selamat datang, {name}. Nama pengguna Anda: {username}.',
    resetTitle: 'Atur ulang kata sandi',
    resetLead: 'Akun {name} ({username}). Semua sesi yang masih masuk akan berakhir.',
    password: 'Kata sandi baru',
    passwordHint:
      'Paling sedikit {min} karakter. Beberapa kata yang tidak berhubungan mudah diingat dan sulit ditebak.',
    repeat: 'Ulangi kata sandi baru',
    submit: 'Simpan kata sandi',
    done: 'Kata sandi tersimpan',
    doneText: 'Sekarang masuk dengan nama pengguna dan kata sandi baru Anda.',
    toSignIn: 'Ke halaman masuk',
    noToken: 'Tautan ini tidak lengkap',
    noTokenText: 'Salin seluruh alamat dari surel atau dari admin, lalu buka lagi.',
    invalid: 'Tautan tidak dapat dipakai',
    forgotTitle: 'Lupa kata sandi',
    forgotLead: 'Tulis nama pengguna Anda. Kami mengirim tautan ke surel yang tercatat di akun.',
    forgotSubmit: 'Kirim tautan',
    sent: 'Permintaan diterima',
    sentText:
      'Bila akun itu ada dan memiliki surel, tautan segera dikirim; berlaku 2 jam. Bila tidak ada surel yang tiba, hubungi admin.',
  },
  {
    inviteTitle: 'Choose a password',
    inviteLead: 'Welcome, {name}. Your username: {username}.',
    resetTitle: 'Reset the password',
    resetLead: 'Account of {name} ({username}). All sessions that are signed in will end.',
    password: 'New password',
    passwordHint: 'At least {min} characters. A few unrelated words are easy to remember and hard to guess.',
    repeat: 'Repeat the new password',
    submit: 'Save the password',
    done: 'The password is saved',
    doneText: 'Now sign in with your username and your new password.',
    toSignIn: 'To the sign-in page',
    noToken: 'This link is not complete',
    noTokenText: 'Copy the whole address from the email or from the admin, and open it again.',
    invalid: 'The link cannot be used',
    forgotTitle: 'Forgotten password',
    forgotLead: 'Enter your username. We send a link to the email address of the account.',
    forgotSubmit: 'Send the link',
    sent: 'The request was received',
    sentText:
      'If there is such an account with an email address, a link is sent at once; it is good for 2 hours. If no email arrives, ask an admin.',
  },
);
