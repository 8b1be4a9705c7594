const dayMilliseconds = 86_400_000;

const dateOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The days (`YYYY-MM-DD`) of the whole weeks, from Monday, that a month (`YYYY-MM`) touches. */
export function weeksOf(month: string): string[] {
  const first = Date.parse(`${month}-01T00:00:00Z`);
  const last = Date.parse(`${otherMonth(month, 1)}-01T00:00:00Z`) - dayMilliseconds;
  const monday = first - ((new Date(first).getUTCDay() + 6) % 7) * dayMilliseconds;
  const sunday = last + ((7 - new Date(last).getUTCDay()) % 7) * dayMilliseconds;
  return Array.from({ length: (sunday - monday) / dayMilliseconds + 1 }, (_, day) =>
    dateOf(monday + day * dayMilliseconds),
  );
}

/** The month so many months later. */
export function otherMonth(month: string, later: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return dateOf(Date.UTC(year, number - 1 + later, 1)).slice(0, 7);
}
