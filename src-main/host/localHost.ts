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
import { browseFolder } from './browse.ts';
import { locateFiles } from './locate.ts';
import type { HostClient, HostOptions } from './client.ts';
import { createAccess } from './access.ts';
import type { AccessParts } from './access.ts';
import { createComparing } from './comparing.ts';
import { createDocumentFiles } from './documentFiles.ts';
import { createEngine } from './engine.ts';
import { expandGranted } from './expandGranted.ts';
import { createFileExplorer } from './explore/fileExplorer.ts';
import { drawFigure } from './figures.ts';
import { createFinishedPorts } from './finishedPorts.ts';
import type { EfficiencyRunConfig } from './finishedRun.ts';
import { createKeptRuns } from './finishedRuns.ts';
import { openEntry } from './runEntry.ts';
import { openGrantBook } from './grantBook.ts';
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
  const pathOf = (name: DocumentName): string | null =>
    'sample' in name ? null : path.resolve(folder(), name.path);
  const placeOf = (name: DocumentName | undefined) => (name ? pathOf(name) : access.document());
  const exploring = createFileExplorer({ granted: () => granted, doors: engine.doors });
  const queue = createJobQueue();
  const isGoing = () => queue.jobs().some(({ state }) => state === 'waiting' || state === 'running');
  const comparing = createComparing(engine, isGoing);
  const kept = createKeptRuns({
    home,
    granted,
    threads: engine.threads,
    inMemory: (run) => queue.job(run)?.report != null,
    pathOf: (name) => pathOf(name) ?? SAMPLE,
  });
  const start = (study: PreparedStudy): string => {
    const run = queue.start(async (watch) => {
      await comparing.interrupt();
      const started = new Date();
      const config = study.config as EfficiencyRunConfig;
      const facts = { ...study, config, out: kept.placeOf(run), command: [] };
      const report = await engine.run({ ...study, enter: (runs) => openEntry(runs, facts) }, watch);
      await kept.keep(run, study, report, started);
      return report;
    });
    return run;
  };
  const app = createApp({
    version: VERSION,
    session(shown) {
      const document = access.shownAgain(shown && pathOf(shown));
      return { document: nameOf(document), folders: writable, lost: access.lost(document) };
    },
    located(file, document) {
      const from = placeOf(document);
      return path.resolve(from === null ? '.' : path.dirname(from), file);
    },
    fileOf: (file, document) => path.resolve(path.dirname(placeOf(document) ?? SAMPLE), file),
    grantFolder: (given, document) => access.grant(given, placeOf(document)),
    openDocument(given) {
      access.open(given);
      return nameOf(access.document());
    },
    recentDocuments: book.recent,
    ...createDocumentFiles({ sample: SAMPLE, folder, granted, writable }),
    evaluate: (run, question) => {
      const report = queue.job(run)?.report;
      if (!report) {
        throw new UserError('missing', 'thresholds are tried on the last runs of this window', {
          hint: 'Run the study again.',
        });
      }
      return engine.evaluate(run, report, question);
    },
    settings: windowSettings(home),
    runs: { ...queue, start },
    finished: createFinishedPorts(kept, comparing, writable),
    explore: exploring.ports,
    quick: engine.quick,
    expand: (patterns, from) => expandGranted(patterns, from, granted),
    browse: (asked, base) => browseFolder(asked, base, granted),
    locate: (files, base) => locateFiles(files, base, writable),
    draw: drawFigure,
    hash: (bytes) => createHash('sha256').update(bytes).digest('hex'),
  });
  return {
    call: app.call,
    subscribe: app.subscribe,
    async close() {
      await exploring.close();
      await queue.close();
      await comparing.interrupt();
      await engine.close();
    },
  };
}
