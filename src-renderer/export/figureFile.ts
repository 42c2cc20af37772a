import type { Transport } from '../client/transport.ts';
import type { FigureFormat } from './exportForm.ts';

const TYPES: Record<FigureFormat, string> = {
  pdf: 'application/pdf',
  svg: 'image/svg+xml',
  png: 'image/png',
};

/** The bytes of a text in base64. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}

/** Bytes as text in base64. */
export function base64Of(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x8000)
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  return btoa(pieces.join(''));
}

async function fetchFigure(
  call: Transport['call'],
  run: string,
  name: string,
  format: FigureFormat,
): Promise<{ name: string; blob: Blob }> {
  const file = await call('export.figure', { run, name, format });
  return { name: file.name, blob: new Blob([bytesOf(file.bytes)], { type: TYPES[format] }) };
}

/** Lets the browser save a figure as a file, in the look that the study gives it. Rejects when it cannot be made. */
export async function saveFigure(
  call: Transport['call'],
  run: string,
  name: string,
  format: FigureFormat,
): Promise<string> {
  const file = await fetchFigure(call, run, name, format);
  const address = URL.createObjectURL(file.blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return file.name;
}

/** Puts a figure into the clipboard as a picture of print quality. Rejects when it cannot be made, or the browser refuses. */
export async function copyFigure(call: Transport['call'], run: string, name: string): Promise<void> {
  const picture = fetchFigure(call, run, name, 'png').then(({ blob }) => blob);
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
}
