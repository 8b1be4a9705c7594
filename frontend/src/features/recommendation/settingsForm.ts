import type { Point } from '~/api/recommendations';
import type { SayWord } from '~/i18n/useWords';
import type { FieldGroup } from '~/ui/document/fields';
import { valueAt } from '~/ui/document/json';
import type { SettingsWords } from './settingsWords';

interface Known {
  agencies: readonly { id: string; name: string }[];
  points: readonly Pick<Point, 'key' | 'title'>[];
  placeholders: readonly string[];
}

/** The settings of proposals in the order of the screen. */
export function settingsGroups(w: SayWord<SettingsWords>, known: Known): FieldGroup[] {
  const agencies = [
    { value: '', label: w('choose') },
    ...known.agencies.map(({ id, name }) => ({ value: id, label: name })),
  ];
  const points = [
    { value: '', label: w('choose') },
    ...known.points.map(({ key, title }) => ({ value: key, label: title })),
    { value: 'risk', label: w('riskPoint') },
  ];
  const named = (options: typeof agencies, path: string) => (row: Parameters<typeof valueAt>[0]) =>
    options.find(({ value }) => value !== '' && value === valueAt(row, path))?.label ?? '';
  return [
    {
      key: 'ambang',
      title: w('section.risk'),
      text: w('section.riskText'),
      fields: [
        { kind: 'number', path: '/threshold', label: w('threshold'), hint: w('thresholdHint') },
        {
          kind: 'list',
          path: '/agency_thresholds',
          label: w('agencyThresholds'),
          item: w('agencyThreshold'),
          blank: { organisation: '', threshold: 11 },
          headline: named(agencies, '/organisation'),
          fields: [
            { kind: 'choice', path: '/organisation', label: w('agency'), options: agencies },
            { kind: 'number', path: '/threshold', label: w('agencyLevel'), hint: w('thresholdHint') },
          ],
        },
      ],
    },
    {
      key: 'surat',
      title: w('section.letter'),
      text: w('section.letterText', { placeholders: known.placeholders.join(', ') }),
      fields: [
        { kind: 'lines', path: '/letter/addressee', label: w('addressee'), hint: w('linesHint') },
        { kind: 'text', path: '/letter/subject', label: w('subject') },
        { kind: 'area', path: '/letter/opening', label: w('opening') },
        { kind: 'lines', path: '/letter/body', label: w('body'), hint: w('paragraphsHint') },
        { kind: 'area', path: '/letter/closing', label: w('closing') },
        { kind: 'lines', path: '/letter/copies_to', label: w('copiesTo'), hint: w('linesHint') },
      ],
    },
    {
      key: 'daftar-periksa',
      title: w('section.checklists'),
      text: w('section.checklistsText'),
      fields: [
        {
          kind: 'list',
          path: '/checklists',
          label: w('checklists'),
          item: w('checklist'),
          blank: { key: '', lines: [] },
          headline: named(points, '/key'),
          fields: [
            { kind: 'choice', path: '/key', label: w('point'), options: points },
            { kind: 'lines', path: '/lines', label: w('lines'), hint: w('linesHint') },
          ],
        },
      ],
    },
  ];
}
