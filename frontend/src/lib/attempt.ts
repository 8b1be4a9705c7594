/**
 * The idempotency key of a form. Sending the same content again uses the same key, so that a lost answer never
 * makes two requests; changed content is another request and gets another key.
 */
export class Attempt {
  #content = '';
  #key = '';

  keyFor(content: string): string {
    if (this.#key === '' || content !== this.#content) {
      this.#content = content;
      this.#key = randomKey();
    }
    return this.#key;
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
