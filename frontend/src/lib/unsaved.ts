import { LocalCopies } from './localCopies';

/** What was typed in this browser and is not saved yet. */
export const unsaved = new LocalCopies(localStorage, Date.now);
