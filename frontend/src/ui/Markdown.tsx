import classes from './Markdown.module.css';
import { type Inline, parseMarkdown } from './parseMarkdown';

/* biome-ignore-start lint/suspicious/noArrayIndexKey: a text that is parsed again as a whole */
/** Shows a text of the catalogue. It makes React elements, never HTML from strings. */
export function Markdown({ children }: { children: string }) {
  return (
    <div className={classes.text}>
      {parseMarkdown(children).map((block, index) => {
        if (block.kind === 'paragraph') return <p key={index}>{block.content.map(inline)}</p>;
        const items = block.items.map((item, at) => <li key={at}>{item.map(inline)}</li>);
        return block.ordered ? (
          <ol key={index} start={block.start}>
            {items}
          </ol>
        ) : (
          <ul key={index}>{items}</ul>
        );
      })}
    </div>
  );
}

function inline(part: Inline, index: number) {
  if (part.kind === 'strong') return <strong key={index}>{part.text}</strong>;
  if (part.kind === 'link') {
    return (
      <a key={index} href={part.href} rel="noopener noreferrer">
        {part.text}
      </a>
    );
  }
  return part.text;
}
/* biome-ignore-end lint/suspicious/noArrayIndexKey: a text that is parsed again as a whole */
