import { describe, expect, it } from 'vitest';
import { createSession } from '../../src-renderer/app/session.ts';
import { conditionOf } from '../../src-renderer/app/state.ts';
import { memoryTransport } from '../../src-renderer/client/memory.ts';
import type { MemoryAnswers, MemoryTransport } from '../../src-renderer/client/memory.ts';
import type { DraftKeeper } from '../../src-renderer/document/drafts.ts';
import type { RunListing } from '../../src-shared/contracts/runs.ts';
import type { RunEvent, RunSummary } from '../../src-shared/contracts/channels.ts';
import { UserError } from '../../src-shared/userError.ts';
import { summary } from './summaries.ts';

function event(run: string, state: RunSummary['state']): RunEvent {
  return { event: 'run.progress', ...summary(run, state) };
}

function listing(id: string): RunListing {
  return {
    id,
    title: 'A study',
    document: '/a/b.yaml',
    documentHash: 'h',
    state: 'finished',
    started: new Date(new Date().getFullYear(), 10, 29, 14, 2).toISOString(),
    seconds: 1,
    files: { processed: 1, failed: 0, skipped: 0 },
    events: 10,
    partial: false,
    version: '1',
    source: 'archive',
    place: null,
  };
}

interface Given {
  runs?: RunSummary[];
  answers?: MemoryAnswers;
  drafts?: DraftKeeper;
}

const NO_DRAFTS: DraftKeeper = {
  kept: () => null,
  keep: () => undefined,
  history: () => null,
  keepHistory: () => undefined,
  opened: () => null,
  open: () => undefined,
};

/** A session on a host of which everything is known; calls are listed. */
function sessionOn({ runs = [], answers = {}, drafts = NO_DRAFTS }: Given) {
  const calls: string[] = [];
  const noted = (name: string) => calls.push(name);
  const transport: MemoryTransport = memoryTransport({
    'session.get': () => ({ version: '1', document: { path: '/a/b.yaml' }, folders: ['/a'], runs }),
    'study.check': () => ({ problems: [], warnings: [], hash: 'h', format: 1 }),
    'study.read': () => ({ name: 'b.yaml', text: 'study: efficiency', version: 'v1', readOnly: null }),
    'studies.list': () => ({ studies: [] }),
    'run.start': ({ document }) => {
      noted(`start ${JSON.stringify(document)}`);
      return { run: 'r1' };
    },
    'run.pause': ({ run }) => {
      calls.push(`pause ${run}`);
      return {};
    },
    'run.resume': ({ run }) => {
      calls.push(`resume ${run}`);
      return {};
    },
    'run.cancel': ({ run }) => {
      noted(`cancel ${run}`);
      return {};
    },
    'run.result': ({ run }) => ({
      ...summary(run, 'finished'),
      files: [],
      result: { study: 'x', holes: [] },
    }),
    'figures.list': () => ({ figures: [{ name: 'one', title: 'One' }] }),
    'figure.svg': ({ name }) => ({ svg: `<svg>${name}</svg>` }),
    ...answers,
  });
  let time = 0;
  const session = createSession(transport, () => time, drafts);
  const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
  return { session, transport, calls, settle, wait: (milliseconds: number) => (time += milliseconds) };
}

describe('a session', () => {
  it('starts the document of a host without runs, once', async () => {
    const { transport, calls, settle, session } = sessionOn({});
    expect(calls).toEqual([]);
    transport.connect(true);
    transport.connect(true);
    await settle();
    expect(calls).toEqual(['start {"path":"/a/b.yaml"}']);
    expect(session.document.state().text).toBe('study: efficiency');
  });

  it('finds a run that goes on, and follows it to its figures', async () => {
    const { transport, calls, settle, session, wait } = sessionOn({ runs: [summary('r7', 'running')] });
    transport.connect(true);
    await settle();
    expect(calls).toEqual([]);
    expect(conditionOf(session.state()).kind).toBe('running');
    transport.emit(event('r7', 'running'));
    wait(1500);
    transport.emit(event('r7', 'finished'));
    await settle();
    expect(conditionOf(session.state())).toEqual({ kind: 'finished', text: 'Finished' });
    expect(session.state().outcome?.drawings).toEqual({ one: '<svg>one</svg>' });
    expect(session.state().paces).toEqual([{ run: 'r7', events: 1000, eventsPerSecond: 500, seconds: 1.5 }]);
  });

  it('keeps the results of the run before while the next one goes on', async () => {
    const { transport, settle, session } = sessionOn({ runs: [summary('r1', 'finished')] });
    transport.connect(true);
    await settle();
    transport.emit(event('r2', 'waiting'));
    expect(session.state().outcome?.run).toBe('r1');
    expect(conditionOf(session.state()).text).toContain('the run before');
    transport.emit(event('r2', 'finished'));
    await settle();
    expect(session.state().outcome?.run).toBe('r2');
  });

  it('shows what a run has so far, keeps its drawings until new ones come, and ends with the whole', async () => {
    let state: RunSummary['state'] = 'running';
    let drawn = 0;
    const { transport, settle, session } = sessionOn({
      runs: [summary('r1', 'running')],
      answers: {
        'run.result': ({ run }) => ({ ...summary(run, state), files: [], result: { study: 'x', holes: [] } }),
        'figure.svg': () => ({ svg: `<svg>${++drawn}</svg>` }),
      },
    });
    transport.connect(true);
    await settle();
    expect(session.state().outcome).toBeNull();
    transport.emit({ ...event('r1', 'running'), shows: 1 });
    transport.emit({ ...event('r1', 'running'), shows: 1 });
    await settle();
    expect(session.state().outcome).toMatchObject({
      run: 'r1',
      state: 'running',
      drawings: { one: '<svg>1</svg>' },
    });
    expect(conditionOf(session.state()).text).toBe('Running; shown is what it has so far');
    transport.emit({ ...event('r1', 'running'), shows: 2 });
    expect(session.state().outcome?.drawings).toEqual({ one: '<svg>1</svg>' });
    await settle();
    expect(session.state().outcome?.drawings).toEqual({ one: '<svg>2</svg>' });
    state = 'finished';
    transport.emit(event('r1', 'finished'));
    expect(conditionOf(session.state()).kind).toBe('connecting');
    await settle();
    expect(session.state().outcome).toMatchObject({ state: 'finished', drawings: { one: '<svg>3</svg>' } });
  });

  it('hears nothing of old runs that end late', async () => {
    const { transport, settle, session } = sessionOn({ runs: [summary('r2', 'running')] });
    transport.connect(true);
    await settle();
    transport.emit(event('r1', 'cancelled'));
    expect(session.state().run?.run).toBe('r2');
  });

  it('says why a document cannot run, and forgets it when it can', async () => {
    let broken = true;
    const { transport, settle, session } = sessionOn({
      answers: {
        'run.start': () => {
          if (broken) throw new UserError('document', 'no such key', { hint: 'look', where: { line: 3 } });
          return { run: 'r1' };
        },
      },
    });
    transport.connect(true);
    await settle();
    expect(session.state().failure).toEqual({
      code: 'document',
      message: 'no such key',
      hint: 'look',
      where: { line: 3 },
    });
    expect(conditionOf(session.state()).kind).toBe('failed');
    broken = false;
    await session.start();
    expect(session.state().failure).toBeNull();
  });

  it('follows the runs of its own document alone', async () => {
    const { transport, settle, session } = sessionOn({ runs: [summary('r1', 'finished')] });
    transport.connect(true);
    await settle();
    transport.emit({ ...event('r2', 'running'), document: { path: '/a/other.yaml' } });
    transport.emit({ ...event('r2', 'finished'), document: { path: '/a/other.yaml' } });
    await settle();
    expect([session.state().run?.run, session.state().outcome?.run]).toEqual(['r1', 'r1']);
    transport.emit({ ...event('r3', 'running'), document: { path: '/a/b.yaml' } });
    expect(session.state().run?.run).toBe('r3');
  });

  it('asks for the document that the window showed before', async () => {
    const asked: unknown[] = [];
    const answers: MemoryAnswers = {
      'session.get': ({ document }) => {
        asked.push(document);
        return { version: '1', document: document ?? { path: '/a/b.yaml' }, folders: [], runs: [] };
      },
    };
    const drafts = { ...NO_DRAFTS, opened: () => ({ path: '/a/mine.yaml' }) };
    const { transport, settle, session } = sessionOn({ answers, drafts });
    transport.connect(true);
    await settle();
    expect(session.document.state().document).toEqual({ path: '/a/mine.yaml' });
    await session.call('session.get', {});
    expect(asked).toEqual([{ path: '/a/mine.yaml' }, { path: '/a/mine.yaml' }]);
  });

  it('cancels its run', async () => {
    const { transport, settle, session, calls } = sessionOn({ runs: [summary('r3', 'running')] });
    transport.connect(true);
    await settle();
    await session.cancel();
    expect(calls).toEqual(['cancel r3']);
  });

  it('pauses its run, says so, and leaves the pause out of its time', async () => {
    const { transport, settle, session, calls, wait } = sessionOn({ runs: [summary('r3', 'running')] });
    transport.connect(true);
    await settle();
    transport.emit(event('r3', 'running'));
    wait(1000);
    await session.pause(true);
    transport.emit({ ...event('r3', 'running'), paused: true });
    expect(conditionOf(session.state())).toMatchObject({ kind: 'running', text: 'Paused' });
    wait(3_600_000);
    transport.emit({ ...event('r3', 'running'), paused: true });
    await session.pause(false);
    transport.emit(event('r3', 'running'));
    wait(500);
    transport.emit(event('r3', 'finished'));
    await settle();
    expect(calls).toEqual(['pause r3', 'resume r3']);
    expect(session.state().paces.map(({ seconds }) => seconds)).toEqual([1.5]);
  });

  it('knows that the connection is lost, and looks again when it is back', async () => {
    const { transport, settle, session } = sessionOn({ runs: [summary('r1', 'finished')] });
    transport.connect(true);
    await settle();
    transport.connect(false);
    expect(conditionOf(session.state()).kind).toBe('lost');
    transport.connect(true);
    await settle();
    expect(conditionOf(session.state()).kind).toBe('finished');
  });

  it('shows an older run until the next one ends', async () => {
    const { transport, settle, session } = sessionOn({ runs: [summary('r2', 'finished')] });
    transport.connect(true);
    await settle();
    await session.showRun(listing('old'));
    await settle();
    expect(session.state()).toMatchObject({
      run: { run: 'r2' },
      outcome: { run: 'old' },
      shown: { id: 'old' },
    });
    expect(session.state().outcome?.drawings).toEqual({ one: '<svg>one</svg>' });
    expect(conditionOf(session.state())).toEqual({ kind: 'finished', text: 'Run of 29 Nov 14:02: Finished' });
    transport.connect(false);
    transport.connect(true);
    await settle();
    expect(session.state().outcome?.run).toBe('old');
    transport.emit(event('r3', 'running'));
    expect(conditionOf(session.state()).text).toBe('Running; shown is the run of 29 Nov 14:02');
    transport.emit(event('r3', 'finished'));
    await settle();
    expect(session.state()).toMatchObject({ outcome: { run: 'r3' }, shown: null });
  });

  it('goes back to the newest run by its own name, and the last wish holds', async () => {
    const { transport, settle, session } = sessionOn({ runs: [summary('r2', 'finished')] });
    transport.connect(true);
    await settle();
    await Promise.all(['one', 'other', 'r2', 'third'].map((id) => session.showRun(listing(id))));
    expect(session.state()).toMatchObject({ outcome: { run: 'third' }, shown: { id: 'third' } });
    await session.showRun(listing('r2'));
    expect(session.state()).toMatchObject({ outcome: { run: 'r2' }, shown: null });
    expect(conditionOf(session.state()).text).toBe('Finished');
  });

  it('says why an older run cannot be shown, and keeps what it shows', async () => {
    const answers: MemoryAnswers = {
      'run.result': ({ run }) => {
        if (run === 'gone') throw new UserError('damaged', 'result.json is not JSON');
        return { ...summary(run, 'finished'), files: [], result: { study: 'x' } };
      },
    };
    const { transport, settle, session } = sessionOn({ runs: [summary('r2', 'finished')], answers });
    transport.connect(true);
    await settle();
    await session.showRun(listing('gone'));
    expect(session.state()).toMatchObject({
      outcome: { run: 'r2' },
      shown: null,
      failure: { code: 'damaged' },
    });
  });
});
