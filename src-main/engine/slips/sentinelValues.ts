import type { ColumnSymbol } from '../../../src-shared/expression/environment.ts';
import type { Spike } from './columnFacts.ts';
import { expressionsFor, quantitiesOf, type PlacedExpression } from './expressions.ts';
import type { DatasetFacts, NaiveCount, Slip, Warning } from './slip.ts';

const ID = 'sentinel-values';

function meansMissing(symbol: ColumnSymbol, value: number): boolean {
  return symbol.sentinels.includes(value) || (symbol.negativeIsMissing && value < 0);
}

function counted(counts: readonly NaiveCount[], point: string): string {
  const count = counts.find(({ workingPoint }) => `workingPoints.${workingPoint}` === point);
  if (!count || count.naiveTotal === count.total) return '';
  const left = count.naiveTotal - count.total;
  return (
    ` ${count.passed} of ${count.total} pass with the ${left} left out; taken as measurements they would make it` +
    ` ${count.naivePassed} of ${count.naiveTotal}.`
  );
}

function describe(symbol: ColumnSymbol, spike: Spike, facts: DatasetFacts, where: string): string {
  const share = `${spike.count} of ${facts.columns.get(symbol.column)!.sampled} sampled values of ${symbol.column} are exactly ${spike.value}`;
  if (meansMissing(symbol, spike.value)) {
    const told = `${share}, which means "not there". They are no measurements: a decision that needs one of them is not computable.`;
    return told + counted(facts.naive ?? [], where);
  }
  return (
    `${share}, a customary sign for "not there", but are taken as measurements here.` +
    ` If they are not, add a cut such as ${symbol.column} != ${spike.value} to the probe.`
  );
}

function ofExpression(expression: PlacedExpression, dataset: string, facts: DatasetFacts): Warning[] {
  return quantitiesOf(expression.text, facts.binding).flatMap(({ symbol }) => {
    if (symbol?.kind !== 'column') return [];
    return (facts.columns.get(symbol.column)?.spikes ?? []).map((spike) => ({
      slip: ID,
      message: describe(symbol, spike, facts, expression.where),
      where: expression.where,
      dataset,
    }));
  });
}

/** Values such as -999 that mean "not there" in a column that a study cuts on or bins in. */
export const sentinelValues: Slip = {
  id: ID,
  title: 'sentinel values taken as measurements',
  find: ({ study, datasets }) =>
    [...datasets].flatMap(([name, facts]) =>
      expressionsFor(study, name, facts.binding).flatMap((expression) =>
        ofExpression(expression, name, facts),
      ),
    ),
};
