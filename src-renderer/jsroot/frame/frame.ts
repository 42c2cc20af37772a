import { gStyle, internals, settings } from 'jsroot/core';
import { draw } from 'jsroot/draw';
import { FileProxy, openFile } from 'jsroot/io';
import type { FromFrame, ToFrame } from '../protocol.ts';

const page = document.createElement('div');
const reads = new Map<number, (bytes: ArrayBuffer | null) => void>();
let count = 0;

/** The file as the page hands it over: this document has no way to any address. */
class PageFile extends FileProxy {
  readonly #port: MessagePort;
  readonly #name: string;
  readonly #size: number;

  constructor(port: MessagePort, name: string, size: number) {
    super();
    this.#port = port;
    this.#name = name;
    this.#size = size;
  }

  override async openFile(): Promise<boolean> {
    return true;
  }

  override getFileName(): string {
    return this.#name;
  }

  override getFileSize(): number {
    return this.#size;
  }

  override async readBuffer(offset: number, length: number): Promise<DataView | null> {
    const id = count++;
    const answered = new Promise<ArrayBuffer | null>((resolve) => reads.set(id, resolve));
    this.#port.postMessage({ kind: 'read', id, offset, length } satisfies FromFrame);
    const bytes = await answered;
    return bytes && new DataView(bytes);
  }
}

async function show(port: MessagePort, { name, size, object }: ToFrame & { kind: 'draw' }): Promise<void> {
  const file = await openFile(new PageFile(port, name, size));
  const found = await file?.readObject(object);
  if (!found) throw new Error('JSROOT does not read this object');
  if (!(await draw(page, found, ''))) throw new Error('JSROOT does not draw objects of this class');
}

function serve(port: MessagePort): void {
  const tell = (message: FromFrame) => port.postMessage(message);
  port.onmessage = ({ data }: MessageEvent<ToFrame>) => {
    if (data.kind === 'draw') {
      show(port, data).then(
        () => tell({ kind: 'drawn' }),
        (error: unknown) =>
          tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
      );
      return;
    }
    reads.get(data.id)?.(data.kind === 'bytes' ? data.bytes : null);
    reads.delete(data.id);
  };
}

for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection']) Reflect.deleteProperty(window, name);
Object.assign(settings, {
  UseStamp: false,
  ContextMenu: false,
  DragAndDrop: false,
  CanEnlarge: false,
  ToolBar: false,
});
Object.assign(gStyle, { fPadLeftMargin: 0.15, fPadBottomMargin: 0.13 });
page.id = 'page';
document.body.append(page);
addEventListener('resize', () => internals.jsroot.resize(page));
addEventListener('message', function begin({ source, ports: [port] }) {
  if (source !== parent || !port) return;
  removeEventListener('message', begin);
  serve(port);
});
