import type { ReactNode } from 'react';
import { themedColour } from './colours.ts';
import type { ChartColours } from './colours.ts';
import type { ExploredGroup } from './model.ts';

/** The datasets of the figure as switches: what is switched off is not drawn. */
export function Legend({
  groups,
  hidden,
  colours,
  toggle,
}: {
  groups: readonly ExploredGroup[];
  hidden: ReadonlySet<string>;
  colours: ChartColours;
  toggle: (group: string) => void;
}): ReactNode {
  return (
    <ul className="explore-legend" aria-label="Datasets shown">
      {groups.map(({ id, label, style, overlaid }) => (
        <li key={id}>
          <label>
            <input type="checkbox" checked={!hidden.has(id)} onChange={() => toggle(id)} />
            <svg viewBox="0 0 22 12" aria-hidden="true">
              <path
                d="M2 6h18"
                stroke={themedColour(style, colours)}
                strokeWidth="2"
                strokeDasharray={overlaid ? '4 3' : undefined}
              />
              <circle
                cx="11"
                cy="6"
                r="3.2"
                stroke={themedColour(style, colours)}
                fill={overlaid ? colours.page : themedColour(style, colours)}
              />
            </svg>
            {label}
          </label>
        </li>
      ))}
    </ul>
  );
}
