import { expect, test } from 'vitest';
import { boardFilter, inboxFilter, isFiltered } from './inboxSearch';

test('the inbox asks for what waits for the person, soonest first', () => {
  expect(inboxFilter({ board: true, open: 'TKT-20260105-0001' })).toEqual({ holder: 'me', sort: 'due_at' });
  expect(inboxFilter({ show: 'overdue', urgency: 'urgent', q: '' })).toEqual({
    holder: 'me',
    overdue: true,
    urgency: 'urgent',
    sort: 'due_at',
  });
  expect(inboxFilter({ show: 'returned' })).toEqual({ returned_by: 'me', sort: 'due_at' });
});

test('the board shows everything unless it is asked for what is mine', () => {
  expect(boardFilter({ unit: 'aptika', show: 'new' })).toEqual({ unit: 'aptika' });
  expect(boardFilter({ mine: true })).toEqual({ holder: 'me' });
});

test('how it is shown is not a filter', () => {
  expect(isFiltered({ board: true, mine: true, open: 'TKT-20260105-0001' })).toBe(false);
  expect(isFiltered({ confidential: true })).toBe(true);
});
