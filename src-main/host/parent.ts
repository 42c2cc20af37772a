import type { FromHost, ToHost } from './protocol.ts';

/** The process that started this host. */
export interface Parent {
  tell(message: FromHost): void;
  /** Messages that came earlier are heard too; `gone` is called when the parent is no more. */
  listen(receive: (message: ToHost) => void, gone: () => void): void;
}

/** What Electron's `process.parentPort` gives a utility process, as far as it is used. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
}

/** The parent by Electron's port where there is one (a utility process ends with its parent), else by Node's channel. */
export function hostParent(own: NodeJS.Process = process): Parent {
  const port = (own as { parentPort?: ParentPort }).parentPort;
  if (port) {
    return {
      tell: (message) => port.postMessage(message),
      listen: (receive) => void port.on('message', ({ data }) => receive(data as ToHost)),
    };
  }
  return {
    tell: (message) => void own.send?.(message),
    listen(receive, gone) {
      own.on('message', (message: ToHost) => receive(message));
      own.on('disconnect', gone);
    },
  };
}
