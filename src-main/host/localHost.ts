import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DocumentName } from '../../src-shared/contracts/channels.ts';
import { UserError } from '../../src-shared/userError.ts';
import { VERSION } from '../../src-shared/version.ts';
import { createApp } from '../app/app.ts';
import type { PreparedStudy } from '../app/ports.ts';
import { createJobQueue } from '../runtime/jobs.ts';
import { storeHome } from '../runtime/store/home.ts';
import type { HostClient, HostOptions } from './client.ts';
import { createComparing } from './comparing.ts';
import { createDocumentFiles } from './documentFiles.ts';
import { createEngine } from './engine.ts';
import { drawFigure } from './figures.ts';
import { createFinishedPorts } from './finishedPorts.ts';
import { createKeptRuns } from './finishedRuns.ts';
import { inspectTrees } from './inspect.ts';

const SAMPLE = fileURLToPath(new URL('../../assets/sample/isolation-pileup.muscope.yaml', import.meta.url));

/** The engine host in this process. */
export function createLocalHost(options: HostOptions): HostClient {
  const { document, granted: given, ...engineOptions } = options;
  const folder = document === null ? process.cwd() : path.dirname(document);
  const granted =
    given === null ? null : [...given, path.dirname(SAMPLE), ...(document === null ? [] : [folder])];
  const existing = granted?.filter((one) => fs.existsSync(one)) ?? null;
  const writable = [...(given ?? []), ...(document === null ? [] : [folder])];
  const engine = createEngine({ home: storeHome(), storePerRun: true, ...engineOptions, granted: existing });
  const queue = createJobQueue();
  const isGoing = () => queue.jobs().some(({ state }) => state === 'waiting' || state === 'running');
  const comparing = createComparing(engine, isGoing);
  const kept = createKeptRuns({
    home: storeHome(),
    granted: existing,
    threads: engine.threads,
    inMemory: (run) => queue.job(run)?.report != null,
    pathOf: (name) => ('sample' in name ? SAMPLE : path.resolve(folder, name.path)),
  });
  const start = (study: PreparedStudy): string => {
    const run = queue.start(async (watch) => {
      await comparing.interrupt();
      const started = new Date();
      const report = await engine.run(study, watch);
      await kept.keep(run, study, report, started);
      return report;
    });
    return run;
  };
  const opened: DocumentName = document === null ? { sample: true } : { path: document };
  const app = createApp({
    version: VERSION,
    document: opened,
    folders: writable,
    ...createDocumentFiles({ sample: SAMPLE, folder, granted: existing, writable }),
    evaluate: (run, question) => {
      const report = queue.job(run)?.report;
      if (!report) throw new UserError('missing', `run ${run} has no result`);
      return engine.evaluate(run, report, question);
    },
    runs: { ...queue, start },
    finished: createFinishedPorts(kept, comparing, folder, writable),
    inspect: (file) => inspectTrees(engine.doors, path.resolve(folder, file)),
    draw: drawFigure,
    hash: (bytes) => createHash('sha256').update(bytes).digest('hex'),
  });
  return {
    call: app.call,
    subscribe: app.subscribe,
    async close() {
      await queue.close();
      await comparing.interrupt();
      await engine.close();
    },
  };
}
