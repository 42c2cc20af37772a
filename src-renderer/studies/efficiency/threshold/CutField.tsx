import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Threshold } from './thresholds.ts';

/** The number of a threshold as a field; what is typed counts as soon as it is a number. */
export function CutField({
  threshold,
  value,
  step,
  move,
}: {
  threshold: Threshold;
  value: number;
  /** Of its arrows; null while it is not known. */
  step: number | null;
  move: (value: number) => void;
}): ReactNode {
  const [typed, type] = useState<string | null>(null);
  return (
    <label className={`cut-field${Object.is(value, threshold.value) ? '' : ' moved'}`}>
      <span className="unseen">
        Threshold of {threshold.quantity}
        {threshold.unit !== null && ` in ${threshold.unit}`}
      </span>
      <input
        type="number"
        step={step ?? 'any'}
        value={typed !== null && Number(typed) === value ? typed : (typed ?? String(value))}
        onChange={({ target }) => {
          type(target.value);
          if (target.value !== '') move(target.valueAsNumber);
        }}
        onBlur={() => type(null)}
      />
    </label>
  );
}
