import type { utilityProcess } from 'electron';
import { engineEnvironment } from '../../scripts/node-runtime.mjs';
import type { HostClient, HostOptions } from '../host/client.ts';
import { HOST_ENTRY } from '../host/forkedHost.ts';
import { remoteHost } from '../host/remoteHost.ts';

/** Name of host processes in Electron's reports and lists. */
export const HOST_SERVICE = 'Muscope engine host';

/** The engine host in a utility process of Electron; the same client and the same module as in a process of Node. */
export function utilityHost(
  electron: { utilityProcess: Pick<typeof utilityProcess, 'fork'> },
  options: HostOptions,
): HostClient {
  return remoteHost(options, (receive, ended) => {
    const child = electron.utilityProcess.fork(HOST_ENTRY, [], {
      serviceName: HOST_SERVICE,
      env: { ...engineEnvironment, ...process.env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.on('message', receive);
    child.once('exit', ended);
    return { send: (message) => child.postMessage(message), kill: () => void child.kill() };
  });
}
