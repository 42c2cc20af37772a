import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { parseFigure } from './parseFigure.ts';

/** What the pointer means in a figure. */
export interface Pointing {
  /** The bin that is pointed at, here or in the table of its numbers; null: none. */
  bin: number | null;
  point: (bin: number | null) => void;
}

function binOf(target: EventTarget): number | null {
  const source = target instanceof Element ? target.getAttribute('data-source') : null;
  return source === null ? null : Number(source.split(' ')[2]);
}

/** A figure, large, on its white page; the bin that is pointed at stands out from the others. */
export function FigureView({ svg, bin, point }: Pointing & { svg: string }): ReactNode {
  const page = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const drawing = parseFigure(svg);
    page.current?.replaceChildren(...(drawing ? [drawing] : []));
  }, [svg]);

  useEffect(() => {
    page.current?.classList.toggle('pointing', bin !== null);
    for (const element of page.current?.querySelectorAll('[data-source]') ?? []) {
      element.classList.toggle('pointed', binOf(element) === bin);
    }
  }, [svg, bin]);

  return (
    <div
      className="figure-page"
      ref={page}
      onPointerOver={({ target }) => point(binOf(target))}
      onPointerLeave={() => point(null)}
    />
  );
}
