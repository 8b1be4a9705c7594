import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { freeQuery, type ResourceKind } from '~/api/bookings';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { bookingWords } from '~/ui/bookingWords';
import { Notice } from '~/ui/Notice';
import { instantOf } from './formats';

interface BookingHintProps {
  start: string;
  end: string;
  kinds: readonly ResourceKind[];
}

/** While one chooses a time: what of the office is taken then. It is a hint and refuses nothing. */
export function BookingHint({ start, end, kinds }: BookingHintProps) {
  const w = useWords(bookingWords);
  const { format } = useI18n();
  const [settled] = useDebouncedValue(`${start} ${end}`, 400);
  const [from, to] = [instantOf(start), instantOf(end)];
  const asks = from !== null && to !== null && from < to && settled === `${start} ${end}`;
  const free = useQuery({ ...freeQuery(start, end, kinds), enabled: asks });
  const taken = free.data?.items.filter((item) => !item.free) ?? [];
  const asked = free.data?.asked ?? 0;
  if (!asks || !free.data || free.isPlaceholderData) return <div role="status" />;
  return (
    <div role="status">
      {taken.length === 0 && asked === 0 ? (
        free.data.items.length > 0 && <Notice tone="info">{w('hintFree')}</Notice>
      ) : (
        <Notice tone="caution">
          {taken.length > 0 && (
            <p>
              {w('hintTaken', {
                names: new Intl.ListFormat(format.locale).format(taken.map(({ resource }) => resource.name)),
              })}
            </p>
          )}
          {asked > 0 && <p>{w('hintAsked', { count: asked })}</p>}
          <p>{w('hintStill')}</p>
        </Notice>
      )}
    </div>
  );
}
