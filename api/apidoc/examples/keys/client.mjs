import { readFile } from 'node:fs/promises';

const { ELAYANAN_API: api, ELAYANAN_KEY: key } = process.env;

async function ask(path, form) {
  const answer = await fetch(api + path, {
    method: form ? 'POST' : 'GET',
    headers: { 'X-API-Key': key, ...(form && { 'Idempotency-Key': 'surat-2026-001-js' }) },
    body: form,
    signal: AbortSignal.timeout(30_000),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

const services = await ask('/service-types?limit=100');
for (const { code, name } of services.items) console.log(code + ': ' + name);

const form = new FormData();
form.set('service_type', 'virtual-meeting');
form.set('subject', 'Rapat koordinasi imunisasi');
form.set('answers', await readFile('answers.json', 'utf8'));
form.set('letter', new Blob([await readFile('surat.pdf')], { type: 'application/pdf' }), 'surat.pdf');
const { number } = await ask('/tickets', form);

const ticket = await ask('/tickets/' + number);
console.log(ticket.number, ticket.status, ticket.step.name);
