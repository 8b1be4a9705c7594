import { expect, it } from 'vitest';
import { faultOf } from './pdf';

const file = (name: string, type: string, size: number) => new File([new Uint8Array(size)], name, { type });

it.each([
  [file('surat.pdf', 'application/pdf', 10), null],
  [file('SURAT.PDF', '', 10), null], // some systems give no type
  [file('surat.docx', 'application/msword', 10), 'not-pdf'],
  [file('surat.pdf', 'application/pdf', 0), 'empty'],
  [file('surat.pdf', 'application/pdf', 11), 'too-large'],
])('judges a chosen file', (chosen, fault) => {
  expect(faultOf(chosen, 10)).toBe(fault);
});
