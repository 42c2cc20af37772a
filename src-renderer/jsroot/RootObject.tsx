import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { InspectedKey } from '../../src-shared/contracts/explore.ts';
import type { Transport } from '../client/transport.ts';
import { ProblemNotice } from '../widgets/ProblemNotice.tsx';
import { serveFrame } from './serving.ts';
import type { DrawState } from './serving.ts';
import './rootObject.css';

/** Decompressed bytes of an object beyond which drawing it is not tried. */
const LARGEST_OBJECT = 64 * 1024 * 1024;

/** What JSROOT draws in a frame without an origin; the frame is taken away when it fails. */
function ObjectFrame({
  call,
  path,
  size,
  object,
}: {
  call: Transport['call'];
  path: string;
  size: number;
  object: string;
}): ReactNode {
  const frame = useRef<HTMLIFrameElement>(null);
  const [state, change] = useState<DrawState>({ kind: 'drawing' });
  const end = useRef<(() => void) | null>(null);
  useEffect(() => () => end.current?.(), []);

  function begin(): void {
    end.current?.();
    const { port1, port2 } = new MessageChannel();
    frame.current?.contentWindow?.postMessage('port', '*', [port2]);
    const served = {
      name: path.replace(/^.*[\\/]/, ''),
      size,
      object,
      async read(offset: number, length: number) {
        const { bytes } = await call('files.read', { path, offset, length });
        return Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0));
      },
    };
    end.current = serveFrame(port1, served, change);
  }

  if (state.kind === 'failed') {
    const where = { file: path, object };
    return <ProblemNotice problem={{ code: 'unsupported', message: state.message, where }} />;
  }
  return (
    <div className="root-object" aria-busy={state.kind === 'drawing'}>
      <iframe
        ref={frame}
        title={`${object}, drawn by JSROOT`}
        src="/jsroot/frame.html"
        sandbox="allow-scripts"
        referrerPolicy="no-referrer"
        onLoad={begin}
      />
      <p className="quiet" role="status">
        {state.kind === 'drawing' ? 'Drawing' : 'Drawn by JSROOT 7.11'}
      </p>
    </div>
  );
}

/** An object that our own reader does not draw: canvases, graphs, functions and whatever else JSROOT knows. */
export function RootObject({
  call,
  path,
  size,
  of: { path: name, cycle, class: type, totalBytes },
}: {
  call: Transport['call'];
  path: string;
  /** Of the file, in bytes. */
  size: number;
  of: InspectedKey;
}): ReactNode {
  const object = `${name};${cycle}`;
  if (totalBytes > LARGEST_OBJECT) {
    const message = `${type} of ${Math.round(totalBytes / 1e6)} MB is more than is drawn`;
    return <ProblemNotice problem={{ code: 'too-large', message, where: { file: path, object } }} />;
  }
  return <ObjectFrame key={`${path}\n${object}`} call={call} path={path} size={size} object={object} />;
}
