import {
  expressionsFor,
  expressionsOf,
  quantitiesOf,
  thresholdsOf,
  type PlacedExpression,
} from './expressions.ts';
import type { DatasetFacts, Slip, SlipContext, Warning } from './slip.ts';

const ID = 'length-units';

/** Cuts that CMS analyses write in cm, by vocabulary name: |dxy| < 0.2 cm, |dz| < 0.5 cm (tight muon identification). */
const CUSTOMARY_CM: Record<string, number> = { d0: 0.2, z0: 0.5 };

/** Cuts that ATLAS analyses write in mm, by branch stem: |z0 sin(theta)| < 0.5 mm makes no sense above this in cm. */
const LARGEST_CM: Record<string, number> = { dxy: 1 };

function customaryCuts(expression: PlacedExpression, dataset: string, { binding }: DatasetFacts): Warning[] {
  if (binding.facts.units.length !== 'cm') return [];
  return thresholdsOf(expression, binding).flatMap(({ quantity, value }) => {
    const size = Math.abs(value);
    const unit = quantity.symbol?.unit;
    const stem = quantity.name.replace(/^Muon_/, '');
    let message = '';
    if (unit === 'mm' && CUSTOMARY_CM[stem] === size) {
      message =
        `${quantity.written} is in mm, so that this cuts at ${size} mm; the customary cut of ${size} is in cm` +
        ` (${10 * size} here, or ${size} on ${stem === 'd0' ? 'Muon_dxy' : 'Muon_dz'}, which is in cm).`;
    } else if (unit === 'cm' && size >= (LARGEST_CM[stem] ?? Number.POSITIVE_INFINITY)) {
      message = `${quantity.written} is in cm, so that ${size} is ${10 * size} mm: wider than any prompt muon needs. Is it meant in mm?`;
    }
    return message === '' ? [] : [{ slip: ID, message, where: expression.where, dataset }];
  });
}

/** Names that are a length in mm in one dataset and in cm in another. */
function differentUnits(expression: PlacedExpression, { datasets }: SlipContext): Warning[] {
  if (expression.dataset !== undefined) return [];
  const units = new Map<string, Map<string, string>>();
  for (const [dataset, { binding }] of datasets) {
    for (const { written, symbol } of quantitiesOf(expression.text, binding)) {
      if (symbol?.unit !== 'mm' && symbol?.unit !== 'cm') continue;
      if (!units.has(written)) units.set(written, new Map());
      const seen = units.get(written)!;
      if (!seen.has(symbol.unit)) seen.set(symbol.unit, dataset);
    }
  }
  return [...units]
    .filter(([, seen]) => seen.size > 1)
    .map(([written, seen]) => ({
      slip: ID,
      message:
        `${written} is in mm in ${seen.get('mm')!} and in cm in ${seen.get('cm')!}: one number cannot cut on both.` +
        ' The vocabulary names (d0, z0, z0SinTheta) are in mm everywhere.',
      where: expression.where,
    }));
}

/** Lengths in mm cut as if they were in cm, or the reverse. */
export const lengthUnits: Slip = {
  id: ID,
  title: 'mm against cm',
  find: (context) => [
    ...expressionsOf(context.study).flatMap((expression) => differentUnits(expression, context)),
    ...[...context.datasets].flatMap(([dataset, facts]) =>
      expressionsFor(context.study, dataset, facts.binding).flatMap((expression) =>
        customaryCuts(expression, dataset, facts),
      ),
    ),
  ],
};
