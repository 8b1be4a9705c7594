import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ticketAssetsQuery } from '~/api/assets';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { AssetStateBadge } from '~/ui/AssetStateBadge';
import { assetWords } from '~/ui/assetWords';
import { Section } from '~/ui/Section';
import classes from './TicketPage.module.css';

/** What the request has to do with the register; absent where it has nothing to do with it. */
export function TicketAssetsSection({ number }: { number: string }) {
  const { language } = useI18n();
  const w = useWords(assetWords);
  const { data } = useQuery(ticketAssetsQuery(number));
  if (
    !data ||
    (!data.about && !data.requested && data.delivered.length === 0 && data.held_before.length === 0)
  )
    return null;
  const shown = data.delivered.length > 0 ? data.delivered : data.about ? [data.about] : [];
  return (
    <Section title={data.delivered.length > 0 ? w('delivered') : (data.kind?.label[language] ?? w('about'))}>
      <dl className={classes.facts}>
        {shown.map(({ id, name, state }) => (
          <div key={id}>
            <dt>{data.delivered.length > 0 ? data.kind?.label[language] : w('about')}</dt>
            <dd>
              <Link to="/aset/$id" params={{ id }}>
                {name}
              </Link>{' '}
              <AssetStateBadge state={state} />
            </dd>
          </div>
        ))}
        {data.wish !== '' && (
          <div>
            <dt>{w('wish.label')}</dt>
            <dd>{w(`wish.${data.wish}`)}</dd>
          </div>
        )}
        {data.requested !== '' && data.delivered.length === 0 && (
          <div>
            <dt>{w('requestedName')}</dt>
            <dd>
              {data.requested}
              {data.kind?.suffix}
            </dd>
          </div>
        )}
        {data.held_before.length > 0 && (
          <div>
            <dt>{w('heldBeforeTitle')}</dt>
            <dd>{data.held_before.map(({ number: told }) => told).join('\n')}</dd>
          </div>
        )}
      </dl>
    </Section>
  );
}
