import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import { TIME_SLACK } from '../shared.ts';
import type { ErrorReport } from '../../src-shared/userError.ts';
import { muscope, ntuple, recordIn, resultIn, scratchFolder, smallStudy } from './command.ts';

/* Source of truth: the contract of the command line: exit codes, one JSON document on standard output, messages on standard error, what
   result.json may hold; the JSON Schemas of assets/schemas. */

const { folder, remove } = scratchFolder('run');
afterAll(remove);

const assets = fileURLToPath(new URL('../../assets/', import.meta.url));

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

const good = write('good.muscope.yaml', smallStudy(`files: [${ntuple('data22.root')}]`));

function validator(): (result: unknown) => string[] {
  const schema = JSON.parse(
    readFileSync(path.join(assets, 'schemas/efficiency-result.schema.json'), 'utf8'),
  ) as object;
  const validate = new Ajv2020({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
  return (result) =>
    validate(result) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

describe('muscope run', () => {
  it('exit 0, results beside the document, nothing on standard output', async () => {
    const { code, stdout, stderr } = await muscope(['run', good]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(/1 files? processed, 0 failed, 0 skipped/);
    const out = path.join(folder, 'good.run');
    expect(readdirSync(out).sort()).toEqual(['figures', 'result.json', 'run.json', 'study.json']);
    expect(readdirSync(path.join(out, 'figures')).every((name) => name.endsWith('.svg'))).toBe(true);
    expect(recordIn(out)).toMatchObject({
      state: 'finished',
      exitCode: 0,
      document: good,
      out,
      events: 1510,
    });
  });

  it('--out, --threads, --json: exactly one JSON document, the same as result.json', async () => {
    const out = path.join(folder, 'deep/er');
    const { code, stdout } = await muscope(['run', good, '--json', '--threads', '1', '--out', out]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(resultIn(out));
    expect(recordIn(out).threads).toBe(1);
  });

  it('--set changes the document and stands in the provenance', async () => {
    const out = path.join(folder, 'set');
    const set = ['--set', 'axes[0].edges=[20, 50]', '--set', 'interval=wilson', '--set', 'title=Other'];
    expect((await muscope(['run', good, '--out', out, ...set])).code).toBe(0);
    const { efficiencies, settings, provenance } = resultIn(out);
    expect(efficiencies[0].axes[0].edges).toEqual([20, 50]);
    expect(settings.interval).toBe('wilson');
    expect(provenance.document.title).toBe('Other');
    expect(provenance.changes).toEqual(['axes[0].edges=[20, 50]', 'interval=wilson', 'title=Other']);
  });

  it('the sample: result.json follows its schema and holds no path, time or host of this machine', async () => {
    const out = path.join(folder, 'sample');
    const sample = path.join(assets, 'sample/isolation-pileup.muscope.yaml');
    const { code, ms } = await muscope(['run', sample, '--out', out, '--threads', '2']);
    expect(code).toBe(0);
    expect(ms).toBeLessThan(20_000 * TIME_SLACK);
    const problems = validator()(resultIn(out));
    expect(problems).toEqual([]);
    const text = readFileSync(path.join(out, 'result.json'), 'utf8');
    for (const one of [assets, folder, os.hostname(), os.homedir(), '"seconds"', '"threads"'])
      expect(text).not.toContain(one);
    expect(text).not.toMatch(/\d{4}-\d\d-\d\dT/);
    expect(recordIn(out).peakMemory).toBeLessThan(300e6);
  });

  it('with holes, failed and weighted files the result follows its schema, too', async () => {
    const document = write(
      'all.yaml',
      `${smallStudy(`files: [${['data22', 'variants/flipped', 'variants/short_isolation'].map((name) => ntuple(`${name}.root`)).join(', ')}, none.root], mask: golden.json`)}
  - [{variable: pt, edges: [20, 40, 100]}, {variable: averageMu, edges: [10, 30, 78]}]
  - {variable: d0, edges: [0, 1]}
checkFlags: true
groups: {all: {members: {d: 2}}}
scaleFactors: {numerators: [d], denominator: mc}
trend: {variable: pt}
`.replace(
        'muons: medium',
        `  mc: {files: [${ntuple('mc.root')}], kind: simulation, weight: mcEventWeight, pileup: {variable: averageMu, edges: {from: 10, to: 82, width: 2}, target: {d: 1}}}\nmuons: medium`,
      ),
    );
    write('golden.json', '{"427394": [[1, 2]]}');
    const { code } = await muscope(['run', document]);
    expect(code).toBe(1);
    expect(validator()(resultIn(path.join(folder, 'all.run')))).toEqual([]);
    expect(recordIn(path.join(folder, 'all.run'))).toMatchObject({
      state: 'finished with failures',
      exitCode: 1,
    });
  });

  it('a second run writes the same bytes of result.json and figures', async () => {
    const outs = ['first', 'second'].map((name) => path.join(folder, name));
    for (const [i, out] of outs.entries())
      await muscope(['run', good, '--out', out, '--threads', String(1 + i), ...(i ? ['--verify'] : [])]);
    for (const name of [
      'result.json',
      ...readdirSync(path.join(outs[0], 'figures')).map((one) => `figures/${one}`),
    ])
      expect(readFileSync(path.join(outs[1], name))).toEqual(readFileSync(path.join(outs[0], name)));
  });
});

describe('exit codes of what fails', () => {
  it('1: a missing file among others, listed with its reason; the others count', async () => {
    const document = write('some.yaml', smallStudy(`files: [${ntuple('data22.root')}, nothing.root]`));
    const { code, stderr } = await muscope(['run', document]);
    expect(code).toBe(1);
    expect(stderr).toContain('failed d: nothing.root: the file does not exist');
    expect(resultIn(path.join(folder, 'some.run')).efficiencies[0].overall.total).toBe(3023);
  });

  it('1: all files missing', async () => {
    const { code } = await muscope(['run', write('none.yaml', smallStudy('files: [a.root, b.root]'))]);
    expect(code).toBe(1);
    const { datasets, efficiencies, holes } = resultIn(path.join(folder, 'none.run'));
    expect(datasets['d'].files.map(({ status }) => status)).toEqual(['failed', 'failed']);
    expect([efficiencies, holes.length]).toEqual([[], 1]);
  });

  it('1: a hole', async () => {
    const { code, stderr } = await muscope([
      'run',
      good,
      '--set',
      'axes[1]={variable: d0, edges: [0, 1]}',
      '--out',
      path.join(folder, 'hole'),
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain('hole: d: axis d0: tree analysis has no branch muon_d0');
  });

  const refused: [string, string[], Partial<ErrorReport>][] = [
    [
      'a glob without match',
      ['run', good, '--set', 'datasets.d.files=[none*.root]'],
      { code: 'no-match', message: 'no file matches "none*.root"' },
    ],
    [
      'an empty list',
      ['run', good, '--set', 'datasets.d.files=["@empty.txt"]'],
      { code: 'no-match', message: 'the file list "empty.txt" names no file' },
    ],
    ['a missing list', ['run', good, '--set', 'datasets.d.files=["@no.txt"]'], { code: 'missing' }],
    [
      'a missing mask',
      ['run', good, '--set', 'datasets.d.mask=no.json'],
      { code: 'missing', message: 'the file does not exist' },
    ],
    [
      'an unknown name',
      ['run', good, '--set', 'axes[0].variable=ptt'],
      { code: 'unknown-name', hint: 'Did you mean pt?' },
    ],
    ['an unknown key', ['run', good, '--set', 'muon=medium'], { code: 'document' }],
    ['an unknown verb', ['rum', good], { code: 'usage', message: 'there is no command `rum`' }],
    ['an unknown option', ['run', good, '--fast'], { code: 'usage' }],
    ['no document', ['run'], { code: 'usage', message: 'expected one study document, got 0 arguments' }],
    ['two documents', ['run', good, good], { code: 'usage' }],
    [
      'threads',
      ['run', good, '--threads', '0'],
      { code: 'usage', message: '--threads must be a whole number from 1 to 256, got `0`' },
    ],
    [
      'a missing document',
      ['run', 'no.yaml'],
      { code: 'missing', message: 'there is no such study document' },
    ],
    [
      'a folder as document',
      ['run', folder],
      { code: 'unreadable', message: 'this is a folder, not a study document' },
    ],
    [
      'results in the place of a file',
      ['run', good, '--out', good],
      {
        code: 'unreadable',
        message: 'the folder for the results cannot be used: a file stands in its place',
      },
    ],
    ['results below a file', ['run', good, '--out', `${good}/x`], { code: 'unreadable' }],
    ['stats of no file', ['stats', 'no.root'], { code: 'missing', message: 'the file does not exist' }],
    ['hist without expression', ['hist', ntuple('data22.root')], { code: 'usage' }],
    [
      'hist with bins of y alone',
      ['hist', ntuple('data22.root'), '--expr', 'count(mu)', '--y-bins', '3,0,3'],
      { code: 'usage' },
    ],
    [
      'hist of a muon against an event',
      ['hist', ntuple('data22.root'), '--expr', 'mu.pt', '--y', 'averageMu'],
      { code: 'expression' },
    ],
    ['hist of an unknown name', ['hist', ntuple('data22.root'), '--expr', 'ptt'], { code: 'unknown-name' }],
    ['inspect of a folder', ['inspect', folder], { code: 'unreadable' }],
  ];
  write('empty.txt', '# nothing\n\n');
  it.each(refused)('2: %s', async (_, args, expected) => {
    const { code, stdout, stderr, ms } = await muscope([...args, '--json'], { cwd: folder });
    expect(code).toBe(2);
    const document = JSON.parse(stdout) as { error: ErrorReport };
    expect(Object.keys(document)).toEqual(['error']);
    expect(document.error).toMatchObject(expected);
    expect(stderr).toContain(`muscope: ${document.error.message}`);
    expect(stderr).not.toMatch(/\n\s+at .*:\d+:\d+/);
    expect(ms).toBeLessThan(5000 * TIME_SLACK);
  });

  it.skipIf(process.platform !== 'linux')(
    '2: results where no folder can be made, without a hang',
    async () => {
      const { code, ms } = await muscope(['run', good, '--out', '/proc/nowhere']);
      expect(code).toBe(2);
      expect(ms).toBeLessThan(5000 * TIME_SLACK);
    },
  );

  it('a refused request leaves no folder behind', async () => {
    const out = path.join(folder, 'never/made');
    expect((await muscope(['run', good, '--out', out, '--set', 'axes[0].variable=ptt'])).code).toBe(2);
    expect(existsSync(path.join(folder, 'never'))).toBe(false);
  });
});

describe('muscope check', () => {
  it('0: what would be read, with names and their origin', async () => {
    const { code, stdout } = await muscope(['check', good, '--json']);
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as {
      files: { branches: string[] }[];
      names: Record<string, { name: string; origin: string }[]>;
    };
    expect(report.files[0].branches).toContain('muon_topoetcone20');
    expect(report.names['d']).toContainEqual({ name: 'pt', origin: 'branch muon_pt / 1000', unit: 'GeV' });
  });

  it('2: every problem of the document with its line', async () => {
    const document = write('wrong.yaml', smallStudy('files: []', 'interval: no\ntitel: x\n'));
    const { code, stderr, stdout } = await muscope(['check', document, '--json']);
    expect(code).toBe(2);
    const { error, problems } = JSON.parse(stdout) as { error: ErrorReport; problems: ErrorReport[] };
    expect(problems.map(({ where }) => where?.path)).toEqual(['datasets.d.files', 'interval', 'titel']);
    expect(error).toEqual(problems[0]);
    for (const { message } of problems) expect(stderr).toContain(message);
  });
});

describe('muscope stats and hist', () => {
  it('stats: sums of a file as in counts.json', async () => {
    const { code, stdout } = await muscope(['stats', ntuple('data22.root'), '--columns', 'nmuon', '--json']);
    expect(code).toBe(0);
    const { trees } = JSON.parse(stdout) as {
      trees: { entries: number; columns: Record<string, { sum: number }> }[];
    };
    expect(trees[0]).toMatchObject({ entries: 1510, columns: { nmuon: { count: 1510, sum: 3023 } } });
  });

  it('hist: the histogram as JSON, the same in every run', async () => {
    const args = [
      'hist',
      ntuple('data22.root'),
      '--expr',
      'mass(sorted(mu, pt)[0], sorted(mu, pt)[1])',
      '--where',
      'count(mu) >= 2',
      '--bins',
      '4,60,120',
      '--json',
    ];
    const [one, two] = [await muscope(args), await muscope(args)];
    expect(one.code).toBe(0);
    expect(two.stdout).toBe(one.stdout);
    const { counts, underflow, overflow, entries } = JSON.parse(one.stdout) as {
      counts: number[];
      underflow: number;
      overflow: number;
      entries: number;
    };
    expect(counts.reduce((sum, count) => sum + count, underflow + overflow)).toBe(entries);
  });
});
