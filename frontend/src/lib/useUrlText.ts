import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';

/**
 * A text field whose value also stands in the URL. The field follows every keystroke, the URL only when typing
 * pauses; when the URL changes for another reason (back, a link), the field follows the URL.
 */
export function useUrlText(inUrl: string | undefined, write: (text: string | undefined) => void) {
  const [text, setText] = useState(inUrl ?? '');
  const written = useRef(inUrl ?? '');
  const writeLater = useDebouncedCallback((next: string) => {
    written.current = next;
    write(next || undefined);
  }, 300);

  useEffect(() => {
    const value = inUrl ?? '';
    if (value !== written.current) {
      written.current = value;
      setText(value);
    }
  }, [inUrl]);

  return [
    text,
    (next: string) => {
      setText(next);
      writeLater(next);
    },
  ] as const;
}
