import { expect, test } from 'vitest';
import type { Agency } from '~/api/organisations';
import { inTree } from './tree';

const agency = (id: string, parent?: string): Agency => ({
  id,
  name: id,
  short_name: '',
  kind: 'agency',
  parent: parent ? { id: parent, name: parent } : null,
  former_names: [],
  closed_at: null,
  merged_into: null,
  version: 1,
  allowed_actions: [],
});

test('parts follow their agency, and stay when it is not shown', () => {
  const list = [agency('a-part', 'z'), agency('b'), agency('orphan', 'gone'), agency('z')];
  expect(inTree(list).map(({ id }) => id)).toEqual(['b', 'orphan', 'z', 'a-part']);
});
