import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from './call';
import { apiBase, sessionFetch } from './client';
import { fileNameOf, type OnProgress, readWithProgress } from './http';
import type {
  Attachment,
  AttachmentKind,
  Dashboard,
  Deadline,
  Outcome,
  Page,
  Recipient,
  Ticket,
  TicketEvent,
  TicketStatus,
  TicketSummary,
  Urgency,
} from './types';

/** A request together with the version that a change must be based on. */
export interface VersionedTicket {
  ticket: Ticket;
  etag: string;
}

export interface TicketFilter {
  q?: string | undefined;
  status?: TicketStatus | undefined;
  service_type?: string | undefined;
  outcome?: Outcome | undefined;
  overdue?: boolean | undefined;
  holder?: 'me' | undefined;
  from?: string | undefined;
  to?: string | undefined;
  sort?: string | undefined;
}

/** Every key of the cache that tells about requests begins with this one. */
export const ticketsKey = ['tickets'] as const;

const pageSize = 20;

export const ticketsQuery = (filter: TicketFilter, limit = pageSize) =>
  infiniteQueryOptions({
    queryKey: [...ticketsKey, 'list', filter, limit],
    queryFn: async ({ pageParam, signal }) =>
      (
        await call<Page<TicketSummary>>('/tickets', {
          query: { ...filter, limit, cursor: pageParam },
          signal,
        })
      ).data,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor || undefined,
  });

export const ticketQuery = (number: string) =>
  queryOptions({
    queryKey: [...ticketsKey, 'one', number],
    queryFn: async ({ signal }): Promise<VersionedTicket> => {
      const { data, etag } = await call<Ticket>(`/tickets/${encodeURIComponent(number)}`, { signal });
      return { ticket: data, etag };
    },
  });

export const eventsQuery = (number: string) =>
  queryOptions({
    queryKey: [...ticketsKey, 'events', number],
    queryFn: async ({ signal }) =>
      (
        await call<Page<TicketEvent>>(`/tickets/${encodeURIComponent(number)}/events`, {
          query: { limit: 100 },
          signal,
        })
      ).data.items,
  });

export const deadlineQuery = (number: string) =>
  queryOptions({
    queryKey: [...ticketsKey, 'deadline', number],
    queryFn: async ({ signal }) =>
      (await call<Deadline>(`/tickets/${encodeURIComponent(number)}/deadline`, { signal })).data,
  });

export const recipientsQuery = (number: string) =>
  queryOptions({
    queryKey: [...ticketsKey, 'recipients', number],
    queryFn: async ({ signal }) =>
      (await call<Page<Recipient>>(`/tickets/${encodeURIComponent(number)}/recipients`, { signal })).data
        .items,
  });

export const dashboardQuery = () =>
  queryOptions({
    queryKey: [...ticketsKey, 'dashboard'],
    queryFn: async ({ signal }) => (await call<Dashboard>('/dashboard', { signal })).data,
  });

export interface NewTicket {
  serviceType: string;
  subject: string;
  letter: File | null;
  supporting: readonly File[];
}

/** Sends a request. The same key with the same content is recorded once, however often it is sent. */
export async function submitTicket(
  input: NewTicket,
  options: { idempotencyKey: string; onProgress: OnProgress; signal?: AbortSignal },
): Promise<VersionedTicket> {
  const form = new FormData();
  form.set('service_type', input.serviceType);
  form.set('subject', input.subject);
  form.set('answers', '{}');
  if (input.letter) form.set('letter', input.letter);
  input.supporting.forEach((file, index) => {
    form.set(`files[supporting_${index + 1}]`, file);
  });
  const { data, etag } = await call<Ticket>('/tickets', {
    method: 'POST',
    form,
    headers: { 'Idempotency-Key': options.idempotencyKey },
    onProgress: options.onProgress,
    ...(options.signal && { signal: options.signal }),
  });
  return { ticket: data, etag };
}

export interface RecipientChoice {
  role: string;
  unit?: string;
  user_id?: string;
}

/** What each action sends; files make it a form, everything else is JSON. */
export interface ActionInputs {
  'take-up': Record<string, never>;
  dispositions: {
    to: RecipientChoice;
    instruction: string;
    urgency: Urgency;
    confidential: boolean;
    due_on?: string;
  };
  forward: { to: RecipientChoice; note: string };
  return: { reason: string; points: { pointer: string; comment: string }[] };
  resubmit: { note: string; letter: File | null; files: readonly File[] };
  complete: { outcome: Outcome; note: string; letter: File | null };
  reject: { reason: string; letter: File | null };
  cancel: { reason: string };
  reopen: { reason: string };
  messages: { text: string };
  notes: { text: string };
  attachments: { kind: AttachmentKind; file: File };
}

export type Action = keyof ActionInputs;

/** Takes one action on a request, based on the version that the person saw. */
export async function act<Name extends Action>(
  number: string,
  action: Name,
  input: ActionInputs[Name],
  options: { etag: string; onProgress?: OnProgress },
): Promise<void> {
  const values = Object.entries(input);
  const hasFile = values.some(
    ([, value]) => value instanceof File || (Array.isArray(value) && value[0] instanceof File),
  );
  await call<Ticket | Attachment>(`/tickets/${encodeURIComponent(number)}/${action}`, {
    method: 'POST',
    headers: { 'If-Match': options.etag },
    ...(hasFile ? { form: formOf(values) } : { json: input }),
    ...(options.onProgress && { onProgress: options.onProgress }),
  });
}

function formOf(values: [string, unknown][]): FormData {
  const form = new FormData();
  for (const [name, value] of values) {
    if (value instanceof File || typeof value === 'string') form.set(name, value);
    else if (Array.isArray(value)) {
      value.forEach((file: File, index) => {
        form.set(`${name}[supporting_${index + 1}]`, file);
      });
    }
  }
  return form;
}

/** Fetches a file with the session's token and hands it to the browser to save. */
export async function saveFile(path: string, name: string, onProgress: OnProgress): Promise<void> {
  const response = await sessionFetch(`${apiBase}${path}`);
  const blob = await readWithProgress(response, onProgress);
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileNameOf(response, name);
  link.click();
  // The browser has taken the blob over once the click is handled; freeing it at once breaks some of them.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
