/** Why a chosen file cannot be sent; the server looks at what the file really is (M6). */
export type FileFault = 'not-pdf' | 'too-large' | 'empty';

export function faultOf(file: File, limit: number): FileFault | null {
  if (file.type !== 'application/pdf' && !/\.pdf$/i.test(file.name)) return 'not-pdf';
  if (file.size === 0) return 'empty';
  if (file.size > limit) return 'too-large';
  return null;
}
