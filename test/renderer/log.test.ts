import { describe, expect, it } from 'vitest';
import { keepLog } from '../../src-renderer/app/log/log.ts';
import { EMPTY_PAGE } from '../../src-renderer/app/state.ts';
import type { Outcome, PageState } from '../../src-renderer/app/state.ts';
import { createStore } from '../../src-renderer/app/store.ts';
import type { DocumentStore } from '../../src-renderer/document/documentStore.ts';
import { NO_DOCUMENT } from '../../src-renderer/document/documentState.ts';
import type { DocumentState } from '../../src-renderer/document/documentState.ts';
import type { RunSummary } from '../../src-shared/contracts/channels.ts';

// Source of truth: the changes made below, in their order.

const AT = new Date('2026-07-01T10:00:00Z');
const disk = (text: string) => ({ text, lineEnd: '\n', version: text }) as const;

function run(state: RunSummary['state'], more: Partial<RunSummary> = {}): RunSummary {
  return { run: 'r1', title: 'A study', state, progress: null, error: null, ...more };
}

function logOn() {
  const page = createStore<PageState>({ ...EMPTY_PAGE, connected: true });
  const study = createStore<DocumentState>(NO_DOCUMENT);
  const log = keepLog({ ...page, document: study as unknown as DocumentStore }, () => AT);
  const said = () => log.state().lines.map(({ kind, text }) => `${kind}: ${text}`);
  return { page: page.change, study: study.change, log, said };
}

describe('the log of the window', () => {
  it('has beginning and end of a run, each once', () => {
    const { page, said } = logOn();
    page({ run: run('waiting') });
    page({ run: run('running') });
    const progress = {
      phase: 'finished',
      filesDone: 3,
      filesTotal: 3,
      filesFailed: 1,
      events: 1200,
      eventsTotal: 1200,
      eventsPerSecond: 600,
      bytesRead: 1,
      secondsLeft: null,
      memory: 0,
    } as const;
    page({ run: run('running', { progress }) });
    page({ run: run('finished', { progress }) });
    page({ run: run('finished', { progress }) });
    expect(said().map((line) => line.replaceAll('\u202f', ' '))).toEqual([
      'plain: Run r1 began: A study',
      'good: Run r1 finished: 3 files measured, 1 failed, 600 events/s',
    ]);
  });

  it('has why a run failed, and that one was cancelled', () => {
    const { page, said } = logOn();
    const error = {
      code: 'input',
      message: 'no such key',
      hint: 'Mend it',
      where: { file: 'a.yaml', line: 3 },
    };
    page({ run: run('failed', { error: error as unknown as NonNullable<RunSummary['error']> }) });
    page({ run: { ...run('cancelled'), run: 'r2' } });
    expect(said()[0]).toBe('failed: Run r1 failed: a.yaml, 3: no such key. Mend it');
    expect(said()[1]).toMatch(/^warning: Run r2 cancelled/);
  });

  it('has the files that are not in a result, once', () => {
    const { page, said } = logOn();
    const files = [
      { dataset: 'a', path: 'good.root', status: 'processed', entries: 1 },
      {
        dataset: 'a',
        path: 'bad.root',
        status: 'failed',
        entries: 0,
        reason: { code: 'x', message: 'it is empty' },
      },
      { dataset: 'a', path: 'twice.root', status: 'skipped', entries: 0 },
    ];
    const outcome = { run: 'r1', state: 'finished', files, drawings: {} } as unknown as Outcome;
    page({ run: run('running'), outcome: { ...outcome, state: 'running' } });
    page({ run: run('finished') });
    page({ outcome });
    page({ outcome: { ...outcome, drawings: { one: '<svg/>' } } });
    page({ outcome: { ...outcome, run: 'older' } });
    expect(said().slice(2)).toEqual(['warning: bad.root failed: it is empty', 'warning: twice.root skipped']);
  });

  it('has the loss of the connection and its return, not the first one', () => {
    const { page, said } = logOn();
    page({ connected: false });
    page({ connected: false });
    page({ connected: true });
    expect(said()).toEqual(['failed: Connection lost', 'good: The engine host answers again']);
  });

  it('has what becomes of the document', () => {
    const { study, said } = logOn();
    const document = { path: '/a/b.yaml' };
    study({ document, name: 'b.yaml', text: 'one', disk: disk('one') });
    study({ text: 'two' });
    study({ disk: disk('two') });
    study({ text: 'three', theirs: disk('theirs') });
    const trouble = { code: 'conflict', message: 'it cannot be written' };
    study({ theirs: null, trouble: trouble as unknown as NonNullable<DocumentState['trouble']> });
    expect(said()).toEqual([
      'plain: Opened /a/b.yaml',
      'plain: Saved b.yaml',
      'warning: b.yaml changed on disk, and here too',
      'failed: Not saved: it cannot be written',
    ]);
  });

  it('numbers its lines, has their time, and keeps the last thousand', () => {
    const { page, log } = logOn();
    for (let i = 0; i < 1005; i++) page({ connected: i % 2 === 1 });
    const { lines } = log.state();
    expect(lines).toHaveLength(1000);
    expect([lines[0]!.id, lines.at(-1)!.id, lines.at(-1)!.at]).toEqual([6, 1005, AT]);
  });
});
