/** From the page to the frame, over its port. */
export type ToFrame =
  | { kind: 'draw'; name: string; size: number; object: string }
  | { kind: 'bytes'; id: number; bytes: ArrayBuffer }
  | { kind: 'refused'; id: number };

/** From the frame to the page. */
export type FromFrame =
  | { kind: 'read'; id: number; offset: number; length: number }
  | { kind: 'drawn' }
  | { kind: 'failed'; message: string };

const LONGEST_MESSAGE = 500;

function whole(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** What a frame said, as far as it is a message that there is; null otherwise. Nothing of the frame's own objects is kept. */
export function readFromFrame(data: unknown): FromFrame | null {
  if (typeof data !== 'object' || data === null) return null;
  const { kind, id, offset, length, message } = data as Record<string, unknown>;
  if (kind === 'drawn') return { kind };
  if (kind === 'failed' && typeof message === 'string')
    return { kind, message: message.slice(0, LONGEST_MESSAGE) };
  if (kind === 'read' && whole(id) && whole(offset) && whole(length)) return { kind, id, offset, length };
  return null;
}
