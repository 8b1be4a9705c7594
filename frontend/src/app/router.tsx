import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
} from '@tanstack/react-router';
import * as v from 'valibot';
import { resourceKinds } from '~/api/bookings';
import { calendarQuery } from '~/api/calendar';
import { categoriesQuery, serviceQuery, servicesQuery } from '~/api/catalogue';
import { entriesQuery, keptServiceQuery } from '~/api/catalogueAdmin';
import { session } from '~/api/client';
import { proposalStates } from '~/api/proposalStates';
import { roleNames } from '~/api/roles';
import { officeQuery } from '~/api/settings';
import { dashboardQuery } from '~/api/tickets';
import { mayDo } from '~/api/useSession';
import { PendingPage } from '~/ui/Page';
import { CrashPage, NotFoundPage } from './ErrorPages';
import { localPath } from './localPath';
import { Shell } from './Shell';

/*
 * The pages of the product, as a table of contents. Everything below `signedIn` asks for a session first; what
 * a role may see there is decided by the server. Every page is its own chunk, loaded when it is opened.
 */

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Shell,
  notFoundComponent: NotFoundPage,
});

/** A search parameter that is wrong is left out; a link with an old parameter still opens. */
const optionalText = v.fallback(v.optional(v.string()), undefined);
const optionalFlag = v.fallback(v.optional(v.boolean()), undefined);
const optionalNumber = v.fallback(v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))), undefined);
const optionalDate = v.fallback(v.optional(v.pipe(v.string(), v.isoDate())), undefined);

function prefetchCatalogue(queryClient: QueryClient, q: string | undefined): void {
  void queryClient.prefetchQuery(categoriesQuery());
  void queryClient.prefetchQuery(servicesQuery(q));
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/masuk',
  validateSearch: v.object({ kembali: optionalText, sso: optionalText }),
  beforeLoad: async ({ search }) => {
    await session.ready();
    if (session.state.status === 'active') throw redirect({ href: localPath(search.kembali), replace: true });
  },
  component: lazyRouteComponent(() => import('~/features/auth/SignInPage'), 'SignInPage'),
});

/** Where one-time links lead; the token stands behind the #. */
const passwordLink = createRoute({
  getParentRoute: () => root,
  path: '/kata-sandi',
  component: lazyRouteComponent(() => import('~/features/auth/LinkPage'), 'LinkPage'),
});

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/lupa-kata-sandi',
  component: lazyRouteComponent(() => import('~/features/auth/ForgotPage'), 'ForgotPage'),
});

const services = createRoute({
  getParentRoute: () => root,
  path: '/layanan',
  validateSearch: v.object({ q: optionalText }),
  loaderDeps: ({ search }) => ({ q: search.q }),
  loader: ({ context, deps }) => prefetchCatalogue(context.queryClient, deps.q),
  component: lazyRouteComponent(() => import('~/features/catalogue/ServicesPage'), 'ServicesPage'),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ location }) => {
    await session.ready();
    const { status, user } = session.state;
    if (status === 'guest')
      throw redirect({ to: '/masuk', search: { kembali: location.href }, replace: true });
    if (user?.must_change_password && location.pathname !== '/kata-sandi-baru') {
      throw redirect({ to: '/kata-sandi-baru', replace: true });
    }
    if (user?.needs_second_factor && location.pathname !== '/profil/keamanan') {
      throw redirect({ to: '/profil/keamanan', replace: true });
    }
  },
});

const newPassword = createRoute({
  getParentRoute: () => signedIn,
  path: '/kata-sandi-baru',
  component: lazyRouteComponent(() => import('~/features/user/NewPasswordPage'), 'NewPasswordPage'),
});

const dashboard = createRoute({
  getParentRoute: () => signedIn,
  path: '/dasbor',
  loader: ({ context }) => void context.queryClient.prefetchQuery(dashboardQuery()),
  component: lazyRouteComponent(() => import('~/features/ticket/DashboardPage'), 'DashboardPage'),
});

const tickets = createRoute({
  getParentRoute: () => signedIn,
  path: '/permohonan',
  validateSearch: v.object({
    q: optionalText,
    status: v.fallback(v.optional(v.picklist(['waiting', 'in_progress', 'done'])), undefined),
    service_type: optionalText,
    from: optionalDate,
    to: optionalDate,
    overdue: optionalFlag,
    holder: v.fallback(v.optional(v.literal('me')), undefined),
  }),
  component: lazyRouteComponent(() => import('~/features/ticket/TicketsPage'), 'TicketsPage'),
});

const chooseService = createRoute({
  getParentRoute: () => signedIn,
  path: '/permohonan/baru',
  validateSearch: v.object({ q: optionalText }),
  loaderDeps: ({ search }) => ({ q: search.q }),
  loader: ({ context, deps }) => prefetchCatalogue(context.queryClient, deps.q),
  component: lazyRouteComponent(() => import('~/features/catalogue/ChooseServicePage'), 'ChooseServicePage'),
});

const newTicket = createRoute({
  getParentRoute: () => signedIn,
  path: '/permohonan/baru/$service',
  validateSearch: v.object({ aset: optionalText }),
  loader: ({ context, params }) => void context.queryClient.prefetchQuery(serviceQuery(params.service)),
  component: lazyRouteComponent(() => import('~/features/ticket/NewTicketPage'), 'NewTicketPage'),
});

const draft = createRoute({
  getParentRoute: () => signedIn,
  path: '/permohonan/draf/$id',
  validateSearch: v.object({ periksa: optionalFlag }),
  component: lazyRouteComponent(() => import('~/features/ticket/DraftPage'), 'DraftPage'),
});

const ticket = createRoute({
  getParentRoute: () => signedIn,
  path: '/permohonan/$number',
  component: lazyRouteComponent(() => import('~/features/ticket/TicketPage'), 'TicketPage'),
});

const receipt = createRoute({
  getParentRoute: () => signedIn,
  path: '/permohonan/$number/terkirim',
  component: lazyRouteComponent(() => import('~/features/ticket/ReceiptPage'), 'ReceiptPage'),
});

const inbox = createRoute({
  getParentRoute: () => signedIn,
  path: '/kotak-masuk',
  validateSearch: v.object({
    q: optionalText,
    show: v.fallback(v.optional(v.picklist(['new', 'working', 'overdue', 'soon', 'returned'])), undefined),
    service_type: optionalText,
    unit: optionalText,
    urgency: v.fallback(v.optional(v.picklist(['normal', 'urgent', 'very_urgent'])), undefined),
    confidential: optionalFlag,
    board: optionalFlag,
    mine: optionalFlag,
    open: optionalText,
  }),
  component: lazyRouteComponent(() => import('~/features/ticket/InboxPage'), 'InboxPage'),
});

const assets = createRoute({
  getParentRoute: () => signedIn,
  path: '/aset',
  validateSearch: v.object({
    q: optionalText,
    kind: optionalText,
    state: v.fallback(v.optional(v.picklist(['active', 'suspended', 'expired', 'retired'])), undefined),
    soon: optionalFlag,
  }),
  component: lazyRouteComponent(() => import('~/features/asset/AssetsPage'), 'AssetsPage'),
});

const asset = createRoute({
  getParentRoute: () => signedIn,
  path: '/aset/$id',
  component: lazyRouteComponent(() => import('~/features/asset/AssetPage'), 'AssetPage'),
});

/** A page for those whose roles allow something; for everybody else it does not exist. */
const only = (permission: string) => () => {
  if (!mayDo(session.state.user, permission)) throw notFound();
};

const proposals = createRoute({
  getParentRoute: () => signedIn,
  path: '/rekomendasi',
  validateSearch: v.object({
    q: optionalText,
    state: v.fallback(v.optional(v.picklist(proposalStates)), undefined),
    year: optionalNumber,
    agency: optionalText,
  }),
  beforeLoad: only('recommendation.read'),
  component: lazyRouteComponent(() => import('~/features/recommendation/ProposalsPage'), 'ProposalsPage'),
});

const newProposal = createRoute({
  getParentRoute: () => signedIn,
  path: '/rekomendasi/baru',
  beforeLoad: only('recommendation.write'),
  component: lazyRouteComponent(() => import('~/features/recommendation/NewProposalPage'), 'NewProposalPage'),
});

const proposalFigures = createRoute({
  getParentRoute: () => signedIn,
  path: '/rekomendasi/statistik',
  validateSearch: v.object({ year: optionalNumber, agency: optionalText }),
  beforeLoad: only('recommendation.statistics'),
  component: lazyRouteComponent(() => import('~/features/recommendation/StatisticsPage'), 'StatisticsPage'),
});

const proposalSettings = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/spbe',
  beforeLoad: only('recommendation.settings.read'),
  component: lazyRouteComponent(() => import('~/features/recommendation/SettingsPage'), 'SettingsPage'),
});

const proposal = createRoute({
  getParentRoute: () => signedIn,
  path: '/rekomendasi/$id',
  component: lazyRouteComponent(() => import('~/features/recommendation/ProposalPage'), 'ProposalPage'),
});

const point = createRoute({
  getParentRoute: () => signedIn,
  path: '/rekomendasi/$id/isi/$point',
  validateSearch: v.object({ periksa: optionalFlag }),
  component: lazyRouteComponent(() => import('~/features/recommendation/PointPage'), 'PointPage'),
});

const risks = createRoute({
  getParentRoute: () => signedIn,
  path: '/rekomendasi/$id/risiko',
  component: lazyRouteComponent(() => import('~/features/recommendation/RisksPage'), 'RisksPage'),
});

const importRisks = createRoute({
  getParentRoute: () => signedIn,
  path: '/rekomendasi/$id/risiko-impor',
  component: lazyRouteComponent(() => import('~/features/recommendation/ImportRisksPage'), 'ImportRisksPage'),
});

const risk = createRoute({
  getParentRoute: () => signedIn,
  path: '/rekomendasi/$id/risiko/$risk',
  validateSearch: v.object({ periksa: optionalFlag }),
  component: lazyRouteComponent(() => import('~/features/recommendation/RiskPage'), 'RiskPage'),
});

const submission = createRoute({
  getParentRoute: () => signedIn,
  path: '/rekomendasi/$id/kiriman/$n',
  component: lazyRouteComponent(() => import('~/features/recommendation/SubmissionPage'), 'SubmissionPage'),
});

const submitProposal = createRoute({
  getParentRoute: () => signedIn,
  path: '/rekomendasi/$id/kirim',
  component: lazyRouteComponent(() => import('~/features/recommendation/SubmitPage'), 'SubmitPage'),
});

const review = createRoute({
  getParentRoute: () => signedIn,
  path: '/rekomendasi/$id/tinjau',
  validateSearch: v.object({
    saring: v.fallback(v.optional(v.picklist(['open', 'to_mend', 'changed'])), undefined),
  }),
  component: lazyRouteComponent(() => import('~/features/recommendation/ReviewPage'), 'ReviewPage'),
});

const reviewPoint = createRoute({
  getParentRoute: () => signedIn,
  path: '/rekomendasi/$id/tinjau/$subject',
  component: lazyRouteComponent(() => import('~/features/recommendation/ReviewPointPage'), 'ReviewPointPage'),
});

const study = createRoute({
  getParentRoute: () => signedIn,
  path: '/rekomendasi/$id/kajian',
  validateSearch: v.object({ periksa: optionalFlag }),
  component: lazyRouteComponent(() => import('~/features/recommendation/StudyPage'), 'StudyPage'),
});

const profile = createRoute({
  getParentRoute: () => signedIn,
  path: '/profil',
  component: lazyRouteComponent(() => import('~/features/user/ProfilePage'), 'ProfilePage'),
});

const security = createRoute({
  getParentRoute: () => signedIn,
  path: '/profil/keamanan',
  component: lazyRouteComponent(() => import('~/features/user/SecurityPage'), 'SecurityPage'),
});

const myData = createRoute({
  getParentRoute: () => signedIn,
  path: '/profil/data-saya',
  component: lazyRouteComponent(() => import('~/features/privacy/MyDataPage'), 'MyDataPage'),
});

const record = createRoute({
  getParentRoute: () => signedIn,
  path: '/catat-permohonan',
  beforeLoad: only('ticket.record'),
  component: lazyRouteComponent(() => import('~/features/ticket/RecordPage'), 'RecordPage'),
});

const agenda = createRoute({
  getParentRoute: () => signedIn,
  path: '/buku-agenda',
  validateSearch: v.object({
    q: optionalText,
    book: v.fallback(v.optional(v.literal('outgoing')), undefined),
    from: optionalDate,
    to: optionalDate,
  }),
  beforeLoad: only('agenda.read'),
  component: lazyRouteComponent(() => import('~/features/ticket/AgendaPage'), 'AgendaPage'),
});

const catalogueAdmin = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/layanan',
  validateSearch: v.object({ q: optionalText }),
  beforeLoad: only('catalogue.read'),
  loader: ({ context }) => void context.queryClient.prefetchQuery(entriesQuery()),
  component: lazyRouteComponent(() => import('~/features/catalogue-admin/EntriesPage'), 'EntriesPage'),
});

const newService = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/layanan-baru',
  beforeLoad: only('catalogue.manage'),
  component: lazyRouteComponent(() => import('~/features/catalogue-admin/NewServicePage'), 'NewServicePage'),
});

const editService = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/layanan/$code',
  beforeLoad: only('catalogue.read'),
  loader: ({ context, params }) => void context.queryClient.prefetchQuery(keptServiceQuery(params.code)),
  component: lazyRouteComponent(
    () => import('~/features/catalogue-admin/EditServicePage'),
    'EditServicePage',
  ),
});

const serviceForm = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/layanan/$code/formulir',
  beforeLoad: only('catalogue.manage'),
  loader: ({ context, params }) => void context.queryClient.prefetchQuery(keptServiceQuery(params.code)),
  component: lazyRouteComponent(() => import('~/features/catalogue-admin/FormPage'), 'FormPage'),
});

const previewService = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/layanan/$code/versi/$number',
  beforeLoad: only('catalogue.read'),
  component: lazyRouteComponent(() => import('~/features/catalogue-admin/PreviewPage'), 'PreviewPage'),
});

const serviceHistory = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/layanan/$code/riwayat',
  validateSearch: v.object({ dari: optionalNumber, ke: optionalNumber }),
  beforeLoad: only('catalogue.read'),
  component: lazyRouteComponent(() => import('~/features/catalogue-admin/HistoryPage'), 'HistoryPage'),
});

const people = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/orang',
  validateSearch: v.object({
    q: optionalText,
    peran: v.fallback(v.optional(v.picklist(roleNames)), undefined),
    keadaan: v.fallback(v.optional(v.picklist(['active', 'invited', 'disabled'])), undefined),
  }),
  beforeLoad: only('user.read'),
  component: lazyRouteComponent(() => import('~/features/people/PeoplePage'), 'PeoplePage'),
});

const newPerson = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/orang-baru',
  beforeLoad: only('user.manage'),
  component: lazyRouteComponent(() => import('~/features/people/NewPersonPage'), 'NewPersonPage'),
});

const importPeople = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/orang-impor',
  beforeLoad: only('user.manage'),
  component: lazyRouteComponent(() => import('~/features/people/ImportPage'), 'ImportPage'),
});

const person = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/orang/$id',
  beforeLoad: only('user.read'),
  component: lazyRouteComponent(() => import('~/features/people/PersonPage'), 'PersonPage'),
});

const agencies = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/instansi',
  validateSearch: v.object({
    q: optionalText,
    keadaan: v.fallback(v.optional(v.picklist(['open', 'closed', 'all'])), undefined),
  }),
  beforeLoad: only('user.read'),
  component: lazyRouteComponent(() => import('~/features/organisation/AgenciesPage'), 'AgenciesPage'),
});

const newAgency = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/instansi-baru',
  beforeLoad: only('organisation.manage'),
  component: lazyRouteComponent(() => import('~/features/organisation/NewAgencyPage'), 'NewAgencyPage'),
});

const agency = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/instansi/$id',
  beforeLoad: only('user.read'),
  component: lazyRouteComponent(() => import('~/features/organisation/AgencyPage'), 'AgencyPage'),
});

const notifications = createRoute({
  getParentRoute: () => signedIn,
  path: '/notifikasi',
  component: lazyRouteComponent(
    () => import('~/features/notification/NotificationsPage'),
    'NotificationsPage',
  ),
});

const delegations = createRoute({
  getParentRoute: () => signedIn,
  path: '/delegasi',
  beforeLoad: only('delegation.read'),
  component: lazyRouteComponent(() => import('~/features/delegation/DelegationsPage'), 'DelegationsPage'),
});

const officeSettings = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/pengaturan',
  beforeLoad: only('setting.manage'),
  loader: ({ context }) => void context.queryClient.prefetchQuery(officeQuery()),
  component: lazyRouteComponent(() => import('~/features/settings/OfficePage'), 'OfficePage'),
});

const privacy = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/privasi',
  beforeLoad: only('privacy.read'),
  component: lazyRouteComponent(() => import('~/features/privacy/PrivacyPage'), 'PrivacyPage'),
});

const privacyNotice = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/privasi/pemberitahuan',
  beforeLoad: only('privacy.manage'),
  component: lazyRouteComponent(() => import('~/features/privacy/NoticePage'), 'NoticePage'),
});

const securitySettings = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/keamanan',
  beforeLoad: only('setting.manage'),
  component: lazyRouteComponent(() => import('~/features/settings/SignInRulesPage'), 'SignInRulesPage'),
});

const calendar = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/kalender',
  validateSearch: v.object({
    tahun: v.fallback(
      v.optional(v.pipe(v.number(), v.integer(), v.minValue(2000), v.maxValue(2100))),
      undefined,
    ),
  }),
  beforeLoad: only('calendar.manage'),
  loader: ({ context }) => void context.queryClient.prefetchQuery(calendarQuery()),
  component: lazyRouteComponent(() => import('~/features/calendar/CalendarPage'), 'CalendarPage'),
});

const informationRegister = createRoute({
  getParentRoute: () => signedIn,
  path: '/informasi-publik',
  validateSearch: v.object({
    q: optionalText,
    from: optionalDate,
    to: optionalDate,
    objection: optionalFlag,
    overdue: optionalFlag,
  }),
  beforeLoad: only('information.read'),
  component: lazyRouteComponent(() => import('~/features/information/RegisterPage'), 'RegisterPage'),
});

const bookings = createRoute({
  getParentRoute: () => signedIn,
  path: '/pemesanan',
  validateSearch: v.object({
    bulan: v.fallback(v.optional(v.pipe(v.string(), v.regex(/^\d{4}-(?:0[1-9]|1[0-2])$/))), undefined),
    sumber: optionalText,
    jenis: v.fallback(v.optional(v.picklist(resourceKinds)), undefined),
    tampilan: v.fallback(v.optional(v.literal('daftar')), undefined),
  }),
  beforeLoad: only('ticket.notes.read'),
  component: lazyRouteComponent(() => import('~/features/booking/BookingsPage'), 'BookingsPage'),
});

const resources = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/sumber-daya',
  beforeLoad: only('resource.manage'),
  component: lazyRouteComponent(() => import('~/features/booking/ResourcesPage'), 'ResourcesPage'),
});

const audit = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/audit',
  validateSearch: v.object({
    from: optionalDate,
    to: optionalDate,
    person: optionalText,
    kind: optionalText,
    object: optionalText,
    type: optionalText,
    request_id: optionalText,
    address: optionalText,
    api_key: optionalText,
  }),
  beforeLoad: only('audit.read'),
  component: lazyRouteComponent(() => import('~/features/audit/AuditPage'), 'AuditPage'),
});

const auditRecord = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/audit/$id',
  beforeLoad: only('audit.read'),
  component: lazyRouteComponent(() => import('~/features/audit/RecordPage'), 'RecordPage'),
});

const permissions = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/kewenangan',
  beforeLoad: only('audit.read'),
  component: lazyRouteComponent(() => import('~/features/audit/PermissionsPage'), 'PermissionsPage'),
});

const apiKeys = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/kunci-api',
  beforeLoad: only('api_key.read'),
  component: lazyRouteComponent(() => import('~/features/api-key/KeysPage'), 'KeysPage'),
});

const newApiKey = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/kunci-api-baru',
  beforeLoad: only('api_key.manage'),
  component: lazyRouteComponent(() => import('~/features/api-key/NewKeyPage'), 'NewKeyPage'),
});

const apiKey = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/kunci-api/$id',
  beforeLoad: only('api_key.read'),
  component: lazyRouteComponent(() => import('~/features/api-key/KeyPage'), 'KeyPage'),
});

const routeTree = root.addChildren([
  signIn,
  passwordLink,
  forgotPassword,
  services,
  signedIn.addChildren([
    newPassword,
    dashboard,
    inbox,
    record,
    agenda,
    tickets,
    chooseService,
    newTicket,
    draft,
    ticket,
    receipt,
    assets,
    asset,
    proposals,
    newProposal,
    proposalFigures,
    proposalSettings,
    proposal,
    point,
    risks,
    importRisks,
    risk,
    submission,
    submitProposal,
    review,
    reviewPoint,
    study,
    informationRegister,
    bookings,
    resources,
    audit,
    auditRecord,
    permissions,
    apiKeys,
    newApiKey,
    apiKey,
    profile,
    security,
    people,
    newPerson,
    importPeople,
    person,
    agencies,
    newAgency,
    agency,
    catalogueAdmin,
    newService,
    editService,
    serviceForm,
    previewService,
    serviceHistory,
    notifications,
    delegations,
    officeSettings,
    securitySettings,
    privacy,
    privacyNotice,
    myData,
    calendar,
  ]),
]);

export const createAppRouter = (queryClient: QueryClient) =>
  createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    // The cache of TanStack Query decides what is fresh.
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultPendingComponent: PendingPage,
    defaultErrorComponent: CrashPage,
    defaultNotFoundComponent: NotFoundPage,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
