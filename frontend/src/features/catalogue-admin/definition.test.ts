import { describe, expect, it } from 'vitest';
import type { Definition, Service } from '~/api/types';
import type { Translate } from '~/i18n/I18nProvider';
import type { SayWord } from '~/i18n/useWords';
import { fieldAt } from '~/ui/document/fields';
import { branchesFollow, definitionOf, toSend } from './definition';
import { blankDefinition, blankStandard, definitionGroups } from './definitionForm';
import { entryStates } from './states';
import type { CatalogueWords } from './words';

const say = ((key: string) => key) as unknown as SayWord<CatalogueWords> & Translate;
const fields = definitionGroups(say, say, { categories: [], units: [], services: [] }, true).flatMap(
  (group) => group.fields,
);

/** Every place where the server finds faults in a definition, and the field that must show it. */
it.each([
  ['/code', '/code'],
  ['/name', '/name'],
  ['/category', '/category'],
  ['/audience/0', '/audience'],
  ['/time_limit', '/time_limit'],
  ['/time_limit/amount', '/time_limit'],
  ['/extension', '/extension'],
  ['/keywords', '/keywords'],
  ['/requirements/1/text', '/requirements/1/text'],
  ['/requirements/1/items/2', '/requirements/1/items'],
  ['/steps', '/steps'],
  ['/steps/0/key', '/steps/0/key'],
  ['/steps/2/actor/role', '/steps/2/actor/role'],
  ['/steps/2/actor/unit', '/steps/2/actor/unit'],
  ['/steps/0/duration', '/steps/0/duration'],
  ['/steps/1/kind', '/steps/1/kind'],
  ['/steps/1/actions/2', '/steps/1/actions'],
  ['/steps/1/result/kind', '/steps/1/result/kind'],
  ['/steps/1/stops_clock', '/steps/1/stops_clock'],
  ['/steps/1/reviewers/0', '/steps/1/reviewers/0/role'],
  ['/steps/1/reviewers/0/unit', '/steps/1/reviewers/0/unit'],
  ['/steps/1/branches/1/to', '/steps/1/branches/1/to'],
  ['/standard/decree', '/standard/decree'],
  ['/standard/components', '/standard/components'],
  ['/standard/components/13/text', '/standard/components/13/text'],
  ['/legal_bases/0/year', '/legal_bases/0/year'],
  ['/downloads/0/key', '/downloads/0/key'],
  ['/prerequisites/0/text', '/prerequisites/0/text'],
  ['/external/0/url', '/external/0/url'],
  ['/notes/0/text', '/notes/0/text'],
])('leads from %s to its field', (pointer, at) => {
  expect(fieldAt(fields, pointer)?.at).toBe(at);
});

it('has a field for everything that a definition holds, but for what only its files know', () => {
  const names = Object.keys({ ...blankDefinition, standard: blankStandard });
  expect(names.filter((name) => !fieldAt(fields, `/${name}`))).toEqual(['sources']);
});

describe('toSend', () => {
  const step = (key: string, name: string) => ({ key, name, actor: { role: 'head' }, kind: 'work' as const });

  it('gives each step a key of its own and leaves the given ones', () => {
    const steps = [step('periksa', 'Periksa'), step('', 'Periksa'), step('', 'Kirim'), step('', '')];
    const sent = toSend({ ...blankDefinition, steps }, fields);
    expect(sent.steps.map(({ key }) => key)).toEqual(['periksa', 'periksa-2', 'kirim', '']);
  });

  it('takes away the unit of a role that has none', () => {
    const unit = { ...step('a', 'A'), actor: { role: 'head', unit: 'aptika' } };
    expect(toSend({ ...blankDefinition, steps: [unit] }, fields).steps[0]?.actor.unit).toBe('');
  });

  it('takes away a result of no kind, and leads each branch where its kind does', () => {
    const on = (kind: 'incomplete' | 'external' | 'objection', to: string) => ({ on: kind, to });
    const changed = {
      ...step('a', 'A'),
      result: { kind: '', text: 'Hasil' },
      branches: [on('incomplete', 'b'), on('external', ''), on('objection', 'b')],
    } as unknown as Definition['steps'][0];
    const [sent] = toSend({ ...blankDefinition, steps: [changed] }, fields).steps;
    expect(sent).not.toHaveProperty('result');
    expect(sent?.branches?.map(({ to }) => to)).toEqual(['applicant', 'external', 'b']);
  });

  it('keeps all of a definition, what the editor does not show included', () => {
    expect(toSend(definitionOf({ ...full, definition_version: 3 }), fields)).toEqual(full);
  });
});

/** A form, which the editor of texts and steps leaves as it is. */
const fullForm: Definition['form'] = {
  'x-sections': [{ key: 'a', title: 'A', fields: ['name'] }],
  properties: { name: { type: 'string', title: 'Nama' } },
};

/** A definition in which every field holds something; the compiler asks for each. */
const full: Complete<Omit<Definition, 'form'>> & Pick<Definition, 'form'> = {
  code: 'tte',
  name: 'Sertifikat elektronik',
  category: 'persandian',
  audience: ['agency', 'public'],
  channel: 'online',
  summary: 'Ringkasan.',
  description: 'Uraian.',
  keywords: ['tanda tangan'],
  sources: ['S8'],
  guests: true,
  confidential: true,
  hidden: true,
  position: 3,
  letter: 'required',
  requirements: [{ text: 'Surat', items: ['NIP'] }],
  procedure: ['Kirim surat'],
  steps: [
    {
      key: 'verifikasi',
      name: 'Verifikasi',
      actor: { role: 'technical', unit: 'sandi' },
      kind: 'external',
      purpose: 'ministry',
      duration: { amount: 60, basis: 'working_minutes' },
      text: 'Bunyi sumber',
      output: 'Berita acara',
      actions: ['forward', 'external-waits'],
      branches: [
        { on: 'incomplete', to: 'applicant', text: 'Dikembalikan' },
        { on: 'verification_failed', to: 'akhir', text: 'Diulang' },
        { on: 'external', to: 'external', text: 'BSrE' },
        { on: 'objection', to: 'akhir', text: 'Keberatan' },
      ],
      reviewers: [{ role: 'division_head', unit: 'sandi' }],
      result: { kind: 'external_wait', text: 'Hasil BSrE' },
      stops_clock: true,
    },
  ],
  time_limit: { amount: 5, basis: 'working_days' },
  extension: { amount: 2, basis: 'working_days' },
  cost: 'Tidak dipungut biaya',
  product: 'Sertifikat',
  standard: {
    decree: 'Keputusan',
    components: [
      { key: 'cost', title: 'Biaya', text: 'Gratis', decreed_text: 'Nihil', correction: 'Diperjelas' },
    ],
  },
  legal_bases: [{ kind: 'UU', number: '11', year: 2008, title: 'ITE', note: 'Diubah' }],
  complaints: 'WhatsApp',
  downloads: [{ key: 'format', title: 'Format' }],
  prerequisites: [
    {
      service: 'email',
      text: 'Surel dinas',
      asset: 'mailbox',
      required: true,
      when: { field: 'jenis', value: 'baru' },
    },
  ],
  external: [{ name: 'BSrE', url: 'https://bsre.bssn.go.id', text: 'Penerbit' }],
  form: fullForm,
  example: { name: 'Siti' },
  delivers: 'certificate',
  alters: ['certificate'],
  disclosure: { objection_within: 30, answer_within: 30, dispute_within: 14 },
  notes: [{ ref: 'C1', text: 'Koreksi', decreed_text: 'Bunyi asli' }],
};

/** Like T, with every optional member there. */
type Complete<T> = T extends readonly (infer Item)[]
  ? Complete<Item>[]
  : T extends object
    ? { [Name in keyof T]-?: Complete<NonNullable<T[Name]>> }
    : T;

it('edits everything of a version but its number', () => {
  expect(definitionOf({ ...blankDefinition, definition_version: 3 } as Service)).toEqual(blankDefinition);
});

it.each([
  [{ current: 2, draft: 0 }, ['current']],
  [{ current: 2, draft: 3, hidden: true }, ['current', 'draft', 'hidden']],
  [{ current: 0, draft: 1 }, ['draft']],
  [{ current: 0, scheduled: 1, draft: 0 }, ['scheduled']],
  [{ current: 1, scheduled: 2, draft: 3 }, ['current', 'scheduled', 'draft']],
  [{ current: 1, draft: 0, retired_at: '2026-01-01T00:00:00Z' }, ['retired', 'current']],
])('tells the states of %o', (entry, states) => {
  const base = { code: 'x', name: 'X', category: 'c', scheduled: 0, hidden: false, retired_at: null };
  expect(entryStates({ ...base, ...entry })).toEqual(states);
});

it('lets branches follow a step whose key is rewritten letter by letter, past nothing and past the key of another', () => {
  const step = (key: string, to = '') => ({
    ...blankDefinition.steps[0],
    key,
    name: 'Uji',
    branches: to ? [{ on: 'verification_failed', to, text: '' }] : [],
  });
  let now = {
    steps: [step('uji'), step('kajian'), step('akhir', 'uji')] as readonly Definition['steps'][number][],
    known: 'uji',
  };
  for (const key of ['', 'k', 'kajian', 'kajian-a']) {
    now = branchesFollow(
      now.steps.map((one, index) => (index === 0 ? { ...one, key } : one)),
      0,
      now.known,
    );
  }
  expect(now.steps.map(({ branches }) => branches?.[0]?.to)).toEqual([undefined, undefined, 'kajian-a']);
});
