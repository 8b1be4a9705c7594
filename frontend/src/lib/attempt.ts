/**
 * The idempotency key of a form. Sending the same content again uses the same key, so that a lost answer never
 * makes two requests; changed content is another request and gets another key.
 */
export class Attempt<Along = undefined> {
  #content: string | undefined;
  #sending: { key: string; along: Along } | undefined;

  /**
   * The key of a content, and what goes along with it: that of the first time, whatever it is by now, because the
   * server takes a key once more only with all of what came with it.
   */
  sending(content: string, along: Along): { key: string; along: Along } {
    if (this.#sending === undefined || content !== this.#content) {
      this.#content = content;
      this.#sending = { key: randomKey(), along };
    }
    return this.#sending;
  }

  keyFor(this: Attempt, content: string): string {
    return this.sending(content, undefined).key;
  }
}

/** A random UUID; built by hand because crypto.randomUUID is missing on pages served without TLS. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** What tells one chosen file from another. */
export const fileIdentity = (file: File): string => `${file.name}/${file.size}/${file.lastModified}`;
