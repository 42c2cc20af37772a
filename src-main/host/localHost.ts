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
import type { HostClient, HostOptions } from './client.ts';
import { createAccess } from './access.ts';
import type { AccessParts } from './access.ts';
import { createDocumentFiles } from './documentFiles.ts';
import { createEngine } from './engine.ts';
import { drawFigure } from './figures.ts';
import { openGrantBook } from './grantBook.ts';
import { createFileExplorer } from './explore/fileExplorer.ts';
import { windowSettings } from './windowSettings.ts';

const SAMPLE = fileURLToPath(new URL('../../assets/sample/isolation-pileup.muscope.yaml', import.meta.url));

function nameOf(document: string | null): DocumentName {
  return document === null ? { sample: true } : { path: document };
}

/**
 * The engine host in this process.
 * @param changed gets document and folders that another host would have to be started with to go on from here, whenever they changed
 */
export function createLocalHost(options: HostOptions, changed?: AccessParts['changed']): HostClient {
  const home = storeHome();
  const book = openGrantBook(home);
  const access = createAccess(options, {
    sampleFolder: fs.realpathSync(path.dirname(SAMPLE)),
    book,
    changed(now) {
      engine.grantedMore();
      changed?.(now);
    },
  });
  const { granted, writable, folder } = access;
  const engine = createEngine({ home, storePerRun: true, ...options, granted });
  const exploring = createFileExplorer({ folder, granted: () => granted, doors: engine.doors });
  const queue = createJobQueue();
  const app = createApp({
    version: VERSION,
    session: () => ({ document: nameOf(access.document()), folders: writable, lost: access.lost() }),
    grantFolder: access.grant,
    openDocument: access.open,
    recentDocuments: book.recent,
    ...createDocumentFiles({ sample: SAMPLE, folder, granted, writable }),
    evaluate: (run, question) => {
      const report = queue.job(run)?.report;
      if (!report) throw new UserError('missing', `run ${run} has no result`);
      return engine.evaluate(run, report, question);
    },
    settings: windowSettings(home),
    runs: { ...queue, start: (study) => queue.start((watch) => engine.run(study, watch)) },
    explore: exploring.ports,
    draw: drawFigure,
    hash: (bytes) => createHash('sha256').update(bytes).digest('hex'),
  });
  return {
    call: app.call,
    subscribe: app.subscribe,
    async close() {
      await exploring.close();
      await queue.close();
      await engine.close();
    },
  };
}
