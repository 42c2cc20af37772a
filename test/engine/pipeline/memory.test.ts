import { describe, expect, it } from 'vitest';
import { createMemory } from '../../../src-main/engine/pipeline/memory.ts';
import type { RunMemory, Trust } from '../../../src-main/engine/pipeline/memory.ts';
import type { FileRecord } from '../../../src-main/engine/pipeline/study.ts';
import type { AnyStudy, Reason } from '../../../src-main/engine/pipeline/study.ts';
import { memoryStore } from '../../../src-main/runtime/memoryStore.ts';
import { countingStudy } from './countingStudy.ts';

// Source of truth: the promises of Trust and RunMemory; exact.

const study = countingStudy as AnyStudy;
const record: FileRecord = {
  ...{ index: 0, dataset: 'a', path: 'x', status: 'processed', reason: null, entries: 10 },
  ...{ content: 'content', facts: { entries: 10 } },
};
const examined = { entries: 10, clusters: [0, 10], bytesPerEntry: 8, facts: { entries: 10 } };
const file = { record, place: 'place', stop: 10, examined };
const reason: Reason = { code: 'damaged', message: 'bad' };

function remember(memory: RunMemory): void {
  memory.keepContent('place', 'content');
  memory.keepFacts(record, 'content', examined);
  memory.keepExamineFailure(record, 'place', reason);
  const own = memory.step(study.steps[0], null)(file);
  own.keep(0, 10, { sum: 1 });
  own.keepFailure(reason);
}

function recall(memory: RunMemory): unknown[] {
  const own = memory.step(study.steps[0], null)(file);
  return [
    memory.contentOf('place'),
    memory.facts(record, 'content'),
    own.find(0, 10),
    memory.examineFailure(record, 'place'),
    own.failure(),
  ];
}

function laboratory() {
  const store = memoryStore();
  return (trust: Trust, platform = 'node 1 x program') =>
    createMemory({ store, study, setup: { a: 1 }, platform, trust });
}

const ALL = { values: true, failures: true };
const known = ['content', examined, { sum: 1 }];

describe('what a run trusts of earlier ones', () => {
  it('is everything, values alone, or nothing; what it finds out is kept in any case', () => {
    for (const kept of [ALL, { values: false, failures: false }]) {
      const memory = laboratory();
      remember(memory(kept));
      expect(recall(memory(ALL))).toEqual([...known, reason, reason]);
      expect(recall(memory({ values: true, failures: false }))).toEqual([...known, null, null]);
      expect(recall(memory({ values: false, failures: false }))).toEqual([
        ...[undefined, undefined, undefined],
        ...[null, null],
      ]);
    }
  });

  it('are not the sums of another program or platform, but what lies where', () => {
    const memory = laboratory();
    remember(memory(ALL));
    expect(recall(memory(ALL, 'node 2 x program'))).toEqual(['content', undefined, undefined, null, null]);
  });

  it('are no failures that may go away by themselves', () => {
    const memory = laboratory();
    remember(memory(ALL));
    const own = memory(ALL).step(study.steps[1], null)(file);
    for (const code of ['unreadable', 'changed', 'missing', 'busy', 'internal'] as const) {
      own.keepFailure({ code, message: 'the disk does not answer' });
      expect(own.failure(), code).toBeNull();
    }
    own.keepFailure(reason);
    own.forgetFailure();
    expect(own.failure()).toEqual(reason);
    memory({ values: true, failures: false }).step(study.steps[1], null)(file).forgetFailure();
    expect(own.failure()).toBeNull();
  });

  it('are no sums of a step that goes over the files in rounds', () => {
    const memory = laboratory();
    const rounds = { ...study.steps[0], rounds: () => ({ next: () => null, add() {}, sum: () => null }) };
    const own = memory(ALL).step(rounds, null)(file);
    own.keep(0, 10, { sum: 1 });
    expect(own.find(0, 10)).toBeUndefined();
    expect(memory(ALL).step(study.steps[0], null)(file).find(0, 10)).toBeUndefined();
  });
});
