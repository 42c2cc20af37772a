import { createHash } from 'node:crypto';
import path from 'node:path';

/** Ends the name of a file with columns of a span of entries. */
export const PACK = '.columns';
/** Ends the name of a file with what is known of a content. */
export const FACT = '.fact';
/** Raised whenever what is kept, or what reading a file gives, changes: folders of other versions are removed. */
export const VERSION_FOLDER = 'v1';

/** Where the columns of a content are kept. */
export function contentFolder(root: string, content: string): string {
  const plain = /^[\w-]{1,160}$/.test(content);
  const name = plain ? content : createHash('sha256').update(content).digest('hex');
  return path.join(root, VERSION_FOLDER, name);
}

/** Where files are written before they get their names. */
export function scratchFolder(root: string): string {
  return path.join(root, 'scratch');
}
