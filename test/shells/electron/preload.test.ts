import { EventEmitter } from 'node:events';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src-shared/contracts/channels.ts';
import { BRIDGE_CHANNELS, DROPPED } from '../../../src-shared/contracts/bridge.ts';
import { bridgeOfPage, preloadTransport } from '../../../src-renderer/client/preload.ts';
import { bundlePreload, runPreload } from './preloadBundle.ts';

// Source of truth: Electron's documentation of sandboxed preloads (one CommonJS file, `require` of electron and a few names only).

const event: RunEvent = {
  event: 'run.progress',
  run: 'r',
  title: '',
  state: 'running',
  progress: null,
  error: null,
};
let bundle: { files: string[]; text: string };

beforeAll(async () => {
  bundle = await bundlePreload();
});

function loaded(invoke: (...args: unknown[]) => Promise<unknown>) {
  const ipc = new EventEmitter();
  const asked: unknown[][] = [];
  const ipcRenderer = {
    invoke(...args: unknown[]) {
      asked.push(args);
      return invoke(...args);
    },
    on: (channel: string, listener: (...args: unknown[]) => void) => void ipc.on(channel, listener),
    removeListener: (channel: string, listener: (...args: unknown[]) => void) =>
      void ipc.off(channel, listener),
  };
  const webUtils = { getPathForFile: (file: unknown) => `/dropped/${(file as { name: string }).name}` };
  return { ipc, asked, ...runPreload(bundle.text, { ipcRenderer, webUtils }) };
}

describe('the bundled preload', () => {
  it('is one CommonJS file that requires electron alone and compiles nothing', () => {
    expect(bundle.files).toEqual(['preload.cjs']);
    expect([...bundle.text.matchAll(/require\((.*?)\)/g)].map(([, name]) => name)).toEqual(['"electron"']);
    expect(bundle.text).not.toMatch(/\bimport\b|\bexport\b|\beval\b|new Function|node:/);
    expect(bundle.text.length).toBeLessThan(4000);
  });

  it('gives the page one bridge of five functions, none of which is Electron’s', () => {
    const { exposed, required, bridge } = loaded(async () => ({ value: 1 }));
    expect(required).toEqual(['electron']);
    expect(Object.keys(exposed)).toEqual(['muscope']);
    expect(Object.keys(bridge).sort()).toEqual(['call', 'drop', 'onCommand', 'pathOf', 'subscribe']);
    expect(bridge.pathOf({ name: 'a.root' })).toBe('/dropped/a.root');
  });

  it('asks on the one channel, whatever the page calls its request', async () => {
    const { asked, bridge } = loaded(async () => ({ value: 1 }));
    await bridge.call('shell.openExternal', { url: 'x' });
    expect(asked).toEqual([[BRIDGE_CHANNELS.call, 'shell.openExternal', { url: 'x' }]]);
  });

  it('names dropped files itself: the page cannot', async () => {
    const { asked, bridge } = loaded(async () => ({ value: 1 }));
    const names = [DROPPED, { toString: () => DROPPED }, [DROPPED]] as string[];
    for (const name of names)
      expect(await bridge.call(name, { paths: ['/etc'] })).toHaveProperty('error.code', 'malformed');
    expect(asked).toEqual([]);
    await bridge.drop([{ name: 'a.root' }, { name: 'b.root' }]);
    expect(asked).toEqual([
      [BRIDGE_CHANNELS.call, DROPPED, { paths: ['/dropped/a.root', '/dropped/b.root'] }],
    ]);
  });

  it('hands commands of the menus to who listens for them, and runs to who listens for those', () => {
    const { ipc, bridge } = loaded(async () => null);
    const heard: unknown[] = [];
    const stop = bridge.onCommand((id) => heard.push(id));
    bridge.subscribe((run) => heard.push(run));
    ipc.emit(BRIDGE_CHANNELS.event, { sender: ipc }, { event: 'command', id: 'run.start' });
    ipc.emit(BRIDGE_CHANNELS.event, { sender: ipc }, event);
    stop();
    ipc.emit(BRIDGE_CHANNELS.event, { sender: ipc }, { event: 'command', id: 'run.start' });
    expect(heard).toEqual(['run.start', event]);
  });

  it('hands events over without their sender, until the listener ends it', () => {
    const { ipc, bridge } = loaded(async () => null);
    const heard: unknown[][] = [];
    const stop = bridge.subscribe((...args: unknown[]) => void heard.push(args));
    ipc.emit(BRIDGE_CHANNELS.event, { sender: ipc }, event);
    stop();
    ipc.emit(BRIDGE_CHANNELS.event, { sender: ipc }, event);
    expect(heard).toEqual([[event]]);
    expect(ipc.listenerCount(BRIDGE_CHANNELS.event)).toBe(0);
  });
});

describe('preloadTransport', () => {
  it('is used where there is a bridge', () => {
    const { bridge } = loaded(async () => null);
    expect(bridgeOfPage({})).toBeNull();
    expect(bridgeOfPage({ muscope: bridge })).toBe(bridge);
  });

  it('gives values, errors of the user, bugs and a lost shell their own words', async () => {
    let answer: unknown = { value: { run: 'r' } };
    const transport = preloadTransport(
      loaded(async () => {
        if (answer === null) throw new Error('gone');
        return answer;
      }).bridge,
    );
    const ask = () => transport.call('run.start', { document: { sample: true } });
    expect(await ask()).toEqual({ run: 'r' });
    answer = { error: { code: 'missing', message: 'not there', hint: 'look', where: { file: 'x' } } };
    await expect(ask()).rejects.toMatchObject({
      name: 'UserError',
      code: 'missing',
      hint: 'look',
      where: { file: 'x' },
    });
    answer = { error: { code: 'internal', message: 'oops' } };
    await expect(ask()).rejects.toEqual(new Error('oops'));
    answer = {};
    await expect(ask()).rejects.toThrow('no answer');
    answer = null;
    await expect(ask()).rejects.toThrow('connection');
  });

  it('keeps arrays of numbers as they are', async () => {
    const overall = { total: Float64Array.of(1, 2.5, -0), passed: Float64Array.of(NaN, 0, 1) };
    const transport = preloadTransport(loaded(async () => ({ value: { overall } })).bridge);
    const given = await transport.call('thresholds.evaluate', {
      run: 'r',
      dataset: 'd',
      points: [{ expression: 'x' }],
    });
    expect(given.overall).toEqual(overall);
  });

  it('says that the way is open once, and not to who no longer listens', async () => {
    const transport = preloadTransport(loaded(async () => null).bridge);
    const states: boolean[] = [];
    const stop = transport.subscribe(
      () => undefined,
      (open) => states.push(open),
    );
    transport.subscribe(
      () => undefined,
      () => states.push(false),
    )();
    await Promise.resolve();
    expect(states).toEqual([true]);
    stop();
  });
});
