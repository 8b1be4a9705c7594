import type { OfficeSettings } from '~/api/types';
import type { SayWord } from '~/i18n/useWords';
import { codesFor } from '~/lib/codes';
import type { FieldGroup } from '~/ui/document/fields';
import { textAt } from '~/ui/document/json';
import type { SettingWords } from './words';

/** The fields of the office's settings in the order of the screen. */
export function officeGroups(w: SayWord<SettingWords>): FieldGroup[] {
  return [
    {
      key: 'pengumuman',
      title: w('section.banners'),
      text: w('section.bannersText'),
      fields: [
        {
          kind: 'list',
          path: '/banners',
          label: w('banners'),
          item: w('banner'),
          blank: { text: '', kind: 'info', from: '', to: '', url: '' },
          headline: (row) => textAt(row, '/text'),
          fields: [
            { kind: 'area', path: '/text', label: w('bannerText') },
            {
              kind: 'choice',
              path: '/kind',
              label: w('bannerKind'),
              options: (['info', 'warning'] as const).map((value) => ({ value, label: w(`kind.${value}`) })),
            },
            { kind: 'date', path: '/from', label: w('bannerFrom'), hint: w('bannerFromHint') },
            { kind: 'date', path: '/to', label: w('bannerTo'), hint: w('bannerToHint') },
            { kind: 'text', path: '/url', label: w('bannerUrl'), hint: w('bannerUrlHint') },
          ],
        },
      ],
    },
    {
      key: 'identitas',
      title: w('section.identity'),
      fields: [
        { kind: 'text', path: '/product_name', label: w('productName') },
        { kind: 'area', path: '/site_name', label: w('siteName') },
        { kind: 'text', path: '/office_name', label: w('officeName') },
        { kind: 'text', path: '/short_name', label: w('shortName') },
        { kind: 'text', path: '/government', label: w('government') },
        { kind: 'text', path: '/province', label: w('province') },
        { kind: 'text', path: '/domain', label: w('domain'), hint: w('domainHint') },
      ],
    },
    {
      key: 'kontak',
      title: w('section.contact'),
      fields: [
        { kind: 'area', path: '/address', label: w('address') },
        { kind: 'text', path: '/city', label: w('city') },
        { kind: 'text', path: '/postal_code', label: w('postalCode') },
        { kind: 'text', path: '/email', label: w('email') },
        { kind: 'text', path: '/website', label: w('website') },
        { kind: 'text', path: '/help_whatsapp', label: w('helpWhatsapp'), hint: w('helpWhatsappHint') },
        { kind: 'text', path: '/verifier_whatsapp', label: w('verifierWhatsapp') },
      ],
    },
    {
      key: 'jam',
      title: w('section.hours'),
      fields: [
        { kind: 'area', path: '/service_hours', label: w('serviceHours'), hint: w('serviceHoursHint') },
        { kind: 'text', path: '/time_zone_label', label: w('timeZoneLabel'), hint: w('timeZoneLabelHint') },
      ],
    },
    {
      key: 'pengingat',
      title: w('section.reminders'),
      text: w('section.remindersText'),
      fields: [
        {
          kind: 'number',
          path: '/reminders/working_days',
          label: w('remindDays'),
          hint: w('remindDaysHint'),
        },
        {
          kind: 'number',
          path: '/reminders/working_minutes',
          label: w('remindMinutes'),
          hint: w('remindMinutesHint'),
        },
        {
          kind: 'number',
          path: '/reminders/clock_hours',
          label: w('remindHours'),
          hint: w('remindHoursHint'),
        },
      ],
    },
    {
      key: 'pejabat',
      title: w('section.head'),
      fields: [
        { kind: 'text', path: '/head/position', label: w('headPosition') },
        { kind: 'text', path: '/head/name', label: w('headName') },
        { kind: 'text', path: '/head/rank', label: w('headRank') },
        { kind: 'text', path: '/head/nip', label: w('headNip') },
      ],
    },
    {
      key: 'disposisi',
      title: w('section.disposition'),
      text: w('section.dispositionText'),
      fields: [
        {
          kind: 'list',
          path: '/instructions',
          label: w('instructions'),
          item: w('instruction'),
          blank: { code: '', text: '' },
          headline: (row) => textAt(row, '/text'),
          fields: [
            { kind: 'text', path: '/text', label: w('instructionText'), hint: w('instructionTextHint') },
          ],
        },
      ],
    },
    {
      key: 'media-sosial',
      title: w('section.social'),
      fields: [
        {
          kind: 'list',
          path: '/social',
          label: w('social'),
          item: w('link'),
          blank: { name: '', url: '' },
          headline: (row) => textAt(row, '/name'),
          fields: [
            { kind: 'text', path: '/name', label: w('linkName') },
            { kind: 'text', path: '/url', label: w('linkUrl') },
          ],
        },
      ],
    },
    {
      key: 'warna',
      title: w('section.brand'),
      fields: [{ kind: 'colour', path: '/brand/accent', label: w('accent'), hint: w('accentHint') }],
    },
  ];
}

/**
 * The settings as they are sent: a new instruction gets a code made of its words. An instruction keeps its code when
 * its words change, because dispositions that were written before name it by the code.
 */
export function toSend({ instructions, ...rest }: OfficeSettings): OfficeSettings {
  const codes = codesFor(
    instructions.map(({ code, text }) => ({ code, name: text })),
    'instruksi',
  );
  return {
    ...rest,
    instructions: instructions.map(({ text }, index) => ({ code: codes[index] ?? '', text })),
  };
}
