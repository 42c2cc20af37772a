import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createEngine } from '../../src-main/host/engine.ts';
import { dimuonTask } from './dimuon.ts';
import { median } from './process.ts';

const THREADS = 2;
const ROUNDS = 3;

/**
 * How many times faster a study is the second time, on LZMA NanoAOD-like events: the same study (its sums are in the store), and one
 * with another working point (its columns are in the cache). The threads run the task on other events first, so that all have compiled code.
 */
export async function rememberedTimes(folder: string): Promise<void> {
  const times: { first: number; same: number; moved: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const home = mkdtempSync(path.join(os.tmpdir(), 'muscope-bench-'));
    const engine = createEngine({ threads: THREADS, home });
    try {
      const run = async (file: string, cuts?: string[]) =>
        (await dimuonTask(engine, folder, file, { cuts })).wall;
      for (const cuts of [undefined, undefined, ['0.3', '0.1']]) await run('warm_lzma.root', cuts);
      const first = await run('lzma.root');
      const same = await run('lzma.root');
      const moved = await run('lzma.root', ['0.25', '0.20', '0.15', '0.09']);
      times.push({ first, same, moved });
    } finally {
      await engine.close();
      rmSync(home, { recursive: true, force: true });
    }
  }
  const ratio = (pick: 'same' | 'moved') => median(times.map((one) => one.first / one[pick])).toFixed(1);
  console.log(
    `\nA study on LZMA a second time, first run / second run (wall, ${THREADS} threads, median of ${ROUNDS}):`,
  );
  console.log(`  the same study: ${ratio('same')}x; another working point: ${ratio('moved')}x`);
}
