import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DocumentName } from '../../src-shared/contracts/channels.ts';
import { UserError } from '../../src-shared/userError.ts';
import { VERSION } from '../../src-shared/version.ts';
import { createApp } from '../app/app.ts';
import type { AppPorts, DocumentText } from '../app/ports.ts';
import { createJobQueue } from '../runtime/jobs.ts';
import { storeHome } from '../runtime/store/home.ts';
import type { HostClient, HostOptions } from './client.ts';
import { createDoors } from './doors.ts';
import type { GrantedFolders } from './doors.ts';
import { createEngine } from './engine.ts';
import { drawFigure } from './figures.ts';
import { inspectTrees } from './inspect.ts';

const SAMPLE = fileURLToPath(new URL('../../assets/sample/isolation-pileup.muscope.yaml', import.meta.url));
const LARGEST_DOCUMENT = 4 * 1024 * 1024;

function readText(location: string, name: string, granted: GrantedFolders): string {
  const source = createDoors(granted).openSource(location);
  try {
    if (source.size > LARGEST_DOCUMENT) {
      throw new UserError('too-large', 'a study document has at most 4 MiB', { where: { file: name } });
    }
    const bytes = Buffer.alloc(source.size);
    source.read(0, source.size, bytes, 0);
    return bytes.toString('utf8');
  } finally {
    source.close();
  }
}

function documentReader(folder: string, granted: GrantedFolders): AppPorts['readDocument'] {
  return async (document): Promise<DocumentText> => {
    const name = 'sample' in document ? path.basename(SAMPLE) : document.path;
    const location = 'sample' in document ? SAMPLE : path.resolve(folder, document.path);
    return { name, text: readText(location, name, granted), folder: path.dirname(location) };
  };
}

/** The engine host in this process. */
export function createLocalHost(options: HostOptions): HostClient {
  const { document, granted: given, ...engineOptions } = options;
  const folder = document === null ? process.cwd() : path.dirname(document);
  const granted =
    given === null ? null : [...given, path.dirname(SAMPLE), ...(document === null ? [] : [folder])];
  const existing = granted?.filter((one) => fs.existsSync(one)) ?? null;
  const engine = createEngine({ home: storeHome(), storePerRun: true, ...engineOptions, granted: existing });
  const queue = createJobQueue();
  const opened: DocumentName = document === null ? { sample: true } : { path: document };
  const app = createApp({
    version: VERSION,
    document: opened,
    readDocument: documentReader(folder, existing),
    evaluate: (run, question) => {
      const report = queue.job(run)?.report;
      if (!report) throw new UserError('missing', `run ${run} has no result`);
      return engine.evaluate(run, report, question);
    },
    runs: { ...queue, start: (study) => queue.start((watch) => engine.run(study, watch)) },
    inspect: (file) => inspectTrees(engine.doors, path.resolve(folder, file)),
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
