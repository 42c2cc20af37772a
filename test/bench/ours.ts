import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { dimuonTask, warmEngine } from './dimuon.ts';

/* Usage: ours.ts FILE THREADS; a warm engine that runs the dimuon task once per line of standard input: the first time with a
   full check, later with early stop. Prints one JSON line per run, like peers/serve.py. */

/** Runs on a small file before the clock: threads are up and their code is compiled, as RDataFrame's is. */
const WARM_RUNS = 30;

const [file, threads] = process.argv.slice(2);
const engine = warmEngine(Number(threads));
const fixtures = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../fixtures/bench');
for (let i = 0; i < WARM_RUNS; i++) await dimuonTask(engine, fixtures, 'dimuon.root', true);
console.log(JSON.stringify({ ready: true }));
for await (const line of createInterface({ input: process.stdin })) {
  if (line !== '') break;
  const timing = await dimuonTask(engine, path.dirname(path.resolve(file)), path.basename(file));
  console.log(JSON.stringify({ ...timing, peak: process.resourceUsage().maxRSS * 1024 }));
}
await engine.close();
