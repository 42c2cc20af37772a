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

function keptEdgesOf(texts: readonly string[]): Record<string, number[]> {
  const kept = texts.map((text): [string, number[]] => {
    const [, variable, list = ''] = /^(.+):([^:]+)$/.exec(text) ?? [];
    const edges = list.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
    if (variable === undefined || !edges.every(Number.isFinite))
      throw new UserError('usage', `--keep-edges takes variable:edges, as in pt:20,40,100; got \`${text}\``);
    return [variable, edges];
  });
  return Object.fromEntries(kept);
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

/** What the command line changes in a finished run: texts of `--set`, `--merge-bins` and `--keep-edges`. */
export interface RecountTexts {
  set: readonly string[];
  'merge-bins': readonly string[];
  'keep-edges': readonly string[];
}

/** The change that the command line asks for in a finished run; null where nothing is asked for. Throws a UserError `usage`. */
export function recountOf(texts: RecountTexts): Recount | null {
  const { set, 'merge-bins': merged, 'keep-edges': kept } = texts;
  if (set.length + merged.length + kept.length === 0) return null;
  const [counts, edges] = [mergesOf(merged), keptEdgesOf(kept)];
  const twice = Object.keys(counts).find((variable) => Object.hasOwn(edges, variable));
  if (twice !== undefined)
    throw new UserError('usage', `--merge-bins and --keep-edges both say how bins of ${twice} are merged`);
  return { ...Object.assign({}, ...set.map(setting)), merges: { ...counts, ...edges } } as Recount;
}
