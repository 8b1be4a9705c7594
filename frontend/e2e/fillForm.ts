import type { Page } from '@playwright/test';
import { wallClock } from '../src/lib/officeTime';
import { isGroup } from '../src/ui/form/check';
import { idOfPointer } from '../src/ui/form/formContext';
import { fieldsOf, fieldsOfRow, fileTypesOf, kindOf, optionsOf, type Placed } from '../src/ui/form/kinds';
import type { Answers, Field, Form } from '../src/ui/form/types';
import { pdfFile } from './files';

/** The smallest picture: one pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/**
 * Fills in any form on the screen as a person would, from its definition and an example of its answers. Files are
 * uploaded where the example names some or the form requires them; their ids in the example are not used.
 */
export async function fillForm(page: Page, form: Form, example: Answers, name = 'permohonan'): Promise<void> {
  const fields = form['x-sections'].flatMap((section) => fieldsOf(section, form));
  await fillFields(page, fields, form.required ?? [], example, `/answers`, name);
}

async function fillFields(
  page: Page,
  fields: readonly Placed[],
  required: readonly string[],
  example: Answers,
  at: string,
  name: string,
): Promise<void> {
  for (const { key, field } of fields) {
    const value = example[key];
    if (value === undefined) {
      if (kindOf(field) !== 'files' || !required.includes(key)) continue;
      const isAsked = await page.locator(`#${idOfPointer(name, `${at}/${key}`)}`).count();
      if (isAsked === 0) continue;
    }
    await fillField(page, field, value, `${at}/${key}`, name);
  }
}

async function fillField(
  page: Page,
  field: Field,
  value: unknown,
  pointer: string,
  name: string,
): Promise<void> {
  const id = idOfPointer(name, pointer);
  const input = page.locator(`#${id}`);
  switch (kindOf(field)) {
    case 'computed':
      return;
    case 'choice':
      if (optionsOf(field).length > 6) await input.selectOption(String(value));
      else await input.locator(`input[value="${value}"]`).check();
      return;
    case 'yes-no':
      return input.locator(`input[value="${value}"]`).check();
    case 'choices':
      for (const one of value as string[]) await input.locator(`input[value="${one}"]`).check();
      return;
    case 'statement':
      return input.check();
    case 'agency':
    case 'unit':
      await input.selectOption(String(value));
      return;
    case 'number':
      return input.fill(String(value).replace('.', ','));
    case 'person':
      for (const [part, said] of Object.entries(value as Answers))
        await page.locator(`#${id}-${part}`).fill(String(said));
      return;
    case 'time-range':
      for (const part of ['start', 'end'] as const) {
        const { date, time } = wallClock(new Date(String((value as Answers)[part])), 'Asia/Makassar');
        await page.locator(`#${id}-${part}`).fill(date);
        await page.locator(`#${id}-${part}-time`).fill(time);
      }
      return;
    case 'coordinates': {
      const [latitude = '', longitude = ''] = String(value).split(',');
      await input.fill(latitude);
      await page.locator(`#${id}-longitude`).fill(longitude);
      return;
    }
    case 'files':
      return uploadInto(page, id, field, Array.isArray(value) ? value.length : 1);
    case 'rows':
      for (const [index, row] of (value as unknown[]).entries()) {
        await page.locator(`#${id}-add`).click();
        if (isGroup(row))
          await fillFields(
            page,
            fieldsOfRow(field),
            field.items?.required ?? [],
            row,
            `${pointer}/${index}`,
            name,
          );
      }
      return;
    default:
      return input.fill(String(value));
  }
}

async function uploadInto(page: Page, id: string, field: Field, count: number): Promise<void> {
  const files = Array.from({ length: count }, (_, index) =>
    fileTypesOf(field).includes('pdf')
      ? pdfFile(`${id}-${index + 1}.pdf`, `${id} ${index + 1}`)
      : { name: `${id}-${index + 1}.png`, mimeType: 'image/png', buffer: png },
  );
  const box = page.locator('div', { has: page.locator(`#${id}`) }).last();
  for (const file of files) {
    await box.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('button', { name: `Hapus ${file.name}` }).waitFor();
  }
}
