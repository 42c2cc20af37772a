import fs from 'node:fs';
import path from 'node:path';
import { UserError } from '../../src-shared/userError.ts';
import type { HostOptions } from './client.ts';
import { grantedPath } from './doors.ts';
import type { GrantedFolders } from './doors.ts';
import { grantablePath } from './grantable.ts';
import type { GrantBook, LostGrant } from './grantBook.ts';

/** What a window's session may open, and its study document. All folders are real paths, as they were when they were granted. */
export interface Access {
  /** Absolute path of the study document that was opened last; null for the bundled sample. */
  document(): string | null;
  /** Folder that relative paths start from. */
  folder(): string;
  /** Folders below which files may be opened, those of later grants too; null: anywhere. */
  readonly granted: GrantedFolders;
  /** Folders below which study documents may be written, those of later grants too. */
  readonly writable: readonly string[];
  /**
   * What a window shows that showed this document before: itself, an absolute path or null for the sample, where it is a file below the
   * granted folders; the document that was opened last otherwise, and for undefined.
   */
  shownAgain(before: string | null | undefined): string | null;
  /** Earlier grants for a document that do not hold any more. */
  lost(document: string | null): readonly LostGrant[];
  /** Grants a folder, by its absolute path, from now on and remembers it for a document. Throws as {@link grantablePath}. */
  grant(folder: string, document: string | null): void;
  /**
   * Makes a document, by its absolute path, below the granted folders, or below those that were granted for it once, the window's. Throws UserErrors:
   * `unreadable` for any other, `missing`.
   */
  open(document: string): void;
}

/** What an {@link Access} is made from. */
export interface AccessParts {
  /** Real path of the folder of the bundled sample: read, never written. */
  sampleFolder: string;
  book: GrantBook;
  /** Called after every change with the options that make the same access again. */
  changed(options: Pick<HostOptions, 'document' | 'granted'>): void;
}

function realFolder(folder: string): string | null {
  try {
    return fs.realpathSync(path.resolve(folder));
  } catch {
    return null;
  }
}

function add(folders: string[] | null, more: readonly (string | null)[]): void {
  for (const folder of more)
    if (folder !== null && folders && !folders.includes(folder)) folders.push(folder);
}

/** The access of a window that is opened with these options. */
export function createAccess(
  options: Pick<HostOptions, 'document' | 'granted'>,
  { sampleFolder, book, changed }: AccessParts,
): Access {
  let { document } = options;
  const granted: string[] | null = options.granted === null ? null : [sampleFolder];
  const writable: string[] = [];
  const folder = () => (document === null ? process.cwd() : path.dirname(document));

  function allow(folders: readonly (string | null)[]): void {
    add(granted, folders);
    add(writable, folders);
  }

  function adopt(recalled: ReturnType<GrantBook['recall']>): void {
    if (document === null) return;
    const own = realFolder(folder());
    allow([own, ...recalled.granted]);
    book.opened(document);
    if (own !== null) book.remember(document, own);
  }

  allow((options.granted ?? []).map(realFolder));
  if (document !== null) adopt(book.recall(document));

  /** The real path of a document below folders. Throws as {@link Access.open}. */
  function existing(location: string, folders: GrantedFolders): string {
    const real = grantedPath(location, folders);
    if (fs.statSync(real, { throwIfNoEntry: false })?.isFile()) return real;
    throw new UserError('missing', 'there is no such study document', { where: { file: location } });
  }

  return {
    document: () => document,
    folder,
    granted,
    writable,
    shownAgain(before) {
      if (typeof before !== 'string') return before === null ? null : document;
      try {
        existing(before, granted);
        return before;
      } catch (error) {
        if (error instanceof UserError) return document;
        throw error;
      }
    },
    lost: (of) =>
      of === null ? [] : book.recall(of).lost.filter(({ folder: lost }) => !granted?.includes(lost)),
    grant(given, of) {
      const real = grantablePath(given);
      allow([real]);
      if (of !== null) book.remember(of, real);
      changed({ document, granted: options.granted && [...writable] });
    },
    open(location) {
      const recalled = book.recall(location);
      existing(location, granted && [...granted, ...recalled.granted]);
      document = location;
      adopt(recalled);
      changed({ document, granted: options.granted && [...writable] });
    },
  };
}
