import { UserError } from '../../src-shared/userError.ts';
import { problemOf } from '../app/problem.ts';
import type { Transport } from '../client/transport.ts';
import type { DocumentAccess, DocumentChecks } from './documentChecks.ts';
import { diskText, isChanged } from './documentState.ts';
import type { DiskText } from './documentState.ts';
import type { DraftKeeper } from './drafts.ts';

/** The way of a document from and to the disk. */
export interface DocumentDisk {
  /** The text of the disk takes the place of that on screen. */
  adopt(disk: DiskText): void;
  /** Reads what stands there: an unchanged text follows it, beside a changed one it stands in `theirs`. Nothing is thrown. */
  look(): Promise<void>;
  /** Writes over this version, null for nothing. Throws why not. */
  write(version: string | null): Promise<void>;
  /** Writes what was changed over what was read. Throws why that cannot be. */
  save(): Promise<void>;
  /** Keeps changed text where a reload of the page finds it. */
  keepDraft(): void;
}

/** The text with the line ends that it has on disk. */
export function bytesText(text: string, disk: DiskText | null): string {
  return disk?.lineEnd === '\r\n' ? text.replaceAll('\n', '\r\n') : text;
}

/** Reads and writes through the engine host. */
export function createDisk(
  transport: Transport,
  { state, change, replace }: DocumentAccess,
  checks: DocumentChecks,
  drafts: DraftKeeper,
): DocumentDisk {
  function keepDraft(): void {
    const { document, text, disk } = state();
    if (!document || !('path' in document) || !disk) return;
    drafts.keep(isChanged(state()) ? { path: document.path, text, version: disk.version } : null);
  }

  function adopt(disk: DiskText): void {
    replace(disk.text, 'the text on disk', { disk, theirs: null, trouble: null, newer: null });
    keepDraft();
    void checks.now(true);
  }

  function meet(found: DiskText): void {
    const { disk, text } = state();
    if (disk?.version === found.version) change({ theirs: null });
    else if (!isChanged(state()) || text === found.text) adopt(found);
    else change({ theirs: found });
  }

  async function look(): Promise<void> {
    const { document } = state();
    if (!document) return;
    try {
      const answer = await transport.call('study.read', { document });
      if (state().document !== document) return;
      change({ gone: null, readOnly: answer.readOnly, name: answer.name });
      meet(diskText(answer));
    } catch (error) {
      if (error instanceof UserError) change({ gone: problemOf(error) });
    }
  }

  async function write(version: string | null): Promise<void> {
    const { document, text, disk } = state();
    if (!document || !('path' in document) || !disk) return;
    change({ saving: true });
    try {
      const request = { document, text: bytesText(text, disk), version };
      const written = await transport.call('study.write', request);
      change({ disk: { ...disk, text, version: written.version }, gone: null, theirs: null, trouble: null });
      keepDraft();
    } catch (error) {
      const { code } = problemOf(error);
      if (code === 'changed' || code === 'missing') await look();
      else change({ trouble: problemOf(error) });
      throw error;
    } finally {
      change({ saving: false });
    }
  }

  async function save(): Promise<void> {
    const now = state();
    const { name: file, gone, theirs, readOnly, disk } = now;
    if (!disk || !isChanged(now)) return;
    const where = { file };
    if (readOnly !== null) throw new UserError('usage', readOnly, { hint: 'Save a copy of it.', where });
    if (gone) {
      const hint = 'Write it again in the Document tab.';
      throw new UserError('missing', gone.message, { hint, where });
    }
    if (theirs) {
      const hint = 'Choose one of the two texts in the Document tab.';
      throw new UserError('changed', 'the document changed on disk, and here too', { hint, where });
    }
    await write(disk.version);
  }

  return { adopt, look, write, save, keepDraft };
}
