import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import type {
  EfficiencyResult,
  EfficiencyValue,
  ScaleFactorResult,
} from '../../../src-shared/contracts/resultEfficiency.ts';
import type { Measurement } from '../../widgets/Measured.tsx';
import { decimalsOf } from '../../widgets/numbers.ts';

/** An efficiency as a measurement. */
export function efficiencyOf(value: EfficiencyValue): Measurement {
  return { ...value, value: value.efficiency };
}

/** Decimals for all these efficiencies or scale factors. */
export function decimalsOfAll(values: readonly Pick<Measurement, 'errorLow' | 'errorHigh'>[]): number {
  return decimalsOf(values.flatMap(({ errorLow, errorHigh }) => [errorLow, errorHigh]));
}

/** The scale factors of a working point on these axes. */
export function factorsOf(
  result: EfficiencyStudyResult,
  { workingPoint, axes }: EfficiencyResult,
): ScaleFactorResult[] {
  return result.scaleFactors.filter(
    (factor) => factor.workingPoint === workingPoint && JSON.stringify(factor.axes) === JSON.stringify(axes),
  );
}
