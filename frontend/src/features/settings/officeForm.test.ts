import { expect, it } from 'vitest';
import type { OfficeSettings } from '~/api/types';
import { toSend } from './officeForm';

it('gives a new instruction a code of its own and leaves the others theirs, whatever their words', () => {
  const instructions = [
    { code: 'follow_up', text: 'Segera tindak lanjuti' },
    { code: '', text: 'Bahas bersama' },
    { code: '', text: 'Bahas bersama' },
    { code: '', text: '' },
  ];
  const sent = toSend({ product_name: 'E-Layanan', instructions } as OfficeSettings);
  expect(sent.instructions.map(({ code }) => code)).toEqual([
    'follow_up',
    'bahas-bersama',
    'bahas-bersama-2',
    '',
  ]);
  expect(sent.product_name).toBe('E-Layanan');
});
