import type { Recognised } from '../../src-shared/contracts/exporting.ts';
import { UserError } from '../../src-shared/userError.ts';
import type { Transport } from '../client/transport.ts';
import { base64Of } from './figureFile.ts';

/** Bytes of the largest file that is looked into. */
export const LARGEST_DROP = 32 * 1024 * 1024;

const START = 4;

/** A file as the browser gives it when it is dropped or chosen. */
export type DroppedFile = Pick<File, 'name' | 'size' | 'slice' | 'arrayBuffer'>;

const OF_ROOT: Recognised = {
  kind: 'root',
  title: null,
  studyText: null,
  run: null,
  made: null,
  reason: null,
};

/**
 * What a dropped file is: a figure that was exported (with its study as the text of a document), a bundle (opened as a run), a study
 * document, or a ROOT file, of which only the first bytes are read. Rejects with a UserError `too-large` beyond 32 MB for anything else.
 */
export async function recogniseFile(call: Transport['call'], file: DroppedFile): Promise<Recognised> {
  const start = new Uint8Array(await file.slice(0, START).arrayBuffer());
  if (String.fromCharCode(...start) === 'root') return OF_ROOT;
  if (file.size > LARGEST_DROP) {
    throw new UserError('too-large', 'files of more than 32 MB are not looked into', {
      hint: 'Open a large bundle by its path.',
      where: { file: file.name },
    });
  }
  const bytes = base64Of(new Uint8Array(await file.arrayBuffer()));
  return call('export.recognise', { name: file.name, bytes });
}
