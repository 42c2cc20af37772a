/** A path below a folder, with the separator that the folder has. */
export function joinPath(folder: string, name: string): string {
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/';
  return folder.endsWith(separator) ? `${folder}${name}` : `${folder}${separator}${name}`;
}

function partsOf(path: string): string[] {
  return path.replaceAll('\\', '/').split('/');
}

/**
 * A file as a document in `base` writes it: relative with `/` where both have a folder in common below the root, absolute elsewhere.
 * @param base absolute folder of the document
 * @param file absolute
 */
export function relativePath(base: string, file: string): string {
  const windows = /^[A-Za-z]:/.test(base);
  const [from, to] = windows ? [partsOf(base), partsOf(file)] : [base.split('/'), file.split('/')];
  if (from.at(-1) === '') from.pop();
  const alike = (a: string, b: string) => (windows ? a.toLowerCase() === b.toLowerCase() : a === b);
  let common = 0;
  while (common < from.length && common < to.length - 1 && alike(from[common], to[common])) common++;
  if (common < 2) return windows ? to.join('/') : file;
  return [...from.slice(common).map(() => '..'), ...to.slice(common)].join('/');
}
