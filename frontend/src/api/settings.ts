import { type QueryClient, queryOptions } from '@tanstack/react-query';
import {
  getSettingsOffice,
  getSettingsPrivacyNotice,
  getSettingsSecurity,
  type OfficeSettings,
  type PrivacyNotice,
  type PrivacyNoticeInput,
  postSettingsLogos,
  putSettingsOffice,
  putSettingsPrivacyNotice,
  putSettingsSecurity,
  type SecuritySettings,
} from './generated';

/** The settings of the office with the ETag that a change must be based on. */
export interface VersionedOffice {
  value: OfficeSettings;
  etag: string;
}

const versioned = ({ data, response }: { data: OfficeSettings; response: Response }): VersionedOffice => ({
  value: data,
  etag: response.headers.get('ETag') ?? '',
});

export const officeQuery = () =>
  queryOptions({
    queryKey: ['settings', 'office'],
    queryFn: async ({ signal }) => versioned(await getSettingsOffice({ signal })),
  });

export const saveOffice = async (etag: string, office: OfficeSettings): Promise<VersionedOffice> =>
  versioned(await putSettingsOffice({ headers: { 'If-Match': etag }, body: office }));

/** Keeps a picture on the server and gives the name by which the settings can choose it (`brand.logo`). */
export const uploadLogo = async (file: File): Promise<string> =>
  (await postSettingsLogos({ body: { file } })).data.logo;

export const logoAddress = (logo: string): string => `/api/v1/settings/logos/${logo}`;

/** What the office demands of those who sign in, with the ETag that a change must be based on. */
export interface VersionedSecurity {
  value: SecuritySettings;
  etag: string;
}

const securityVersion = (answer: { data: SecuritySettings; response: Response }): VersionedSecurity => ({
  value: answer.data,
  etag: answer.response.headers.get('ETag') ?? '',
});

export const signInRulesQuery = () =>
  queryOptions({
    queryKey: ['settings', 'security'],
    queryFn: async ({ signal }) => securityVersion(await getSettingsSecurity({ signal })),
  });

export const saveSignInRules = async (etag: string, body: SecuritySettings): Promise<VersionedSecurity> =>
  securityVersion(await putSettingsSecurity({ headers: { 'If-Match': etag }, body }));

export type { PrivacyNoticeInput };

/** The privacy notice in force, with the ETag that a change must be based on. */
export interface VersionedNotice {
  value: PrivacyNotice;
  etag: string;
}

const noticeVersion = (answer: { data: PrivacyNotice; response: Response }): VersionedNotice => ({
  value: answer.data,
  etag: answer.response.headers.get('ETag') ?? '',
});

export const noticeQuery = () =>
  queryOptions({
    queryKey: ['settings', 'privacy-notice'],
    queryFn: async ({ signal }) => noticeVersion(await getSettingsPrivacyNotice({ signal })),
    staleTime: Number.POSITIVE_INFINITY, // what is sent names the version that was shown, not a newer one
  });

export const saveNotice = async (etag: string, body: PrivacyNoticeInput): Promise<VersionedNotice> =>
  noticeVersion(await putSettingsPrivacyNotice({ headers: { 'If-Match': etag }, body }));

/** The version of the privacy notice that a form showed; left out where it could not be loaded. */
export interface ShownNotice {
  notice_version?: number;
}

/** What a form sends of the notice that it showed. */
export const shownNotice = (queryClient: QueryClient): ShownNotice => {
  const shown = queryClient.getQueryData(noticeQuery().queryKey);
  return shown ? { notice_version: shown.value.version } : {};
};
