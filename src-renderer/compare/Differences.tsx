import { useVirtualizer } from '@tanstack/react-virtual';
import { useId, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { amount, count, signed } from '../widgets/numbers.ts';
import { differenceRows, valueText } from './differenceRows.ts';
import type { DifferenceRow, DifferenceView, ShownDifference } from './differenceRows.ts';

const ROW = 24;

function sixDigits(value: number): string {
  return Number.isInteger(value) ? count(value) : String(Number(value.toPrecision(6))).replace('-', '−');
}

function numberText(value: number): string {
  const text = amount(value);
  return value > 0 ? `+${text}` : text;
}

function ValueCell({ value }: { value: unknown }): ReactNode {
  if (value === undefined) return <span className="quiet">nothing</span>;
  return (
    <span title={valueText(value, 4000)}>
      {typeof value === 'number' ? sixDigits(value) : valueText(value)}
    </span>
  );
}

function Cell({ value }: { value: unknown }): ReactNode {
  return (
    <span role="cell" className={typeof value === 'number' ? undefined : 'difference-text'}>
      <ValueCell value={value} />
    </span>
  );
}

function ValueRow({
  name,
  within,
  difference,
  shifts,
}: {
  name: string;
  /** What the name is of, where no group above says it. */
  within: string;
  difference: ShownDifference;
  shifts: boolean;
}): ReactNode {
  const { path, a, b, difference: change, inErrors } = difference;
  return (
    <>
      <span role="rowheader" className="difference-name" title={path}>
        {name} {within && <span className="quiet">{within}</span>}
      </span>
      <Cell value={a} />
      <Cell value={b} />
      {shifts && <span role="cell">{change === undefined ? '' : numberText(change)}</span>}
      {shifts && <span role="cell">{inErrors === undefined ? '' : signed(inErrors, 2)}</span>}
    </>
  );
}

function GroupRow({
  row,
  toggle,
}: {
  row: Extract<DifferenceRow, { kind: 'group' }>;
  toggle: (group: string) => void;
}): ReactNode {
  return (
    <span role="rowheader" className="difference-group">
      <button type="button" aria-expanded={row.open} onClick={() => toggle(row.group)}>
        <span className="difference-fold" aria-hidden="true">
          {row.open ? '▾' : '▸'}
        </span>
        {row.group} <span className="quiet">{count(row.count)}</span>
      </button>
    </span>
  );
}

const HEADS = ['value', 'a', 'b'];
const SHIFT_HEADS = ['b − a', 'in errors of a'];

function Rows({
  rows,
  label,
  shifts,
  toggle,
}: {
  rows: readonly DifferenceRow[];
  label: string;
  shifts: boolean;
  toggle: (group: string) => void;
}): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  return (
    <div
      className={shifts ? 'difference-rows' : 'difference-rows difference-settings'}
      ref={scroller}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      tabIndex={0}
    >
      <div role="row" className="difference-row difference-head" aria-rowindex={1}>
        {[...HEADS, ...(shifts ? SHIFT_HEADS : [])].map((title) => (
          <span role="columnheader" key={title}>
            {title}
          </span>
        ))}
      </div>
      <div role="rowgroup" className="difference-body" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return (
            <div
              role="row"
              key={index}
              aria-rowindex={index + 2}
              className="difference-row"
              style={{ transform: `translateY(${start}px)` }}
            >
              {row.kind === 'group' ? (
                <GroupRow row={row} toggle={toggle} />
              ) : (
                <ValueRow {...row} shifts={shifts} />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** A table of values that differ: it can be searched, folded by group, and sorted by the size of the shifts. */
export function Differences({
  differences,
  label,
  shifts = false,
}: {
  differences: readonly ShownDifference[];
  label: string;
  /** Whether the table shows how far numbers are shifted, and can be sorted by that. */
  shifts?: boolean;
}): ReactNode {
  const [view, setView] = useState<DifferenceView>({ search: '', order: 'result', closed: new Set() });
  const rows = useMemo(() => differenceRows(differences, view), [differences, view]);
  const id = useId();
  const values = rows.filter(({ kind }) => kind === 'value').length;
  const toggle = (group: string) => {
    const closed = new Set(view.closed);
    if (!closed.delete(group)) closed.add(group);
    setView({ ...view, closed });
  };
  return (
    <>
      <div className="difference-tools">
        <input
          type="search"
          aria-label={`Search in ${label}`}
          placeholder="Search"
          value={view.search}
          spellCheck={false}
          onChange={({ target }) => setView({ ...view, search: target.value })}
        />
        {shifts && (
          <>
            <label htmlFor={id}>Order</label>
            <select
              id={id}
              value={view.order}
              onChange={({ target }) =>
                setView({ ...view, order: target.value === 'errors' ? 'errors' : 'result' })
              }
            >
              <option value="result">as in the result</option>
              <option value="errors">largest in errors first</option>
            </select>
          </>
        )}
        <span className="quiet" role="status">
          {view.search !== '' && `${count(values)} shown`}
        </span>
      </div>
      <Rows rows={rows} label={label} shifts={shifts} toggle={toggle} />
    </>
  );
}
