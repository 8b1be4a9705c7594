import { expect, it } from 'vitest';
import { editionToEdit, shippedOffer } from './catalogueAdmin';
import type { ServiceTypeHistory, ServiceTypeVersion } from './types';

const version = (
  number: number,
  state: ServiceTypeVersion['state'],
  shipped = false,
): ServiceTypeVersion => ({
  number,
  state,
  shipped,
  author: '',
  note: '',
  created_at: '2026-01-05T00:00:00Z',
  published_at: null,
  effective_from: null,
});

const history = (...items: ServiceTypeVersion[]): ServiceTypeHistory => ({
  code: 'email',
  retired_at: null,
  version: 1,
  items,
});

it.each([
  ['a first draft', history(version(1, 'draft')), 1, undefined],
  ['what is published', history(version(2, 'current'), version(1, 'superseded')), 2, undefined],
  ['the draft above it', history(version(3, 'draft'), version(2, 'current')), 3, undefined],
  ['what is scheduled', history(version(3, 'scheduled'), version(2, 'current')), 3, undefined],
  ['not a draft left behind', history(version(3, 'current', true), version(2, 'draft')), 3, undefined],
  ['not the shipped draft', history(version(2, 'draft', true), version(1, 'current', true)), 1, 2],
  [
    'the draft below a shipped one',
    history(version(3, 'draft', true), version(2, 'draft'), version(1, 'current')),
    2,
    3,
  ],
  ['a shipped draft where there is nothing else', history(version(1, 'draft', true)), 1, undefined],
])('edits %s', (_, given, edited, offered) => {
  expect(editionToEdit(given).number).toBe(edited);
  expect(shippedOffer(given)?.number).toBe(offered);
});
