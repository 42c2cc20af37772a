import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TIME_SLACK } from '../shared.ts';
import type { ResultDataset } from '../../src-shared/contracts/resultFiles.ts';
import type { Ended } from './command.ts';
import { muscope, ntuple, recordIn, resultIn, scratchFolder, smallStudy } from './command.ts';

/* Source of truth: the files are damaged here, byte by byte, so that it is known what is wrong with them; the counts of the sound
   file stand in variants.json and counts.json. What is asked of every one: status failed with object and number, the other files' counts, exit
   code 1, no crash, no hang, no stack trace. */

const { folder, remove } = scratchFolder('bad');
afterAll(remove);

const sound = readFileSync(ntuple('variants/sections.root'));
const MUONS = 401;
type File = ResultDataset['files'][number];

interface Run extends Ended {
  files: File[];
  muons: number;
  memory: number;
}

/** Runs a study over the files of a folder below the scratch folder and the sound file; their events are the same and count in each. */
async function run(pattern: string, duplicates: 'once' | 'count' = 'count'): Promise<Run> {
  const name = pattern.replace(/\W/g, '_');
  const document = path.join(folder, `${name}.yaml`);
  writeFileSync(document, smallStudy(`files: [sound.root, '${pattern}'], duplicates: ${duplicates}`));
  const ended = await muscope(['run', document, '--threads', '2']);
  const out = path.join(folder, `${name}.run`);
  const { datasets, efficiencies } = resultIn(out);
  const [{ overall }] = efficiencies;
  return {
    ...ended,
    files: datasets['d'].files,
    muons: overall.total,
    memory: recordIn(out).peakMemory ?? NaN,
  };
}

function damage(name: string, files: Record<string, Uint8Array | string>): void {
  mkdirSync(path.join(folder, name));
  for (const [file, bytes] of Object.entries(files))
    writeFileSync(path.join(folder, name, `${file}.root`), bytes);
}

function flipped(at: number, bit = at % 8): Uint8Array {
  const bytes = Uint8Array.from(sound);
  bytes[at] ^= 1 << bit;
  return bytes;
}

function expectOrderly(ended: Run): void {
  expect(ended.code).toBe(ended.files.some(({ status }) => status === 'failed') ? 1 : 0);
  expect(ended.stdout).toBe('');
  expect(ended.stderr).not.toMatch(/\n\s+at .*:\d+:\d+|bug of Muscope|error of the program/);
  expect(ended.ms).toBeLessThan(10_000 * TIME_SLACK);
  expect(ended.memory).toBeLessThan(300e6);
  expect(ended.files[0].status).toBe('processed');
  const processed = ended.files.filter(({ status }) => status === 'processed').length;
  expect(ended.muons).toBe(MUONS * processed);
  for (const { status, reason } of ended.files) if (status === 'failed') expect(reason).toBeTruthy();
}

beforeAll(() => {
  writeFileSync(path.join(folder, 'sound.root'), sound);
});

describe('damaged files', () => {
  it('cut short at many lengths', async () => {
    const lengths = [1, 3, 4, 50, 99, 100, 250, 1000, 4000, 17_000, 30_000];
    const ends = [1, 10, 64, 100, 500, 4000].map((n) => sound.length - n);
    damage('short', Object.fromEntries([...lengths, ...ends].map((n) => [`${n}`, sound.subarray(0, n)])));
    const ended = await run('short/*.root');
    expectOrderly(ended);
    expect(ended.files.slice(1).every(({ status }) => status === 'failed')).toBe(true);
    for (const { reason } of ended.files.slice(1)) expect(reason).toMatch(/\d/);
  });

  it('a bit flipped anywhere in the header or the list of keys', async () => {
    const keys = Array.from({ length: 97 }, (_, i) => sound.length - 1 - i);
    const header = Array.from({ length: 101 }, (_, i) => i);
    damage('header', Object.fromEntries([...header, ...keys].map((at) => [`${at}`, flipped(at)])));
    const ended = await run('header/*.root');
    expectOrderly(ended);
    expect(ended.files.filter(({ status }) => status === 'failed').length).toBeGreaterThan(40);
  });

  it('a bit flipped anywhere: the file fails or gives the same counts', async () => {
    const places = Array.from({ length: 360 }, (_, i) => 101 + i * 97).filter((at) => at < sound.length);
    damage('anywhere', Object.fromEntries(places.map((at) => [`${at}`, flipped(at)])));
    const ended = await run('anywhere/*.root');
    expectOrderly(ended);
    const reasons = ended.files.map(({ reason }) => reason ?? '');
    expect(
      reasons.filter((reason) => /zlib block is damaged.*\(analysis\/\w+ basket \d, byte \d+\)/.test(reason))
        .length,
    ).toBeGreaterThan(20);
    const [failed] = ended.files.filter(({ status }) => status === 'failed');
    expect(ended.stderr).toContain(`failed d: ${failed.path}: ${failed.reason}`);
  });

  it('no ROOT files at all', async () => {
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
    damage('others', {
      text: 'root beer\n'.repeat(50),
      page: '<html></html>',
      png,
      gzip: gzipSync(sound),
      zero: '',
    });
    const ended = await run('others/*.root');
    expectOrderly(ended);
    for (const { reason } of ended.files.slice(1))
      expect(reason).toMatch(/^not a ROOT file: |impossibly large/);
    expect(ended.files.at(-1)?.reason).toBe('not a ROOT file: it has 0 bytes');
  });
});

describe('files that cannot be taken', () => {
  it('missing, a folder, a pipe, a device', async () => {
    mkdirSync(path.join(folder, 'kinds/folder.root'), { recursive: true });
    if (process.platform !== 'win32') execFileSync('mkfifo', [path.join(folder, 'kinds/pipe.root')]);
    const document = path.join(folder, 'kinds.yaml');
    const names = ['missing', 'folder', ...(process.platform === 'win32' ? [] : ['pipe'])];
    writeFileSync(
      document,
      smallStudy(`files: [sound.root, ${names.map((name) => `kinds/${name}.root`).join(', ')}]`),
    );
    const { code, ms, stderr } = await muscope(['run', document]);
    const { files } = resultIn(path.join(folder, 'kinds.run')).datasets['d'];
    expect(code).toBe(1);
    expect(ms).toBeLessThan(10_000 * TIME_SLACK);
    expect(files.map(({ reason }) => reason).slice(1)).toEqual(
      ['the file does not exist', 'this is a folder, not a file', 'this is not a regular file'].slice(
        0,
        names.length,
      ),
    );
    expect(stderr).toContain('failed d: kinds/missing.root: the file does not exist');
  });

  const root = process.getuid?.() === 0;
  it.skipIf(root || process.platform === 'win32')(
    'without permission (nothing is forbidden to root)',
    async () => {
      damage('forbidden', { file: sound });
      chmodSync(path.join(folder, 'forbidden/file.root'), 0);
      const ended = await run('forbidden/file.root');
      expectOrderly(ended);
      expect(ended.files[1].reason).toBe('no permission to read the file');
    },
  );

  it('the same file by its path, a link and a copy counts once', async () => {
    mkdirSync(path.join(folder, 'same'));
    symlinkSync('../sound.root', path.join(folder, 'same/link.root'));
    copyFileSync(path.join(folder, 'sound.root'), path.join(folder, 'same/copy.root'));
    const ended = await run('same/*.root', 'once');
    expect(ended).toMatchObject({ code: 0, muons: MUONS });
    expect(ended.files.map(({ status }) => status)).toEqual(['processed', 'skipped', 'skipped']);
    expect(ended.stderr).toContain(
      'skipped d: same/copy.root: the same file as sound.root, which is counted already',
    );
  });
});

describe('sound files with something else in them', () => {
  const cases: [string, RegExp | null, RegExp | null][] = [
    ['no_tree', /^the file has no tree$/, null],
    ['no_events', null, null],
    [
      'string_pt',
      null,
      /401 probes of .*string_pt.root have no decision of Tight_VarRad: pt: branch muon_pt .* holds text/,
    ],
    [
      'scalar_isolation',
      null,
      /have no decision of Tight_VarRad: .*muon_topoetcone20 \(float\) has one value in every event/,
    ],
    [
      'short_isolation',
      /^muon_topoetcone20 has 200 elements and muon_pt has 401 in the same 200 events$/,
      null,
    ],
    ['shifted_isolation', /^muon_topoetcone20 has 3 elements and muon_pt has 2 in the same event$/, null],
    [
      'no_calorimeter',
      null,
      /have no decision of Tight_VarRad: topoetcone20: tree analysis has no branch muon_topoetcone20/,
    ],
    ['nonfinite', null, /3 probes have no finite value of pt .* \(first in .*nonfinite.root, entry 20\)/],
  ];
  it.each(cases)('%s', async (name, reason, warning) => {
    const document = path.join(folder, `${name}.yaml`);
    writeFileSync(document, smallStudy(`files: [sound.root, ${ntuple(`variants/${name}.root`)}]`));
    const { code, stderr, ms } = await muscope(['run', document]);
    const { datasets, efficiencies } = resultIn(path.join(folder, `${name}.run`));
    const [, file] = datasets['d'].files;
    expect(code).toBe(reason ? 1 : 0);
    expect(ms).toBeLessThan(10_000 * TIME_SLACK);
    if (reason) expect(file.reason).toMatch(reason);
    else expect(file.status).toBe('processed');
    if (warning) expect(stderr).toMatch(warning);
    expect(efficiencies[0].overall.total).toBeGreaterThanOrEqual(MUONS);
  });

  it('another tree than the document names', async () => {
    const document = path.join(folder, 'tree.yaml');
    writeFileSync(document, smallStudy(`files: [sound.root], tree: Events`));
    const { code, stderr } = await muscope(['run', document]);
    expect(code).toBe(1);
    expect(stderr).toContain('failed d: sound.root: there is no tree Events: the file has analysis');
  });

  it('a tree without muons', async () => {
    const document = path.join(folder, 'metadata.yaml');
    writeFileSync(document, smallStudy(`files: [${ntuple('mc.root')}], tree: metadata`));
    const { code, stderr } = await muscope(['run', document]);
    expect(code).toBe(1);
    expect(stderr).toContain('this tree has no muons that Muscope recognises');
  });
});

describe('documents that are none', () => {
  const good = smallStudy('files: [sound.root]');
  const bomb = Array.from(
    { length: 12 },
    (_, i) => `a${i}: &a${i} [${`${i ? `*a${i - 1}` : 'x'}, `.repeat(9)}x]`,
  ).join('\n');
  const cases: [string, string | Uint8Array, RegExp][] = [
    ['empty', '', /must be a map/],
    ['text', 'just words', /must be a map/],
    ['not YAML', 'a: [1, 2', /not YAML/],
    ['binary', Uint8Array.from([0x89, 0x50, 0, 0xff]), /not UTF-8|not allowed/],
    ['a ROOT file', sound, /not allowed|not UTF-8/],
    ['5 MiB', 'a'.repeat(5 * 2 ** 20), /more than the 4 MiB/],
    ['nested', '['.repeat(100_000), /nested/],
    ['alias bomb', bomb, /more than 100000 values/],
    ['a list', '- 1\n', /must be a map/],
    ['another version', good.replace('muscope: 1', 'muscope: 9'), /version 9/],
    ['another study', good.replace('study: efficiency', 'study: fit'), /`study` must be/],
    ['wrong type', good.replace('title: Small', 'title: [1]'), /`title` must be text/],
    ['falling edges', good.replace('[20, 40, 100]', '[20, 10]'), /edges ascend/],
    ['infinite edges', good.replace('[20, 40, 100]', '[20, .inf]'), /finite/],
    ['too many bins', good.replace('[20, 40, 100]', '{from: 0, to: 1e9, width: 1e-3}'), /makes no bins/],
    ['no files', good.replace('[sound.root]', '[]'), /must not be empty/],
    ['no working points', good.replace('Tight_VarRad: preset', ''), /workingPoints/],
    ['a broken expression', good.replace('medium', 'medium &&'), /ends/],
    ['code in an expression', good.replace('medium', 'process.exit(7)'), /process/],
  ];
  it.each(cases)('%s', async (name, text, message) => {
    const document = path.join(folder, `document ${name}.yaml`);
    writeFileSync(document, text);
    for (const verb of ['run', 'check']) {
      const { code, stdout, stderr, ms } = await muscope([verb, document, '--json']);
      expect(code).toBe(2);
      expect((JSON.parse(stdout) as { error: { message: string } }).error.message).toMatch(message);
      expect(stderr).toContain('document ');
      expect(stderr).not.toMatch(/\n\s+at .*:\d+:\d+/);
      expect(ms).toBeLessThan(10_000 * TIME_SLACK);
    }
  });
});

describe('the other commands on damaged files', () => {
  it.each(['inspect', 'stats', 'hist'])(
    '%s: 2 where the file does not open, no stack trace',
    async (verb) => {
      damage(`${verb}`, {
        cut: sound.subarray(0, 300),
        text: 'text',
        key: flipped(sound.length - 60),
        zero: '',
      });
      for (const name of ['cut', 'text', 'key', 'zero']) {
        const args = [verb, `${verb}/${name}.root`, '--json', ...(verb === 'hist' ? ['--expr', 'pt'] : [])];
        const { code, stdout, stderr } = await muscope(args, { cwd: folder });
        expect([1, 2]).toContain(code);
        if (name !== 'key') expect(code).toBe(2);
        expect(() => void JSON.parse(stdout)).not.toThrow();
        if (code === 2) expect(stderr).toContain(`${name}.root`);
        expect(stderr).not.toMatch(/\n\s+at .*:\d+:\d+/);
      }
    },
  );

  it('stats: 1 and the sound columns when one column is damaged', async () => {
    damage('column', { one: flipped(1400, 3) });
    const { code, stdout } = await muscope(['stats', 'column/one.root', '--json'], { cwd: folder });
    const { trees } = JSON.parse(stdout) as {
      trees: { columns: object; notRead: { name: string; reason: string }[] }[];
    };
    expect(code).toBe(1);
    expect(trees[0].notRead.map(({ name }) => name)).toEqual(['muon_pt']);
    expect(trees[0].notRead[0].reason).toMatch(/basket 0/);
    expect(Object.keys(trees[0].columns)).toContain('muon_eta');
  });
});
