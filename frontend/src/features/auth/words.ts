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

/** The words of signing in by way of an OpenID provider. */
export const authWords = words(
  {
    or: 'atau',
    'sso.button': 'Masuk dengan {name}',
    'sso.ditolak':
      'Akun Anda di {name} belum terhubung dengan akun aktif di sini. Minta admin mencocokkan surel Anda, atau masuk dengan kata sandi.',
    'sso.dua-langkah':
      'Akun Anda memakai verifikasi dua langkah, tetapi {name} tidak memintanya. Masuk dengan kata sandi dan kode.',
    'sso.gagal': 'Masuk dengan {name} terputus atau terlalu lama. Coba lagi.',
    'sso.tidak-tersedia': '{name} sedang tidak menjawab. Coba lagi nanti, atau masuk dengan kata sandi.',
  },
  {
    or: 'or',
    'sso.button': 'Sign in with {name}',
    'sso.ditolak':
      'Your account at {name} is not connected to an active account here. Ask an admin to check your email, or sign in with a password.',
    'sso.dua-langkah':
      'Your account has a second factor, but {name} did not ask for one. Sign in with password and code.',
    'sso.gagal': 'Signing in with {name} was broken off or took too long. Try again.',
    'sso.tidak-tersedia':
      '{name} does not answer at the moment. Try again later, or sign in with a password.',
  },
);
