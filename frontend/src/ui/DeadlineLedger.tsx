import type { DeadlineDay, TimeLimit } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { DataTable } from './DataTable';
import { deadlineWords } from './deadlineWords';

interface DeadlineLedgerProps {
  caption: string;
  basis: TimeLimit['basis'];
  days: readonly DeadlineDay[];
}

/** The account of a deadline: what each day gave, why the others gave nothing, and the sum so far. */
export function DeadlineLedger({ caption, basis, days }: DeadlineLedgerProps) {
  const { format } = useI18n();
  const w = useWords(deadlineWords);
  const sums = new Map<string, number>();
  let sum = 0;
  for (const day of days) {
    sum += day.amount;
    sums.set(day.date, sum);
  }
  const note = ({ counted, reason, name }: DeadlineDay): string => {
    const why = reason && (counted && reason === 'stopped' ? w('partly') : w(`reason.${reason}`));
    return [why, name].filter(Boolean).join(': ');
  };
  return (
    <DataTable
      caption={caption}
      rows={days}
      rowKey={(day) => day.date}
      columns={[
        { key: 'date', title: w('day'), primary: true, cell: (day) => format.weekday(day.date) },
        {
          key: 'counted',
          title: w('counted'),
          cell: (day) => (day.counted ? w(`amount.${basis}`, { count: day.amount }) : w('none')),
        },
        {
          key: 'sum',
          title: w('running'),
          align: 'end',
          wideOnly: true,
          cell: (day) => format.number(sums.get(day.date) ?? 0),
        },
        { key: 'note', title: w('note'), cell: note },
      ]}
    />
  );
}
