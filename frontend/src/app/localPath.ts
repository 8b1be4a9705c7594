/** Where to go after signing in: a path of this site, never another one. */
export function localPath(path: string | undefined): string {
  return path && /^\/(?![/\\])/.test(path) ? path : '/dasbor';
}
