import { expect, it } from 'vitest';
import { recipientChoice } from './recipients';

const recipients = [
  { role: 'head', unit: null, users: [] },
  {
    role: 'technical',
    unit: { code: 'aptika', name: 'Aplikasi Informatika' },
    users: [{ id: 'u1', name: 'Rudi' }],
  },
];

it('names a role, its unit and, if chosen, one person', () => {
  expect(recipientChoice(recipients, '0', '')).toEqual({ role: 'head' });
  expect(recipientChoice(recipients, '1', '')).toEqual({ role: 'technical', unit: 'aptika' });
  expect(recipientChoice(recipients, '1', 'u1')).toEqual({
    role: 'technical',
    unit: 'aptika',
    user_id: 'u1',
  });
});
