import { count } from '../widgets/numbers.ts';
import type { RunResult } from './runResult.ts';
import type { RunFile } from './state.ts';

/** Why a file failed or was skipped, with object and offset; its path, which stands above, is not told again. */
export function reasonText({ path, reason }: Pick<RunFile, 'path' | 'reason'>): string {
  if (!reason) return '';
  const { object, offset } = reason;
  const message = reason.message.startsWith(path)
    ? reason.message.slice(path.length).replace(/^[\s:,]+/, '')
    : reason.message;
  const place = [
    ...(object === undefined || message.includes(object) ? [] : [object]),
    ...(offset === undefined ? [] : [`byte ${count(offset)}`]),
  ];
  return message + (place.length > 0 ? ` (${place.join(', ')})` : '');
}

/** Events of a file: for one that did not go into the result as far as they are known. */
export function fileEvents({ status, entries }: Pick<RunFile, 'status' | 'entries'>): string {
  return status === 'processed' || entries > 0 ? count(entries) : '–';
}

/** Events that count in an earlier file, by dataset and path; empty where no file has any. */
export function repeatedEvents({ datasets }: RunResult): Map<string, number> {
  return new Map(
    Object.entries(datasets).flatMap(([dataset, { files }]) =>
      files.flatMap(({ path, repeated = 0 }) =>
        repeated > 0 ? [[`${dataset}\n${path}`, repeated] as const] : [],
      ),
    ),
  );
}
