import type { Role } from './types';

/** The roles in the order of the office. */
export const roleNames: readonly Role[] = [
  'applicant',
  'front_office',
  'head',
  'division_head',
  'technical',
  'verifier',
  'ppid',
  'auditor',
  'admin',
];

/** Roles that are held for one unit rather than for the whole office. */
export const hasUnit = (role: Role): boolean => role === 'division_head' || role === 'technical';
