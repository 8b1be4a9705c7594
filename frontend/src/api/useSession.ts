import { useSyncExternalStore } from 'react';
import { session } from './client';
import type { Role, User } from './types';

export function useSession() {
  return useSyncExternalStore(session.subscribe, session.snapshot);
}

/** The roles that work on requests of others. */
const officers: readonly Role[] = ['front_office', 'head', 'division_head', 'technical', 'verifier', 'ppid'];

export const hasRole = (user: User, role: Role): boolean => user.roles.some((held) => held.role === role);
export const isOfficer = (user: User): boolean => user.roles.some((held) => officers.includes(held.role));

/** Whether the person's roles allow something at all; the server has the last word on every single thing. */
export const mayDo = (user: User | null, permission: string): boolean =>
  user?.permissions.includes(permission) ?? false;
