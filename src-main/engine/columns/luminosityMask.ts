import { UserError } from '../../../src-shared/userError.ts';
import type { ValueArray } from '../root/tree.ts';
import { parseGoldenJson } from './luminosityMaskJson.ts';
import { maskError } from './luminosityMaskSections.ts';
import { parseGoodRunsList } from './luminosityMaskXml.ts';

/** Certified luminosity sections. Plain data: it can be sent to a thread. */
export interface LuminosityMask {
  format: 'golden-json' | 'good-runs-list';
  /** Run number to certified sections: first, last, first, last..., both inclusive, ascending, not overlapping. */
  runs: Map<number, Float64Array>;
}

/** Largest mask file that is read. */
export const MASK_SIZE_LIMIT = 64 * 1024 * 1024;

/**
 * Reads a luminosity mask: CMS "golden JSON" or ATLAS good-runs list (GRL, XML), told apart by their first character. `name` is
 * the file's name for messages. Throws a UserError `document` with the line of what is wrong, `too-large` above 64 MB.
 */
export function parseLuminosityMask(text: string, name: string): LuminosityMask {
  if (text.length > MASK_SIZE_LIMIT) {
    throw new UserError(
      'too-large',
      `luminosity mask has ${text.length} characters, more than ${MASK_SIZE_LIMIT}`,
      {
        where: { file: name },
      },
    );
  }
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const at = content.search(/\S/);
  if (at >= 0 && content[at] === '{') return { format: 'golden-json', runs: parseGoldenJson(content, name) };
  if (at >= 0 && content[at] === '<')
    return { format: 'good-runs-list', runs: parseGoodRunsList(content, name) };
  throw maskError(
    at < 0 ? 'the file is empty' : 'neither a JSON object nor XML begins here',
    name,
    content,
    Math.max(at, 0),
  );
}

function contains(ranges: Float64Array, section: number): boolean {
  let low = 0;
  let high = ranges.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[2 * middle + 1] < section) low = middle + 1;
    else high = middle;
  }
  return 2 * low < ranges.length && ranges[2 * low] <= section;
}

/**
 * Which events are certified: 1 or 0 per event. Without section numbers (null) an event counts when its run has any certified
 * section: "by run only", to be said wherever the result is shown.
 */
export function maskEvents(mask: LuminosityMask, run: ValueArray, section: ValueArray | null): Uint8Array {
  const kept = new Uint8Array(run.length);
  let lastRun = Number.NaN;
  let ranges: Float64Array | undefined;
  for (let event = 0; event < run.length; event++) {
    const number = Number(run[event]);
    if (number !== lastRun) {
      lastRun = number;
      ranges = mask.runs.get(number);
    }
    if (ranges === undefined || ranges.length === 0) continue;
    kept[event] = section === null || contains(ranges, Number(section[event])) ? 1 : 0;
  }
  return kept;
}
