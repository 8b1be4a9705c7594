import { ApiError } from '~/api/problem';
import type { SayWord } from '~/i18n/useWords';
import type { DocumentErrors } from '~/ui/document/documentErrors';
import { fieldAt } from '~/ui/document/fields';
import type { Pointer } from '~/ui/document/json';
import type { BuilderWords } from './builderWords';
import { fieldSettings, ruleSettings, sectionSettings } from './fieldSettings';
import type { FieldDraft, FormDraft } from './formDraft';

type Say = SayWord<BuilderWords>;

interface FormPlace {
  /** Where it stands in the edited document. */
  at: Pointer;
  /** In words: section, field, setting. */
  trail: string[];
}

/** Where the editor shows what the server found at a pointer into the form of the profile. */
export function placeInForm(form: FormDraft, pointer: Pointer, w: Say): FormPlace {
  const [, top, name = '', ...rest] = pointer.split('/');
  if (top === 'x-sections' && form.sections[Number(name)]) return placeInSection(form, Number(name), rest, w);
  if (top === 'x-rules') {
    const place = fieldAt([ruleSettings(w, [])], ['/form/rules', name, ...rest].filter(Boolean).join('/'));
    return { at: place?.at ?? '/form/rules', trail: [...(place?.trail ?? [w('rules')])] };
  }
  if (top === 'properties') {
    for (const [index, section] of form.sections.entries()) {
      const found = section.fields.findIndex(({ key }) => key === name);
      const field = section.fields[found];
      if (!field) continue;
      const place = placeInField(field, `/form/sections/${index}/fields/${found}`, rest, false, w);
      return { ...place, trail: [section.title || `${w('section')} ${index + 1}`, ...place.trail] };
    }
  }
  return { at: '/form/sections', trail: [w('diff.form')] };
}

function placeInSection(form: FormDraft, index: number, [word = '', place]: string[], w: Say): FormPlace {
  const section = form.sections[index];
  const at = `/form/sections/${index}`;
  const trail = [section?.title || `${w('section')} ${index + 1}`];
  if (word === 'fields') {
    const field = place === undefined ? undefined : section?.fields[Number(place)];
    if (!field) return { at: `${at}/fields`, trail };
    return { at: `${at}/fields/${place}/key`, trail: [...trail, field.title, w('key')] };
  }
  if (word === 'x-when') return { at: `${at}/x-when`, trail: [...trail, w('condition')] };
  const found = fieldAt(sectionSettings(w), `${at}/${word === 'key' ? 'title' : word}`, at);
  return { at: found?.at ?? `${at}/title`, trail: [...trail, ...(found?.trail ?? [])] };
}

function placeInField(
  field: FieldDraft,
  at: Pointer,
  rest: readonly string[],
  inRow: boolean,
  w: Say,
): FormPlace {
  const trail = [field.title || (inRow ? w('column') : w('field'))];
  const word = rest.join('/');
  const column = /^items\/properties\/([^/]*)(?:\/(.*))?$/.exec(word);
  if (column) {
    const index = (field.columns ?? []).findIndex(({ key }) => key === column[1]);
    const found = field.columns?.[index];
    if (!found) return { at: `${at}/columns`, trail: [...trail, w('columns')] };
    const below = column[2] ? column[2].split('/') : [];
    const place = placeInField(found, `${at}/columns/${index}`, below, true, w);
    return { ...place, trail: [...trail, ...place.trail] };
  }
  if (word.startsWith('x-when')) return { at: `${at}/x-when`, trail: [...trail, w('condition')] };
  const order = /^items\/x-order\/(\d+)$/.exec(word);
  if (order) return { at: `${at}/columns/${order[1]}/key`, trail: [...trail, w('key')] };
  if (field.kind === 'rows' && word.startsWith('items'))
    return { at: `${at}/columns`, trail: [...trail, w('columns')] };
  const path = word.replace(/^(items\/)?oneOf/, 'options').replace(/^(type|format)$/, 'kind');
  const settings = fieldSettings(w, field.kind, { locked: false, inRow, summands: [] });
  const found = path === '' ? null : fieldAt(settings, `${at}/${path}`, at);
  return found
    ? { at: found.at, trail: [...trail, ...found.trail] }
    : { at: `${at}/key`, trail: [...trail, w('key')] };
}

/** What the server found wrong with a definition, each fault of its form at the setting that it is about. */
export function formErrors(error: unknown, form: FormDraft | null, w: Say): DocumentErrors {
  const byField = new Map<Pointer, string>();
  if (!(error instanceof ApiError)) return { byField, lines: [] };
  const root = '/definition/form';
  const lines = error.fields.map(({ pointer, detail }) => {
    const text = detail || error.message;
    if (!form || !pointer.startsWith(root)) return { at: null, text: `${pointer.slice(1)}: ${text}` };
    const { at, trail } = placeInForm(form, pointer.slice(root.length), w);
    if (!byField.has(at)) byField.set(at, text);
    return { at, text: `${trail.join(' › ')}: ${text}` };
  });
  return { byField, lines };
}
