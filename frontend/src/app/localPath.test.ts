import { expect, it } from 'vitest';
import { localPath } from './localPath';

it.each([
  ['/permohonan?status=done', '/permohonan?status=done'],
  [undefined, '/dasbor'],
  ['https://example.com', '/dasbor'],
  ['//example.com', '/dasbor'],
  ['/\\example.com', '/dasbor'],
  ['javascript:alert(1)', '/dasbor'],
])('leads from %s to %s', (asked, path) => {
  expect(localPath(asked)).toBe(path);
});
