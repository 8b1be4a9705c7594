/**
 * A message is a text with `{named}` places, or two texts chosen by `count` where a language has a plural.
 * Everything about a message is known to the compiler: which keys exist, and which places each one has.
 */
export type Message = string | { readonly one: string; readonly other: string };

type Places<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Places<Rest>
  : never;

/** The names that must be given to show the message. */
export type Parameters<M> = M extends string
  ? Places<M>
  : M extends { other: infer Other extends string }
    ? Places<Other> | 'count'
    : never;

/** What `t` takes after the key: nothing, or exactly the values that the message needs. */
export type Values<M> = [Parameters<M>] extends [never]
  ? []
  : [values: Readonly<Record<Parameters<M>, string | number>>];

/**
 * A dictionary in another language: the same keys, and in each message the same places. What differs becomes
 * `never`, so that the compiler points at the line that is wrong.
 */
export type TranslationOf<Source, Target> = {
  readonly [Key in keyof Source]: Key extends keyof Target
    ? SameSet<Parameters<Source[Key]>, Parameters<Target[Key]>> extends true
      ? Target[Key]
      : never
    : Message;
};

type SameSet<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** Fills the places of a message. Numbers are written the way the locale does. */
export function fill(
  message: Message,
  values: Readonly<Record<string, string | number>>,
  locale: string,
): string {
  const text =
    typeof message === 'string'
      ? message
      : new Intl.PluralRules(locale).select(Number(values.count)) === 'one'
        ? message.one
        : message.other;
  return text.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    if (value === undefined) return place;
    return typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : value;
  });
}
