import type { Step } from '~/api/types';
import type { Translate } from '~/i18n/I18nProvider';
import type { SayWord } from '~/i18n/useWords';
import type { Field, Option } from '~/ui/document/fields';
import { type Json, textAt } from '~/ui/document/json';
import type { CatalogueWords } from './words';

/** The roles that can work at a step or give an opinion on it, and which of them belong to a unit; the server checks. */
const officeRoles = ['front_office', 'head', 'division_head', 'technical', 'verifier', 'ppid'] as const;
const stepRoles = [...officeRoles, 'applicant'] as const;
const rolesOfUnits = ['division_head', 'technical'];

const stepKinds = [
  'intake',
  'disposition',
  'preparation',
  'verification',
  'work',
  'external',
  'approval',
  'delivery',
] as const;

const stepActions = [
  'take-up',
  'dispositions',
  'forward',
  'return',
  'external-waits',
  'extend',
  'complete',
  'reject',
] as const;

/** What of an SPBE proposal is recorded at a step; the server checks that a service has all or none. */
const stepPurposes = ['study', 'verdict', 'ministry'] as const;

const resultKinds = ['note', 'internal', 'supporting', 'external_wait'] as const;

const branchKinds = ['incomplete', 'verification_failed', 'external', 'objection'] as const;

/** The branches that always lead to the same place outside the office; the others lead to a step. */
const outside: Readonly<Partial<Record<string, string>>> = { incomplete: 'applicant', external: 'external' };

/** A step as it is edited: a branch that leads outside names no target, so that none stays when its kind is changed. */
export const stepToEdit = ({ branches, ...step }: Step): Step => ({
  ...step,
  ...(branches && {
    branches: branches.map((branch) => (outside[branch.on] ? { ...branch, to: '' } : branch)),
  }),
});

/** A step as it is sent: branches with their targets, and neither a result of no kind nor a purpose of none. */
export const stepToSend = ({ result, branches, purpose, ...step }: Step): Step => ({
  ...step,
  ...(purpose && { purpose }),
  ...(branches && {
    branches: branches.map((branch) => ({ ...branch, to: outside[branch.on] ?? branch.to })),
  }),
  ...(result?.kind && { result }),
});

/** The fields of a step in the order of the editor. `targets`: the steps to which a branch may lead. */
export function stepFields(
  w: SayWord<CatalogueWords>,
  t: Translate,
  units: readonly Option[],
  targets: readonly Option[],
): Field[] {
  const unit = (path: string, role: string): Field => ({
    kind: 'choice',
    path,
    label: w('field.unit'),
    options: units,
    when: (around) => rolesOfUnits.includes(textAt(around, role)),
  });
  return [
    { kind: 'text', path: '/name', label: w('field.stepName') },
    { kind: 'text', path: '/key', label: w('field.stepKey'), hint: w('field.stepKeyHint') },
    {
      kind: 'choice',
      path: '/actor/role',
      label: w('field.role'),
      options: stepRoles.map((value) => ({ value, label: t(`role.${value}`) })),
    },
    unit('/actor/unit', '/actor/role'),
    {
      kind: 'choice',
      path: '/kind',
      label: w('field.kind'),
      options: stepKinds.map((value) => ({ value, label: w(`kind.${value}`) })),
    },
    {
      kind: 'choice',
      path: '/purpose',
      label: w('field.purpose'),
      hint: w('field.purposeHint'),
      options: [
        { value: '', label: w('noPurpose') },
        ...stepPurposes.map((value) => ({ value, label: w(`purpose.${value}`) })),
      ],
    },
    { kind: 'limit', path: '/duration', label: w('field.duration') },
    { kind: 'area', path: '/text', label: w('field.stepText') },
    { kind: 'text', path: '/output', label: w('field.output') },
    {
      kind: 'choices',
      path: '/actions',
      label: w('field.actions'),
      hint: w('field.actionsHint'),
      options: stepActions.map((value) => ({ value, label: t(`action.${value}`) })),
    },
    {
      kind: 'choice',
      path: '/result/kind',
      label: w('field.result'),
      hint: w('field.resultHint'),
      options: [
        { value: '', label: w('noResult') },
        ...resultKinds.map((value) => ({ value, label: w(`result.${value}`) })),
      ],
    },
    {
      kind: 'text',
      path: '/result/text',
      label: w('field.resultText'),
      hint: w('field.resultTextHint'),
      when: (step) => textAt(step, '/result/kind') !== '',
    },
    { kind: 'flag', path: '/stops_clock', label: w('field.stopsClock'), hint: w('field.stopsClockHint') },
    {
      kind: 'list',
      path: '/reviewers',
      label: w('field.reviewers'),
      hint: w('field.reviewersHint'),
      item: w('item.reviewer'),
      blank: { role: 'head' },
      headline: (row) => {
        const unitCode = textAt(row, '/unit');
        const role = officeRoles.find((value) => value === textAt(row, '/role'));
        const unitName = units.find(({ value }) => value === unitCode)?.label ?? unitCode;
        return [role ? t(`role.${role}`) : '', unitName].filter(Boolean).join(' · ');
      },
      fields: [
        {
          kind: 'choice',
          path: '/role',
          label: w('field.reviewerRole'),
          options: officeRoles.map((value) => ({ value, label: t(`role.${value}`) })),
        },
        unit('/unit', '/role'),
      ],
    },
    {
      kind: 'list',
      path: '/branches',
      label: w('field.branches'),
      hint: w('field.branchesHint'),
      item: w('item.branch'),
      blank: { on: 'incomplete', to: '' },
      headline: (row) => {
        const on = branchKinds.find((value) => value === textAt(row, '/on'));
        return on ? w(`branch.${on}`) : '';
      },
      fields: [
        {
          kind: 'choice',
          path: '/on',
          label: w('field.branchOn'),
          options: branchKinds.map((value) => ({ value, label: w(`branchOption.${value}`) })),
        },
        {
          kind: 'choice',
          path: '/to',
          label: w('field.branchTo'),
          options: targets,
          when: leadsToStep,
        },
        { kind: 'area', path: '/text', label: w('field.branchText'), hint: w('field.branchTextHint') },
      ],
    },
  ];
}

function leadsToStep(branch: Json): boolean {
  return !outside[textAt(branch, '/on')];
}
