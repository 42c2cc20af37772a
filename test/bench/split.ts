import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createDoors } from '../../src-main/host/doors.ts';
import { openColumns } from '../../src-main/engine/root/columnReader.ts';
import { openRootFile } from '../../src-main/engine/root/rootFile.ts';
import { readTree } from '../../src-main/engine/root/readTree.ts';
import { createInlineRunner } from '../../src-main/runtime/inline.ts';
import { memoryFullChecks } from '../../src-main/runtime/fullChecks.ts';
import { noPlans, noStore } from '../../src-main/runtime/memoryStore.ts';
import { runStudy } from '../../src-main/runtime/run.ts';
import { loadStudy } from '../../src-main/studies/registry.ts';
import { parseStudy } from '../../src-shared/study/document.ts';

const forgetful = { partials: noStore(), plans: noPlans, program: 'test' };

const COPIES = 10;

function meter() {
  const spent = { read: 0, decompress: 0 };
  const plain = createDoors(null);
  const timed = <T>(what: keyof typeof spent, work: () => T): T => {
    const began = performance.now();
    try {
      return work();
    } finally {
      spent[what] += performance.now() - began;
    }
  };
  const doors: ReturnType<typeof createDoors> = {
    ...plain,
    openSource(location) {
      const source = plain.openSource(location);
      const read = source.read.bind(source);
      return Object.assign(source, {
        read: (...args: Parameters<typeof read>) => timed('read', () => read(...args)),
      });
    },
    codecs: { decompress: (block) => timed('decompress', () => plain.codecs.decompress(block)) },
  };
  return { spent, doors };
}

/** Where the time of the bundled study goes on a chain of its own sample, one thread, second reading; and the peak memory. */
export async function splitOfSample(folder: string): Promise<void> {
  const text = readFileSync(path.join(folder, 'isolation-pileup.muscope.yaml'), 'utf8');
  const { study } = parseStudy(text, { name: 'sample' });
  const { spent, doors } = meter();
  const environment = {
    runner: createInlineRunner(doors, loadStudy),
    doors,
    checks: memoryFullChecks(),
    ...forgetful,
  };
  const config = { study, documentHash: '', changes: [] };
  const request = { study: await loadStudy('efficiency'), config, folder };
  const once = async (): Promise<number> => (await runStudy(request, environment)).seconds * 1000;
  await once();
  Object.assign(spent, { read: 0, decompress: 0 });
  let total = 0;
  for (let copy = 0; copy < COPIES; copy++) total += await once();
  const { read, decompress } = spent;
  const decode =
    (await decodeTime(
      folder,
      study.datasets.flatMap((dataset) => dataset.files),
    )) * COPIES;
  const share = (value: number): string => `${((100 * value) / total).toFixed(0)}%`;
  console.log(`bundled study, ${COPIES} times over its sample, one thread, second reading:`);
  console.log(
    `  read ${share(read)}, decompress ${share(decompress)}, decode ${share(decode)}, select, fill and conclude ${share(total - read - decompress - decode)}`,
  );
  console.log(`  peak memory ${(process.resourceUsage().maxRSS / 1000).toFixed(0)} MB`);
}

async function decodeTime(folder: string, files: readonly string[]): Promise<number> {
  const wanted =
    /^(nmuon|muon_(pt|eta|phi|charge|quality|trigMatch|topoetcone20|neflowisol20|ptvarcone30_N.*)|a.*PerCrossing|mcEventWeight)$/;
  let decode = 0;
  for (const name of files) {
    const { spent, doors } = meter();
    const source = doors.openSource(path.join(folder, name));
    const file = openRootFile(source, doors.codecs);
    const tree = readTree(file, 'analysis', (branch) => wanted.test(branch));
    const reader = openColumns(file, tree.columns);
    reader.read(0, tree.entries, { verify: false });
    Object.assign(spent, { read: 0, decompress: 0 });
    const began = performance.now();
    openColumns(file, tree.columns).read(0, tree.entries, { verify: false });
    decode += performance.now() - began - spent.read - spent.decompress;
    source.close();
  }
  return decode;
}
