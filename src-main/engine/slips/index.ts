import { lengthUnits } from './lengthUnits.ts';
import { momentumUnits } from './momentumUnits.ts';
import { sentinelValues } from './sentinelValues.ts';
import { processingTags } from './processingTags.ts';
import type { Slip, SlipContext, Warning } from './slip.ts';
import { tablePreselection } from './tablePreselection.ts';
import { untaggedData } from './untaggedData.ts';
import { verticesAsPileup } from './verticesAsPileup.ts';

/** All known slips, in the order in which they are reported. */
export const slips: readonly Slip[] = [
  sentinelValues,
  momentumUnits,
  lengthUnits,
  verticesAsPileup,
  tablePreselection,
  untaggedData,
  processingTags,
];

/** Warnings of every known slip in a study. */
export function findSlips(context: SlipContext): Warning[] {
  return slips.flatMap((slip) => slip.find(context));
}
