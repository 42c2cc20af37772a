import type { ReactNode } from 'react';
import { colourOf } from '../../../src-shared/figure/palette.ts';
import type { ExploredGroup } from './model.ts';

/** The datasets of the figure as switches: what is switched off is not drawn. */
export function Legend({
  groups,
  hidden,
  toggle,
}: {
  groups: readonly ExploredGroup[];
  hidden: ReadonlySet<string>;
  toggle: (group: string) => void;
}): ReactNode {
  return (
    <ul className="explore-legend" aria-label="Datasets shown">
      {groups.map(({ id, label, style, overlaid }) => (
        <li key={id}>
          <label>
            <input type="checkbox" checked={!hidden.has(id)} onChange={() => toggle(id)} />
            <svg viewBox="0 0 22 12" aria-hidden="true">
              <rect className="legend-ground" width="22" height="12" rx="2" />
              <path
                d="M2 6h18"
                stroke={colourOf(style)}
                strokeWidth="2"
                strokeDasharray={overlaid ? '4 3' : undefined}
              />
              <circle
                cx="11"
                cy="6"
                r="3.2"
                stroke={colourOf(style)}
                fill={overlaid ? '#fff' : colourOf(style)}
              />
            </svg>
            {label}
          </label>
        </li>
      ))}
    </ul>
  );
}
