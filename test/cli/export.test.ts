import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readBundle } from '../../src-main/export/bundle.ts';
import { readCsv } from '../../src-main/export/csv.ts';
import { readEnclosure } from '../../src-main/export/enclosed.ts';
import { recount } from '../../src-main/export/recount.ts';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import { muscope, ntuple, resultIn, scratchFolder } from './command.ts';

// Source of truth: result.json of the run, and for merged bins and other intervals a run of its own with them.

const { folder, remove } = scratchFolder('export');

function study(edges: string, more: string): string {
  return `muscope: 1
study: efficiency
title: '=1+1 "Größe" <b>'
datasets:
  data22: {label: '=cmd()', files: ['${ntuple('data22.root')}'], kind: data, luminosity: 31.4}
  data23: {label: Data 2023, files: ['${ntuple('data23.root')}'], kind: data, luminosity: 27.8}
  zmumu: {label: '$Z \\to \\mu\\mu$ & co', files: ['${ntuple('mc.root')}'], kind: simulation, weight: mcEventWeight}
muons: medium
events: {two muons: count(mu) == 2}
pairs: {Z window: mass >= 80 && mass < 100}
workingPoints: {Tight_VarRad: preset, Loose_VarRad: preset}
axes:
  - {variable: pt, edges: ${edges}}
  - [{variable: pt, edges: ${edges}}, {variable: eta, edges: [-2.5, 0, 2.5]}]
trend: {variable: pt, per: 10}
scaleFactors: {numerators: [data22, data23], denominator: zmumu}
${more}`;
}

async function run(name: string, edges: string, more = ''): Promise<string> {
  const document = path.join(folder, `${name}.yaml`);
  const out = path.join(folder, name);
  writeFileSync(document, study(edges, more));
  const { code, stderr } = await muscope(['run', document, '--out', out, '--threads', '1']);
  expect(code, stderr).toBe(0);
  return out;
}

async function exported(...args: string[]): Promise<{ out: string; files: string[] }> {
  const { code, stdout, stderr } = await muscope(['export', ...args, '--json']);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as { out: string; files: string[] };
}

/** Sums of weights are equal up to the order of their terms. */
function near(result: EfficiencyStudyResult): unknown {
  const { efficiencies, scaleFactors, trends } = result;
  const round = (_: string, value: unknown): unknown =>
    typeof value === 'number' ? Number(value.toPrecision(11)) : value;
  return JSON.parse(JSON.stringify({ efficiencies, scaleFactors, trends }, round));
}

describe('muscope export', () => {
  let made: string;
  beforeAll(async () => {
    made = await run('fine', '[20, 30, 40, 50, 100]', 'figures: {style: ATLAS, energy: 13.6}\n');
  });
  afterAll(remove);

  it('writes the set of a study under its names, twice the same bytes', async () => {
    const set = ['--what', 'figures,tables,numbers,bundle', '--format', 'pdf,svg,png', '--style', 'CMS'];
    const { out, files } = await exported(made, ...set, '--out', path.join(folder, 'set'));
    for (const ending of ['pdf', 'svg', 'png', 'csv', 'tex', 'yaml'])
      expect(files).toContain(`efficiency_Tight_VarRad_pt.${ending}`);
    expect(files).toContain('efficiency_Tight_VarRad_pt-eta_zmumu.pdf');
    expect(files).toContain('scale-factor_Loose_VarRad_pt.csv');
    expect(new Set(files).size).toBe(files.length);
    expect(readdirSync(out).sort()).toEqual([...files].sort());
    const again = await exported(made, ...set, '--out', path.join(folder, 'again'));
    for (const name of files)
      expect(
        Buffer.compare(readFileSync(path.join(out, name)), readFileSync(path.join(again.out, name))),
      ).toBe(0);
    const svg = readFileSync(path.join(out, 'efficiency_Tight_VarRad_pt.svg'), 'utf8');
    expect(svg).toContain('Private work (CMS data)');
    expect(svg).toContain('Private work (CMS data); 59.2 fb^−1 (13.6 TeV); ');
    const { provenance, study: inside } = readEnclosure(
      readFileSync(path.join(out, 'efficiency_Tight_VarRad_pt.pdf')),
    );
    const { provenance: own } = resultIn(made);
    expect(provenance).toMatchObject({ program: 'muscope', document: own.document });
    expect(provenance.inputs.map(({ entries, fingerprint }) => [entries > 0, typeof fingerprint])).toEqual(
      Array(3).fill([true, 'string']),
    );
    expect(inside).toEqual(JSON.parse(readFileSync(path.join(made, 'study.json'), 'utf8')));
  });

  it('writes energy and luminosity in other words into figures, numbers and provenance, and none', async () => {
    const wish = ['--what', 'figures,numbers,bundle', '--format', 'pdf,svg,png', '--energy-text'];
    const words = '√s = 13 TeV, 140 fb-1; <b> sqrt(s) = 13.6 TeV, 62 fb⁻¹';
    const { out, files } = await exported(made, ...wish, words, '--out', path.join(folder, 'words'));
    const bytesOf = (ending: string) => readFileSync(path.join(out, `efficiency_Tight_VarRad_pt.${ending}`));
    expect(bytesOf('svg').toString()).toContain(
      '√s = 13 TeV, 140 fb^−1; &#60;b&#62; √s = 13.6 TeV, 62 fb^−1; ',
    );
    const yaml = bytesOf('yaml').toString();
    expect(yaml).toContain(`# drawn with energyText ${words}`);
    expect(JSON.stringify(parse(yaml))).toContain('√s = 13 TeV, 140 fb^−1; <b> √s = 13.6 TeV, 62 fb^−1');
    for (const ending of ['pdf', 'svg', 'png'])
      expect(readEnclosure(bytesOf(ending)).provenance.look).toEqual({ energyText: words });
    const { study: inside, figures } = readBundle(
      readFileSync(
        path.join(
          out,
          files.find((name) => name.endsWith('.muscope'))!,
        ),
      ),
    );
    expect(inside.figures.energyText).toBeUndefined();
    expect(figures['efficiency_Tight_VarRad_pt']).toContain('140 fb^−1');
    const none = await exported(made, ...wish, '', '--out', path.join(folder, 'wordless'));
    const svg = readFileSync(path.join(none.out, 'efficiency_Tight_VarRad_pt.svg'), 'utf8');
    expect(svg).not.toMatch(/√s|fb\^/);
    const { code, stderr } = await muscope(['export', made, ...wish, 'x'.repeat(301)]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('301 characters, at most 300') as string]);
  });

  it('tables and numbers hold the values of result.json to the last bit', async () => {
    const { out } = await exported(made, '--what', 'tables,numbers', '--out', path.join(folder, 'tables'));
    const rows = readCsv(readFileSync(path.join(out, 'efficiency_Tight_VarRad_pt.csv'), 'utf8'));
    const entries = resultIn(made).efficiencies.filter(
      ({ workingPoint, axes }) => workingPoint === 'Tight_VarRad' && axes.length === 1,
    );
    const wanted = entries.flatMap(({ dataset, bins }) =>
      bins.map((bin) => [dataset, bin.total, bin.passed, bin.efficiency, bin.errorLow, bin.errorHigh]),
    );
    expect(rows.slice(1).map((row) => [row[0], ...row.slice(4, 9)])).toEqual(wanted);
    const yaml = parse(readFileSync(path.join(out, 'efficiency_Tight_VarRad_pt.yaml'), 'utf8')) as {
      dependent_variables: { values: { value: number }[] }[];
    };
    expect(
      yaml.dependent_variables.slice(0, 3).map(({ values }) => values.map(({ value }) => value)),
    ).toEqual(entries.map(({ bins }) => bins.map(({ efficiency }) => efficiency)));
    const tex = readFileSync(path.join(out, 'efficiency_Tight_VarRad_pt.tex'), 'utf8');
    expect(tex).toContain('=cmd() & Data 2023 & {Z \\ensuremath{\\to}');
  });

  it('a bundle gives the same export without inputs and run; merged bins and another interval are those of a run', async () => {
    const { out, files } = await exported(made, '--what', 'bundle', '--out', path.join(folder, 'bundled'));
    const bundle = path.join(out, files[0]!);
    const [a, b] = [
      await exported(made, '--out', path.join(folder, 'fromRun')),
      await exported(bundle, '--out', path.join(folder, 'fromBundle')),
    ];
    expect(b.files).toEqual(a.files);
    for (const name of a.files)
      expect(Buffer.compare(readFileSync(path.join(a.out, name)), readFileSync(path.join(b.out, name)))).toBe(
        0,
      );
    const coarse = await run('coarse', '[20, 40, 100]', 'interval: wilson\nconfidenceLevel: 0.9\n');
    const change = ['--set', 'interval=wilson', '--set', 'confidenceLevel=0.9', '--merge-bins', 'pt:2'];
    const c = await exported(bundle, '--what', 'bundle', ...change, '--out', path.join(folder, 'merged'));
    const merged = readBundle(readFileSync(path.join(c.out, c.files[0]!)));
    expect(near(merged.result)).toEqual(near(resultIn(coarse)));
    expect(merged.provenance.derived).toEqual([
      'interval wilson',
      'confidence level 0.9',
      '2 bins of pt merged',
    ]);
    const other = [
      '--set',
      'interval=wilson',
      '--set',
      'confidenceLevel=0.9',
      '--keep-edges',
      'pt:100,20,40',
    ];
    const d = await exported(bundle, '--what', 'bundle', ...other, '--out', path.join(folder, 'kept'));
    const kept = readBundle(readFileSync(path.join(d.out, d.files[0]!)));
    expect(near(kept.result)).toEqual(near(resultIn(coarse)));
    expect(kept.provenance.derived?.at(-1)).toBe('bins of pt merged between 20, 40, 100');
  });

  it('bins that do not come out even end in a smaller one; what cannot be had from counts is a hole with a reason', () => {
    const result = resultIn(made);
    const { result: merged } = recount(result, { merges: { pt: 3 } });
    expect(merged.efficiencies[0]!.axes[0]!.edges).toEqual([20, 50, 100]);
    expect(merged.efficiencies[0]!.bins.at(-1)).toEqual({
      ...result.efficiencies[0]!.bins.at(-1)!,
      index: [1],
    });
    const [entry] = result.efficiencies.filter(({ dataset }) => dataset === 'zmumu');
    const bins = entry!.bins.map(({ sumWeightsSquared: _, ...bin }) => bin);
    const lacking = { ...result, efficiencies: [{ ...entry!, bins }], scaleFactors: [], trends: [] };
    expect(recount(lacking, { merges: { pt: 2 } }).result.efficiencies[0]!.bins[0]).toMatchObject({
      efficiency: null,
      reason: 'the result does not hold the squared weights',
    });
  });

  it.each([
    [['--what', 'figures,nothing'], /--what is one of/],
    [['--format', 'jpg'], /--format is one of pdf, svg, png/],
    [['--style', 'LHCb'], /--style is one of/],
    [['--set', 'muons=tight'], /cannot be set in a finished run/],
    [['--set', 'interval=bayes'], /interval is one of/],
    [['--merge-bins', 'pt'], /variable:number/],
    [['--merge-bins', 'pt:9'], /has 4 bins/],
    [['--merge-bins', 'phi:2'], /no axis is in `phi`/],
    [['--keep-edges', 'pt'], /variable:edges/],
    [['--keep-edges', 'pt:20,x,100'], /variable:edges/],
    [['--keep-edges', 'pt:20,45,100'], /45 is no edge of pt[^]*nearest edges are 40 and 50/],
    [['--keep-edges', 'pt:20,40'], /outer edges of pt, 20 and 100, must stay/],
    [['--keep-edges', 'pt:20,100', '--merge-bins', 'pt:2'], /both say/],
    [['--out', '/proc/nowhere'], /cannot be used/],
  ])('%j is refused', async (args, message) => {
    const { code, stderr } = await muscope(['export', made, ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('bundles that are damaged, foreign, from later or changed are told apart', async () => {
    const { out, files } = await exported(made, '--what', 'bundle', '--out', path.join(folder, 'bad'));
    const good = readFileSync(path.join(out, files[0]!));
    const content = JSON.parse(gunzipSync(good).toString()) as Record<string, Record<string, unknown>>;
    const code = (bytes: Uint8Array): string => {
      try {
        readBundle(bytes);
        return 'fine';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    const packed = (value: unknown): Uint8Array => gzipSync(JSON.stringify(value));
    expect(code(good)).toBe('fine');
    for (let cut = 0; cut < good.length; cut += 1999) expect(code(good.subarray(0, cut))).toBe('damaged');
    for (let at = 20; at < good.length; at += 1999) {
      const bytes = Buffer.from(good);
      bytes[at]! ^= 0x10;
      expect(code(bytes)).toBe('damaged');
    }
    expect(code(packed({ ...content, muscopeBundle: 2 }))).toBe('unsupported');
    expect(code(packed({ ...content, study: { ...content['study'], title: 'x' } }))).toBe('changed');
    expect(code(packed({ ...content, result: { ...content['result'], efficiencies: [{}] } }))).toBe(
      'damaged',
    );
    expect(code(packed({ ...content, study: null }))).toBe('damaged');
    expect(code(packed([]))).toBe('damaged');
    expect(code(gzipSync(Buffer.alloc(600 * 1024 * 1024)))).toBe('too-large');
    mkdirSync(path.join(folder, 'empty'));
    const ended = await muscope(['export', path.join(folder, 'empty')]);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/not the folder of a finished run/);
  });

  it.each(['pdf', 'svg', 'png'])('hist draws as %s', async (ending) => {
    const file = path.join(folder, `h.${ending}`);
    const args = ['hist', ntuple('data22.root'), '--expr', 'count(mu)', '--out', file, '--json'];
    const { code, stderr } = await muscope(args);
    expect(code, stderr).toBe(0);
    const { provenance } = readEnclosure(readFileSync(file));
    expect(provenance.histogram).toEqual({ expression: 'count(mu)', where: null });
    const plane = [...args.slice(0, -1), '--y', 'averageMu', '--where', 'averageMu > 20'];
    expect((await muscope(plane)).code).toBe(0);
    const of = { expression: 'count(mu)', y: 'averageMu', where: 'averageMu > 20' };
    expect(readEnclosure(readFileSync(file)).provenance.histogram).toEqual(of);
  });
});
