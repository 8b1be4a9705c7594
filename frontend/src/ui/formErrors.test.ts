import { describe, expect, it } from 'vitest';
import { ApiError } from '~/api/problem';
import type { Translate } from '~/i18n/I18nProvider';
import { describeError } from './describeError';
import { inputErrors, serverErrors } from './formErrors';

/** Shows which text was chosen, and with which values. */
const t: Translate = (key, ...values) => (values[0] ? `${key} ${JSON.stringify(values[0])}` : key);

const problem = (status: number, init: Partial<ConstructorParameters<typeof ApiError>[0]> = {}) =>
  new ApiError({ status, code: 'x', ...init });

describe('describeError', () => {
  it.each([
    [problem(0), 'error.network'],
    [problem(409, { detail: 'Permohonan sudah selesai.' }), 'Permohonan sudah selesai.'],
    [problem(412, { detail: 'etag' }), 'error.stale'],
    [problem(413), 'error.tooLarge'],
    [problem(429, { retryAfter: 12 }), 'error.tooMany {"seconds":12}'],
    [problem(500, { detail: 'Terjadi kesalahan.' }), 'error.server'],
    [problem(503), 'error.unavailable'],
    [new Error('TypeError: x is undefined'), 'error.unknown'],
  ])('tells %s in words', (error, text) => {
    expect(describeError(error, t).text).toBe(text);
  });

  it('gives the reference only where the helpdesk can use it', () => {
    expect(describeError(problem(500, { requestId: 'r-1' }), t).requestId).toBe('r-1');
    expect(describeError(problem(404, { requestId: 'r-1' }), t).requestId).toBeUndefined();
  });
});

describe('serverErrors', () => {
  const error = problem(422, {
    fields: [
      { pointer: '/subject', code: 'field.max', detail: 'Terlalu panjang.' },
      { pointer: '/files/supporting_1', code: 'pdf', detail: 'Bukan PDF.' },
      { pointer: '/unknown', code: 'x', detail: 'Tidak dikenal.' },
    ],
  });

  it('leads to the field of the pointer, by the name that the form gives it', () => {
    expect(serverErrors('f', error, ['subject', 'supporting'], t, { files: 'supporting' })).toEqual([
      { fieldId: 'f-subject', text: 'Terlalu panjang.' },
      { fieldId: 'f-supporting', text: 'Bukan PDF.' },
      { fieldId: undefined, text: 'Tidak dikenal.' },
    ]);
  });

  it('leads to one of many fields below a name', () => {
    const wrong = problem(422, {
      fields: [{ pointer: '/asset/fields/account', code: 'x', detail: 'Wajib.' }],
    });
    expect(serverErrors('f', wrong, ['asset', 'asset/fields/*'], t)).toEqual([
      { fieldId: 'f-asset/fields/account', text: 'Wajib.' },
    ]);
  });

  it('says nothing when nothing went wrong', () => {
    expect(serverErrors('f', null, [], t)).toEqual([]);
  });
});

describe('inputErrors', () => {
  it('keeps the order of the screen and finds the first wrong entry of a list', () => {
    const errors = {
      letter: [undefined, { type: 'x', message: 'Harus PDF.' }],
      subject: { type: 'x', message: 'Wajib diisi.' },
    };
    expect(inputErrors('f', errors as never, ['subject', 'letter', 'note'])).toEqual([
      { fieldId: 'f-subject', text: 'Wajib diisi.' },
      { fieldId: 'f-letter', text: 'Harus PDF.' },
    ]);
  });
});
