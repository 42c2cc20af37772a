import type { FileDoors } from '../../../src-main/engine/pipeline/execute.ts';
import { defineStep, defineStudy } from '../../../src-main/engine/pipeline/study.ts';
import type { DatasetFiles, FileContext, MissingPart } from '../../../src-main/engine/pipeline/study.ts';
import { UserError } from '../../../src-shared/userError.ts';

/**
 * A study on files that are only names: `LABEL:entries=1000&cluster=100&failAt=350&failIn=measure`. It sums a
 * weight per entry, first to a profile, then divided by the profile's total, so that the second step depends on the first.
 */
export interface CountingConfig {
  datasets: DatasetFiles[];
  /** Whether the weights of the second step use the first step's sum. */
  normalise: boolean;
}

/** What the file's name says. */
export interface CountingFacts {
  entries: number;
  seed: number;
}

/** Counts and a sum that depends on the order of its terms. */
export interface CountingSum {
  entries: number;
  chunks: number;
  verified: number;
  sum: number;
}

/** The numbers behind the colon of a name. */
export function parameters(name: string): Map<string, string> {
  const query = name.split(':')[1] ?? '';
  return new Map(query.split('&').map((pair) => pair.split('=') as [string, string]));
}

function weight(entry: number, seed: number): number {
  return 1 / (1 + ((entry * 2654435761 + seed) % 1013)) + 1e-9 * (entry % 7);
}

function misbehave(path: string, step: string, start: number, stop: number): void {
  const options = parameters(path);
  const at = Number(options.get('at') ?? NaN);
  if ((options.get('in') ?? 'measure') !== step) return;
  if (options.has('slow'))
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(options.get('slow')));
  if (!(at >= start && at < stop)) return;
  if (options.get('how') === 'bug') throw new TypeError('undefined is not a function');
  if (options.get('how') === 'exit') process.exit(7);
  if (options.get('how') === 'memory') {
    const hoard: number[][] = [];
    while (hoard.length >= 0) hoard.push(new Array(100_000).fill(Math.random()));
  }
  if (options.get('how') === 'hang') while (Date.now() > 0);
  throw new UserError('damaged', `entry ${at} is damaged`, {
    where: { object: 'tree:x', offset: at, file: '/secret' },
  });
}

function counted(
  context: FileContext<unknown>,
  start: number,
  stop: number,
  seed: number,
  scale: number,
  verify: boolean,
) {
  const sum: CountingSum = { entries: stop - start, chunks: 1, verified: verify ? stop - start : 0, sum: 0 };
  context.source.read(0, 1, new Uint8Array(1), 0);
  for (let entry = start; entry < stop; entry++) sum.sum += weight(entry, seed) / scale;
  return sum;
}

function add(into: CountingSum, from: CountingSum): void {
  into.entries += from.entries;
  into.chunks += from.chunks;
  into.verified += from.verified;
  into.sum += from.sum;
}

const empty = (): CountingSum => ({ entries: 0, chunks: 0, verified: 0, sum: 0 });

/** First step. */
export const profile = defineStep<CountingConfig, CountingFacts, null, CountingSum>({
  id: 'profile',
  phase: 'profiles',
  wants: (file) => file.dataset !== 'plain',
  columns: () => ['t:mu'],
  share: () => null,
  map(context) {
    misbehave(context.file.path, 'profile', context.start, context.stop);
    return counted(context, context.start, context.stop, context.facts.seed, 1, context.verify);
  },
  empty,
  merge: add,
});

/** Second step. */
export const measure = defineStep<CountingConfig, CountingFacts, { scale: number }, CountingSum>({
  id: 'measure',
  phase: 'measuring',
  wants: () => true,
  columns: () => ['t:x'],
  share: (setup, before) => ({ scale: setup.normalise ? before.sum(profile, 'a').sum || 1 : 1 }),
  map(context) {
    misbehave(context.file.path, 'measure', context.start, context.stop);
    return counted(
      context,
      context.start,
      context.stop,
      context.facts.seed,
      context.shared.scale,
      context.verify,
    );
  },
  empty,
  merge: add,
});

/** What {@link countingStudy} concludes. */
export interface CountingResult {
  datasets: Record<string, { profile: CountingSum; measure: CountingSum }>;
  files: { path: string; status: string; reason: unknown; entries: number }[];
  cancelled: boolean;
  missing: readonly MissingPart[];
}

/** The study. */
export const countingStudy = defineStudy<CountingConfig, CountingConfig, CountingFacts, CountingResult>({
  id: 'counting',
  version: 1,
  title: 'Counting',
  datasets: (config) => config.datasets,
  setUp: (config) => config,
  examine({ file }) {
    misbehave(file.path, 'examine', 0, Infinity);
    const options = parameters(file.path);
    const entries = Number(options.get('entries') ?? 1000);
    const step = Number(options.get('cluster') ?? 100);
    const clusters = [];
    for (let first = 0; first < entries; first += step) clusters.push(first);
    const bytesPerEntry = Number(options.get('bytes') ?? (16 * 1024 * 1024) / 128);
    return {
      entries,
      clusters: [...clusters, entries],
      bytesPerEntry,
      facts: { entries, seed: file.path.length },
    };
  },
  steps: [profile, measure],
  finalise(outcome) {
    const names = outcome.config.datasets.map(({ name }) => name);
    const sums = names.map((name) => [
      name,
      { profile: outcome.sum(profile, name), measure: outcome.sum(measure, name) },
    ]);
    const files = outcome.files.map(({ path, status, reason, entries }) => ({
      path,
      status,
      reason,
      entries,
    }));
    return {
      datasets: Object.fromEntries(sums),
      files,
      cancelled: outcome.cancelled,
      missing: outcome.missing,
    };
  },
  figures: () => [],
});

/** Doors to the named files: any content, the name is the identity. */
export const countingDoors: FileDoors = {
  openSource: (location) => ({
    name: location,
    size: 1,
    read() {},
    close() {},
  }),
  placeIdentity: (location) => location,
  codecs: { decompress() {} },
  fingerprint: (source) => source.name,
};
