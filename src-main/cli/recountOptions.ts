import type { IntervalKind } from '../../src-shared/study/efficiency.ts';
import { UserError } from '../../src-shared/userError.ts';
import type { Recount } from '../export/recount.ts';

const INTERVALS: readonly IntervalKind[] = [
  'clopper-pearson',
  'wilson',
  'agresti-coull',
  'jeffreys',
  'uniform',
  'feldman-cousins',
  'normal',
];

function mergesOf(texts: readonly string[]): Record<string, number> {
  const merges = texts.map((text): [string, number] => {
    const [, variable, count] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
    if (variable === undefined || Number(count) < 1)
      throw new UserError('usage', `--merge-bins takes variable:number, as in pt:2; got \`${text}\``);
    return [variable, Number(count)];
  });
  return Object.fromEntries(merges);
}

function setting(text: string): Omit<Recount, 'merges'> {
  const [, name, value = ''] = /^([^=]*)=(.*)$/.exec(text) ?? [];
  if (name === 'interval') {
    const interval = INTERVALS.find((one) => one === value);
    if (interval !== undefined) return { interval };
    throw new UserError('usage', `interval is one of ${INTERVALS.join(', ')}, not \`${value}\``);
  }
  if (name === 'confidenceLevel') {
    const confidenceLevel = value.trim() === '' ? NaN : Number(value);
    if (confidenceLevel > 0 && confidenceLevel < 1) return { confidenceLevel };
    throw new UserError('usage', `confidenceLevel is a number between 0 and 1, not \`${value}\``);
  }
  throw new UserError('usage', `\`${text}\` cannot be set in a finished run`, {
    hint: 'From counts alone: interval=KIND and confidenceLevel=NUMBER. Everything else needs a new run.',
  });
}

/** What `--set` and `--merge-bins` change in a finished run; null where nothing is asked for. Throws a UserError `usage`. */
export function recountOf(settings: readonly string[], merges: readonly string[]): Recount | null {
  if (settings.length === 0 && merges.length === 0) return null;
  return { ...Object.assign({}, ...settings.map(setting)), merges: mergesOf(merges) } as Recount;
}
