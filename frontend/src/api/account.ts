import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { session } from './client';
import {
  deleteMeSessions,
  deleteMeSessionsById,
  getAuthOidc,
  getMe,
  getMeSecondFactor,
  getMeSessions,
  getMeSignIns,
  type LinkView,
  postAuthPasswordLinks,
  postAuthPasswordLinksRead,
  postAuthPasswordLinksUse,
  postMeSecondFactor,
  postMeSecondFactorConfirm,
  postMeSecondFactorDisable,
  postMeSecondFactorRecoveryCodes,
  type SecondFactorEnrolment,
} from './generated';
import type { ShownNotice } from './settings';

/** Everything about one's own way in is read again together after a change. */
export const securityKey = ['me', 'security'] as const;

export const secondFactorQuery = () =>
  queryOptions({
    queryKey: [...securityKey, 'second-factor'],
    queryFn: async ({ signal }) => (await getMeSecondFactor({ signal })).data,
  });

export const sessionsQuery = () =>
  queryOptions({
    queryKey: [...securityKey, 'sessions'],
    queryFn: async ({ signal }) => (await getMeSessions({ signal })).data.items,
  });

export const mySignInsQuery = () =>
  infiniteQueryOptions({
    queryKey: [...securityKey, 'sign-ins'],
    queryFn: async ({ pageParam, signal }) =>
      (await getMeSignIns({ query: { limit: 10, ...(pageParam && { cursor: pageParam }) }, signal })).data,
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  });

export const beginSecondFactor = async (password: string): Promise<SecondFactorEnrolment> =>
  (await postMeSecondFactor({ body: { password } })).data;

/** Answers the recovery codes, which are never shown again. */
export async function confirmSecondFactor(code: string): Promise<string[]> {
  const { codes } = (await postMeSecondFactorConfirm({ body: { code } })).data;
  session.updateUser((await getMe()).data);
  return codes;
}

export const newRecoveryCodes = async (password: string): Promise<string[]> =>
  (await postMeSecondFactorRecoveryCodes({ body: { password } })).data.codes;

export async function disableSecondFactor(password: string): Promise<void> {
  await postMeSecondFactorDisable({ body: { password } });
  session.updateUser((await getMe()).data);
}

export const endSession = async (id: string): Promise<void> => {
  await deleteMeSessionsById({ path: { id } });
};

export const endOtherSessions = async (): Promise<void> => {
  await deleteMeSessions();
};

/** A one-time link, by the token behind the # of its address. */
export const linkQuery = (token: string) =>
  queryOptions({
    queryKey: ['password-link', token],
    queryFn: async (): Promise<LinkView> => (await postAuthPasswordLinksRead({ body: { token } })).data,
    retry: false,
  });

export const choosePassword = async (token: string, password: string, shown: ShownNotice): Promise<void> => {
  await postAuthPasswordLinksUse({ body: { token, password, ...shown } });
};

export const requestLink = async (username: string): Promise<void> => {
  await postAuthPasswordLinks({ body: { username } });
};

/** Whether an OpenID provider's people may sign in, and its name. */
export const openIdQuery = () =>
  queryOptions({
    queryKey: ['auth', 'oidc'],
    queryFn: async ({ signal }) => (await getAuthOidc({ signal })).data,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Where the browser goes to sign in there; it comes back to the sign-in page. */
export const openIdAddress = (returnTo: string): string =>
  `/api/v1/auth/oidc/start?return=${encodeURIComponent(returnTo)}`;
