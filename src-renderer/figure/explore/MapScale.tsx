import type { ReactNode } from 'react';
import { amount } from '../../widgets/numbers.ts';
import { cellColour } from './map.ts';
import type { ExploredMap } from './map.ts';

const STEPS = 32;

/** The colours of a map with the values at their ends. */
export function MapScale({ z }: { z: ExploredMap['z'] }): ReactNode {
  const [low, high] = z.range;
  const colours = Array.from({ length: STEPS + 1 }, (_, i) =>
    cellColour(z, low + (i / STEPS) * (high - low)),
  );
  const shown = (value: number) => amount(Number(value.toPrecision(3)));
  return (
    <div className="explore-scale">
      <span>{z.title}</span>
      <span>{shown(low)}</span>
      <span
        className="explore-scale-bar"
        style={{ background: `linear-gradient(to right, ${colours.join(', ')})` }}
        aria-hidden="true"
      />
      <span>{shown(high)}</span>
    </div>
  );
}
