import { LARGEST_PIECE } from '../../src-shared/contracts/explore.ts';
import { readFromFrame } from './protocol.ts';
import type { ToFrame } from './protocol.ts';

/** An object of a file, and the way to the file's bytes. */
export interface ServedObject {
  /** Of the file. */
  name: string;
  size: number;
  /** Path and cycle. */
  object: string;
  /** Bytes of the file; rejects where they are not to be had. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** How the drawing goes. */
export type DrawState = { kind: 'drawing' } | { kind: 'drawn' } | { kind: 'failed'; message: string };

/** What a frame may ask for. */
export interface FrameLimits {
  /** Bytes, all requests together. */
  bytes: number;
  reads: number;
  /** Milliseconds without a word before it has drawn. */
  patience: number;
}

/** Enough for any object that a figure can show; a tree of gigabytes is none. */
export const FRAME_LIMITS: FrameLimits = { bytes: 128 * 1024 * 1024, reads: 2000, patience: 20_000 };

/** What {@link serveFrame} needs of a MessagePort. */
export type FramePort = Pick<MessagePort, 'postMessage' | 'close' | 'onmessage'>;

async function pieces({ read, size }: ServedObject, offset: number, length: number): Promise<ArrayBuffer> {
  const end = Math.min(size, offset + length);
  const bytes = new Uint8Array(Math.max(0, end - offset));
  for (let at = offset; at < end; at += LARGEST_PIECE) {
    bytes.set(await read(at, Math.min(LARGEST_PIECE, end - at)), at - offset);
  }
  return bytes.buffer;
}

/**
 * Hands an object to a frame that draws it: only bytes of this one file, within limits. A frame that says something else than agreed,
 * asks for too much or says nothing for too long is given up. Gives the function that ends it.
 */
export function serveFrame(
  port: FramePort,
  served: ServedObject,
  changed: (state: DrawState) => void,
  limits: FrameLimits = FRAME_LIMITS,
): () => void {
  let [bytes, reads, ended, drawn] = [0, 0, false, false];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function end(): void {
    ended = true;
    clearTimeout(timer);
    port.onmessage = null;
    port.close();
  }

  function giveUp(message: string): void {
    if (ended) return;
    end();
    changed({ kind: 'failed', message });
  }

  function wait(): void {
    clearTimeout(timer);
    if (drawn) return;
    const seconds = Math.round(limits.patience / 1000);
    timer = setTimeout(() => giveUp(`JSROOT did not draw it within ${seconds} s`), limits.patience);
  }

  function tell(message: ToFrame, transfer: Transferable[] = []): void {
    if (!ended) port.postMessage(message, transfer);
  }

  async function answer(id: number, offset: number, length: number): Promise<void> {
    reads++;
    bytes += length;
    if (reads > limits.reads || bytes > limits.bytes) {
      giveUp(`JSROOT asked for more than ${Math.round(limits.bytes / 1e6)} MB of the file`);
      return;
    }
    try {
      const piece = await pieces(served, offset, length);
      tell({ kind: 'bytes', id, bytes: piece }, [piece]);
    } catch {
      tell({ kind: 'refused', id });
    }
  }

  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    const message = readFromFrame(data);
    if (!message) {
      giveUp('the frame of JSROOT said something that was not agreed');
      return;
    }
    if (message.kind === 'failed') {
      giveUp(message.message);
      return;
    }
    drawn ||= message.kind === 'drawn';
    wait();
    if (message.kind === 'read') void answer(message.id, message.offset, message.length);
    else changed(message);
  };
  wait();
  const { name, size, object } = served;
  tell({ kind: 'draw', name, size, object });
  return end;
}
