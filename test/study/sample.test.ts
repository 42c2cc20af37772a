import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseStudy } from '../../src-shared/study/document.ts';
import { fixture } from '../shared.ts';

const sample = path.resolve(import.meta.dirname, '../../assets/sample');
const bytes = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.root'))
    .reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);

describe('the bundled sample', () => {
  it('is at most 5 MB and holds every file that its study names', () => {
    const { study } = parseStudy(readFileSync(path.join(sample, 'isolation-pileup.muscope.yaml'), 'utf8'));
    for (const name of study.datasets.flatMap(({ files }) => files))
      expect(statSync(path.join(sample, name)).isFile()).toBe(true);
    expect(bytes(sample)).toBeLessThan(5e6);
  });
});

// Source of truth: counts.json, counted by numpy from the same files; the sums of its own tables, exact.
describe('the study fixtures', () => {
  interface Table {
    total: number[];
    under: number;
    over: number;
    Tight_VarRad: number[];
  }
  interface Counts {
    overall: Record<'all' | 'tagged', { total: number; passed: Record<string, number> }>;
    averageInteractionsPerCrossing: Record<'all' | 'tagged', Table>;
  }
  const counts = JSON.parse(readFileSync(fixture('study/counts.json'), 'utf8')) as {
    files: Record<string, Counts>;
  };
  const sum = (list: number[]) => list.reduce((a, b) => a + b, 0);

  it('are at most 400 kB', () => expect(bytes(fixture('study'))).toBeLessThan(400_000));

  it.each(Object.entries(counts.files))('of %s count every probe once', (_name, file) => {
    for (const probes of ['all', 'tagged'] as const) {
      const { total, under, over, Tight_VarRad } = file.averageInteractionsPerCrossing[probes];
      expect(sum(total) + under + over).toBe(file.overall[probes].total);
      expect(sum(Tight_VarRad)).toBeLessThanOrEqual(file.overall[probes].passed['Tight_VarRad']!);
    }
  });
});
