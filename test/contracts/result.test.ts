import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { efficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import { runRecord } from '../../src-shared/contracts/run.ts';
import type { RunRecord } from '../../src-shared/contracts/run.ts';

const axes = [{ variable: 'actualMu', unit: null, edges: [10, 14, 18] }];
const value = { total: 10, passed: 9, efficiency: 0.9, errorLow: 0.19, errorHigh: 0.08 };
const result: EfficiencyStudyResult = {
  study: 'efficiency',
  version: '0.1.0',
  provenance: {
    program: 'muscope',
    version: '0.1.0',
    document: { title: 'Test', hash: 'ab'.repeat(32) },
    datasets: {
      d22: {
        schema: 'isolation-ntuple',
        schemaOrigin: 'detected',
        tree: 'analysis',
        names: [{ name: 'medium', origin: 'muon_quality <= 1' }],
        workingPoints: [
          { name: 'Tight_VarRad', kind: 'preset', expression: 'ptvarcone30_pt1000 / pt < 0.04' },
        ],
      },
    },
  },
  settings: {
    interval: 'clopper-pearson',
    confidenceLevel: 0.682689492137086,
    denominator: 'pairs',
    tag: null,
    probe: null,
    background: 'same-sign',
    notComputable: 'exclude',
  },
  datasets: {
    d22: {
      label: 'Data',
      kind: 'data',
      files: [
        { path: 'a.root', status: 'processed', entries: 100, fingerprint: '00ff' },
        { path: 'b.root', status: 'failed', reason: 'not a ROOT file', entries: 0 },
      ],
      entries: 100,
      luminosity: 31.4,
    },
  },
  cutflow: { d22: [{ name: 'all events', level: 'event', count: 100 }] },
  efficiencies: [
    {
      dataset: 'd22',
      workingPoint: 'Tight_VarRad',
      axes,
      bins: [
        { index: [0], ...value, sameSign: { total: 1, passed: 0 } },
        {
          index: [1],
          total: 0,
          passed: 0,
          efficiency: null,
          errorLow: null,
          errorHigh: null,
          reason: 'no probes',
        },
      ],
      overall: value,
      outside: [{ under: 0, over: 2 }],
      notComputable: 0,
    },
  ],
  scaleFactors: [
    {
      dataset: 'd22',
      reference: 'mc',
      workingPoint: 'Tight_VarRad',
      axes,
      bins: [{ index: [0], value: 1, errorLow: 0.1, errorHigh: 0.1 }],
    },
  ],
  trends: [
    {
      dataset: 'd22',
      workingPoint: 'Tight_VarRad',
      variable: 'actualMu',
      per: 10,
      slope: -0.01,
      error: 0.001,
      deviance: 12,
      ndf: 15,
    },
  ],
  pileup: [],
  flagChecks: [
    {
      dataset: 'd22',
      workingPoint: 'Tight_VarRad',
      compared: 20,
      agree: 19,
      differing: [
        {
          file: 'a.root',
          entry: 7,
          event: '18446744073709551615',
          run: 427394,
          muon: 1,
          flag: true,
          computed: false,
        },
      ],
      differingTotal: 1,
    },
  ],
  warnings: [{ rule: 'no-tag', message: 'no tag requirement' }],
  holes: [{ what: 'axis', dataset: 'd22', axes: ['pt'], reason: 'no file has pt' }],
};

describe('result.json', () => {
  it('has a schema that its published form agrees with', () => {
    const schema = path.resolve(import.meta.dirname, '../../assets/schemas/efficiency-result.schema.json');
    const validate = new Ajv2020({ allErrors: true, keywords: ['unit'] }).compile(
      JSON.parse(readFileSync(schema, 'utf8')) as object,
    );
    expect(efficiencyStudyResult.parse(result)).toEqual(result);
    validate(result);
    expect(validate.errors).toBeNull();
  });

  it.each<[string, unknown]>([
    ['started', '2026-01-01T00:00:00Z'],
    ['threads', 2],
    ['version', undefined],
    ['study', 'fit'],
  ])('refuses %s = %s', (key, to) => {
    expect(efficiencyStudyResult.safeParse({ ...result, [key]: to }).success).toBe(false);
  });

  it('refuses counts that are no whole numbers, and values that are no numbers', () => {
    for (const wrong of [{ total: 1.5 }, { total: -1 }, { efficiency: NaN }, { errorLow: Infinity }]) {
      const efficiencies = [{ ...result.efficiencies[0]!, overall: { ...value, ...wrong } }];
      expect(efficiencyStudyResult.safeParse({ ...result, efficiencies }).success).toBe(false);
    }
  });
});

describe('run.json', () => {
  it('holds what result.json leaves out', () => {
    const record: RunRecord = {
      study: 'efficiency',
      version: '0.1.0',
      state: 'finished',
      exitCode: 0,
      document: '/home/me/study.yaml',
      out: '/home/me/study.run',
      started: '2026-01-01T00:00:00.000Z',
      ended: '2026-01-01T00:00:01.500Z',
      seconds: 1.5,
      machine: { host: 'laptop', platform: 'linux', arch: 'x64', node: '26.10.0' },
      threads: 2,
      events: 100,
      files: [
        { dataset: 'd22', path: 'a.root', absolutePath: '/home/me/a.root', status: 'processed', size: 1000 },
      ],
    };
    expect(runRecord.parse(record)).toEqual(record);
  });
});
