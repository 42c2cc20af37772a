import { useVirtualizer } from '@tanstack/react-virtual';
import { useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { count } from '../../widgets/numbers.ts';
import type { BrowserState, FileBrowsing } from './browser.ts';
import { bytesText, contentRows, rowBytes, rowType, titleText } from './contents.ts';
import type { ContentRow } from './contents.ts';

type OpenState = BrowserState & { file: NonNullable<BrowserState['file']> };

const ROW = 22;
const PAGE = 12;

function titleOf(row: ContentRow): string {
  return titleText(row.name, row.kind === 'branch' ? row.column.title : row.key.title);
}

function factsOf(row: ContentRow): string {
  if (row.kind === 'tree') return `${count(row.tree.entries)} entries`;
  if (row.kind === 'object') return '';
  return row.column.codecs.join('+');
}

function RowText({ row }: { row: ContentRow }): ReactNode {
  const unreadable = row.kind === 'branch' && row.column.notRead !== null;
  const title = titleOf(row);
  return (
    <>
      <span className="content-name" style={{ paddingLeft: `${0.9 * (row.level - 1)}rem` }}>
        <span className="content-fold" aria-hidden="true">
          {row.kind === 'tree' && (row.open ? '▾' : '▸')}
        </span>
        {row.name}
        {title !== '' && (
          <span className="quiet" title={title}>
            {title}
          </span>
        )}
      </span>
      <span className={unreadable ? 'content-type unreadable' : 'content-type'} title={rowType(row)}>
        {rowType(row)}
        {unreadable && <span className="unseen"> (cannot be read)</span>}
      </span>
      <span className="content-facts">{factsOf(row)}</span>
      <span className="content-size">{bytesText(rowBytes(row))}</span>
    </>
  );
}

function Item({
  id,
  row,
  place: { index, of, top },
  active,
  chosen,
  pick,
}: {
  id: string;
  row: ContentRow;
  place: { index: number; of: number; top: number };
  active: boolean;
  chosen: boolean;
  pick: () => void;
}): ReactNode {
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={row.level}
      aria-setsize={of}
      aria-posinset={index + 1}
      aria-selected={chosen}
      aria-expanded={row.kind === 'tree' ? row.open : undefined}
      className={`content-row${active ? ' active' : ''}`}
      style={{ transform: `translateY(${top}px)`, height: ROW }}
      onClick={pick}
    >
      <RowText row={row} />
    </div>
  );
}

/** Where the arrow keys go from a row; null for another key. */
function target(key: string, at: number, last: number): number | null {
  const to = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + PAGE,
    PageUp: at - PAGE,
    Home: 0,
    End: last,
  }[key];
  return to === undefined ? null : Math.min(last, Math.max(0, to));
}

function FilterBar({
  filter,
  rows,
  type,
  press,
}: {
  filter: string;
  rows: number;
  type: (filter: string) => void;
  press: (event: KeyboardEvent) => void;
}): ReactNode {
  return (
    <div className="contents-bar">
      <input
        type="search"
        aria-label="Find by name, type or title"
        placeholder="Find by name, type or title"
        value={filter}
        onChange={({ target: { value } }) => type(value)}
        onKeyDown={(event) => {
          if (!['Home', 'End', ' ', 'ArrowLeft', 'ArrowRight'].includes(event.key)) press(event);
        }}
      />
      <span className="quiet" role="status">
        {count(rows)} {rows === 1 ? 'row' : 'rows'}
      </span>
    </div>
  );
}

/**
 * The contents of a file after the ARIA pattern of a tree: arrows move, right and left open and close a tree, Enter chooses. Only what
 * is seen stands on the page.
 */
export function ContentsTree({ state, browser }: { state: OpenState; browser: FileBrowsing }): ReactNode {
  const { file, open, chosen } = state;
  const prefix = useId();
  const [filter, type] = useState('');
  const [active, activate] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => contentRows(file, open, filter), [file, open, filter]);
  const at = Math.min(active, rows.length - 1);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 8,
  });

  function pick(row: ContentRow, index: number): void {
    activate(index);
    if (row.kind === 'tree' && filter === '') browser.toggle(row.tree.path);
    void browser.choose(row);
  }

  function press(event: KeyboardEvent): void {
    const row = rows[at];
    if (!row) return;
    const to = target(event.key, at, rows.length - 1);
    const fold =
      row.kind === 'tree' && filter === '' && event.key === (row.open ? 'ArrowLeft' : 'ArrowRight');
    if (to !== null) {
      activate(to);
      virtual.scrollToIndex(to);
    } else if (fold) browser.toggle(row.tree.path);
    else if (event.key === 'Enter' || event.key === ' ') pick(row, at);
    else return;
    event.preventDefault();
  }

  return (
    <div className="contents">
      <FilterBar
        filter={filter}
        rows={rows.length}
        press={press}
        type={(words) => {
          type(words);
          activate(0);
        }}
      />
      <div
        className="contents-rows"
        role="tree"
        aria-label={`Contents of ${state.path}`}
        tabIndex={0}
        ref={box}
        aria-activedescendant={rows.length > 0 ? `${prefix}-${at}` : undefined}
        onKeyDown={press}
      >
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, start }) => (
            <Item
              key={rows[index].id}
              id={`${prefix}-${index}`}
              row={rows[index]}
              place={{ index, of: rows.length, top: start }}
              active={index === at}
              chosen={chosen?.id === rows[index].id}
              pick={() => pick(rows[index], index)}
            />
          ))}
        </div>
      </div>
    </div>
  );
}
