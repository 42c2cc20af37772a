import type { Binding } from '../columns/binding.ts';
import {
  expressionsFor,
  nodesOf,
  quantityOf,
  syntaxOf,
  thresholdsOf,
  type PlacedExpression,
} from './expressions.ts';
import type { DatasetFacts, Slip, Warning } from './slip.ts';

const ID = 'momentum-units';
const LARGEST_GEV = 1000;
const SMALLEST_MEV = 200;
const PLAUSIBLE_MEDIAN_GEV = [0.5, 1000];

function unitOf(name: string, unit: string | null | undefined): string | null {
  return name === 'mass' && unit === undefined ? 'GeV' : (unit ?? null);
}

function thresholdMessages(expression: PlacedExpression, binding: Binding): string[] {
  return thresholdsOf(expression, binding).flatMap(({ quantity, value }) => {
    const unit = unitOf(quantity.name, quantity.symbol?.unit);
    const size = Math.abs(value);
    if (unit === 'GeV' && size >= LARGEST_GEV) {
      return [`${quantity.written} is in GeV, but is compared with ${value}, which looks like MeV.`];
    }
    if (unit === 'MeV' && size > 0 && size < SMALLEST_MEV) {
      return [`${quantity.written} is stored in MeV, but is compared with ${value}, which looks like GeV.`];
    }
    return [];
  });
}

function ratioMessages(expression: PlacedExpression, binding: Binding): string[] {
  const syntax = syntaxOf(expression.text);
  if (!syntax) return [];
  const messages: string[] = [];
  for (const node of nodesOf(syntax)) {
    if (node.kind !== 'binary' || node.operator !== '/') continue;
    const left = quantityOf(node.left, binding);
    const right = quantityOf(node.right, binding);
    const units = [left?.symbol?.unit, right?.symbol?.unit];
    if (units.includes('GeV') && units.includes('MeV')) {
      messages.push(
        `${left!.written} is in ${units[0]} and ${right!.written} in ${units[1]}: their ratio is wrong by a factor 1000.`,
      );
    }
  }
  return messages;
}

function medianWarning(dataset: string, { binding, columns }: DatasetFacts): Warning[] {
  const symbol = binding.muons === null ? binding.global('pt') : binding.member(binding.muons, 'pt');
  if (symbol?.kind !== 'column') return [];
  const stored = columns.get(symbol.column)?.median ?? null;
  if (stored === null || symbol.unit !== 'GeV') return [];
  const median = stored / symbol.divisor;
  if (median >= PLAUSIBLE_MEDIAN_GEV[0] && median <= PLAUSIBLE_MEDIAN_GEV[1]) return [];
  const message =
    `half of the muons have pt above ${Number(median.toPrecision(3))} GeV (${symbol.column} is taken ` +
    `${symbol.divisor === 1 ? 'as GeV' : `divided by ${symbol.divisor}`}): MeV and GeV seem to be mixed up.`;
  return [{ slip: ID, message, where: `datasets.${dataset}`, dataset }];
}

/** Momenta compared with numbers of the other unit, ratios of MeV and GeV, and muons of a thousand times too much or too little momentum. */
export const momentumUnits: Slip = {
  id: ID,
  title: 'MeV against GeV',
  find: ({ study, datasets }) =>
    [...datasets].flatMap(([dataset, facts]) => [
      ...medianWarning(dataset, facts),
      ...expressionsFor(study, dataset, facts.binding).flatMap((expression) =>
        [...thresholdMessages(expression, facts.binding), ...ratioMessages(expression, facts.binding)].map(
          (message) => ({ slip: ID, message, where: expression.where, dataset }),
        ),
      ),
    ]),
};
