import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createDoors } from '../../src-main/host/doors.ts';
import { createThreadPool } from '../../src-main/runtime/threads.ts';
import { createThresholdSession } from '../../src-main/studies/efficiency/index.ts';
import type { ProbedFile } from '../../src-main/studies/efficiency/index.ts';
import { setUp } from '../../src-main/studies/efficiency/setup.ts';
import { parseStudy } from '../../src-shared/study/document.ts';
import { median } from './process.ts';

const THREADS = 2;
const PROBES = 1_000_000;
const ROUNDS = 15;

/** How long a session takes to answer a threshold that moves, on a million probes of copies of the bundled sample's simulation. */
export async function draggingTimes(folder: string): Promise<void> {
  const text = readFileSync(path.join(folder, 'isolation-pileup.muscope.yaml'), 'utf8');
  const { study } = parseStudy(text, { name: 'sample' });
  const dataset = study.datasets.find(({ kind }) => kind === 'simulation')!;
  const doors = createDoors(null);
  const setup = setUp(study, {
    bytes: () => new Uint8Array(),
    source: doors.openSource,
    codecs: doors.codecs,
  });
  const entry = new URL('../../src-main/host/worker.ts', import.meta.url);
  const runner = createThreadPool({ entry, threads: THREADS, data: { granted: null, columns: null } });
  const [file] = dataset.files;
  const copies = (count: number): ProbedFile[] =>
    Array.from({ length: count }, (_, index) => ({
      index,
      dataset: dataset.name,
      path: file,
      location: path.join(folder, file),
    }));
  const flow = '(ptvarcone30_pt1000 + 0.4 * max(0, neflowisol20)) / pt';
  const points = (cut: number) => [
    { workingPoint: 'Loose_VarRad' },
    { workingPoint: 'Tight_VarRad' },
    { expression: `${flow} < 0.16` },
    { expression: `${flow} < ${cut}` },
  ];
  const ask = (count: number) => {
    const session = createThresholdSession({ setup, files: copies(count), runner });
    return (cut: number) => session.evaluate({ dataset: dataset.name, points: points(cut) });
  };
  const { probes } = await ask(1)(0.045);
  const count = Math.ceil(PROBES / probes);
  const move = ask(count);
  const collected = performance.now();
  await move(0.045);
  const first = performance.now() - collected;
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    const { held, chunks, kind, absent } = await move(0.045 + 0.001 * (round + 1));
    times.push(performance.now() - start);
    if (absent.some((one) => one !== null)) throw new Error('a working point is not counted');
    if (held < chunks || kind !== 'simd')
      throw new Error(`${chunks - held} chunks are not in memory (${kind})`);
  }
  console.log(
    `moved threshold on ${((count * probes) / 1e6).toFixed(1)}M probes in ${count} files, ${THREADS} threads: ` +
      `${median(times).toFixed(0)} ms, worst ${Math.max(...times).toFixed(0)} (goal 100); first answer ${first.toFixed(0)} ms`,
  );
  await runner.close();
}
