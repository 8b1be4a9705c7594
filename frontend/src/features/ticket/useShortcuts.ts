import { useLocalStorage } from '@mantine/hooks';
import { useEffect, useRef } from 'react';

/** Where typing means text, and where a dialog has the word. */
const typing = 'input:not([type="checkbox"]), textarea, select, [contenteditable="true"], [role="dialog"]';

/**
 * Single keys that do something, such as `j`. They are silent while somebody types, in a dialog, and with a
 * modifier, and can be switched off for good (WCAG 2.1.4).
 */
export function useShortcuts(keys: Readonly<Record<string, () => void>>) {
  const [on, setOn] = useLocalStorage({ key: 'elayanan.shortcuts', defaultValue: true });
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    if (!on) return undefined;
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
        return;
      if (event.target instanceof Element && event.target.closest(typing)) return;
      if (document.querySelector('[role="dialog"][aria-modal="true"]')) return;
      const act = current.current[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [on]);
  return { on, setOn };
}
