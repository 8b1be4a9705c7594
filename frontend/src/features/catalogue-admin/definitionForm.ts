import type { Translate } from '~/i18n/I18nProvider';
import type { SayWord } from '~/i18n/useWords';
import type { Field, FieldGroup, Option } from '~/ui/document/fields';
import { type Json, textAt, valueAt } from '~/ui/document/json';
import type { EditedDefinition } from './definition';
import { stepFields } from './stepForm';
import type { CatalogueWords } from './words';

/** The fourteen components of a standard in their order (PermenPANRB 15/2014), by their official titles. */
const componentTitles = {
  requirements: 'Persyaratan',
  procedure: 'Sistem, mekanisme, dan prosedur',
  time_limit: 'Jangka waktu pelayanan',
  cost: 'Biaya/tarif',
  product: 'Produk pelayanan',
  complaints: 'Penanganan pengaduan, saran, dan masukan',
  legal_basis: 'Dasar hukum',
  facilities: 'Sarana, prasarana, dan/atau fasilitas',
  competence: 'Kompetensi pelaksana',
  supervision: 'Pengawasan internal',
  staff: 'Jumlah pelaksana',
  service_guarantee: 'Jaminan pelayanan',
  security_guarantee: 'Jaminan keamanan dan keselamatan pelayanan',
  evaluation: 'Evaluasi kinerja pelaksana',
} as const;

/** A standard whose texts are still to be written. */
export const blankStandard: Json = {
  decree: '',
  components: Object.entries(componentTitles).map(([key, title]) => ({ key, title, text: '' })),
};

/** What a new service starts with: the shortest way that a request can go. */
export const blankDefinition: EditedDefinition = {
  code: '',
  name: '',
  category: '',
  audience: ['agency'],
  channel: 'online',
  summary: '',
  description: '',
  keywords: [],
  sources: [],
  guests: false,
  confidential: false,
  hidden: false,
  position: 0,
  letter: 'required',
  requirements: [],
  procedure: [],
  steps: [
    { key: 'loket', name: 'Penerimaan permohonan', actor: { role: 'front_office' }, kind: 'intake' },
    { key: 'kepala-dinas', name: 'Disposisi Kepala Dinas', actor: { role: 'head' }, kind: 'disposition' },
    { key: 'pengerjaan', name: 'Pengerjaan', actor: { role: 'technical', unit: '' }, kind: 'work' },
  ],
  time_limit: null,
  extension: null,
  cost: 'Tidak dipungut biaya',
  product: '',
  standard: null,
  legal_bases: [],
  complaints: '',
  downloads: [],
  prerequisites: [],
  external: [],
  notes: [],
};

export interface Choices {
  categories: readonly Option[];
  units: readonly Option[];
  services: readonly Option[];
}

/** The group of the steps. `targets`: the steps to which a branch may lead. */
export const stepGroup = (
  w: SayWord<CatalogueWords>,
  t: Translate,
  units: readonly Option[],
  targets: readonly Option[],
): FieldGroup => ({
  key: 'alur',
  title: w('section.steps'),
  text: w('section.stepsText'),
  fields: [
    {
      kind: 'list',
      path: '/steps',
      label: w('field.steps'),
      item: w('item.step'),
      blank: { key: '', name: '', actor: { role: 'technical', unit: '' }, kind: 'work' },
      headline: (row) => textAt(row, '/name'),
      fields: stepFields(w, t, units, targets),
    },
    { kind: 'lines', path: '/procedure', label: w('field.procedure'), hint: w('field.procedureHint') },
  ],
});

/** The fields of a definition in the order of the editor. `isNew`: the code is still to be chosen. */
export function definitionGroups(
  w: SayWord<CatalogueWords>,
  t: Translate,
  { categories, units, services }: Choices,
  isNew: boolean,
): FieldGroup[] {
  const code: Field[] = isNew
    ? [{ kind: 'text', path: '/code', label: w('field.code'), hint: w('field.codeHint') }]
    : [];
  return [
    {
      key: 'teks',
      title: w('section.texts'),
      fields: [
        { kind: 'text', path: '/name', label: w('field.name') },
        ...code,
        { kind: 'area', path: '/summary', label: w('field.summary'), hint: w('field.summaryHint') },
        {
          kind: 'markdown',
          path: '/description',
          label: w('field.description'),
          hint: w('field.descriptionHint'),
        },
        { kind: 'choice', path: '/category', label: w('field.category'), options: categories },
        { kind: 'number', path: '/position', label: w('field.position'), hint: w('field.positionHint') },
        { kind: 'lines', path: '/keywords', label: w('field.keywords'), hint: w('field.keywordsHint') },
        { kind: 'flag', path: '/hidden', label: w('field.hidden'), hint: w('field.hiddenHint') },
      ],
    },
    {
      key: 'cara',
      title: w('section.asking'),
      fields: [
        {
          kind: 'choices',
          path: '/audience',
          label: w('field.audience'),
          options: (['agency', 'regency', 'school', 'public'] as const).map((value) => ({
            value,
            label: t(`audience.${value}`),
          })),
        },
        {
          kind: 'choice',
          path: '/channel',
          label: w('field.channel'),
          options: (['online', 'letter', 'external'] as const).map((value) => ({
            value,
            label: t(`service.channel.${value}`),
          })),
        },
        {
          kind: 'choice',
          path: '/letter',
          label: w('field.letter'),
          options: (['required', 'optional'] as const).map((value) => ({
            value,
            label: w(`letter.${value}`),
          })),
        },
        { kind: 'flag', path: '/guests', label: w('field.guests') },
        {
          kind: 'flag',
          path: '/confidential',
          label: w('field.confidential'),
          hint: w('field.confidentialHint'),
        },
      ],
    },
    {
      key: 'persyaratan',
      title: w('section.requirements'),
      fields: [
        {
          kind: 'list',
          path: '/requirements',
          label: w('field.requirements'),
          item: w('item.requirement'),
          blank: { text: '', items: [] },
          headline: (row) => textAt(row, '/text'),
          fields: [
            { kind: 'area', path: '/text', label: w('field.requirement') },
            { kind: 'lines', path: '/items', label: w('field.items'), hint: w('field.itemsHint') },
          ],
        },
      ],
    },
    stepGroup(w, t, units, []),
    {
      key: 'waktu',
      title: w('section.time'),
      fields: [
        { kind: 'limit', path: '/time_limit', label: w('field.timeLimit') },
        { kind: 'limit', path: '/extension', label: w('field.extension') },
      ],
    },
    {
      key: 'fakta',
      title: w('section.facts'),
      fields: [
        { kind: 'text', path: '/cost', label: w('field.cost'), hint: w('field.costHint') },
        { kind: 'area', path: '/product', label: w('field.product') },
        { kind: 'area', path: '/complaints', label: w('field.complaints') },
      ],
    },
    {
      key: 'dasar-hukum',
      title: w('section.legal'),
      fields: [
        {
          kind: 'list',
          path: '/legal_bases',
          label: w('field.legalBases'),
          item: w('item.legalBasis'),
          blank: { kind: '', number: '', title: '' },
          headline: (row) => {
            const [kind, number, year] = ['/kind', '/number', '/year'].map((path) => textAt(row, path));
            if (!kind || !number) return kind || textAt(row, '/title');
            return year ? w('lawHeadline', { kind, number, year }) : w('lawHeadlineNoYear', { kind, number });
          },
          fields: [
            { kind: 'text', path: '/kind', label: w('field.lawKind'), hint: w('field.lawKindHint') },
            { kind: 'text', path: '/number', label: w('field.lawNumber') },
            { kind: 'number', path: '/year', label: w('field.lawYear') },
            { kind: 'area', path: '/title', label: w('field.lawTitle') },
            { kind: 'area', path: '/note', label: w('field.lawNote'), hint: w('field.lawNoteHint') },
          ],
        },
      ],
    },
    {
      key: 'standar',
      title: w('section.standard'),
      text: w('section.standardText'),
      fields: [
        { kind: 'area', path: '/standard/decree', label: w('field.decree'), when: hasStandard },
        {
          kind: 'list',
          path: '/standard/components',
          label: w('field.components'),
          item: w('item.component'),
          blank: null,
          headline: (row) => textAt(row, '/title'),
          names: componentTitles,
          when: hasStandard,
          fields: [
            { kind: 'text', path: '/title', label: w('field.componentTitle') },
            { kind: 'markdown', path: '/text', label: w('field.componentText') },
            {
              kind: 'area',
              path: '/decreed_text',
              label: w('field.decreedText'),
              hint: w('field.decreedTextHint'),
            },
            { kind: 'area', path: '/correction', label: w('field.correction') },
          ],
        },
      ],
    },
    {
      key: 'unduhan',
      title: w('section.downloads'),
      fields: [
        {
          kind: 'list',
          path: '/downloads',
          label: w('field.downloads'),
          item: w('item.download'),
          blank: { key: '', title: '' },
          headline: (row) => textAt(row, '/title'),
          fields: [
            { kind: 'text', path: '/title', label: w('field.downloadTitle') },
            { kind: 'text', path: '/key', label: w('field.downloadKey'), hint: w('field.downloadKeyHint') },
          ],
        },
      ],
    },
    {
      key: 'prasyarat',
      title: w('section.prerequisites'),
      fields: [
        {
          kind: 'list',
          path: '/prerequisites',
          label: w('field.prerequisites'),
          item: w('item.prerequisite'),
          blank: { service: '', text: '' },
          headline: (row) => textAt(row, '/text'),
          fields: [
            { kind: 'area', path: '/text', label: w('field.prerequisiteText') },
            {
              kind: 'choice',
              path: '/service',
              label: w('field.prerequisiteService'),
              options: [{ value: '', label: w('noService') }, ...services],
            },
          ],
        },
      ],
    },
    {
      key: 'sistem',
      title: w('section.external'),
      fields: [
        {
          kind: 'list',
          path: '/external',
          label: w('field.external'),
          item: w('item.external'),
          blank: { name: '', url: '', text: '' },
          headline: (row) => textAt(row, '/name'),
          fields: [
            { kind: 'text', path: '/name', label: w('field.externalName') },
            { kind: 'text', path: '/url', label: w('field.externalUrl') },
            { kind: 'area', path: '/text', label: w('field.externalText') },
          ],
        },
      ],
    },
    {
      key: 'catatan',
      title: w('section.notes'),
      fields: [
        {
          kind: 'list',
          path: '/notes',
          label: w('field.notes'),
          item: w('item.note'),
          blank: { ref: '', text: '' },
          headline: (row) => [textAt(row, '/ref'), textAt(row, '/text')].filter(Boolean).join(': '),
          fields: [
            { kind: 'text', path: '/ref', label: w('field.noteRef') },
            { kind: 'area', path: '/text', label: w('field.noteText') },
            { kind: 'area', path: '/decreed_text', label: w('field.decreedText') },
          ],
        },
      ],
    },
  ];
}

function hasStandard(definition: Json): boolean {
  return Boolean(valueAt(definition, '/standard'));
}
