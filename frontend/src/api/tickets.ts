import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { uploadFetch } from './client';
import {
  type BookingInput,
  type CancelInput,
  type ConfirmInput,
  type DispositionInput,
  deleteAttachmentsById,
  type ExtendInput,
  type ExternalWaitInput,
  type ForwardInput,
  type GetTicketsData,
  getAttachmentsByIdContent,
  getDashboard,
  getTickets,
  getTicketsByNumber,
  getTicketsByNumberDeadline,
  getTicketsByNumberDispositions,
  getTicketsByNumberDocumentsDispositionSheetPdf,
  getTicketsByNumberDocumentsReceiptPdf,
  getTicketsByNumberDocumentsRequestPdf,
  getTicketsByNumberEvents,
  getTicketsByNumberForm,
  getTicketsByNumberRecipients,
  type PostTicketsByNumberAttachmentsData,
  type PostTicketsByNumberCompleteData,
  type PostTicketsByNumberRejectData,
  postAttachments,
  postTickets,
  postTicketsByNumberAttachments,
  postTicketsByNumberBooking,
  postTicketsByNumberCancel,
  postTicketsByNumberComplete,
  postTicketsByNumberConfirm,
  postTicketsByNumberDispositions,
  postTicketsByNumberDispositionsByIdRead,
  postTicketsByNumberDispositionsByIdWithdraw,
  postTicketsByNumberExtend,
  postTicketsByNumberExternalWaits,
  postTicketsByNumberForward,
  postTicketsByNumberMessages,
  postTicketsByNumberNotes,
  postTicketsByNumberRecuse,
  postTicketsByNumberReject,
  postTicketsByNumberReopen,
  postTicketsByNumberResubmit,
  postTicketsByNumberResume,
  postTicketsByNumberReturn,
  postTicketsByNumberReviews,
  postTicketsByNumberTakeUp,
  postTicketsByNumberUnmask,
  type RecuseInput,
  type ReopenInput,
  type ResumeInput,
  type ReturnInput,
  type ReviewInput,
  type TextInput,
  type TicketInput,
} from './generated';
import { fileNameOf, type OnProgress, readWithProgress } from './http';
import type { ShownNotice } from './settings';
import type { Attachment, Ticket, TicketEvent } from './types';

/** A request together with the version that a change must be based on. */
export interface VersionedTicket {
  ticket: Ticket;
  etag: string;
}

const versioned = ({ data, response }: { data: Ticket; response: Response }): VersionedTicket => ({
  ticket: data,
  etag: response.headers.get('ETag') ?? '',
});

export type TicketFilter = Omit<NonNullable<GetTicketsData['query']>, 'limit' | 'cursor'>;

/** Every key of the cache that tells about requests begins with this one. */
export const ticketsKey = ['tickets'] as const;

const pageSize = 20;

export const ticketsQuery = (filter: TicketFilter, limit = pageSize) =>
  infiniteQueryOptions({
    queryKey: [...ticketsKey, 'list', filter, limit],
    queryFn: async ({ pageParam, signal }) =>
      (await getTickets({ query: { ...filter, limit, ...(pageParam && { cursor: pageParam }) }, signal }))
        .data,
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

export const ticketQuery = (number: string) =>
  queryOptions({
    queryKey: [...ticketsKey, 'one', number],
    queryFn: async ({ signal }) => versioned(await getTicketsByNumber({ path: { number }, signal })),
  });

/** All that happened to a request, oldest first. */
export const eventsQuery = (number: string) =>
  queryOptions({
    queryKey: [...ticketsKey, 'events', number],
    queryFn: async ({ signal }) => {
      const events: TicketEvent[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const query: { limit: number; cursor?: string } = { limit: 100, ...(cursor && { cursor }) };
        const { data } = await getTicketsByNumberEvents({ path: { number }, query, signal });
        events.push(...data.items);
        cursor = data.next_cursor;
      }
      return events;
    },
  });

/** The ledger of the deadline: which days counted, which did not, and why. */
export const deadlineQuery = (number: string) =>
  queryOptions({
    queryKey: [...ticketsKey, 'deadline', number],
    queryFn: async ({ signal }) => (await getTicketsByNumberDeadline({ path: { number }, signal })).data,
  });

/** The lembar disposisi as data, oldest first; only for the office. */
export const dispositionsQuery = (number: string) =>
  queryOptions({
    queryKey: [...ticketsKey, 'dispositions', number],
    queryFn: async ({ signal }) =>
      (await getTicketsByNumberDispositions({ path: { number }, signal })).data.items,
  });

/** The read receipt: a recipient has a disposition before their eyes. */
export const readDisposition = async (number: string, id: string) =>
  (await postTicketsByNumberDispositionsByIdRead({ path: { number, id } })).data;

/** Takes back a disposition that nobody has read. */
export const withdrawDisposition = async (number: string, id: string, etag: string): Promise<void> => {
  await postTicketsByNumberDispositionsByIdWithdraw({
    path: { number, id },
    headers: { 'If-Match': etag },
    body: {},
  });
};

/** To whom the caller may pass the request on now. */
export const recipientsQuery = (number: string) =>
  queryOptions({
    queryKey: [...ticketsKey, 'recipients', number],
    queryFn: async ({ signal }) =>
      (await getTicketsByNumberRecipients({ path: { number }, signal })).data.items,
  });

export const dashboardQuery = () =>
  queryOptions({
    queryKey: [...ticketsKey, 'dashboard'],
    queryFn: async ({ signal }) => (await getDashboard({ signal })).data,
  });

export interface NewTicket {
  serviceType: string;
  subject: string;
  letter: File | null;
  supporting: readonly File[];
  answers: Readonly<Record<string, string>>;
  /** The delivered thing that is to be changed, and how. */
  asset?: { id: string; wish: 'change' | 'extend' | 'retire' } | undefined;
  heldBefore: readonly { kind: string; number: string }[];
}

/** Sends a request. The same key with the same content is recorded once, however often it is sent. */
export async function submitTicket(
  input: NewTicket,
  options: { idempotencyKey: string; onProgress: OnProgress; shown: ShownNotice },
): Promise<VersionedTicket> {
  const form = new FormData();
  if (options.shown.notice_version) form.set('notice_version', String(options.shown.notice_version));
  form.set('service_type', input.serviceType);
  form.set('subject', input.subject);
  form.set('answers', JSON.stringify(input.answers));
  if (input.asset) {
    form.set('asset_id', input.asset.id);
    form.set('asset_wish', input.asset.wish);
  }
  if (input.heldBefore.length > 0) form.set('held_before', JSON.stringify(input.heldBefore));
  addFiles(form, input.letter, input.supporting);
  return versioned(
    await postTickets({
      ...asForm(form, { 'Idempotency-Key': options.idempotencyKey }),
      fetch: uploadFetch(options.onProgress),
    }),
  );
}

function addFiles(form: FormData, letter: File | null, supporting: readonly File[]): void {
  if (letter) form.set('letter', letter);
  supporting.forEach((file, index) => {
    form.set(`files[supporting_${index + 1}]`, file);
  });
}

/** The generated functions know one body each; where an operation takes JSON or a form, this sends a form. */
export function asForm<Headers extends Record<string, string>>(form: FormData, headers: Headers) {
  return {
    body: form as never,
    bodySerializer: null,
    headers: { ...headers, 'Content-Type': null } as Headers & { 'Content-Type': null },
  };
}

/** What each action needs to know. */
export interface ActionInputs {
  'take-up': Record<string, never>;
  dispositions: DispositionInput;
  forward: ForwardInput;
  return: ReturnInput;
  resubmit: {
    note: string;
    letter: File | null;
    files: readonly File[];
    answers?: Readonly<Record<string, unknown>>;
  };
  complete: PostTicketsByNumberCompleteData['body'];
  reject: PostTicketsByNumberRejectData['body'];
  cancel: CancelInput;
  reopen: ReopenInput;
  'external-waits': ExternalWaitInput;
  resume: ResumeInput;
  confirm: ConfirmInput;
  extend: ExtendInput;
  reviews: ReviewInput;
  recuse: RecuseInput;
  booking: BookingInput;
  messages: TextInput;
  notes: TextInput;
  attachments: PostTicketsByNumberAttachmentsData['body'];
}

export type Action = keyof ActionInputs;

/** What goes with every action: which request, which version of it, and how it is sent. */
interface Target {
  path: { number: string };
  headers: { 'If-Match': string };
  fetch: ReturnType<typeof uploadFetch>;
}

const send: { [Name in Action]: (target: Target, body: ActionInputs[Name]) => Promise<unknown> } = {
  'take-up': (target, body) => postTicketsByNumberTakeUp({ ...target, body }),
  dispositions: (target, body) => postTicketsByNumberDispositions({ ...target, body }),
  forward: (target, body) => postTicketsByNumberForward({ ...target, body }),
  return: (target, body) => postTicketsByNumberReturn({ ...target, body }),
  resubmit: (target, { note, letter, files, answers }) => {
    const form = new FormData();
    form.set('note', note);
    if (answers) form.set('answers', JSON.stringify(answers));
    addFiles(form, letter, files);
    return postTicketsByNumberResubmit({ ...target, ...asForm(form, target.headers) });
  },
  complete: (target, body) => postTicketsByNumberComplete({ ...target, body }),
  reject: (target, body) => postTicketsByNumberReject({ ...target, body }),
  cancel: (target, body) => postTicketsByNumberCancel({ ...target, body }),
  reopen: (target, body) => postTicketsByNumberReopen({ ...target, body }),
  'external-waits': (target, body) => postTicketsByNumberExternalWaits({ ...target, body }),
  resume: (target, body) => postTicketsByNumberResume({ ...target, body }),
  confirm: (target, body) => postTicketsByNumberConfirm({ ...target, body }),
  extend: (target, body) => postTicketsByNumberExtend({ ...target, body }),
  reviews: (target, body) => postTicketsByNumberReviews({ ...target, body }),
  recuse: (target, body) => postTicketsByNumberRecuse({ ...target, body }),
  booking: (target, body) => postTicketsByNumberBooking({ ...target, body }),
  // What only adds something needs no version.
  messages: ({ path, fetch }, body) => postTicketsByNumberMessages({ path, fetch, body }),
  notes: ({ path, fetch }, body) => postTicketsByNumberNotes({ path, fetch, body }),
  attachments: ({ path, fetch }, body) => postTicketsByNumberAttachments({ path, fetch, body }),
};

/** Takes one action on a request, based on the version that the person saw. */
export async function act<Name extends Action>(
  number: string,
  action: Name,
  input: ActionInputs[Name],
  { etag, onProgress = () => undefined }: { etag: string; onProgress?: OnProgress },
): Promise<void> {
  await send[action](
    { path: { number }, headers: { 'If-Match': etag }, fetch: uploadFetch(onProgress) },
    input,
  );
}

/** A file that only the session may fetch, and its name where the server gives none. */
export interface ProtectedFile {
  name: string;
  fetch(): Promise<{ response: Response }>;
}

export const attachmentFile = ({ id, name }: { id: string; name: string }): ProtectedFile => ({
  name,
  fetch: () => getAttachmentsByIdContent({ path: { id }, parseAs: 'stream' }),
});

export const receiptFile = (number: string): ProtectedFile => ({
  name: `tanda-terima-${number}.pdf`,
  fetch: () => getTicketsByNumberDocumentsReceiptPdf({ path: { number }, parseAs: 'stream' }),
});

/** The form of a request with its answers, to print. */
export const requestFormFile = (number: string): ProtectedFile => ({
  name: `formulir-${number}.pdf`,
  fetch: () => getTicketsByNumberDocumentsRequestPdf({ path: { number }, parseAs: 'stream' }),
});

export const dispositionSheetFile = (number: string): ProtectedFile => ({
  name: `lembar-disposisi-${number}.pdf`,
  fetch: () => getTicketsByNumberDocumentsDispositionSheetPdf({ path: { number }, parseAs: 'stream' }),
});

/** Fetches a file with the session's token and hands it to the browser to save. */
export async function saveFile(file: ProtectedFile, onProgress: OnProgress): Promise<void> {
  const { response } = await file.fetch();
  const blob = await readWithProgress(response, onProgress);
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileNameOf(response, file.name);
  link.click();
  // The browser takes the blob over some time after the click; freeing it at once breaks the download in some.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/**
 * Fetches a file with the session's token and shows it in a tab of its own. The tab is opened first: after waiting, a
 * browser takes it for an advertisement.
 */
export async function openFile(file: ProtectedFile): Promise<void> {
  const tab = window.open('', '_blank');
  try {
    const { response } = await file.fetch();
    const url = URL.createObjectURL(await readWithProgress(response, () => undefined));
    if (tab) tab.location.replace(url);
    else window.location.assign(url);
    // The tab takes the blob over some time after it is told of it.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  } catch (error) {
    tab?.close();
    throw error;
  }
}

/** The form under which a request was filed; null where its service had none. It never changes. */
export const askedFormQuery = (number: string) =>
  queryOptions({
    queryKey: [...ticketsKey, 'form', number],
    queryFn: async ({ signal }) =>
      (await getTicketsByNumberForm({ path: { number }, signal })).data.form ?? null,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Uploads a file ahead; a request names it by its id. */
export const uploadAhead = async (
  file: File,
  kind: 'request_letter' | 'supporting',
  onProgress: OnProgress,
): Promise<Attachment> =>
  (await postAttachments({ body: { file, kind }, fetch: uploadFetch(onProgress) })).data;

/** Takes back a file that was uploaded ahead. */
export const discardUpload = async (id: string): Promise<void> => {
  await deleteAttachmentsById({ path: { id } });
};

/** Sends a request whose files are uploaded. The same key with the same content is recorded once. */
export const submitRequest = async (body: TicketInput, idempotencyKey: string): Promise<VersionedTicket> =>
  versioned(await postTickets({ body, headers: { 'Idempotency-Key': idempotencyKey } }));

/** Personal answers in full, by their keys; the server records who looked. */
/** The masked answers in full; once the request is closed, for a reason. */
export const unmaskAnswers = async (number: string, reason?: string): Promise<Record<string, unknown>> =>
  (await postTicketsByNumberUnmask({ path: { number }, ...(reason && { body: { reason } }) })).data.answers;
