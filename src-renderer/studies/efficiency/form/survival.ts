import { formatPath } from '../../../../src-shared/study/path.ts';
import type { DocumentPath } from '../../../../src-shared/study/path.ts';
import type { ChannelOutput } from '../../../../src-shared/contracts/channels.ts';
import { count, percent } from '../../../widgets/numbers.ts';

/** What every cut leaves of the sample. */
export type SurvivalAnswer = ChannelOutput<'study.survival'>;

/** What one cut leaves in one dataset. */
export interface Surviving {
  label: string;
  count: number;
  of: number;
  /** Of what both numbers are: `events`, `orders of pairs`. */
  noun: string;
  share: number;
}

const NOUNS = { event: 'events', muon: 'muons', pair: 'pairs', probe: 'probes' } as const;

/** What a cut leaves, by dataset; empty where it is not counted. */
export function survivingOf(answer: SurvivalAnswer | null, path: DocumentPath): Surviving[] {
  const text = formatPath(path);
  return (answer?.datasets ?? []).flatMap(({ label, lines }) => {
    const line = lines.find((one) => one.path === text);
    if (!line || line.of === null) return [];
    const noun = text === 'tag' ? 'orders of pairs' : NOUNS[line.level];
    return [
      { label, count: line.count, of: line.of, noun, share: line.of === 0 ? NaN : line.count / line.of },
    ];
  });
}

/** `87.4 %`, or `86.7 – 87.4 %` where datasets differ; empty without numbers. */
export function shareText(all: readonly Surviving[]): string {
  const shares = all.map(({ share }) => share).filter(Number.isFinite);
  if (shares.length === 0) return '';
  const [low, high] = [percent(Math.min(...shares)), percent(Math.max(...shares))];
  return low === high ? low : `${low.replace(/\D*$/, '')} – ${high}`;
}

/** One line per dataset: `Simulation: 17 455 of 19 943 pairs, 87.5 %`. */
export function shareLines(all: readonly Surviving[]): string[] {
  return all.map(({ label, count: left, of, noun, share }) => {
    const end = Number.isFinite(share) ? `, ${percent(share, 2)}` : '';
    return `${label}: ${count(left)} of ${count(of)} ${noun}${end}`;
  });
}

/** On what the numbers were counted: `All events`, `The first 50 000 events of each dataset`. */
export function sampleText({ events, datasets }: SurvivalAnswer): string {
  const counted = datasets.filter(({ problem }) => problem === null);
  if (counted.length === 0) return '';
  if (counted.every(({ whole }) => whole)) return 'Counted on all events, without weights.';
  return `Counted on a sample: at most the first ${count(events)} events of each dataset, without weights.`;
}
