import type { ReactNode } from 'react';
import type { ResultAxis } from '../../../src-shared/contracts/resultEfficiency.ts';

const NAMES: Record<string, { long: string; symbol: ReactNode }> = {
  actualMu: { long: 'Actual interactions per crossing', symbol: 'μ' },
  averageMu: { long: 'Average interactions per crossing', symbol: '⟨μ⟩' },
  pt: {
    long: 'Transverse momentum',
    symbol: (
      <>
        p<sub>T</sub>
      </>
    ),
  },
  eta: { long: 'Pseudorapidity', symbol: 'η' },
  'abs(eta)': { long: 'Absolute pseudorapidity', symbol: '|η|' },
  phi: { long: 'Azimuth', symbol: 'φ' },
  nVertices: {
    long: 'Reconstructed vertices',
    symbol: (
      <>
        N<sub>vtx</sub>
      </>
    ),
  },
  run: { long: 'Run number', symbol: 'run' },
};

/** An axis as a table's column calls it, with its unit: μ for actual, ⟨μ⟩ for average interactions, never mixed. */
export function AxisSymbol({ axis }: { axis: Pick<ResultAxis, 'variable' | 'unit'> }): ReactNode {
  return (
    <>
      <span title={NAMES[axis.variable]?.long}>{NAMES[axis.variable]?.symbol ?? axis.variable}</span>
      {axis.unit !== null && ` (${axis.unit})`}
    </>
  );
}

/** An axis in words. */
export function axisName(variable: string): string {
  return NAMES[variable]?.long ?? variable;
}

/** An axis in words and with its symbol. */
export function AxisTitle({ axes }: { axes: readonly ResultAxis[] }): ReactNode {
  return axes.map((axis, index) => (
    <span key={axis.variable}>
      {index > 0 && ' × '}
      {axisName(axis.variable)}
      {NAMES[axis.variable] && (
        <>
          {' '}
          <span className="symbol">{NAMES[axis.variable].symbol}</span>
        </>
      )}
    </span>
  ));
}
