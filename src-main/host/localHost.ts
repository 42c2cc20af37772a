import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DocumentName } from '../../src-shared/contracts/channels.ts';
import { UserError } from '../../src-shared/userError.ts';
import { VERSION } from '../../src-shared/version.ts';
import { createApp } from '../app/app.ts';
import { createJobQueue } from '../runtime/jobs.ts';
import { storeHome } from '../runtime/store/home.ts';
import { browseFolder } from './browse.ts';
import type { HostClient, HostOptions } from './client.ts';
import { createDocumentFiles } from './documentFiles.ts';
import { createEngine } from './engine.ts';
import { expandGranted } from './expandGranted.ts';
import { drawFigure } from './figures.ts';
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
    runs: { ...queue, start: (study) => queue.start((watch) => engine.run(study, watch)) },
    inspect: (file) => inspectTrees(engine.doors, path.resolve(folder, file)),
    quick: engine.quick,
    expand: (patterns, from) => expandGranted(patterns, from, existing),
    browse: (asked, base) => browseFolder(asked, base, existing),
    draw: drawFigure,
    hash: (bytes) => createHash('sha256').update(bytes).digest('hex'),
  });
  return {
    call: app.call,
    subscribe: app.subscribe,
    async close() {
      await queue.close();
      await engine.close();
    },
  };
}
