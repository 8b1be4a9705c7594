import { useQuery } from '@tanstack/react-query';
import { draftsQuery } from '~/api/drafts';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { LinkButton } from '~/ui/LinkButton';
import { Section } from '~/ui/Section';
import { DeleteDraft } from './DeleteDraft';
import classes from './Draft.module.css';
import { draftWords } from './draftWords';

/** One's requests that are not sent yet, of one service or of all; nothing where there are none. */
export function DraftList({ service }: { service?: string }) {
  const { format } = useI18n();
  const w = useWords(draftWords);
  const found = useQuery(draftsQuery());
  const drafts = (found.data ?? []).filter(({ service_type }) => !service || service_type.code === service);
  if (drafts.length === 0) return null;
  return (
    <Section title={w('yourDrafts')} className={classes.drafts}>
      <p className={classes.quiet}>{w('yourDraftsText')}</p>
      <ul className={classes.list}>
        {drafts.map((draft) => {
          const name = draft.subject || w('noSubject');
          return (
            <li key={draft.id}>
              <div>
                <div className={classes.name}>{name}</div>
                <p className={classes.quiet}>
                  {draft.service_type.name} · {w('savedOn', { time: format.dateTime(draft.changed_at) })}
                </p>
              </div>
              <LinkButton
                to="/permohonan/draf/$id"
                params={{ id: draft.id }}
                size="sm"
                aria-label={w('continueNamed', { name })}
              >
                {w('continue')}
              </LinkButton>
              <DeleteDraft draft={draft} onDeleted={() => undefined} />
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
