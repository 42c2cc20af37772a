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

/** A key or position of a written path, and the characters it has there, from 0: quotes and brackets are among them. */
export interface WrittenPart {
  part: string | number;
  from: number;
  to: number;
}

/**
 * Reads a path: keys separated by dots, in double or single quotes where they hold dots, brackets or quotes, and `[n]` for
 * positions in lists, from 0. Throws a UserError `document` with the character that is wrong.
 */
export function parsePath(text: string): DocumentPath {
  return writtenParts(text).map(({ part }) => part);
}

/** The parts of a path as they are written; throws as {@link parsePath}. */
export function writtenParts(text: string): WrittenPart[] {
  const path: WrittenPart[] = [];
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
      const to = at + index[0].length;
      path.push({ part: Number(index[1]), from: at, to });
      at = to;
    } else if (text[at] === '.' && !key) {
      key = true;
      at++;
    } else if (key) {
      const found = readKey(text, at);
      if (found === null) return fail('expected a key');
      path.push({ part: found.key, from: at, to: found.end });
      at = found.end;
      key = false;
    } else return fail(`unexpected \`${text[at]}\``);
  }
  return path;
}

/** A written path with another key or position in one of its parts; a key stays in its quotes, the rest as it is. */
export function withPart(text: string, { from, to }: WrittenPart, part: string | number): string {
  const quoted =
    text[from] === '"' || (text[from] === "'" && typeof part === 'string' && !part.includes("'"));
  const plain = typeof part === 'number' ? `[${part}]` : formatPath([part]);
  const written = quoted && plain === part ? `${text[from]}${part}${text[from]}` : plain;
  return text.slice(0, from) + written + text.slice(to);
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
