import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { dimuonTask, warmEngine } from './dimuon.ts';

/* Usage: ours.ts FILE THREADS; a warm engine that runs the dimuon task once per line of standard input: the first time with a
   full check, later with early stop. Prints one JSON line per run, like peers/serve.py. */

const [file, threads] = process.argv.slice(2);
const engine = warmEngine(Number(threads));
const fixtures = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../fixtures/bench');
await dimuonTask(engine, fixtures, 'dimuon.root');
console.log(JSON.stringify({ ready: true }));
for await (const _ of createInterface({ input: process.stdin })) {
  const timing = await dimuonTask(engine, path.dirname(path.resolve(file)), path.basename(file));
  console.log(JSON.stringify({ ...timing, peak: process.resourceUsage().maxRSS * 1024 }));
}
await engine.close();
