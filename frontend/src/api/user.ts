import { call } from './call';
import { session } from './client';
import type { User } from './types';

/** Changes the password of the signed-in person. */
export async function changePassword(current: string, next: string): Promise<void> {
  await call<void>('/me/password', {
    method: 'POST',
    json: { current_password: current, new_password: next },
  });
  session.updateUser((await call<User>('/me')).data);
}
