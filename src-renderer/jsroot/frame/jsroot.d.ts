declare module 'jsroot/io' {
  /** Gives the bytes of a file to JSROOT, piece by piece. */
  export class FileProxy {
    openFile(): Promise<boolean>;
    getFileName(): string;
    getFileSize(): number;
    readBuffer(position: number, length: number): Promise<DataView | null>;
  }

  /** A file that is open. */
  export interface JsrootFile {
    readObject(name: string): Promise<object | null>;
  }

  export function openFile(proxy: FileProxy): Promise<JsrootFile | null>;
}

declare module 'jsroot/draw' {
  export function draw(element: HTMLElement, object: object, option: string): Promise<unknown>;
}

declare module 'jsroot/core' {
  /** Options of JSROOT, by name. */
  export const settings: Record<string, unknown>;
  /** The style of pads that have none of their own. */
  export const gStyle: Record<string, unknown>;
  /** Functions that its modules share. */
  export const internals: { jsroot: { resize(element: HTMLElement): void } };
}
