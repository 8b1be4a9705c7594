import { expect, it } from 'vitest';
import { placeOf } from './points';

it.each([
  ['/points/needs-1/bases/0/number', { page: 'point', key: 'needs-1', pointer: '/answers/bases/0/number' }],
  ['/points/needs-7', { page: 'point', key: 'needs-7', pointer: '' }],
  ['/points/needs-1/reply', { page: 'reply', key: 'needs-1' }],
  ['/risks/2/cause', { page: 'risk', number: 2, pointer: '/answers/cause' }],
  ['/risks', { page: 'register' }],
  ['/letter', null],
])('%s leads to its page and field', (pointer, place) => {
  expect(placeOf(pointer)).toEqual(place);
});
