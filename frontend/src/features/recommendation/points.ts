import type { Point } from '~/api/recommendations';
import type { Language } from '~/i18n/format';

/** In the language of the screen. */
export const titleOfPoint = (point: Point, language: Language): string =>
  (language === 'en' && point.en.title) || point.title;

export const helpOfPoint = (point: Point, language: Language): string =>
  (language === 'en' && point.en.help) || point.help;

/** Where something that is missing or wrong is mended. */
export type Place =
  | { page: 'point'; key: string; pointer: string }
  /** The risk by its number in the register. */
  | { page: 'risk'; number: number; pointer: string }
  | { page: 'register' }
  /** The answer to a review, at a point or at a risk (`risk-<id>`). */
  | { page: 'reply'; key: string };

/** Reads `/points/needs-1/bases/0/number`, `/risks/2/cause`; null for what belongs to neither. */
export function placeOf(pointer: string): Place | null {
  const [, top, which = '', ...rest] = pointer.split('/');
  const field = rest.length === 0 ? '' : `/answers/${rest.join('/')}`;
  if (top === 'points' && field === '/answers/reply') return { page: 'reply', key: which };
  if (top === 'points') return { page: 'point', key: which, pointer: field };
  if (top === 'risks' && which === '') return { page: 'register' };
  if (top === 'risks') return { page: 'risk', number: Number(which), pointer: field };
  return null;
}
