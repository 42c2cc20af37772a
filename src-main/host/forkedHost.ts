import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { engineArguments, engineEnvironment } from '../../scripts/node-runtime.mjs';
import type { HostClient, HostOptions } from './client.ts';
import { remoteHost } from './remoteHost.ts';
import type { StartHost } from './remoteHost.ts';

/** The module that a host process runs. */
export const HOST_ENTRY = fileURLToPath(new URL('./main.ts', import.meta.url));

function forkProcess(entry: string): StartHost {
  return (receive, ended) => {
    const child = fork(entry, [], {
      execArgv: [...process.execArgv, ...engineArguments.filter((one) => !process.execArgv.includes(one))],
      env: { ...engineEnvironment, ...process.env },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.on('message', receive);
    child.on('error', () => undefined);
    child.on('exit', ended);
    return { send: (message) => void child.send(message), kill: () => void child.kill('SIGKILL') };
  };
}

/**
 * The engine host in a process of Node, started as the command line's Node is, so that its memory is the same; see {@link remoteHost}.
 * @param entry module of the host process, other than {@link HOST_ENTRY} in tests only
 */
export function forkHost(options: HostOptions, entry: string = HOST_ENTRY): HostClient {
  return remoteHost(options, forkProcess(entry));
}
