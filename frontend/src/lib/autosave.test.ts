import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ApiError, networkError } from '~/api/problem';
import { Autosaver, type Saved } from './autosave';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server that keeps what it is sent, until it is told to fail. */
function server() {
  const kept: string[] = [];
  const tags: string[] = [];
  const failures: unknown[] = [];
  const save = async (content: string, etag: string): Promise<Saved> => {
    tags.push(etag);
    const failure = failures.shift();
    if (failure) throw failure;
    kept.push(content);
    return { etag: `v${kept.length}`, at: `t${kept.length}` };
  };
  return { kept, tags, failures, saver: new Autosaver(save, { etag: 'v0', at: 't0' }) };
}

it('saves the newest content after a pause, each based on the version before', async () => {
  const { kept, tags, saver } = server();
  saver.change('a');
  await vi.advanceTimersByTimeAsync(1000);
  saver.change('ab');
  expect(saver.state).toEqual({ kind: 'changed' });
  await vi.advanceTimersByTimeAsync(1500);
  expect(kept).toEqual(['ab']);
  expect(saver.state).toEqual({ kind: 'saved', at: 't1' });
  saver.change('abc');
  expect(await saver.flush()).toBe(true);
  expect(kept).toEqual(['ab', 'abc']);
  expect(tags).toEqual(['v0', 'v1']);
});

it('keeps what could not be sent and tries again by itself', async () => {
  const { kept, failures, saver } = server();
  failures.push(networkError(null), networkError(null));
  saver.change('a');
  await vi.advanceTimersByTimeAsync(1500);
  expect(saver.state).toMatchObject({ kind: 'failed', again: true });
  await vi.advanceTimersByTimeAsync(5000);
  saver.change('ab');
  expect(await saver.flush()).toBe(true);
  expect(kept).toEqual(['ab']);
});

it('does not try again what the server refuses', async () => {
  const { kept, failures, saver } = server();
  failures.push(new ApiError({ status: 422, code: 'draft.too_large' }));
  saver.change('a');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(saver.state).toMatchObject({ kind: 'failed', again: false });
  expect(kept).toEqual([]);
  saver.change('b');
  await vi.advanceTimersByTimeAsync(1500);
  expect(kept).toEqual(['b']);
});

it('waits for a decision when somebody else has changed it', async () => {
  const { kept, tags, failures, saver } = server();
  failures.push(new ApiError({ status: 412, code: 'stale' }));
  saver.change('mine');
  await vi.advanceTimersByTimeAsync(1500);
  expect(saver.state).toEqual({ kind: 'conflict' });
  saver.change('mine, and more');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(kept).toEqual([]);
  await saver.overwrite('v9');
  expect(kept).toEqual(['mine, and more']);
  expect(tags).toEqual(['v0', 'v9']);

  failures.push(new ApiError({ status: 412, code: 'stale' }));
  saver.change('lost');
  await saver.flush();
  saver.adopt({ etag: 'v7', at: 't7' });
  expect(saver.state).toEqual({ kind: 'saved', at: 't7' });
  expect(await saver.flush()).toBe(true);
  expect(kept).toEqual(['mine, and more']);
});
