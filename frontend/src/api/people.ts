import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  type GetUsersData,
  getOrganisations,
  getUnits,
  getUserImportsTemplateXlsx,
  getUsers,
  getUsersById,
  getUsersByIdSignIns,
  type Invitation,
  type User as Person,
  type UserInput as PersonInput,
  postUserImports,
  postUsers,
  postUsersByIdDisable,
  postUsersByIdEnable,
  postUsersByIdLink,
  postUsersByIdSecondFactorReset,
  postUsersByIdUnmask,
  putUsersById,
  type UserImport,
} from './generated';
import type { ProtectedFile } from './tickets';

export type { Invitation, Person, PersonInput, UserImport };

export const peopleKey = ['people'] as const;

export type PeopleFilter = Omit<NonNullable<GetUsersData['query']>, 'limit' | 'cursor' | 'sort'>;

export const peopleQuery = (filter: PeopleFilter) =>
  infiniteQueryOptions({
    queryKey: [...peopleKey, 'list', filter],
    queryFn: async ({ pageParam, signal }) =>
      (
        await getUsers({
          query: { ...filter, sort: 'name', ...(pageParam && { cursor: pageParam }) },
          signal,
        })
      ).data,
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

/** An account with the ETag that a change must be based on. */
export interface VersionedPerson {
  person: Person;
  etag: string;
}

const versioned = ({ data, response }: { data: Person; response: Response }): VersionedPerson => ({
  person: data,
  etag: response.headers.get('ETag') ?? '',
});

export const personQuery = (id: string) =>
  queryOptions({
    queryKey: [...peopleKey, 'one', id],
    queryFn: async ({ signal }) => versioned(await getUsersById({ path: { id }, signal })),
  });

export const signInsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...peopleKey, 'sign-ins', id],
    queryFn: async ({ pageParam, signal }) =>
      (
        await getUsersByIdSignIns({
          path: { id },
          query: { limit: 10, ...(pageParam && { cursor: pageParam }) },
          signal,
        })
      ).data,
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  });

export const agenciesQuery = () =>
  queryOptions({
    queryKey: ['organisations'],
    queryFn: async ({ signal }) => (await getOrganisations({ signal })).data.items,
  });

export const unitsQuery = () =>
  queryOptions({
    queryKey: ['units'],
    queryFn: async ({ signal }) => (await getUnits({ signal })).data.items,
  });

export const invite = async (input: PersonInput): Promise<Invitation> =>
  (await postUsers({ body: input })).data;

export const changePerson = async (id: string, etag: string, input: PersonInput): Promise<VersionedPerson> =>
  versioned(await putUsersById({ path: { id }, headers: { 'If-Match': etag }, body: input }));

export const issueLink = async (id: string, etag: string): Promise<Invitation> =>
  (await postUsersByIdLink({ path: { id }, headers: { 'If-Match': etag } })).data;

/** What an admin does to an account with a reason. */
export type PersonAction = 'disable' | 'enable' | 'second-factor-reset';

const posts = {
  disable: postUsersByIdDisable,
  enable: postUsersByIdEnable,
  'second-factor-reset': postUsersByIdSecondFactorReset,
} as const;

export const actOnPerson = async (
  action: PersonAction,
  id: string,
  etag: string,
  reason: string,
): Promise<VersionedPerson> =>
  versioned(await posts[action]({ path: { id }, headers: { 'If-Match': etag }, body: { reason } }));

/** A file of people, read and checked; made only where it is not a preview. */
export const importPeople = async (file: File, preview: boolean): Promise<UserImport> =>
  (await postUserImports({ body: { file, preview: preview ? 'true' : 'false' } })).data;

export const importTemplate: ProtectedFile = {
  name: 'templat-orang.xlsx',
  fetch: () => getUserImportsTemplateXlsx({ parseAs: 'stream' }),
};

/** The whole NIP of a person; every look is recorded. */
export const unmaskNip = async (id: string): Promise<string> =>
  (await postUsersByIdUnmask({ path: { id } })).data.nip;
