import { UserError } from '../userError.ts';

/** Keys of maps and positions in lists, from the top of a document. */
export type DocumentPath = (string | number)[];

const PLAIN = /^[^.[\]"'\s][^.[\]"'\n]*$/;

/** The path as text: `axes[0].edges[2]`, `workingPoints.my point`, `datasets."a.b".label`. */
export function formatPath(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') {
      text += `[${part}]`;
      continue;
    }
    const key = String(part);
    const plain = PLAIN.test(key) && key === key.trim();
    text += (text === '' ? '' : '.') + (plain ? key : JSON.stringify(key));
  }
  return text;
}

/**
 * Reads a path: keys separated by dots, in double or single quotes where they hold dots, brackets or quotes, and `[n]` for
 * positions in lists, from 0. Throws a UserError `document` with the character that is wrong.
 */
export function parsePath(text: string): DocumentPath {
  const path: DocumentPath = [];
  let at = 0;
  let key = true;
  const fail = (message: string): never => {
    throw new UserError('document', `path \`${text}\`: ${message} at character ${at + 1}`, {
      hint: 'write it as `datasets.data22.label`, `axes[0].edges[2]` or `workingPoints."my.point"`',
      where: { span: [at, Math.min(at + 1, text.length)] },
    });
  };
  while (at < text.length || key) {
    if (text[at] === '[' && path.length > 0 && !key) {
      const index = /^\[(\d{1,9})\]/.exec(text.slice(at, at + 12));
      if (index === null) return fail('expected a position such as [0]');
      path.push(Number(index[1]));
      at += index[0].length;
    } else if (text[at] === '.' && !key) {
      key = true;
      at++;
    } else if (key) {
      const found = readKey(text, at);
      if (found === null) return fail('expected a key');
      path.push(found.key);
      at = found.end;
      key = false;
    } else return fail(`unexpected \`${text[at]}\``);
  }
  return path;
}

function readKey(text: string, start: number): { key: string; end: number } | null {
  const quote = text[start];
  if (quote === '"' || quote === "'") {
    let key = '';
    for (let at = start + 1; at < text.length; at++) {
      if (text[at] === quote) return { key, end: at + 1 };
      if (text[at] === '\\' && quote === '"') at++;
      key += text[at] ?? '';
    }
    return null;
  }
  let end = start;
  while (end < text.length && !'.[]'.includes(text[end]!)) end++;
  const key = text.slice(start, end).trim();
  return key === '' ? null : { key, end };
}
