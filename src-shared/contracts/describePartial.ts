import type { MissingFiles } from './resultPartial.ts';

function number(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/**
 * What a partial result lacks, in a few words for a label or a line: `first 1000 events of each dataset, 3 files failed`. Empty for a complete one.
 * @param maxEvents the limit where the run had one
 */
export function describePartial(
  partial: readonly MissingFiles[] | undefined,
  maxEvents: number | undefined,
): string {
  const files = (reason: MissingFiles['reason']): number =>
    (partial ?? []).reduce((sum, part) => sum + (part.reason === reason ? part.files : 0), 0);
  const parts = [];
  if (files('max-events') > 0) parts.push(`first ${number(maxEvents ?? 0, 'event')} of each dataset`);
  if (files('failed') > 0) parts.push(`${number(files('failed'), 'file')} failed`);
  if (files('cancelled') > 0) parts.push(`cancelled with ${number(files('cancelled'), 'file')} left`);
  return parts.join(', ');
}
