import { describe, expect, it } from 'vitest';
import type { Translate } from '~/i18n/I18nProvider';
import type { SayWord } from '~/i18n/useWords';
import { fieldAt } from '~/ui/document/fields';
import { definitionOf, toSend } from './definition';
import { blankDefinition, blankStandard, codeFrom, definitionGroups } from './definitionForm';
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

it('makes codes of names', () => {
  expect(codeFrom('  Pinjam Studio (Baru)! ')).toBe('pinjam-studio-baru');
  expect(codeFrom('Café à la carte')).toBe('cafe-a-la-carte');
  expect(codeFrom('—')).toBe('');
  expect(codeFrom(`${'a'.repeat(39)} b`)).toBe('a'.repeat(39));
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
});

it('edits everything of a version but its number', () => {
  expect(definitionOf({ ...blankDefinition, definition_version: 3 })).toEqual(blankDefinition);
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
