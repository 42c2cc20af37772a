import { useEffect, useMemo, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { FolderEntry, FolderListing } from '../../src-shared/contracts/quick.ts';
import { problemOf } from '../app/problem.ts';
import type { Problem } from '../app/state.ts';
import { useWorkspace } from '../app/workspace.ts';
import { count } from '../widgets/numbers.ts';
import { ProblemNotice } from '../widgets/ProblemNotice.tsx';
import { EntryList } from './EntryList.tsx';
import { matches } from './matches.ts';
import { joinPath, relativePath } from './paths.ts';
import type { FilesRequest } from './request.ts';

interface Browsing {
  listing: FolderListing | null;
  problem: Problem | null;
  open: (folder: string | null) => void;
}

/** The folder that is looked at; the one before stands until the next is there. */
function useFolder(): Browsing {
  const { session, study } = useWorkspace();
  const { document } = study;
  const [folder, open] = useState<string | null>(null);
  const [state, change] = useState<Omit<Browsing, 'open'>>({ listing: null, problem: null });
  useEffect(() => {
    if (document === null) return undefined;
    let wanted = true;
    session.call('files.browse', { document, folder }).then(
      (listing) => wanted && change({ listing, problem: null }),
      (error: unknown) => wanted && change((last) => ({ ...last, problem: problemOf(error) })),
    );
    return () => void (wanted = false);
  }, [document, folder, session]);
  return { ...state, open };
}

function Places({ listing, open }: { listing: FolderListing; open: Browsing['open'] }): ReactNode {
  const { folder, parent, roots, base } = listing;
  const places = [...new Set([base, ...roots])];
  return (
    <div className="browser-places">
      <button type="button" disabled={parent === null} onClick={() => open(parent)}>
        ↑ Up
      </button>
      <code className="browser-folder">{folder}</code>
      <label>
        <span className="unseen">Go to a folder that this session may open</span>
        <select value="" onChange={({ target }) => open(target.value)}>
          <option value="" disabled>
            Go to…
          </option>
          {places.map((place) => (
            <option key={place} value={place}>
              {place === base ? `${place} (the document’s)` : place}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function footText({ more, hidden }: FolderListing, shown: number, chosen: number): string {
  return [
    `${count(shown)} shown`,
    ...(more > 0 ? [`${count(more)} more are not listed: type a part of the name in a pattern instead`] : []),
    ...(hidden > 0 ? [`${count(hidden)} hidden`] : []),
    ...(chosen > 0 ? [`${count(chosen)} chosen`] : []),
  ].join(' · ');
}

/** Looks for files below the folders that the session may open. */
export function FileBrowser({ request, close }: { request: FilesRequest; close: () => void }): ReactNode {
  const { listing, problem, open } = useFolder();
  const [typed, type] = useState('');
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const entries = useMemo(
    () => listing?.entries.filter(({ name }) => matches(name, typed)) ?? [],
    [listing, typed],
  );
  const folder = listing?.folder;
  useEffect(() => {
    choose(new Set());
    type('');
  }, [folder]);

  const choosable = (entry: FolderEntry) =>
    entry.kind !== 'folder' && !entry.outside && request.kinds.includes(entry.kind);
  function take(names: readonly string[]): void {
    if (!listing || names.length === 0) return;
    const paths = names.map((name) => relativePath(listing.base, joinPath(listing.folder, name)));
    close();
    request.take(paths);
  }
  function enter(entry: FolderEntry): void {
    if (entry.kind === 'folder' && listing) open(joinPath(listing.folder, entry.name));
    else if (choosable(entry)) take(chosen.size > 1 ? [...chosen] : [entry.name]);
  }
  function press(event: KeyboardEvent): void {
    if (event.key === 'Backspace' && typed === '' && listing?.parent) open(listing.parent);
  }
  const pattern = /[*?]/.test(typed) && request.several ? typed.trim() : null;

  return (
    <div className="file-browser" onKeyDown={press}>
      {listing && <Places {...{ listing, open }} />}
      <input
        ref={(element) => element?.setAttribute('autofocus', '')}
        type="search"
        aria-label="Filter by name"
        placeholder="Type to filter; * and ? make a pattern"
        value={typed}
        onChange={({ target }) => type(target.value)}
      />
      {problem && <ProblemNotice problem={problem} />}
      <EntryList
        {...{ entries, chosen, choose, choosable, enter }}
        several={request.several}
        label={folder ?? 'Folder'}
      />
      <div className="browser-foot">
        <span className="quiet" role="status">
          {listing ? footText(listing, entries.length, chosen.size) : 'Opening…'}
        </span>
        {pattern !== null && (
          <button type="button" onClick={() => take([pattern])}>
            Add as pattern
          </button>
        )}
        {request.several && (
          <button
            type="button"
            onClick={() => choose(new Set(entries.filter(choosable).map(({ name }) => name)))}
          >
            Choose all shown
          </button>
        )}
        <button type="button" onClick={close}>
          Cancel
        </button>
        <button
          type="button"
          className="primary"
          disabled={chosen.size === 0}
          onClick={() => take(entries.filter(({ name }) => chosen.has(name)).map(({ name }) => name))}
        >
          {chosen.size > 1 ? `Add ${count(chosen.size)} files` : request.several ? 'Add' : 'Choose'}
        </button>
      </div>
    </div>
  );
}
