import { useEffect, useState } from 'react';

/**
 * For a dialog that is mounted only while it is open: when it goes, the focus returns to what opened it, or to
 * the content of the page where that is gone too.
 */
export function useReturnFocus(): void {
  const [origin] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const target = origin?.isConnected ? origin : document.getElementById('isi');
      if (target instanceof HTMLElement) target.focus({ preventScroll: true });
    },
    [origin],
  );
}
