import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import type { FolderEntry } from '../../src-shared/contracts/quick.ts';
import { count } from '../widgets/numbers.ts';

const ROW = 26;
const PAGE = 12;
const SIGNS: Record<FolderEntry['kind'], string> = { folder: '▸', root: '●', study: '◆', other: '·' };
const WORDS: Record<FolderEntry['kind'], string> = {
  folder: 'folder',
  root: 'ROOT file',
  study: 'study document',
  other: 'file',
};

interface ListProps {
  label: string;
  entries: readonly FolderEntry[];
  chosen: ReadonlySet<string>;
  choose: (names: ReadonlySet<string>) => void;
  several: boolean;
  choosable: (entry: FolderEntry) => boolean;
  /** Opens a folder, or takes a file. */
  enter: (entry: FolderEntry) => void;
}

function sizeText({ size }: FolderEntry): string {
  if (size === null) return '';
  if (size < 1e6) return `${count(Math.ceil(size / 1e3))}\u202fkB`;
  return size < 1e9 ? `${(size / 1e6).toFixed(1)}\u202fMB` : `${(size / 1e9).toFixed(2)}\u202fGB`;
}

function dateText({ modified }: FolderEntry): string {
  return modified === null ? '' : new Date(modified).toISOString().slice(0, 10);
}

function between(entries: readonly FolderEntry[], a: number, b: number): FolderEntry[] {
  return entries.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** Where a key moves to; null for a key that does not move. */
function placeAfter(key: string, active: number, length: number): number | null {
  const to = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + PAGE,
    PageUp: active - PAGE,
    Home: 0,
    End: length - 1,
  }[key];
  return to === undefined ? null : Math.max(0, Math.min(length - 1, to));
}

function EntryRow({
  entry,
  index,
  start,
  active,
  chosen,
  usable,
  enter,
  click,
}: Pick<ListProps, 'enter'> & {
  entry: FolderEntry;
  index: number;
  /** From the top of the list, in pixels. */
  start: number;
  active: boolean;
  chosen: boolean;
  usable: boolean;
  click: (event: MouseEvent) => void;
}): ReactNode {
  const folder = entry.kind === 'folder';
  return (
    <div
      id={`entry-${index}`}
      role="option"
      aria-selected={chosen}
      aria-disabled={!usable}
      className={`entry-row entry-${entry.kind}${active ? ' active' : ''}`}
      style={{ transform: `translateY(${start}px)` }}
      onClick={(event) => (folder ? enter(entry) : click(event))}
      onDoubleClick={() => !folder && enter(entry)}
    >
      <span aria-hidden="true">{SIGNS[entry.kind]}</span>
      <span className="entry-name">
        {entry.name}
        <span className="unseen">, {WORDS[entry.kind]}</span>
      </span>
      <span className="quiet">{entry.outside ? 'leads outside' : sizeText(entry)}</span>
      <span className="quiet">{dateText(entry)}</span>
    </div>
  );
}

/** The entries of a folder: arrows move, Space chooses, Shift extends, Enter opens. Only what is on screen is in the page. */
export function EntryList(props: ListProps): ReactNode {
  const { label, entries, chosen, choose, several, choosable, enter } = props;
  const list = useRef<HTMLDivElement>(null);
  const [active, activate] = useState(0);
  const [anchor, setAnchor] = useState(0);
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => list.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  useEffect(() => {
    activate(0);
    setAnchor(0);
  }, [entries]);

  function toggle(at: number, extend: boolean, keep: boolean): void {
    const entry = entries[at];
    if (!entry) return;
    activate(at);
    if (several && extend) {
      const range = between(entries, anchor, at).filter(choosable);
      choose(new Set([...(keep ? chosen : []), ...range.map(({ name }) => name)]));
      return;
    }
    setAnchor(at);
    if (!choosable(entry)) return;
    const next = new Set(several && keep ? chosen : []);
    if (chosen.has(entry.name) && keep) next.delete(entry.name);
    else next.add(entry.name);
    choose(next);
  }

  function press(event: KeyboardEvent): void {
    const at = placeAfter(event.key, active, entries.length);
    if (at !== null) {
      event.preventDefault();
      activate(at);
      virtual.scrollToIndex(at);
      if (event.shiftKey && several) {
        const range = between(entries, anchor, at).filter(choosable);
        choose(new Set(range.map(({ name }) => name)));
      }
    } else if (event.key === ' ') {
      event.preventDefault();
      toggle(active, event.shiftKey, true);
    } else if (event.key === 'Enter' && entries[active]) {
      event.preventDefault();
      enter(entries[active]);
    } else if (event.key === 'a' && (event.ctrlKey || event.metaKey) && several) {
      event.preventDefault();
      choose(new Set(entries.filter(choosable).map(({ name }) => name)));
    }
  }

  return (
    <div
      className="entry-list"
      ref={list}
      role="listbox"
      aria-label={label}
      aria-multiselectable={several}
      tabIndex={0}
      aria-activedescendant={entries.length > 0 ? `entry-${active}` : undefined}
      onKeyDown={press}
    >
      <div className="entry-room" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const entry = entries[index];
          return (
            <EntryRow
              key={entry.name}
              {...{ entry, index, start, enter }}
              active={index === active}
              chosen={chosen.has(entry.name)}
              usable={entry.kind === 'folder' ? !entry.outside : choosable(entry)}
              click={({ shiftKey, ctrlKey, metaKey }) =>
                toggle(index, shiftKey, ctrlKey || metaKey || several)
              }
            />
          );
        })}
      </div>
      {entries.length === 0 && <p className="quiet entry-none">Nothing here matches.</p>}
    </div>
  );
}
