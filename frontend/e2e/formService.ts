import type { APIRequestContext } from '@playwright/test';
import type { Form } from '../src/ui/form/types';
import { password } from './fixtures';

/** A form with a field of every kind, conditions, rows and files. */
export const wholeForm: Form = {
  'x-sections': [
    {
      key: 'wish',
      title: 'Yang diminta',
      description: 'Bagian ini menentukan isian berikutnya.',
      fields: ['kind', 'reason', 'urgent', 'topics'],
    },
    {
      key: 'new',
      title: 'Aplikasi baru',
      fields: ['application', 'address', 'server', 'place', 'go_live', 'window', 'users', 'budget'],
      'x-when': { field: 'kind', is: ['new'] },
    },
    { key: 'people', title: 'Penanggung jawab', fields: ['contact', 'owner_nip', 'agency', 'unit'] },
    { key: 'legal', title: 'Dasar dan biaya', fields: ['bases', 'total', 'proofs', 'terms'] },
  ],
  properties: {
    kind: {
      type: 'string',
      title: 'Jenis permintaan',
      'x-en': { title: 'Kind of request' },
      oneOf: [
        { const: 'new', title: 'Baru', description: 'Aplikasi yang belum terdaftar' },
        { const: 'change', title: 'Perubahan' },
      ],
    },
    reason: { type: 'string', format: 'multiline', title: 'Alasan', description: 'Jelaskan secukupnya.' },
    urgent: { type: 'boolean', title: 'Apakah mendesak?' },
    topics: {
      type: 'array',
      title: 'Bidang',
      items: {
        oneOf: [
          { const: 'health', title: 'Kesehatan' },
          { const: 'school', title: 'Pendidikan' },
        ],
      },
    },
    application: { type: 'string', title: 'Nama aplikasi', examples: ['Portal Imunisasi'] },
    address: { type: 'string', format: 'uri', title: 'Alamat yang ada' },
    server: { type: 'string', format: 'ip', title: 'Alamat IP' },
    place: { type: 'string', format: 'coordinates', title: 'Lokasi' },
    go_live: { type: 'string', format: 'date', title: 'Tanggal mulai', 'x-earliest': 0 },
    window: { type: 'object', format: 'time-range', title: 'Waktu pemasangan' },
    users: { type: 'integer', title: 'Jumlah pengguna', minimum: 1, 'x-unit': 'orang' },
    budget: { type: 'integer', format: 'rupiah', title: 'Anggaran' },
    contact: {
      type: 'object',
      format: 'person',
      title: 'Narahubung',
      'x-person': ['name', 'phone'],
    },
    owner_nip: { type: 'string', format: 'nip', title: 'NIP penanggung jawab' },
    agency: { type: 'string', format: 'agency', title: 'Perangkat Daerah terkait' },
    unit: { type: 'string', format: 'unit', title: 'Bidang yang menangani' },
    bases: {
      type: 'array',
      title: 'Dasar hukum',
      description: 'Peraturan yang menjadi dasar, satu baris untuk masing-masing.',
      minItems: 1,
      items: {
        'x-order': ['name', 'cost', 'exempt', 'why'],
        properties: {
          name: { type: 'string', title: 'Nama peraturan' },
          cost: { type: 'integer', format: 'rupiah', title: 'Biaya' },
          exempt: { type: 'boolean', title: 'Dikecualikan?' },
          why: { type: 'string', title: 'Alasan pengecualian', 'x-when': { field: 'exempt', is: [true] } },
        },
        required: ['name', 'why'],
      },
    },
    total: {
      type: 'integer',
      title: 'Jumlah biaya',
      readOnly: true,
      'x-sum': ['bases/cost'],
      'x-bands': [
        { from: 0, title: 'Kecil' },
        { from: 1_000_000, title: 'Besar' },
      ],
    },
    proofs: {
      type: 'array',
      format: 'files',
      title: 'Tangkapan layar',
      maxItems: 3,
      'x-files': { types: ['pdf', 'png'] },
    },
    terms: {
      type: 'boolean',
      const: true,
      title: 'Pernyataan tanggung jawab',
      'x-statement':
        'Saya menyatakan bahwa:\n\n1. data yang saya isi benar;\n2. saya bertanggung jawab atas penggunaannya.\n\n**Pernyataan ini mengikat.**',
    },
  },
  required: ['kind', 'application', 'contact', 'bases', 'terms'],
};

/** Gives a service of the catalogue a form, as an admin would: a new version, published. */
export async function publishForm(request: APIRequestContext, code: string, form: Form): Promise<void> {
  const api = '/api/v1';
  const login = await request.post(`${api}/auth/login`, { data: { username: 'admin', password } });
  const headers = { Authorization: `Bearer ${(await login.json()).access_token}` };
  const versions = await request.get(`${api}/service-types/${code}/versions`, { headers });
  const { definition_version: _, ...definition } = await (
    await request.get(`${api}/service-types/${code}`, { headers })
  ).json();
  const saved = await request.put(`${api}/service-types/${code}`, {
    headers: { ...headers, 'If-Match': versions.headers().etag ?? '' },
    data: { definition: { ...definition, form, example: undefined } },
  });
  if (!saved.ok()) throw new Error(await saved.text());
  const { items } = await saved.json();
  const published = await request.post(`${api}/service-types/${code}/publish`, {
    headers: { ...headers, 'If-Match': saved.headers().etag ?? '' },
    data: { version: items[0].number },
  });
  if (!published.ok()) throw new Error(await published.text());
}
