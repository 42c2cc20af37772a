import { readFileSync, writeFileSync, writeSync } from 'node:fs';
import type { MutantOutcome } from './outcome.ts';
import { mutantOf } from './mutant.ts';
import type { Reading } from './reading.ts';
import { readEverything, silentDifference } from './reading.ts';
import type { SeedFile } from './seeds.ts';
import { bytesOf } from './seeds.ts';

/* Reads the mutants `from`, `from + step`, ... below `to` of a seed, from the seed files that a JSON file lists, and writes a line before and after each. */

const [seed, from, to, step] = process.argv.slice(2, 6).map(Number) as [number, number, number, number];
const files = JSON.parse(readFileSync(process.argv[6]!, 'utf8')) as SeedFile[];
const cleanReadings = new Map<string, Reading>();

function say(what: unknown): void {
  writeSync(1, `${JSON.stringify(what)}\n`);
}

/** What the process takes by itself. */
const own = process.memoryUsage.rss();

/** Peak resident bytes since the last reset, where the system tells; else of the whole process so far. */
const peak = (() => {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return {
      reset: () => writeFileSync('/proc/self/clear_refs', '5'),
      bytes: () => 1024 * Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))![1]),
    };
  } catch {
    return { reset: () => {}, bytes: () => process.resourceUsage().maxRSS * 1024 };
  }
})();

function clean(file: SeedFile): Reading {
  let reading = cleanReadings.get(file.path);
  if (reading === undefined)
    cleanReadings.set(file.path, (reading = readEverything(file.name, bytesOf(file))));
  return reading;
}

for (let number = from; number < to; number += step) {
  const mutant = mutantOf(files, seed, number);
  const expected = clean(mutant.seedFile);
  say({ begin: number, file: mutant.seedFile.name });
  peak.reset();
  const held = process.memoryUsage.rss();
  const cpu = process.cpuUsage();
  const began = performance.now();
  const outcome: MutantOutcome = { number, class: mutant.class, kind: 'read', ms: 0, cpuMs: 0, peakBytes: 0 };
  try {
    const found = readEverything(mutant.seedFile.name, mutant.bytes);
    const difference = silentDifference(expected, found);
    if (difference !== null) Object.assign(outcome, { kind: 'different', what: difference.slice(0, 400) });
    else if (found.refused !== null) outcome.kind = 'refused';
    else if (found.complained) outcome.kind = 'partly';
  } catch (error) {
    Object.assign(outcome, { kind: 'fault', what: error instanceof Error ? error.stack : String(error) });
  }
  outcome.ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  outcome.cpuMs = (user + system) / 1000;
  outcome.peakBytes = own + Math.max(0, peak.bytes() - held);
  say(outcome);
}
