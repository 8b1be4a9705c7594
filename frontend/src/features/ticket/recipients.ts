import type { Recipient, RecipientChoice } from '~/api/types';

/** The recipient at an index of the list, as a whole or one person of it. */
export function recipientChoice(
  recipients: readonly Recipient[],
  index: string,
  person: string,
): RecipientChoice {
  const recipient = recipients[Number(index)];
  if (!recipient) throw new RangeError(`no recipient ${index}`);
  return {
    role: recipient.role,
    ...(recipient.unit && { unit: recipient.unit.code }),
    ...(person && { user_id: person }),
  };
}

/** An instant of the last day before another instant, at which a time away ends. */
export const lastDayBefore = (instant: string): string =>
  new Date(new Date(instant).getTime() - 1).toISOString();
