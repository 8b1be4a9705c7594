import { describe, expect, it } from 'vitest';
import { parseMarkdown } from './parseMarkdown';

const text = (value: string) => ({ kind: 'text', text: value });

describe('parseMarkdown', () => {
  it('joins the lines of a paragraph and keeps escaped stars', () => {
    expect(parseMarkdown('Subdomain \\*.kaltaraprov.go.id\nbagi PD.\n\nKedua.')).toEqual([
      { kind: 'paragraph', content: [text('Subdomain *.kaltaraprov.go.id bagi PD.')] },
      { kind: 'paragraph', content: [text('Kedua.')] },
    ]);
  });

  it('reads lists, numbered from where they begin', () => {
    expect(parseMarkdown('Isi:\n\n3. tiga\n4. empat\n\n- butir')).toEqual([
      { kind: 'paragraph', content: [text('Isi:')] },
      { kind: 'list', ordered: true, start: 3, items: [[text('tiga')], [text('empat')]] },
      { kind: 'list', ordered: false, start: 1, items: [[text('butir')]] },
    ]);
  });

  it('knows bold and links, and no other address than http', () => {
    expect(parseMarkdown('**Tebal** [LAPOR](https://www.lapor.go.id) [x](javascript:alert(1))')).toEqual([
      {
        kind: 'paragraph',
        content: [
          { kind: 'strong', text: 'Tebal' },
          text(' '),
          { kind: 'link', text: 'LAPOR', href: 'https://www.lapor.go.id' },
          text(' [x](javascript:alert(1))'),
        ],
      },
    ]);
  });

  it('leaves markup of other kinds as text', () => {
    expect(parseMarkdown('<img src=x onerror=alert(1)>')).toEqual([
      { kind: 'paragraph', content: [text('<img src=x onerror=alert(1)>')] },
    ]);
  });
});
