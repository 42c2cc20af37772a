import path from 'node:path';
import { createInterface } from 'node:readline';
import { dimuonTask, warmEngine } from './dimuon.ts';

/* Usage: ours.ts FILE WARM_FILE THREADS; a warm engine that runs the dimuon task once per line of standard input: the first time
   with a full check, later with early stop. Before that the same task ran on WARM_FILE, in both ways: threads are up and their
   code is compiled, as RDataFrame's is before its clock starts. Prints one JSON line per run, like peers/serve.py. */

const WARM_RUNS = 8;

const [file, warm, threads] = process.argv.slice(2).map((text, i) => (i < 2 ? path.resolve(text) : text));
const engine = warmEngine(Number(threads));
for (const verify of [true, false]) {
  for (let i = 0; i < WARM_RUNS; i++)
    await dimuonTask(engine, path.dirname(warm), path.basename(warm), { verify });
}
console.log(JSON.stringify({ ready: true }));
for await (const line of createInterface({ input: process.stdin })) {
  if (line !== '') break;
  const timing = await dimuonTask(engine, path.dirname(file), path.basename(file));
  console.log(JSON.stringify({ ...timing, peak: process.resourceUsage().maxRSS * 1024 }));
}
await engine.close();
