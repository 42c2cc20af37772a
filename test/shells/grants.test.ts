import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChannelOutput, DocumentName, RunEvent } from '../../src-shared/contracts/channels.ts';
import type { HostClient } from '../../src-main/host/client.ts';
import { forkHost } from '../../src-main/host/forkedHost.ts';
import { grantablePath, systemFolder } from '../../src-main/host/grantable.ts';
import { createLocalHost } from '../../src-main/host/localHost.ts';

// Source of truth: the rule that files open only below granted folders, links followed, and that a grant holds for the folder that the
// user saw; exact.

const ASSETS = path.resolve(import.meta.dirname, '../../assets/sample');
const DATA = 'isol_data22.root';
const TEXT = fs.readFileSync(path.join(ASSETS, 'isolation-pileup.muscope.yaml'), 'utf8');
let base = '';
const at = (...parts: string[]) => path.join(base, ...parts);
const hosts: HostClient[] = [];

function kept(host: HostClient): HostClient {
  hosts.push(host);
  return host;
}

function localHost(document: string | null, granted: string[] = []): HostClient {
  return kept(createLocalHost({ document, threads: 1, granted }));
}

const session = (host: HostClient) => host.call('session.get', {}) as Promise<ChannelOutput<'session.get'>>;
const grant = (host: HostClient, folder: string) =>
  host.call('folders.grant', { folder }) as Promise<ChannelOutput<'folders.grant'>>;
const inspect = (host: HostClient, file: string) => host.call('files.inspect', { path: file });

/** Runs the window's document and gives the states of its files. */
async function statuses(host: HostClient): Promise<string[]> {
  const { document } = await session(host);
  const ended = new Promise<RunEvent>((resolve) => {
    host.subscribe((event) => {
      if (event.state !== 'waiting' && event.state !== 'running') resolve(event);
    });
  });
  const { run } = (await host.call('run.start', { document })) as { run: string };
  await ended;
  const { files } = (await host.call('run.result', { run })) as ChannelOutput<'run.result'>;
  return files.map(({ status }) => status);
}

beforeEach(() => {
  base = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'muscope-grants-')));
  for (const folder of ['study', 'data', 'other', 'secret']) fs.mkdirSync(at(folder));
  for (const name of ['isol_data22.root', 'isol_data23.root', 'isol_mc.root'])
    fs.copyFileSync(path.join(ASSETS, name), at('data', name));
  fs.copyFileSync(path.join(ASSETS, DATA), at('secret', DATA));
  const text = TEXT.replaceAll('isol_', '../data/isol_');
  fs.writeFileSync(at('study/one.yaml'), text);
  fs.writeFileSync(at('other/two.yaml'), text);
});

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
  fs.rmSync(base, { recursive: true, force: true });
  fs.rmSync(path.join(process.env['MUSCOPE_HOME'] as string, 'grants.json'), { force: true });
});
afterAll(() => Promise.all(hosts.map((host) => host.close())));

describe('a folder that is granted while the window runs', () => {
  it.each<[string, (document: string) => HostClient]>([
    ['in process', (document) => localHost(document)],
    ['in a process of its own', (document) => kept(forkHost({ document, threads: 1, granted: [] }))],
  ])('is open to host and threads from then on, %s', async (_name, make) => {
    const host = make(at('study/one.yaml'));
    await expect(inspect(host, at('data', DATA))).rejects.toMatchObject({ code: 'unreadable' });
    expect(await statuses(host)).toEqual(['failed', 'failed', 'failed']);
    expect((await grant(host, '../data')).folders).toEqual([at('study'), at('data')]);
    expect((await session(host)).folders).toEqual([at('study'), at('data')]);
    expect(await inspect(host, at('data', DATA))).toMatchObject({ trees: [{ entries: 19_975 }] });
    expect(await statuses(host)).toEqual(['processed', 'processed', 'processed']);
    await expect(inspect(host, at('secret', DATA))).rejects.toMatchObject({ code: 'unreadable' });
  });

  it('is granted once however often, and by its real path', async () => {
    const host = localHost(null);
    fs.symlinkSync(at('data'), at('alias'));
    for (const name of ['data', 'alias', 'other/../data']) await grant(host, at(name));
    expect((await session(host)).folders).toEqual([at('data')]);
  });

  it.each(['*.root', '**/*.root', 'isol_data2[23].root', '{isol_data22,isol_mc}.root', '@list.txt'])(
    'is needed for patterns and lists in it: %s',
    async (name) => {
      const files = name.startsWith('@') ? `@${at('data')}/list.txt` : `${at('data')}/${name}`;
      fs.writeFileSync(at('data/list.txt'), 'isol_data23.root');
      const text = TEXT.replaceAll(/files: .*/g, `files: ['${files}']`);
      fs.writeFileSync(at('study/one.yaml'), text);
      const host = localHost(at('study/one.yaml'));
      const { document } = await session(host);
      const failed = new Promise<RunEvent>((resolve) => {
        host.subscribe((event) => event.state === 'failed' && resolve(event));
      });
      await host.call('run.start', { document });
      const { error } = await failed;
      expect(error).toMatchObject({ code: 'unreadable' });
      expect(JSON.stringify(error)).not.toContain('isol_data23.root');
      await grant(host, at('data'));
      expect(await statuses(host)).toContain('processed');
    },
  );

  it('opens nothing beside it: links out of it, paths upwards, and a link in its place stay closed', async () => {
    const host = localHost(null);
    await grant(host, at('data'));
    fs.symlinkSync(at('secret', DATA), at('data/link.root'));
    fs.symlinkSync(at('secret'), at('data/folder'));
    for (const name of ['data/link.root', `data/folder/${DATA}`, `data/../secret/${DATA}`, `data2/${DATA}`]) {
      await expect(inspect(host, at(name)), name).rejects.toMatchObject({ code: 'unreadable' });
    }
    fs.renameSync(at('data'), at('aside'));
    fs.symlinkSync(at('secret'), at('data'));
    await expect(inspect(host, at('data', DATA))).rejects.toMatchObject({ code: 'unreadable' });
  });

  it.each([
    ['/', 'whole file system'],
    ['//', 'whole file system'],
    ['/proc', 'system'],
    ['/proc/self', 'system'],
    ['/proc/self/root', 'whole file system'],
    ['/sys', 'system'],
    ['/sys/kernel', 'system'],
    ['/dev', 'system'],
    ['/dev/shm', 'system'],
    ['/etc', 'system'],
    ['/usr', 'system'],
  ])('is not %s', async (folder, reason) => {
    const host = localHost(null);
    await expect(grant(host, folder)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(reason) as string,
    });
    expect((await session(host)).folders).toEqual([]);
  });

  it('is not a link to such a folder, a file, nothing or no path', async () => {
    const host = localHost(null);
    fs.symlinkSync('/', at('root'));
    fs.symlinkSync('/proc/self', at('self'));
    for (const [name, code] of [
      [at('root'), 'usage'],
      [at('self'), 'usage'],
      [at('data', DATA), 'usage'],
      [at('none'), 'missing'],
      [at('data', DATA, 'x'), 'missing'],
      [`${base}/da\0ta`, 'usage'],
    ]) {
      await expect(grant(host, name), name).rejects.toMatchObject({ code });
    }
  });
});

describe('folders of systems', () => {
  it.each<[NodeJS.Platform, string, boolean]>([
    ['win32', 'C:\\', true],
    ['win32', 'C:\\Windows\\System32', true],
    ['win32', 'D:\\', true],
    ['win32', 'C:\\Program Files', true],
    ['win32', '\\\\?\\C:\\data', true],
    ['win32', '\\\\server\\share\\', true],
    ['win32', '\\\\server\\share\\muons', false],
    ['win32', 'C:\\Users\\somebody\\muons', false],
    ['win32', 'C:\\WindowsData', false],
    ['darwin', '/System/Volumes', true],
    ['darwin', '/private', true],
    ['darwin', '/Volumes/data', false],
    ['linux', '/eos/user/s/somebody', false],
    ['linux', '/developer', false],
    ['linux', '/home/somebody/..hidden', false],
  ])('on %s: %s %s', (platform, folder, isOne) => {
    expect(systemFolder(folder, platform) !== null).toBe(isOne);
  });

  it('are told by the real path', () => {
    expect(grantablePath(at('data'))).toBe(at('data'));
    expect(() => grantablePath('')).toThrow('no folder');
  });
});

describe('windows of one host', () => {
  const shown = async (host: HostClient, document: DocumentName) =>
    ((await host.call('session.get', { document })) as ChannelOutput<'session.get'>).document;
  let one: DocumentName;
  let two: DocumentName;
  beforeEach(() => {
    one = { path: at('study/one.yaml') };
    two = { path: at('other/two.yaml') };
  });

  it('find their own document again, and none that is outside of the granted folders, missing or no file', async () => {
    const host = localHost(at('study/one.yaml'), [at('other')]);
    await host.call('study.open', two);
    expect(await shown(host, one)).toEqual(one);
    expect(await shown(host, two)).toEqual(two);
    expect(await shown(host, { sample: true })).toEqual({ sample: true });
    fs.writeFileSync(at('secret/three.yaml'), TEXT);
    fs.symlinkSync(at('secret/three.yaml'), at('study/link.yaml'));
    for (const name of [
      'secret/three.yaml',
      'study/link.yaml',
      'study/../secret/three.yaml',
      'study/none.yaml',
      'study',
    ])
      expect(await shown(host, { path: at(name) }), name).toEqual(two);
    expect((await session(host)).document).toEqual(two);
  });

  it('start relative paths from their own document, and grant folders for it', async () => {
    const host = localHost(at('study/one.yaml'), [at('other')]);
    await host.call('study.open', two);
    fs.mkdirSync(at('other/data'));
    const from = (document: DocumentName, folder: string) => host.call('folders.grant', { folder, document });
    expect(await from(one, '../data')).toMatchObject({ folders: [at('other'), at('study'), at('data')] });
    expect((await session(localHost(at('study/one.yaml')))).folders).toContain(at('data'));
    expect((await session(localHost(at('other/two.yaml')))).folders).not.toContain(at('data'));
    fs.copyFileSync(at('data', DATA), at('study/own.root'));
    const inspected = (document: DocumentName) => host.call('files.inspect', { path: 'own.root', document });
    expect(await inspected(one)).toMatchObject({ trees: [{ entries: 19_975 }] });
    await expect(inspected(two)).rejects.toMatchObject({ code: 'missing' });
    const sample = { sample: true } as const;
    expect(await host.call('files.inspect', { path: DATA, document: sample })).toHaveProperty('trees');
  });

  it('have runs of their own', async () => {
    const host = localHost(at('study/one.yaml'), [at('other'), at('data')]);
    await statuses(host);
    await host.call('study.open', two);
    const runs = async (document: DocumentName) =>
      ((await host.call('session.get', { document })) as ChannelOutput<'session.get'>).runs;
    expect([(await runs(one)).map((run) => run.document), await runs(two)]).toEqual([[one], []]);
  });
});

describe('grants of a study', () => {
  it('hold the next time, for that document only', async () => {
    await grant(localHost(at('study/one.yaml')), at('data'));
    expect((await session(localHost(at('study/one.yaml')))).folders).toEqual([at('study'), at('data')]);
    expect((await session(localHost(at('other/two.yaml')))).folders).toEqual([at('other')]);
    expect((await session(localHost(null))).folders).toEqual([]);
  });

  it('are asked for again when another folder or a link stands there', async () => {
    await grant(localHost(at('study/one.yaml')), at('data'));
    fs.renameSync(at('data'), at('aside'));
    const reasons: string[] = [];
    const again = async () => {
      const { folders, lostFolders = [] } = await session(localHost(at('study/one.yaml')));
      expect(folders).toEqual([at('study')]);
      expect(lostFolders.map(({ folder }) => folder)).toEqual([at('data')]);
      reasons.push(lostFolders[0].reason);
    };
    await again();
    fs.symlinkSync(at('secret'), at('data'));
    await again();
    fs.rmSync(at('data'));
    fs.mkdirSync(at('data'));
    await again();
    expect(reasons).toEqual([
      'it is gone, or a link stands in its place',
      'it is gone, or a link stands in its place',
      'another folder stands in its place',
    ]);
    const host = localHost(at('study/one.yaml'));
    await grant(host, at('data'));
    expect((await session(host)).lostFolders).toEqual([]);
  });

  it('do not come from a file that is damaged or not ours', async () => {
    const book = path.join(process.env['MUSCOPE_HOME'] as string, 'grants.json');
    for (const text of ['', '[', '{}', '[{"document":1}]', 'x'.repeat(2e6)]) {
      fs.writeFileSync(book, text);
      expect((await session(localHost(at('study/one.yaml')))).folders).toEqual([at('study')]);
    }
    expect(fs.statSync(book).mode & 0o777).toBe(0o600);
  });
});

describe('another study', () => {
  const open = (host: HostClient, file: string) =>
    host.call('study.open', { path: file }) as Promise<ChannelOutput<'study.open'>>;

  it('is opened below granted folders, and the window is its window then', async () => {
    const host = localHost(at('study/one.yaml'));
    await expect(open(host, at('other/two.yaml'))).rejects.toMatchObject({ code: 'unreadable' });
    expect((await session(host)).document).toEqual({ path: at('study/one.yaml') });
    await grant(host, at('other'));
    expect(await open(host, '../other/two.yaml')).toEqual({ document: { path: at('other/two.yaml') } });
    expect((await session(host)).document).toEqual({ path: at('other/two.yaml') });
    const { text } = (await host.call('study.read', { document: { path: 'two.yaml' } })) as { text: string };
    expect(text).toContain('muscope: 1');
    await expect(open(host, at('other/none.yaml'))).rejects.toMatchObject({ code: 'missing' });
    await expect(open(host, at('other'))).rejects.toMatchObject({ code: 'unreadable' });
    expect((await session(host)).document).toEqual({ path: at('other/two.yaml') });
  });

  it('is opened with what was granted for it once', async () => {
    await grant(localHost(at('other/two.yaml')), at('data'));
    const host = localHost(null);
    await open(host, at('other/two.yaml'));
    expect((await session(host)).folders).toEqual([at('other'), at('data')]);
  });

  it('is in the list of the last ones, newest first, twenty at most', async () => {
    const host = localHost(at('study/one.yaml'), [at('other')]);
    for (let i = 0; i < 25; i++) {
      fs.copyFileSync(at('other/two.yaml'), at(`other/${i}.yaml`));
      await open(host, at(`other/${i}.yaml`));
    }
    await open(host, at('other/20.yaml'));
    const { studies } = (await localHost(null).call('studies.recent', {})) as ChannelOutput<'studies.recent'>;
    expect(studies).toHaveLength(20);
    expect(studies.slice(0, 3).map(({ path: file }) => file)).toEqual(
      [20, 24, 23].map((i) => at(`other/${i}.yaml`)),
    );
  });
});
