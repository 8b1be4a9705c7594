import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { id as dictionary } from '~/i18n/id';
import { auditWords } from './words';

const server = fileURLToPath(new URL('../../../../api/', import.meta.url));
const sources = globSync('**/*.go', { cwd: server })
  .filter((path) => !path.endsWith('_test.go'))
  .map((path) => readFileSync(server + path, 'utf8'));

/** What the server writes as `field` of its events, where the code names it in place. */
const written = (field: 'Type' | 'Kind') =>
  sources.flatMap((source) =>
    [...source.matchAll(/\b(?:change\.Event\{|Internal: true|ObjectID:)[^\n]*/g)].flatMap(([line]) =>
      [...line.matchAll(new RegExp(`\\b${field}: "([a-z_]+)"[,}]`, 'g'))].map((match) => String(match[1])),
    ),
  );

describe('the audit record', () => {
  it('has words for every event and every kind of object that the server names', () => {
    const timeline = Object.keys(dictionary).flatMap((key) =>
      /^event\.[a-z_]+$/.test(key) && key !== 'event.to' ? [key.slice('event.'.length)] : [],
    );
    const types = new Set([...written('Type'), ...timeline]);
    const kinds = new Set(written('Kind'));
    expect(types.size).toBeGreaterThan(80);
    expect(kinds).toContain('resource');
    const wordless = [
      ...[...types].map((type) => `type.${type}`),
      ...[...kinds].map((kind) => `kind.${kind}`),
    ];
    expect(wordless.filter((key) => !(key in auditWords.id))).toEqual([]);
  });
});
