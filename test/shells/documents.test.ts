import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChannelInput, ChannelOutput } from '../../src-shared/contracts/channels.ts';
import { createLocalHost } from '../../src-main/host/localHost.ts';
import type { HostClient } from '../../src-main/host/client.ts';

// Source of truth: the bytes on disk, and the rule that a document is written only below granted folders, under a document's name,
// over the version that was read; all exact.

const SAMPLE = path.resolve(import.meta.dirname, '../../assets/sample/isolation-pileup.muscope.yaml');
const TEXT = fs.readFileSync(SAMPLE, 'utf8');
const sha = (text: string) => createHash('sha256').update(text).digest('hex');
const isRoot = process.getuid?.() === 0;
let base = '';
let host: HostClient;
const at = (...parts: string[]) => path.join(base, ...parts);
const hosts: HostClient[] = [];

type Write = ChannelInput<'study.write'>;
const write = (input: Write) => host.call('study.write', input) as Promise<ChannelOutput<'study.write'>>;
const read = (name: string) =>
  host.call('study.read', { document: { path: name } }) as Promise<ChannelOutput<'study.read'>>;

beforeEach(() => {
  base = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'muscope-documents-')));
  for (const folder of ['study', 'granted', 'secret']) fs.mkdirSync(at(folder));
  fs.writeFileSync(at('study/one.yaml'), TEXT);
  fs.writeFileSync(at('secret/other.yaml'), 'secret');
  host = createLocalHost({ document: at('study/one.yaml'), threads: 1, granted: [at('granted')] });
  hosts.push(host);
});

afterEach(() => fs.rmSync(base, { recursive: true, force: true }));
afterAll(() => Promise.all(hosts.map((one) => one.close())));

describe('a study document', () => {
  it('is written over the version that was read, whole, with the rights it had', async () => {
    fs.chmodSync(at('study/one.yaml'), 0o640);
    const { version, readOnly } = await read(at('study/one.yaml'));
    expect([version, readOnly]).toEqual([sha(TEXT), null]);
    const text = `${TEXT}# ü\r\n`;
    const written = await write({ document: { path: 'one.yaml' }, text, version });
    expect(written).toEqual({ document: { path: at('study/one.yaml') }, version: sha(text) });
    expect(fs.readFileSync(at('study/one.yaml'), 'utf8')).toBe(text);
    expect(fs.statSync(at('study/one.yaml')).mode & 0o777).toBe(0o640);
    expect(fs.readdirSync(at('study'))).toEqual(['one.yaml']);
  });

  it('is not written over another version: the file stays, nothing is left beside it', async () => {
    const { version } = await read(at('study/one.yaml'));
    fs.writeFileSync(at('study/one.yaml'), 'theirs');
    const request = { document: { path: at('study/one.yaml') }, text: 'mine', version };
    await expect(write(request)).rejects.toMatchObject({ code: 'changed' });
    await expect(write({ ...request, version: null })).rejects.toMatchObject({ code: 'changed' });
    expect(fs.readFileSync(at('study/one.yaml'), 'utf8')).toBe('theirs');
    expect(fs.readdirSync(at('study'))).toEqual(['one.yaml']);
  });

  it('of two windows is saved by one', async () => {
    const { version } = await read(at('study/one.yaml'));
    const document = { path: at('study/one.yaml') };
    const ends = await Promise.allSettled([
      write({ document, text: 'first', version }),
      write({ document, text: 'second', version }),
    ]);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(fs.readFileSync(at('study/one.yaml'), 'utf8')).toBe('first');
    await expect(host.call('run.start', { document, version })).rejects.toMatchObject({ code: 'changed' });
  });

  it('that is gone is not made again unless that is asked for', async () => {
    const { version } = await read(at('study/one.yaml'));
    fs.rmSync(at('study/one.yaml'));
    const document = { path: at('study/one.yaml') };
    await expect(write({ document, text: 'mine', version })).rejects.toMatchObject({ code: 'missing' });
    await write({ document, text: 'mine', version: null });
    expect(fs.readFileSync(at('study/one.yaml'), 'utf8')).toBe('mine');
    fs.rmSync(at('study'), { recursive: true });
    await expect(write({ document, text: 'mine', version: null })).rejects.toMatchObject({ code: 'missing' });
    await expect(read(at('study/one.yaml'))).rejects.toMatchObject({ code: 'missing' });
  });

  it.each(['granted/new.yaml', 'granted/new.yml', 'granted/NEW.MUSCOPE', 'study/../granted/x.muscope.yaml'])(
    'is made as %s',
    async (name) => {
      const written = await write({ document: { path: `${base}/${name}` }, text: 'x', version: null });
      expect(fs.readFileSync(written.document.path, 'utf8')).toBe('x');
      await expect(
        write({ document: { path: `${base}/${name}` }, text: 'y', version: null }),
      ).rejects.toMatchObject({ code: 'changed' });
    },
  );

  it.each([
    ['secret/new.yaml', 'unreadable'],
    ['granted/../secret/new.yaml', 'unreadable'],
    ['secret/other.yaml', 'unreadable'],
    ['granted/link.yaml', 'unreadable'],
    ['granted/folder/new.yaml', 'unreadable'],
    ['granted/loop.yaml', 'unreadable'],
    ['granted/a\0.yaml', 'unreadable'],
    ['granted/new.root', 'usage'],
    ['granted/new.yaml.sh', 'usage'],
    ['granted/.yaml', 'usage'],
    ['granted/.bashrc', 'usage'],
    ['granted/data.yaml', 'usage'],
    ['granted', 'usage'],
    ['granted/is.yaml', 'unreadable'],
    ['granted/none/new.yaml', 'missing'],
  ])('is not written to %j', async (name, code) => {
    fs.symlinkSync(at('secret/other.yaml'), at('granted/link.yaml'));
    fs.symlinkSync(at('secret'), at('granted/folder'));
    fs.symlinkSync(at('granted/loop.yaml'), at('granted/loop.yaml'));
    fs.writeFileSync(at('granted/data.root'), 'data');
    fs.symlinkSync(at('granted/data.root'), at('granted/data.yaml'));
    fs.mkdirSync(at('granted/is.yaml'));
    const before = fs.readdirSync(base, { recursive: true });
    for (const version of [null, sha('secret'), sha('data')]) {
      await expect(
        write({ document: { path: `${base}/${name}` }, text: 'evil', version }),
      ).rejects.toMatchObject({ code });
    }
    expect(fs.readdirSync(base, { recursive: true })).toEqual(before);
    expect(fs.readFileSync(at('secret/other.yaml'), 'utf8')).toBe('secret');
    expect(fs.readFileSync(at('granted/data.root'), 'utf8')).toBe('data');
  });

  it('that is a link is written where it leads, and stays a link', async () => {
    fs.writeFileSync(at('granted/real.yaml'), 'real');
    fs.symlinkSync(at('granted/real.yaml'), at('study/link.yaml'));
    await write({ document: { path: at('study/link.yaml') }, text: 'new', version: sha('real') });
    expect(fs.readFileSync(at('granted/real.yaml'), 'utf8')).toBe('new');
    expect(fs.lstatSync(at('study/link.yaml')).isSymbolicLink()).toBe(true);
  });

  it('has at most 4 MiB of UTF-8', async () => {
    const document = { path: at('granted/large.yaml') };
    const large = (character: string, count: number) =>
      write({ document, text: character.repeat(count), version: null });
    await expect(large('x', 4 * 2 ** 20 + 1)).rejects.toMatchObject({ code: 'malformed' });
    await expect(large('ü', 2 * 2 ** 20 + 1)).rejects.toMatchObject({ code: 'too-large' });
    await expect(large('\ud800', 1)).rejects.toMatchObject({ code: 'document' });
    expect(fs.readdirSync(at('granted'))).toEqual([]);
  });

  it.skipIf(isRoot || process.platform === 'win32')('that may not be written says so', async () => {
    fs.chmodSync(at('study/one.yaml'), 0o444);
    const { version, readOnly } = await read(at('study/one.yaml'));
    expect(readOnly).toBe('no permission to write there');
    await expect(write({ document: { path: at('study/one.yaml') }, text: 'x', version })).rejects.toThrow(
      'no permission',
    );
  });

  it('that is not UTF-8 is only read', async () => {
    fs.writeFileSync(at('study/latin.yaml'), Buffer.from([0x61, 0xfc]));
    expect((await read(at('study/latin.yaml'))).readOnly).toContain('UTF-8');
  });
});

describe('the bundled sample', () => {
  it('is only read, also by its path', async () => {
    const { version, readOnly } = (await host.call('study.read', {
      document: { sample: true },
    })) as ChannelOutput<'study.read'>;
    expect(readOnly).toBe('the bundled sample stays as it is');
    const shown = createLocalHost({ document: SAMPLE, threads: 1, granted: [] });
    hosts.push(shown);
    const request = { document: { path: SAMPLE }, text: 'x', version };
    await expect(shown.call('study.write', request)).rejects.toMatchObject({ code: 'usage' });
    expect(fs.readFileSync(SAMPLE, 'utf8')).toBe(TEXT);
  });

  it('is copied with the paths of its files, everything else as it is, and the copy finds them', async () => {
    const { document } = await write({
      document: { path: at('granted/copy.muscope.yaml') },
      text: TEXT,
      version: null,
      from: { sample: true },
    });
    const copied = fs.readFileSync(document.path, 'utf8');
    const data = path.join(path.dirname(SAMPLE), 'isol_data22.root');
    expect(copied).toContain(`files: ["${data}"] `);
    const undone = copied.replaceAll(/"[^"\n]*\/(isol_\w+\.root)"/g, '$1');
    expect(undone).toBe(TEXT);
  });
});

describe('a check', () => {
  it('is of the text on screen, with line, identity and format', async () => {
    const document = { path: at('study/one.yaml') };
    const check = (text?: string) =>
      host.call('study.check', { document, ...(text !== undefined && { text }) }) as Promise<
        ChannelOutput<'study.check'>
      >;
    const [disk, comments, broken, newer, nothing] = [
      await check(),
      await check(`${TEXT}# a comment\n`),
      await check(TEXT.replace('denominator:', 'denominater:')),
      await check(TEXT.replace('muscope: 1', 'muscope: 2')),
      await check('- a\n- b: ['),
    ];
    expect(disk).toMatchObject({ problems: [], format: 1 });
    expect(comments.hash).toBe(disk.hash);
    const expression = await check(TEXT.replace('count(mu) == 2', 'count(mu) = = 2'));
    const cut = TEXT.split('\n').findIndex((one) => one.includes('count(mu) == 2')) + 1;
    expect(expression).toMatchObject({
      hash: null,
      problems: [{ code: 'expression', where: { line: cut } }],
    });
    const line = TEXT.split('\n').findIndex((one) => one.startsWith('denominator:')) + 1;
    expect(broken).toMatchObject({ hash: null, problems: [{ where: { line, column: 1 } }] });
    expect(newer).toMatchObject({ format: 2, hash: null });
    expect(nothing).toMatchObject({ format: null, hash: null });
    expect(nothing.problems.length).toBe(1);
  });

  it('has the schema of its study', async () => {
    const { studies } = (await host.call('studies.list', {})) as ChannelOutput<'studies.list'>;
    const published = fs.readFileSync(
      path.resolve(import.meta.dirname, '../../assets/schemas/efficiency-study.schema.json'),
      'utf8',
    );
    expect(studies[0].schema).toEqual(JSON.parse(published));
  });
});
