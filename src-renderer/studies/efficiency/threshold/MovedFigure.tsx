import { memo, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { FigureSpec } from '../../../../src-shared/figure/spec.ts';
import { FigureView } from '../../../figure/FigureView.tsx';
import type { Pointing } from '../../../figure/FigureView.tsx';
import { drawMoved } from './movedFigure.ts';
import type { HeldPanel } from './movedFigure.ts';

/** Milliseconds without a move after which the y axis takes the range that suits the points. */
const REST = 400;

/** A figure whose points move: its y axis stands still, or grows, until they rest. */
export const MovedFigure = memo(function MovedFigure({
  spec,
  ...pointing
}: Pointing & { spec: FigureSpec }): ReactNode {
  const [rested, rest] = useState(spec);
  const held = useRef<HeldPanel | null>(null);
  const drawn = useMemo(() => drawMoved(spec, rested === spec ? null : held.current), [spec, rested]);
  useEffect(() => {
    held.current = drawn;
  }, [drawn]);
  useEffect(() => {
    const timer = setTimeout(() => rest(spec), REST);
    return () => clearTimeout(timer);
  }, [spec]);
  return <FigureView svg={drawn.svg} {...pointing} />;
});
