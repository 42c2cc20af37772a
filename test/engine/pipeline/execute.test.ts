import { describe, expect, it } from 'vitest';
import { createExecutor } from '../../../src-main/engine/pipeline/execute.ts';
import type { FileDoors } from '../../../src-main/engine/pipeline/execute.ts';
import type { AnyStudy } from '../../../src-main/engine/pipeline/study.ts';
import type { Task } from '../../../src-main/engine/pipeline/task.ts';
import type { ColumnCache } from '../../../src-main/engine/ports.ts';
import { UserError } from '../../../src-shared/userError.ts';
import { countingDoors, countingStudy } from './countingStudy.ts';

// Source of truth: the documented life of opened files; exact.

interface Door {
  doors: FileDoors;
  opened: string[];
  closed: string[];
  places: Map<string, string>;
}

function door(): Door {
  const [opened, closed, places] = [[] as string[], [] as string[], new Map<string, string>()];
  const doors: FileDoors = {
    ...countingDoors,
    openSource(location) {
      opened.push(location);
      return { name: location, size: 8, read() {}, close: () => void closed.push(location) };
    },
    placeIdentity: (location) => places.get(location) ?? location,
  };
  return { doors, opened, closed, places };
}

function chunk(path: string, start = 0, place = `/${path}`): Task {
  const file = { index: 0, dataset: 'a', path, location: `/${path}` };
  return {
    kind: 'map',
    content: 'content',
    file,
    step: 'measure',
    facts: { entries: 100, seed: 1 },
    place,
    start,
    stop: start + 10,
    verify: false,
  };
}

function begin(
  executor: ReturnType<typeof createExecutor>,
  run: number,
  study: AnyStudy = countingStudy,
): void {
  executor.begin({ run, study: study.id, setup: {} }, study, () => false);
  executor.share('measure', { scale: 1 });
}

describe('createExecutor', () => {
  it('keeps four files open, across runs as long as they are unchanged', () => {
    const { doors, opened, closed, places } = door();
    const executor = createExecutor(doors);
    begin(executor, 1);
    for (const name of ['a', 'b', 'c', 'd', 'a', 'e'])
      expect(executor.execute(chunk(name)).reply.ok).toBe(true);
    expect(opened).toEqual(['/a', '/b', '/c', '/d', '/e']);
    expect(closed).toEqual(['/b']);
    begin(executor, 2);
    places.set('/c', 'written to');
    executor.execute(chunk('a'));
    executor.execute(chunk('c', 0, 'written to'));
    expect(opened.slice(5)).toEqual(['/c']);
    executor.close();
    expect(closed.sort()).toEqual(['/a', '/b', '/c', '/c', '/d', '/e']);
  });

  it('fails a file that changed since it was examined, or while a chunk was read', () => {
    const { doors, places } = door();
    const executor = createExecutor(doors);
    begin(executor, 1);
    expect(executor.execute(chunk('a', 0, 'as it was')).reply).toMatchObject({ reason: { code: 'changed' } });
    expect(executor.execute(chunk('b')).reply.ok).toBe(true);
    places.set('/b', 'written to');
    expect(executor.execute(chunk('b', 10)).reply).toMatchObject({ reason: { code: 'changed' } });
  });

  it('keeps no columns of a file that somebody touched while they were read', () => {
    const { doors, places } = door();
    const kept: string[] = [];
    const columns: ColumnCache = {
      ...{ given: 0, begin() {}, find: () => new Map(), findFact: () => undefined },
      keep: (content, tree, values, { start }) =>
        void kept.push(`${content} ${tree} ${values.size} ${start}`),
      keepFact: (content, name) => void kept.push(`${content} ${name}`),
    };
    const executor = createExecutor({ ...doors, columns });
    const counting: AnyStudy = countingStudy;
    const study: AnyStudy = {
      ...counting,
      steps: counting.steps.map((step) => ({
        ...step,
        map(context) {
          context.columns?.keepFact(context.content, 'before', 1);
          if (context.start === 20) places.set('/a', 'written to');
          context.columns?.keep(context.content, 'tree', new Map(), context);
          context.columns?.keepFact(context.content, 'after', 1);
          return step.map(context);
        },
      })),
    };
    begin(executor, 1, study);
    expect(executor.execute(chunk('a', 10)).reply.ok).toBe(true);
    expect(executor.execute(chunk('a', 20)).reply).toMatchObject({ reason: { code: 'changed' } });
    expect(kept).toEqual(['content before', 'content tree 0 10', 'content after', 'content before']);
  });

  it('remembers per file and per run what a study makes', () => {
    const { doors } = door();
    const executor = createExecutor(doors);
    const made: string[] = [];
    const study: AnyStudy = {
      ...countingStudy,
      steps: [
        {
          ...countingStudy.steps[1],
          map({ ofFile, ofRun }) {
            ofFile('tree', () => made.push('file'));
            ofRun('plan', () => made.push('run'));
            return {};
          },
        },
      ],
    } as AnyStudy;
    for (const run of [1, 2]) {
      begin(executor, run, study);
      executor.execute(chunk('a'));
      executor.execute(chunk('a', 10));
    }
    expect(made).toEqual(['file', 'run', 'run']);
  });

  it('gives back what the thread keeps when it rests, and only what can be given back', () => {
    const released: string[] = [];
    const counting: AnyStudy = countingStudy;
    const study: AnyStudy = {
      ...counting,
      steps: counting.steps.map((step) => ({
        ...step,
        map(context) {
          context.ofThread('large', () => ({ release: () => void released.push('large') }));
          context.ofThread('plain', () => 7);
          context.ofThread('nothing', () => null);
          return step.map(context);
        },
      })),
    };
    const executor = createExecutor(door().doors);
    begin(executor, 1, study);
    executor.rest();
    expect(released).toEqual([]);
    executor.execute(chunk('a'));
    executor.rest();
    expect(released).toEqual(['large']);
  });

  it('counts bytes, stops reading when cancelled, and calls the file as the document does', () => {
    const { doors } = door();
    const executor = createExecutor(doors);
    let cancelled = false;
    const study: AnyStudy = {
      ...countingStudy,
      examine({ source }) {
        source.read(0, 5, new Uint8Array(5), 0);
        cancelled = source.name.includes('stop');
        source.read(0, 3, new Uint8Array(3), 0);
        throw new UserError('damaged', `${source.name} is damaged`);
      },
    } as AnyStudy;
    executor.begin({ run: 1, study: 'counting', setup: {} }, study, () => cancelled);
    const file = { index: 0, dataset: 'a', path: 'go.root', location: '/home/somebody/go.root' };
    expect(executor.execute({ kind: 'examine', file, known: null }).reply).toEqual({
      ok: false,
      reason: { code: 'damaged', message: 'go.root is damaged' },
      bytes: 8,
    });
    const stop = executor.execute({
      kind: 'examine',
      file: { ...file, location: '/stop' },
      known: null,
    }).reply;
    expect(stop).toMatchObject({ ok: false, reason: { code: 'cancelled' }, bytes: 5 });
  });

  it('replies to a task before any run, and to one of a step that the study does not have', () => {
    const { doors, opened } = door();
    const executor = createExecutor(doors);
    expect(executor.execute(chunk('a')).reply).toEqual({
      ok: false,
      reason: { code: 'internal', message: 'error of the program: task before the run began' },
      bytes: 0,
    });
    begin(executor, 1);
    expect(executor.execute({ ...chunk('a'), step: 'none' } as Task).reply).toMatchObject({
      reason: { code: 'internal', message: 'error of the program: study counting has no step none' },
    });
    expect(opened).toEqual([]);
  });
});
