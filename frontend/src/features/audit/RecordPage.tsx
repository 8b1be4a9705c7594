import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Fragment, type ReactNode } from 'react';
import { type AuditDetail, recordQuery } from '~/api/audit';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { ErrorState, LoadingState } from '~/ui/states';
import classes from './AuditPage.module.css';
import { useAuditNames } from './useAuditNames';
import { auditWords } from './words';

const route = getRouteApi('/signed-in/admin/audit/$id');

/** One record: who, what, from where, the difference that it made, and its place in the chain. */
export function RecordPage() {
  const w = useWords(auditWords);
  const names = useAuditNames();
  const { format } = useI18n();
  const { id } = route.useParams();
  const found = useQuery(recordQuery(id));
  return (
    <Page
      title={found.data ? names('type', found.data.type) : w('detail')}
      meta={found.data && format.dateTime(found.data.at)}
      crumbs={[{ label: w('title'), link: { to: '/admin/audit' } }]}
    >
      {found.isPending && <LoadingState lines={8} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => found.refetch()} />}
      {found.data && <Told record={found.data} />}
    </Page>
  );
}

function Told({ record }: { record: AuditDetail }) {
  const w = useWords(auditWords);
  const names = useAuditNames();
  const { label } = useI18n();
  const { actor } = record;
  return (
    <>
      <Section title={w('detail')}>
        <Facts
          facts={[
            { name: w('who'), value: actor.name || w('nobody') },
            {
              name: w('as'),
              value: (
                <>
                  {actor.role && label('role', actor.role)} {actor.unit && `(${actor.unit})`}
                  {actor.on_behalf_of && (
                    <div>
                      {w('behalf', {
                        name: actor.on_behalf_of.name,
                        kind: actor.on_behalf_of.kind.toUpperCase(),
                      })}
                    </div>
                  )}
                  {record.api_key && <div>{w('via', { key: record.api_key })}</div>}
                </>
              ),
            },
            { name: w('kind'), value: names('kind', record.kind) },
            {
              name: w('object'),
              value: record.number ? (
                <Link to="/permohonan/$number" params={{ number: record.number }} className={classes.link}>
                  {record.number}
                </Link>
              ) : (
                record.object_id
              ),
            },
            { name: w('where'), value: record.address || '–' },
            { name: w('requestId'), value: record.request_id || '–' },
          ]}
        />
        <div className={classes.links}>
          <Link to="/admin/audit" search={{ object: record.object_id }} className={classes.link}>
            {w('sameObject')}
          </Link>
          {actor.id && (
            <Link to="/admin/audit" search={{ person: actor.id }} className={classes.link}>
              {w('samePerson')}
            </Link>
          )}
          {record.request_id && (
            <Link to="/admin/audit" search={{ request_id: record.request_id }} className={classes.link}>
              {w('sameRequest')}
            </Link>
          )}
        </div>
      </Section>
      <Section title={w('data')}>
        {record.withheld ? <Notice tone="info">{w('withheld')}</Notice> : <Values values={record.data} />}
      </Section>
      {!record.withheld && Object.keys(record.changes).length > 0 && (
        <Section title={w('changes')}>
          <Values values={record.changes} />
        </Section>
      )}
      <Section title={w('chain')}>
        {record.link ? (
          <>
            <div>{w('chainText', { position: record.link.position })}</div>
            <div className={classes.code}>{record.link.hash}</div>
          </>
        ) : (
          <div>{w('waiting')}</div>
        )}
        <p className={classes.quiet}>{w('chainHint')}</p>
      </Section>
    </>
  );
}

interface Fact {
  name: string;
  value: ReactNode;
}

function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(({ name, value }) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

/** What a record keeps, name by name: texts as they are, everything else as it was written. */
function Values({ values }: { values: Readonly<Record<string, unknown>> }) {
  const w = useWords(auditWords);
  const entries = Object.entries(values);
  if (entries.length === 0) return <p className={classes.quiet}>{w('noData')}</p>;
  return (
    <Facts
      facts={entries.map(([name, value]) => ({
        name: name.replaceAll('_', ' '),
        value:
          typeof value === 'string' ? value : <span className={classes.code}>{JSON.stringify(value)}</span>,
      }))}
    />
  );
}
