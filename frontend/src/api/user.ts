import { queryOptions } from '@tanstack/react-query';
import { session } from './client';
import { type ContactInput, getMe, getMeAccount, postMePassword, putMeAccount, type User } from './generated';

/** Changes the password of the signed-in person; all their other sessions end. */
export async function changePassword(current: string, next: string): Promise<void> {
  await postMePassword({ body: { current_password: current, new_password: next } });
  session.updateUser((await getMe()).data);
}

/** One's own account with the ETag that a change must be based on. */
export interface VersionedAccount {
  account: User;
  etag: string;
}

const versioned = ({ data, response }: { data: User; response: Response }): VersionedAccount => ({
  account: data,
  etag: response.headers.get('ETag') ?? '',
});

export const ownAccountQuery = () =>
  queryOptions({
    queryKey: ['me', 'account'],
    queryFn: async ({ signal }) => versioned(await getMeAccount({ signal })),
  });

export const changeContact = async (etag: string, body: ContactInput): Promise<VersionedAccount> =>
  versioned(await putMeAccount({ headers: { 'If-Match': etag }, body }));
