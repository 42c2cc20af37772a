import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { DocumentName } from '../../src-shared/contracts/channels.ts';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import { runRecord } from '../../src-shared/contracts/run.ts';
import type { ListedRun, RunListing } from '../../src-shared/contracts/runs.ts';
import { differencesOf } from '../../src-shared/compare/differences.ts';
import { UserError } from '../../src-shared/userError.ts';
import { VERSION } from '../../src-shared/version.ts';
import type { FinishedRun, FinishedRuns } from '../app/finishedRuns.ts';
import type { PreparedStudy } from '../app/ports.ts';
import type { RunReport } from '../runtime/run.ts';
import type { GrantedFolders } from './doors.ts';
import { finishedRun } from './finishedRun.ts';
import type { EfficiencyRunConfig } from './finishedRun.ts';
import { createOpenedBundles } from './openedBundles.ts';
import type { OpenedBundles } from './openedBundles.ts';
import { createRunArchive } from './runArchive.ts';
import { stateOf, writeResults } from './runFolder.ts';
import { createRunFolders } from './runFolders.ts';
import { readSavedRun, STUDY_FILE } from './savedRun.ts';

/** Where finished runs are found. */
export interface FinishedPlaces {
  home: string;
  granted: GrantedFolders;
  threads: number;
  /** Whether the result of a run is still in memory. */
  inMemory(run: string): boolean;
  /** Absolute path of a document. */
  pathOf(document: DocumentName): string;
}

/** Finished runs as the app sees them, and how runs of this host come among them. */
export interface KeptRuns extends Pick<FinishedRuns, 'list' | 'open' | 'discard' | 'openBundle'> {
  /** Keeps what a run gave. Never throws. */
  keep(run: string, study: PreparedStudy, report: RunReport, started: Date): Promise<void>;
  /** Absolute folder that a run will be kept in. */
  placeOf(run: string): string;
  bundles: OpenedBundles;
}

const COMPARED = 60;
const SHOWN = 4;

function listingOf(
  run: string,
  { title, config, file }: PreparedStudy,
  report: RunReport,
  started: Date,
): RunListing {
  const own = report as RunReport<EfficiencyStudyResult>;
  const count = (status: string) => report.files.filter((one) => one.status === status).length;
  return {
    id: run,
    title,
    document: file,
    documentHash: (config as EfficiencyRunConfig).documentHash,
    state: stateOf(own),
    started: started.toISOString(),
    seconds: report.seconds,
    files: { processed: count('processed'), failed: count('failed'), skipped: count('skipped') },
    events: report.progress.events,
    partial: own.result.partial !== undefined,
    version: VERSION,
    source: 'session',
    place: null,
  };
}

function newestFirst(a: RunListing, b: RunListing): number {
  if (a.started === b.started) return a.id < b.id ? 1 : -1;
  return (a.started ?? '') < (b.started ?? '') ? 1 : -1;
}

function readStudy(folder: string): unknown {
  try {
    return JSON.parse(readFileSync(path.join(folder, STUDY_FILE), 'utf8'));
  } catch {
    return null;
  }
}

function changedOf(study: unknown, before: unknown): ListedRun['changed'] {
  if (study === null || before === null) return null;
  const { differences } = differencesOf(before, study);
  const paths = differences.map((one) => one.path.slice(0, 300));
  return { count: paths.length, first: paths.slice(0, SHOWN) };
}

function readKept(run: string, folder: string): FinishedRun {
  const saved = readSavedRun(folder);
  const record = runRecord.safeParse(JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8')));
  const cancelled = record.data?.state === 'cancelled';
  return finishedRun(run, saved, { state: cancelled ? 'cancelled' : 'finished' });
}

/** The runs of this host, its archive, the folders of results, and bundles that were opened. */
export function createKeptRuns({ home, granted, threads, inMemory, pathOf }: FinishedPlaces): KeptRuns {
  const archive = createRunArchive(home);
  const folders = createRunFolders(home, granted);
  const bundles = createOpenedBundles(granted);
  const own = new Map<string, { listing: RunListing; study: unknown }>();

  function ownRuns(): RunListing[] {
    for (const run of own.keys()) if (!inMemory(run)) own.delete(run);
    return [...own.values()].map(({ listing }) => listing);
  }

  function folderOf(run: string): string | null {
    return archive.folderOf(run) ?? folders.folderOf(run);
  }

  function studyOf({ id }: RunListing): unknown {
    const folder = folderOf(id);
    return own.get(id)?.study ?? (folder === null ? null : readStudy(folder));
  }

  function withChanges(runs: readonly RunListing[]): ListedRun[] {
    const studies = new Map<string, unknown>();
    const study = (run: RunListing) => {
      if (!studies.has(run.documentHash)) studies.set(run.documentHash, studyOf(run));
      return studies.get(run.documentHash);
    };
    return runs.map((run, at) => {
      const before = at < COMPARED ? runs[at + 1] : undefined;
      if (!before) return { ...run, changed: null };
      const same = run.documentHash === before.documentHash;
      return { ...run, changed: same ? { count: 0, first: [] } : changedOf(study(run), study(before)) };
    });
  }

  return {
    bundles,
    placeOf: archive.placeOf,
    async keep(run, study, report, started) {
      const listing = listingOf(run, study, report, started);
      own.set(run, { listing, study: (study.config as EfficiencyRunConfig).study });
      const what = { study: study.study, config: study.config as EfficiencyRunConfig, file: study.file };
      await archive.keep(listing, async (folder, out) => {
        await writeResults(what, report as RunReport<EfficiencyStudyResult>, {
          out,
          folder,
          started,
          threads,
        });
      });
    },
    async list(document, most) {
      const file = document === undefined ? null : pathOf(document);
      const kept = archive.list();
      const written = await folders.list(file);
      const session = ownRuns();
      const ids = new Set(session.map(({ id }) => id));
      const all = [...session, ...kept.runs.filter(({ id }) => !ids.has(id)), ...written.runs]
        .filter((run) => file === null || run.source === 'folder' || run.document === file)
        .sort(newestFirst);
      return {
        runs: withChanges(all.slice(0, most)),
        more: Math.max(0, all.length - most),
        unreadable: [...kept.unreadable, ...written.unreadable].slice(0, 100),
        trouble: archive.trouble,
      };
    },
    async open(run) {
      const bundle = bundles.run(run);
      if (bundle) return bundle;
      const folder = folderOf(run);
      if (folder === null) throw new UserError('missing', `there is no run ${run}`);
      return readKept(run, folder);
    },
    discard(run) {
      if (archive.folderOf(run) === null && folders.folderOf(run) !== null) {
        throw new UserError('usage', 'a folder of results is not discarded from here', {
          hint: 'Delete the folder itself.',
          where: { file: folders.folderOf(run) as string },
        });
      }
      archive.discard(run);
      own.delete(run);
    },
    openBundle: (file, change) => bundles.open(file, change),
  };
}
