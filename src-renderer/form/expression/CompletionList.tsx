import { useLayoutEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import type { ExpressionName } from './expressionNames.ts';

const KINDS = { quantity: '', branch: 'branch', function: 'function', object: '', word: '' } as const;

/** The names that can go on, below the word that is written; in the top layer, where nothing cuts it off. */
export function CompletionList({
  id,
  label,
  options,
  chosen,
  anchor,
  take,
}: {
  id: string;
  label: string;
  options: readonly ExpressionName[];
  /** Position of the one that Enter takes. */
  chosen: number;
  /** Where the word stands. */
  anchor: () => DOMRect | undefined;
  take: (index: number) => void;
}): ReactNode {
  const list = useRef<HTMLUListElement>(null);

  useLayoutEffect(() => {
    const shown = list.current;
    const place = anchor();
    if (!shown || !place) return;
    if (!shown.matches(':popover-open')) shown.showPopover();
    const { width, height } = shown.getBoundingClientRect();
    const below = place.bottom + height + 4 < window.innerHeight || place.top < height;
    shown.style.left = `${Math.max(4, Math.min(place.left, window.innerWidth - width - 4))}px`;
    shown.style.top = `${below ? place.bottom + 2 : place.top - height - 2}px`;
    shown.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });

  return (
    <ul ref={list} id={id} className="completions" role="listbox" aria-label={label} popover="manual">
      {options.map(({ name, title, unit, kind, type }, index) => (
        <li
          key={name}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          onPointerDown={(event) => {
            event.preventDefault();
            take(index);
          }}
        >
          <code>{name}</code>
          <span className="completion-title">{title}</span>
          <span className="completion-unit">{unit ?? type ?? KINDS[kind]}</span>
        </li>
      ))}
    </ul>
  );
}
