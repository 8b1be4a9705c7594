import type { Ticket } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { Section } from '~/ui/Section';
import { Timeline } from '~/ui/Timeline';

/** For which other bodies the request waited or waits: since when, under which reference, what came back. */
export function ExternalWaits({ waits }: { waits: Ticket['external_waits'] }) {
  const { t, format } = useI18n();
  if (waits.length === 0) return null;
  return (
    <Section title={t('wait.title')}>
      <Timeline
        label={t('wait.title')}
        entries={waits.map(({ body, reference, url, reason, started_at, ended_at, note, stops_clock }) => ({
          key: started_at,
          title: body,
          at: started_at,
          by: `${t('wait.reference')}: ${reference}`,
          tone: ended_at ? ('done' as const) : ('current' as const),
          toneLabel: ended_at ? t('wait.ended', { at: format.dateTime(ended_at) }) : t('wait.lasting'),
          children: (
            <>
              {reason}
              {note && `\n${note}`}
              {stops_clock && `\n${t('wait.clockStands')}`}
              {url && (
                <>
                  {'\n'}
                  <a href={url} rel="noreferrer" target="_blank">
                    {url}
                  </a>
                </>
              )}
            </>
          ),
        }))}
      />
    </Section>
  );
}
