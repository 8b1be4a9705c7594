import { useEffect, useState, useSyncExternalStore } from 'react';
import { Autosaver, type Saved } from './autosave';

/**
 * An Autosaver for as long as a page is open. It saves at once when the connection returns and when the page is left
 * or hidden, and holds back the closing of the page while something is not saved.
 */
export function useAutosave<Content>(
  save: (content: Content, etag: string) => Promise<Saved>,
  initial: Saved,
) {
  const [saver] = useState(() => new Autosaver(save, initial));
  const state = useSyncExternalStore(saver.subscribe, () => saver.state);

  useEffect(() => {
    const saveNow = () => void saver.flush();
    const hidden = () => document.visibilityState === 'hidden' && saveNow();
    window.addEventListener('online', saveNow);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      window.removeEventListener('online', saveNow);
      document.removeEventListener('visibilitychange', hidden);
      saveNow();
    };
  }, [saver]);

  const unsaved = state.kind !== 'saved';
  useEffect(() => {
    if (!unsaved) return;
    const hold = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', hold);
    return () => window.removeEventListener('beforeunload', hold);
  }, [unsaved]);

  return { saver, state };
}
