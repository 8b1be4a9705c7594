/** The small part of Markdown that the catalogue's texts use: paragraphs, lists, bold, links. */

export type Inline = { kind: 'text' | 'strong'; text: string } | { kind: 'link'; text: string; href: string };

export type Block =
  | { kind: 'paragraph'; content: Inline[] }
  | { kind: 'list'; ordered: boolean; start: number; items: Inline[][] };

const orderedItem = /^\s*(\d+)[.)]\s+(.*)$/;
const bulletItem = /^\s*[-*]\s+(.*)$/;

/** Parses text into blocks; anything it does not know stays the text that it is. */
export function parseMarkdown(source: string): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const endParagraph = () => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', content: parseInline(paragraph.join(' ')) });
    paragraph = [];
  };
  for (const line of source.split('\n')) {
    const ordered = orderedItem.exec(line);
    const bullet = ordered ? null : bulletItem.exec(line);
    if (ordered || bullet) {
      endParagraph();
      const item = parseInline(ordered?.[2] ?? bullet?.[1] ?? '');
      const last = blocks.at(-1);
      if (last?.kind === 'list' && last.ordered === (ordered !== null)) last.items.push(item);
      else
        blocks.push({
          kind: 'list',
          ordered: ordered !== null,
          start: Number(ordered?.[1] ?? 1),
          items: [item],
        });
    } else if (line.trim() === '') {
      endParagraph();
    } else {
      paragraph.push(line.trim());
    }
  }
  endParagraph();
  return blocks;
}

const inline =
  /\*\*(?<strong>[^*]+)\*\*|\[(?<label>[^\]]+)\]\((?<href>https?:\/\/[^\s)]+)\)|<(?<auto>https?:\/\/[^\s>]+)>/g;

function parseInline(source: string): Inline[] {
  const parts: Inline[] = [];
  let at = 0;
  const plain = (text: string) => {
    if (text) parts.push({ kind: 'text', text: unescaped(text) });
  };
  for (const match of source.matchAll(inline)) {
    plain(source.slice(at, match.index));
    at = match.index + match[0].length;
    const { strong, label, href, auto } = match.groups ?? {};
    if (strong !== undefined) parts.push({ kind: 'strong', text: unescaped(strong) });
    else if (href !== undefined) parts.push({ kind: 'link', text: unescaped(label ?? href), href });
    else if (auto !== undefined) parts.push({ kind: 'link', text: auto, href: auto });
  }
  plain(source.slice(at));
  return parts;
}

/** `\*` is a star, as in `\*.kaltaraprov.go.id`. */
const unescaped = (text: string) => text.replace(/\\([\\`*_{}[\]()#+.!<>-])/g, '$1');
