import { useEffect, useRef, useState } from 'react';
import type { DragEvent, KeyboardEvent } from 'react';

/** Reordering of the rows of a list, by the keys and by dragging. */
export interface Reorder {
  /** The row that something is dragged over; null for none. */
  over: number | null;
  /** Of the button that a row is moved with. */
  handle(index: number): {
    draggable: boolean;
    'data-handle': number;
    onDragStart(event: DragEvent): void;
    onDragEnd(): void;
    onKeyDown(event: KeyboardEvent): void;
  };
  /** Of the row. */
  row(index: number): { onDragOver(event: DragEvent): void; onDrop(event: DragEvent): void };
}

/**
 * Arrows on the handle move its row, the focus goes with it; dragged by its handle, a row goes where it is dropped.
 * @param list around the rows
 * @param move changes the order
 */
export function useReorder(
  list: React.RefObject<HTMLElement | null>,
  count: number,
  move: (from: number, to: number) => void,
): Reorder {
  const [over, setOver] = useState<number | null>(null);
  const dragged = useRef<number | null>(null);
  const wanted = useRef<number | null>(null);

  useEffect(() => {
    if (wanted.current === null) return;
    const handles = [...(list.current?.querySelectorAll<HTMLElement>('[data-handle]') ?? [])];
    const own = handles.filter((handle) => handle.closest('[data-rows]') === list.current);
    own[wanted.current]?.focus();
    wanted.current = null;
  });

  function moveTo(from: number, to: number): void {
    if (from === to || to < 0 || to >= count) return;
    wanted.current = to;
    move(from, to);
  }

  return {
    over,
    handle: (index) => ({
      draggable: true,
      'data-handle': index,
      onDragStart(event) {
        dragged.current = index;
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', '');
      },
      onDragEnd() {
        dragged.current = null;
        setOver(null);
      },
      onKeyDown(event) {
        const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        moveTo(index, index + step);
      },
    }),
    row: (index) => ({
      onDragOver(event) {
        if (dragged.current === null) return;
        event.preventDefault();
        event.stopPropagation();
        if (over !== index) setOver(index);
      },
      onDrop(event) {
        if (dragged.current === null) return;
        event.preventDefault();
        event.stopPropagation();
        const from = dragged.current;
        dragged.current = null;
        setOver(null);
        moveTo(from, index);
      },
    }),
  };
}
