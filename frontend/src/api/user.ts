import { session } from './client';
import { getMe, postMePassword } from './generated';

/** Changes the password of the signed-in person; all their other sessions end. */
export async function changePassword(current: string, next: string): Promise<void> {
  await postMePassword({ body: { current_password: current, new_password: next } });
  session.updateUser((await getMe()).data);
}
