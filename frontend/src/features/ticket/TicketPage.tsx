import { Button, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { serviceQuery } from '~/api/catalogue';
import {
  type Action,
  askedFormQuery,
  attachmentFile,
  dispositionSheetFile,
  eventsQuery,
  receiptFile,
  requestFormFile,
  ticketQuery,
  type VersionedTicket,
} from '~/api/tickets';
import type { Attachment, Ticket, User } from '~/api/types';
import { hasRole, mayDo, useSession } from '~/api/useSession';
import type { Language } from '~/i18n/format';
import { useI18n } from '~/i18n/I18nProvider';
import { awaitsFirstAnswer } from '~/lib/firstAnswer';
import { DownloadButton } from '~/ui/DownloadButton';
import { DueDate } from '~/ui/DueDate';
import { titleOf } from '~/ui/form/kinds';
import type { Form } from '~/ui/form/types';
import { PlusIcon } from '~/ui/icons';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { StatusBadge } from '~/ui/StatusBadge';
import { ErrorState, LoadingState } from '~/ui/states';
import { Timeline } from '~/ui/Timeline';
import { ActionPanel } from './ActionPanel';
import { Conversation } from './Conversation';
import { Dispositions } from './Dispositions';
import { DuplicateHints } from './DuplicateHints';
import { EventTimeline } from './EventTimeline';
import { ExternalWaits } from './ExternalWaits';
import { ProposalNotice } from './ProposalNotice';
import { Reviewers } from './Reviewers';
import { TicketAssetsSection } from './TicketAssetsSection';
import classes from './TicketPage.module.css';
import { useActorName } from './useActorName';
import { useProposalOf } from './useProposalOf';

/* What opens on request is fetched on request. */
const DeadlineDialog = lazy(() =>
  import('./DeadlineDialog').then((module) => ({ default: module.DeadlineDialog })),
);
const InformationSection = lazy(() =>
  import('./InformationSection').then((module) => ({ default: module.InformationSection })),
);
const AttachmentForm = lazy(() =>
  import('./AttachmentForm').then((module) => ({ default: module.AttachmentForm })),
);

const AnswersSection = lazy(() =>
  import('./AnswersSection').then((module) => ({ default: module.AnswersSection })),
);
const BookingSection = lazy(() =>
  import('./BookingSection').then((module) => ({ default: module.BookingSection })),
);
const MendForm = lazy(() => import('./MendForm').then((module) => ({ default: module.MendForm })));

const route = getRouteApi('/signed-in/permohonan/$number');

/** One request: where it stands, who holds it, what comes next, until when, and what one may do. */
export function TicketPage() {
  const { t } = useI18n();
  const { user } = useSession();
  const { number } = route.useParams();
  const found = useQuery(ticketQuery(number));
  const crumbs = [{ label: t('tickets.title'), link: { to: '/permohonan' } as const }];
  if (found.data && user) return <TicketContent versioned={found.data} user={user} />;
  return (
    <Page title={number} crumbs={crumbs}>
      {found.isPending && <LoadingState lines={4} height={120} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => found.refetch()} />}
    </Page>
  );
}

function TicketContent({ versioned, user }: { versioned: VersionedTicket; user: User }) {
  const { t } = useI18n();
  const { ticket } = versioned;
  const events = useQuery(eventsQuery(ticket.number));
  const form = useQuery(askedFormQuery(ticket.number));
  const { awaited } = useProposalOf(ticket);
  const [mending, setMending] = useState(false);
  const [done, setDone] = useState<Action | null>(null);
  const navigate = useNavigate();
  const isApplicant = hasRole(user, 'applicant') && ticket.applicant.id === user.id;

  return (
    <Page
      title={ticket.subject}
      crumbs={[{ label: t('tickets.title'), link: { to: '/permohonan' } }]}
      meta={
        <span className={classes.meta}>
          <span className={classes.number}>{ticket.number}</span>
          <StatusBadge {...ticket} />
        </span>
      }
    >
      <div className={classes.columns}>
        <div className={classes.main}>
          <div role="status" className={classes.done}>
            {done && <Notice tone="positive">{t(`action.${done}.done`)}</Notice>}
          </div>
          {ticket.returned && (
            <ReturnedNotice ticket={ticket} form={form.data ?? null} isApplicant={isApplicant} />
          )}
          {mending && form.data && (
            <Suspense fallback={<LoadingState />}>
              <div className={classes.notice}>
                <MendForm
                  versioned={versioned}
                  form={form.data}
                  onDone={() => {
                    setMending(false);
                    setDone('resubmit');
                  }}
                  onCancel={() => setMending(false)}
                />
              </div>
            </Suspense>
          )}
          {ticket.waiting_for && (
            <div className={classes.notice}>
              <Notice tone={ticket.waiting_for === 'applicant' && isApplicant ? 'caution' : 'info'}>
                {t(
                  ticket.waiting_for === 'applicant' && isApplicant
                    ? 'ticket.yourStep'
                    : `ticket.waitingFor.${ticket.waiting_for}`,
                  { step: ticket.step.name },
                )}
              </Notice>
            </div>
          )}
          {ticket.requirement && !ticket.requirement.met && ticket.requirement.kind !== 'note' && (
            <div className={classes.notice}>
              <Notice tone="info">
                {t(`ticket.requires.${ticket.requirement.kind}`, { what: ticket.requirement.text })}
              </Notice>
            </div>
          )}
          {ticket.result_letter && (
            <div className={classes.notice}>
              <Notice
                tone="positive"
                title={t('ticket.letterReady')}
                action={
                  <DownloadButton file={attachmentFile(ticket.result_letter)}>
                    {t('ticket.downloadLetter')}
                  </DownloadButton>
                }
              />
            </div>
          )}
          <ProposalNotice ticket={ticket} className={classes.notice} />
          <Standing ticket={ticket} />
          {ticket.closing_note && (
            <div className={classes.notice}>
              <Notice tone="info" title={t('ticket.closingNote')}>
                <p className={classes.reason}>{ticket.closing_note}</p>
              </Notice>
            </div>
          )}
          {/* Above all that loads by itself, so that no button moves while one aims at it; the proposal above is waited
              for. Whether a returned request is mended by its form or in a dialog is known once the form is. */}
          {!mending && !awaited && !(ticket.returned && awaitsFirstAnswer(form)) && (
            <ActionPanel
              versioned={versioned}
              onMend={form.data ? () => setMending(true) : undefined}
              onDone={(action) =>
                action === 'recuse'
                  ? navigate({
                      to: '/kotak-masuk',
                      state: { said: `${ticket.number}: ${t('action.recuse.done')}` },
                    })
                  : setDone(action)
              }
            />
          )}
          {mayDo(user, 'ticket.notes.read') && <DuplicateHints number={ticket.number} />}
          {form.data && !mending && events.data && (
            <Suspense>
              <div className={classes.answers}>
                <AnswersSection
                  ticket={ticket}
                  form={form.data}
                  events={events.data}
                  withWarnings={mayDo(user, 'ticket.notes.read')}
                />
              </div>
            </Suspense>
          )}
          <InformationPart ticket={ticket} isApplicant={isApplicant} />
          {form.data && (
            <Suspense>
              <BookingSection number={ticket.number} form={form.data} />
            </Suspense>
          )}
          <TicketAssetsSection number={ticket.number} />
          <Reviewers reviewers={ticket.reviewers} />
          <ExternalWaits waits={ticket.external_waits} />
          {mayDo(user, 'ticket.notes.read') && <Dispositions versioned={versioned} />}
          <Files versioned={versioned} onDone={setDone} />
          {events.data && (
            <>
              <Conversation kind="messages" versioned={versioned} events={events.data} readerId={user.id} />
              <Conversation kind="notes" versioned={versioned} events={events.data} readerId={user.id} />
            </>
          )}
          <Section title={t('ticket.timeline')}>
            {events.isPending && <LoadingState lines={3} />}
            {events.isError && !events.data && (
              <ErrorState error={events.error} onRetry={() => events.refetch()} />
            )}
            {events.data && <EventTimeline events={events.data} />}
          </Section>
        </div>
        <aside className={classes.aside}>
          <Summary ticket={ticket} user={user} withAnswers={form.data === null} />
          <Steps ticket={ticket} />
        </aside>
      </div>
    </Page>
  );
}

/** The questions of every applicant, answered side by side: who has it, what comes next, until when. */
function Standing({ ticket }: { ticket: Ticket }) {
  const { t, format } = useI18n();
  const [opened, dialog] = useDisclosure();
  const actorName = useActorName();
  const closed = ticket.status === 'done';
  return (
    <section aria-label={t('tickets.status')} className={classes.standing}>
      <dl>
        {closed ? (
          <div>
            <dt>{t('ticket.closed')}</dt>
            <dd>{ticket.closed_at && format.dateTime(ticket.closed_at)}</dd>
          </div>
        ) : (
          <>
            <div>
              <dt>{t('ticket.holder')}</dt>
              <dd>{ticket.holder ? actorName(ticket.holder) : t('common.none')}</dd>
              <dd className={classes.quiet}>{ticket.step.name}</dd>
            </div>
            <div>
              <dt>{t('ticket.nextStep')}</dt>
              {ticket.next_step ? (
                <>
                  <dd>{ticket.next_step.name}</dd>
                  <dd className={classes.quiet}>{actorName(ticket.next_step)}</dd>
                </>
              ) : (
                <dd>{t('ticket.lastStep')}</dd>
              )}
            </div>
          </>
        )}
        <div>
          <dt>{t('ticket.due')}</dt>
          <dd>
            <DueDate dueAt={ticket.due_at} closed={closed} paused={ticket.returned} />
          </dd>
          {(ticket.due_at || ticket.returned) && (
            <dd>
              <UnstyledButton className={`${classes.why} no-print`} onClick={dialog.open}>
                {t('ticket.whyDate')}
              </UnstyledButton>
            </dd>
          )}
        </div>
      </dl>
      {opened && (
        <Suspense>
          <DeadlineDialog number={ticket.number} onClose={dialog.close} />
        </Suspense>
      )}
    </section>
  );
}

/** Requests for public information have rights of their own; other services have no such part. */
function InformationPart({ ticket, isApplicant }: { ticket: Ticket; isApplicant: boolean }) {
  const service = useQuery(serviceQuery(ticket.service_type.code));
  if (!service.data?.disclosure) return null;
  return (
    <Suspense>
      <InformationSection number={ticket.number} isApplicant={isApplicant} />
    </Suspense>
  );
}

interface ReturnedNoticeProps {
  ticket: Ticket;
  form: Form | null;
  isApplicant: boolean;
}

function ReturnedNotice({ ticket, form, isApplicant }: ReturnedNoticeProps) {
  const { t, language } = useI18n();
  return (
    <div className={classes.notice}>
      <Notice
        tone="caution"
        title={isApplicant ? t('ticket.returnedTitle') : t('ticket.returnedTitleOfficer')}
      >
        {ticket.return_reason && <p className={classes.reason}>{ticket.return_reason}</p>}
        {ticket.return_points.length > 0 && (
          <ul className={classes.points}>
            {ticket.return_points.map(({ pointer, comment }) => (
              <li key={`${pointer}${comment}`}>
                <strong>{fieldTitle(form, pointer, language) ?? t(pointName(pointer))}:</strong> {comment}
              </li>
            ))}
          </ul>
        )}
      </Notice>
    </div>
  );
}

/** What the form calls the answer that a pointer leads to. */
function fieldTitle(form: Form | null, pointer: string, language: Language): string | undefined {
  const [, top, key = ''] = pointer.split('/');
  const field = top === 'answers' ? form?.properties[key] : undefined;
  return field && titleOf(field, language);
}

/** The part of the request that a pointer leads into. */
function pointName(pointer: string) {
  const top = pointer.split('/')[1];
  if (top === 'subject' || top === 'letter' || top === 'files' || top === 'answers')
    return `point.${top}` as const;
  return 'point.other' as const;
}

function Summary({ ticket, user, withAnswers }: { ticket: Ticket; user: User; withAnswers: boolean }) {
  const { t, format } = useI18n();
  const facts: [string, string][] = [
    [t('tickets.service'), ticket.service_type.name],
    [t('ticket.applicant'), ticket.applicant.name],
    ...(ticket.organisation
      ? [[t('ticket.organisation'), ticket.organisation.name] as [string, string]]
      : []),
    [t('ticket.submitted'), format.dateTime(ticket.submitted_at)],
  ];
  if (ticket.guest) facts.push([t('ticket.channel'), t('ticket.channel.guest')]);
  if (ticket.guest_contact) facts.push([t('ticket.guestContact'), ticket.guest_contact]);
  // Without a form, answers are a few words by name.
  for (const [key, value] of Object.entries(withAnswers ? ticket.answers : {})) {
    if (typeof value === 'string' && value !== '')
      facts.push([key === 'detail' ? t('ticket.detail') : key, value]);
  }
  return (
    <Section title={t('ticket.summary')}>
      <dl className={classes.facts}>
        {facts.map(([term, text]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <div className={`${classes.papers} no-print`}>
        <DownloadButton file={receiptFile(ticket.number)} variant="default" size="sm">
          {t('ticket.downloadReceipt')}
        </DownloadButton>
        <DownloadButton file={requestFormFile(ticket.number)} variant="default" size="sm">
          {t('ticket.downloadForm')}
        </DownloadButton>
        {mayDo(user, 'ticket.notes.read') && (
          <DownloadButton file={dispositionSheetFile(ticket.number)} variant="default" size="sm">
            {t('ticket.downloadDispositionSheet')}
          </DownloadButton>
        )}
      </div>
    </Section>
  );
}

function Steps({ ticket }: { ticket: Ticket }) {
  const { t, format } = useI18n();
  const actorName = useActorName();
  return (
    <Section title={t('ticket.steps')}>
      <Timeline
        label={t('ticket.steps')}
        entries={ticket.steps.map((step) => ({
          key: step.key,
          title: step.name,
          by: actorName(step),
          tone: step.state,
          toneLabel: t(`step.${step.state}`),
          ...(step.due_at && { children: t('step.due', { at: format.dateTime(step.due_at) }) }),
        }))}
      />
    </Section>
  );
}

function Files({ versioned, onDone }: { versioned: VersionedTicket; onDone(action: Action): void }) {
  const { t } = useI18n();
  const [adding, form] = useDisclosure();
  const { attachments, allowed_actions } = versioned.ticket;
  return (
    <Section title={t('ticket.files')}>
      {attachments.length === 0 ? (
        <p className={classes.quiet}>{t('ticket.noFiles')}</p>
      ) : (
        <ul className={classes.files}>
          {attachments.map((file) => (
            <FileRow key={file.id} file={file} />
          ))}
        </ul>
      )}
      {adding ? (
        <Suspense>
          <AttachmentForm
            versioned={versioned}
            onCancel={form.close}
            onDone={() => {
              onDone('attachments');
              form.close();
            }}
          />
        </Suspense>
      ) : (
        allowed_actions.includes('attachments') && (
          <Button
            variant="default"
            size="sm"
            mt="sm"
            className="no-print"
            leftSection={<PlusIcon size={16} />}
            onClick={form.open}
          >
            {t('action.attachments')}
          </Button>
        )
      )}
    </Section>
  );
}

function FileRow({ file }: { file: Attachment }) {
  const { t, format } = useI18n();
  return (
    <li>
      <div>
        <div className={classes.fileName}>{file.name}</div>
        <div className={classes.quiet}>
          {t(`ticket.kind.${file.kind}`)} · {format.size(file.size)} · {format.shortDate(file.uploaded_at)}
        </div>
      </div>
      <DownloadButton
        file={attachmentFile(file)}
        variant="default"
        size="sm"
        aria-label={t('common.downloadNamed', { name: file.name })}
      >
        {t('common.download')}
      </DownloadButton>
    </li>
  );
}
