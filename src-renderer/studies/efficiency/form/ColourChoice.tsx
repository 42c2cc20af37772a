import type { ReactNode } from 'react';
import { COLOURS } from '../../../../src-shared/figure/palette.ts';

const NAMES = ['Black', 'Red', 'Blue', 'Orange', 'Purple', 'Grey', 'Violet'];

/** A colour of the figures' palette, or none: then the figure chooses. */
export function ColourChoice({
  label,
  value,
  disabled,
  choose,
}: {
  label: string;
  value: string;
  disabled: boolean;
  choose: (colour: string) => void;
}): ReactNode {
  const lower = value.toLowerCase();
  const known = lower === '' || COLOURS.includes(lower);
  return (
    <span className="colour-choice">
      <span
        className={`colour-swatch${lower === '' ? ' none' : ''}`}
        style={lower === '' ? undefined : { background: lower }}
      />
      <select
        aria-label={label}
        value={lower}
        disabled={disabled}
        onChange={({ target }) => choose(target.value)}
      >
        <option value="">By the figure</option>
        {COLOURS.map((colour, i) => (
          <option key={colour} value={colour}>
            {NAMES[i]}
          </option>
        ))}
        {!known && <option value={lower}>{value}</option>}
      </select>
    </span>
  );
}
