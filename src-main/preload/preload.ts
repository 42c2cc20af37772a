import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { IpcRendererEvent } from 'electron';
import { BRIDGE_CHANNELS } from '../../src-shared/contracts/bridge.ts';
import type { Bridge } from '../../src-shared/contracts/bridge.ts';
import type { RunEvent } from '../../src-shared/contracts/channels.ts';

const bridge: Bridge = {
  call: (channel, input) => ipcRenderer.invoke(BRIDGE_CHANNELS.call, channel, input),
  subscribe(listener) {
    const hear = (_event: IpcRendererEvent, event: RunEvent) => listener(event);
    ipcRenderer.on(BRIDGE_CHANNELS.event, hear);
    return () => void ipcRenderer.removeListener(BRIDGE_CHANNELS.event, hear);
  },
  pathOf: (file) => webUtils.getPathForFile(file as File),
};

contextBridge.exposeInMainWorld('muscope', bridge);
