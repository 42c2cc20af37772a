import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { IpcRendererEvent } from 'electron';
import { BRIDGE_CHANNELS, DROPPED } from '../../src-shared/contracts/bridge.ts';
import type { Answer } from '../../src-shared/contracts/answer.ts';
import type { Bridge, ShellEvent } from '../../src-shared/contracts/bridge.ts';

const refused: Answer = { error: { code: 'malformed', message: 'there is no such request' } };

function hear(listener: (event: ShellEvent) => void): () => void {
  const heard = (_event: IpcRendererEvent, event: ShellEvent) => listener(event);
  ipcRenderer.on(BRIDGE_CHANNELS.event, heard);
  return () => void ipcRenderer.removeListener(BRIDGE_CHANNELS.event, heard);
}

const bridge: Bridge = {
  call(channel, input) {
    const name = `${channel}`;
    return name === DROPPED
      ? Promise.resolve(refused)
      : ipcRenderer.invoke(BRIDGE_CHANNELS.call, name, input);
  },
  subscribe: (listener) =>
    hear((event) => {
      if (event.event === 'run.progress') listener(event);
    }),
  pathOf: (file) => webUtils.getPathForFile(file as File),
  drop(files) {
    const paths = files.map((file) => webUtils.getPathForFile(file as File)).filter((path) => path !== '');
    return ipcRenderer.invoke(BRIDGE_CHANNELS.call, DROPPED, { paths });
  },
  onCommand: (listener) =>
    hear((event) => {
      if (event.event === 'command') listener(event.id);
    }),
};

contextBridge.exposeInMainWorld('muscope', bridge);
