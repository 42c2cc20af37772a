import fs from 'node:fs';
import { z } from '../../src-shared/contracts/zod.ts';
import { homeFile } from '../runtime/homeFile.ts';

const place = z.string().max(4096);

const grants = z.array(
  z.strictObject({
    document: place,
    folders: z.array(z.strictObject({ folder: place, inode: z.string().max(32), owner: z.number() })).max(64),
  }),
);

/** A folder that was granted once and is asked for again, and why, in words. */
export interface LostGrant {
  folder: string;
  reason: string;
}

/** Which folders were granted for which study documents, and which documents were opened last. */
export interface GrantBook {
  /** Writes down that a folder, by its real path, is granted for a document. */
  remember(document: string, folder: string): void;
  /** Folders that stand as they did when they were granted, and the others. */
  recall(document: string): { granted: string[]; lost: LostGrant[] };
  opened(document: string): void;
  /** Absolute paths, newest first. */
  recent(): string[];
}

const MOST_DOCUMENTS = 200;
const MOST_FOLDERS = 64;
const MOST_RECENT = 20;

function identityOf(folder: string): { inode: string; owner: number } | null {
  try {
    const { ino, uid } = fs.statSync(folder, { bigint: true });
    return fs.realpathSync(folder) === folder ? { inode: String(ino), owner: Number(uid) } : null;
  } catch {
    return null;
  }
}

/** The book in a home folder; null: it forgets everything. */
export function openGrantBook(home: string | null): GrantBook {
  const granted = homeFile(home, 'grants.json', grants, []);
  const recent = homeFile(home, 'recent.json', z.array(place), []);

  return {
    remember(document, folder) {
      const identity = identityOf(folder);
      if (!identity) return;
      granted.change((entries) => {
        const others = entries.filter((entry) => entry.document !== document);
        const known = entries.find((entry) => entry.document === document)?.folders ?? [];
        const folders = [...known.filter((one) => one.folder !== folder), { folder, ...identity }];
        return [...others, { document, folders: folders.slice(-MOST_FOLDERS) }].slice(-MOST_DOCUMENTS);
      });
    },
    recall(document) {
      const known = granted.read().find((entry) => entry.document === document)?.folders ?? [];
      const standing: string[] = [];
      const lost: LostGrant[] = [];
      for (const { folder, inode, owner } of known) {
        const now = identityOf(folder);
        if (!now) lost.push({ folder, reason: 'it is gone, or a link stands in its place' });
        else if (now.owner !== owner) lost.push({ folder, reason: 'it has another owner' });
        else if (now.inode !== inode) lost.push({ folder, reason: 'another folder stands in its place' });
        else standing.push(folder);
      }
      return { granted: standing, lost };
    },
    opened: (document) =>
      recent.change((paths) => [document, ...paths.filter((one) => one !== document)].slice(0, MOST_RECENT)),
    recent: () => recent.read(),
  };
}
