import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseStudy } from '../../src-shared/study/document.ts';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import { createDoors } from '../../src-main/host/doors.ts';
import { memoryFullChecks } from '../../src-main/runtime/fullChecks.ts';
import { createInlineRunner } from '../../src-main/runtime/inline.ts';
import { memoryStore, noPlans } from '../../src-main/runtime/memoryStore.ts';
import { runStudy } from '../../src-main/runtime/run.ts';
import { loadStudy } from '../../src-main/studies/registry.ts';
import { scratchFolder } from '../cli/command.ts';
import { distinctFile, EVENTS_PER_FILE } from './distinctFiles.ts';
import { nameOf, STUDY, writeStudy } from './study.ts';

// Source of truth: the numbers of events in the files; a file that was touched while it was read counts in nothing.

const { folder, remove } = scratchFolder('changed');
afterAll(remove);
const FILES = 6;
const VICTIM = 2;

const ATTACKS: Record<string, (file: string) => void> = {
  'cut short': (file) => truncateSync(file, 20_000),
  appended: (file) => appendFileSync(file, 'more'),
  'replaced by another file': (file) => {
    writeFileSync(`${file}.new`, distinctFile({ number: 77 }));
    renameSync(`${file}.new`, file);
  },
  'written again with the same bytes': (file) => {
    copyFileSync(file, `${file}.copy`);
    rmSync(file);
    renameSync(`${file}.copy`, file);
  },
  removed: (file) => rmSync(file),
};

/** A run in process in which something happens before the n-th read of a file. */
function laboratory(home: string) {
  const real = createDoors(null);
  let attack: { file: string; before: number; act: (file: string) => void } | null = null;
  const doors = {
    ...real,
    openSource(location: string) {
      const source = real.openSource(location);
      const read: typeof source.read = (...where) => {
        if (location === attack?.file && attack.before-- === 0) attack.act(location);
        source.read(...where);
      };
      return { name: source.name, size: source.size, read, close: () => source.close() };
    },
  };
  const environment = {
    runner: createInlineRunner(doors, loadStudy),
    ...{ doors, checks: memoryFullChecks(), partials: memoryStore(), plans: noPlans, program: 'test' },
  };
  const { study } = parseStudy(STUDY, { name: 'many' });
  return {
    async run(how: typeof attack) {
      attack = how;
      const config = { study, documentHash: '', changes: [] };
      const request = { study: await loadStudy('efficiency'), config, folder: home };
      return runStudy<EfficiencyStudyResult>(request, environment);
    },
  };
}

describe('a file that somebody changes while it is read', () => {
  it.each(Object.keys(ATTACKS))(
    'fails by name when it is %s, the others count, and the next run takes it as it is',
    async (name) => {
      for (const before of [1, 6, 15, 25]) {
        const home = path.join(folder, `${name}-${before}`);
        mkdirSync(home);
        writeStudy(home, FILES);
        const { run } = laboratory(home);
        const file = path.join(home, nameOf(VICTIM));
        const { result, files } = await run({ file, before, act: ATTACKS[name] });
        const victim = files.find(({ location }) => location === file);
        expect(victim, `before read ${before}`).toMatchObject({
          status: 'failed',
          reason: { code: 'changed' },
        });
        expect(victim?.reason?.message).toMatch(/^the file changed while it was being read/);
        expect(result.datasets['data'].entries).toBe(2 * EVENTS_PER_FILE);
        expect(result.cutflow['data'][0].count).toBe(2 * EVENTS_PER_FILE);
        expect(result.datasets['simulation'].entries).toBe(3 * EVENTS_PER_FILE);
        expect(result.partial).toMatchObject([{ reason: 'failed', dataset: 'data', files: 1 }]);
        if (name === 'removed') continue;
        const next = await run(null);
        const expected = name === 'cut short' || name === 'appended' ? 'failed' : 'processed';
        const after = next.files.find(({ location }) => location === file);
        expect(after?.status).toBe(name === 'appended' ? after?.status : expected);
        expect(after?.reason?.code).not.toBe('changed');
      }
    },
  );
});
