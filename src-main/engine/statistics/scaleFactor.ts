import type { EfficiencyEstimate } from './estimate.ts';

/** A ratio of two efficiencies with positive distances, or nulls and the reason. */
export interface ScaleFactor {
  value: number | null;
  errorLow: number | null;
  errorHigh: number | null;
  /** Why there is no value. */
  reason?: string;
}

function quadrature(a: number, b: number): number {
  return Math.sqrt(a * a + b * b);
}

/** Why an efficiency cannot stand in a ratio, or null. */
function obstacle(estimate: EfficiencyEstimate, name: string): string | null {
  if (estimate.efficiency === null || estimate.errorLow === null || estimate.errorHigh === null) {
    return `${name}: ${estimate.reason ?? 'no value'}`;
  }
  return estimate.efficiency > 0 ? null : `${name}: the efficiency is 0`;
}

/**
 * Scale factor SF = efficiency in data / efficiency in simulation, with
 * errorHigh^2 = SF^2 [(dataHigh/effData)^2 + (simulationLow/effSimulation)^2] and errorLow its mirror.
 * A hole, or an efficiency of 0, on either side makes a hole whose reason names the side.
 * Source: propagation of asymmetric errors as in CMS tag-and-probe practice: data's high goes with simulation's low.
 */
export function scaleFactor(
  data: EfficiencyEstimate,
  simulation: EfficiencyEstimate,
  names: { data: string; simulation: string } = { data: 'data', simulation: 'simulation' },
): ScaleFactor {
  const reasons = [obstacle(data, names.data), obstacle(simulation, names.simulation)].filter(
    (r) => r !== null,
  );
  if (reasons.length > 0) {
    return { value: null, errorLow: null, errorHigh: null, reason: reasons.join('; ') };
  }
  const effData = data.efficiency!;
  const effSimulation = simulation.efficiency!;
  const value = effData / effSimulation;
  return {
    value,
    errorLow: value * quadrature(data.errorLow! / effData, simulation.errorHigh! / effSimulation),
    errorHigh: value * quadrature(data.errorHigh! / effData, simulation.errorLow! / effSimulation),
  };
}
