import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../../src-main/host/engine.ts';
import { fixture } from '../../shared.ts';
import { closeTestEngine, documentOf, runDocument } from './documents.ts';

/* Source of truth: equality of whole results, byte for byte, and of the bytes of the copies. */

const STUDY = fixture('study');
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'muscope-bytes-'));
});
afterAll(async () => {
  await closeTestEngine();
  rmSync(folder, { recursive: true });
});

const DOCUMENT = documentOf({
  datasets: `  data22: {files: [data22.root, variants/flipped.root, variants/short_isolation.root], kind: data}
  data23: {files: [data23.root, missing.root], kind: data}
  mc:
    files: [mc.root]
    kind: simulation
    weight: mcEventWeight
    pileup: {variable: averageMu, edges: {from: 10, to: 82, width: 2}, target: {data22: 0.45, data23: 0.55}, muScale: 1.03}`,
  more: `checkFlags: true
background: same-sign
groups: {both: {members: {data22: 2, data23: 1}}}
trend: {variable: averageMu, per: 10}
scaleFactors: {numerators: [data22, data23, both], denominator: mc}`,
});

async function bytes(threads: number, verify = false): Promise<string> {
  const engine = createEngine({ threads });
  try {
    const first = (await runDocument(DOCUMENT, STUDY, { engine, verify })).result;
    const second = (await runDocument(DOCUMENT, STUDY, { engine, verify })).result;
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    return JSON.stringify(first, null, 1);
  } finally {
    await engine.close();
  }
}

describe('equal work gives equal bytes', () => {
  it('with 1, 2 and 5 threads, first and second run, with and without full checks', async () => {
    const one = await bytes(1);
    expect(await bytes(2)).toBe(one);
    expect(await bytes(5)).toBe(one);
    expect(await bytes(2, true)).toBe(one);
    expect(one).not.toContain(STUDY);
    expect(one).not.toContain(os.hostname());
  });
});

describe('the same file several times', () => {
  it('path, symbolic link and copy count once in a dataset', async () => {
    const names = ['again.root', 'link.root', 'copy.root'];
    copyFileSync(path.join(STUDY, 'data22.root'), path.join(folder, 'again.root'));
    symlinkSync(path.join(folder, 'again.root'), path.join(folder, 'link.root'));
    copyFileSync(path.join(folder, 'again.root'), path.join(folder, 'copy.root'));
    const files = ['again.root', './again.root', ...names.slice(1)].join(', ');
    const document = documentOf({
      datasets: `  d: {files: [${files}], kind: data}\n  e: {files: [copy.root], kind: data}`,
      selection: 'denominator: muons',
    });
    const { result } = await runDocument(document.replace(/^tag:.*$/m, ''), folder);
    expect(result.datasets['d'].files.map(({ status }) => status)).toEqual([
      'processed',
      'skipped',
      'skipped',
      'skipped',
    ]);
    for (const { reason } of result.datasets['d'].files.slice(1))
      expect(reason).toBe('the same file as again.root, which is counted already');
    expect(result.datasets['d'].entries).toBe(result.datasets['e'].entries);
    expect(result.holes).toEqual([]);
  });
});
