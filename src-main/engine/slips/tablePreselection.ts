import type { EfficiencyStudy, WorkingPoint } from '../../../src-shared/study/efficiency.ts';
import type { Binding } from '../columns/binding.ts';
import { quantitiesOf } from './expressions.ts';
import type { DatasetFacts, Slip, Warning } from './slip.ts';

const ID = 'table-preselection';
const IDENTIFICATION =
  /^(?:Muon_)?(loose|medium|tight|quality|(loose|medium|mediumPrompt|tight|soft|highPt|triggerIdLoose|multiIso|mvaMu)\w*Id\w*|soft(Mva)?\w*|highPtId|isGlobal|isTracker|isPFcand|isStandalone)$/;

function identificationIn(point: WorkingPoint, binding: Binding): string | null {
  const text = point.expression ?? point.branch ?? '';
  return quantitiesOf(text, binding).find(({ name }) => IDENTIFICATION.test(name))?.name ?? null;
}

function ofPoint(point: WorkingPoint, dataset: string, { binding }: DatasetFacts): Warning[] {
  const name = identificationIn(point, binding);
  if (name === null) return [];
  const { muonPreselection } = binding.facts;
  const where = `workingPoints.${point.name}`;
  if (muonPreselection !== null) {
    const message =
      `the efficiency of ${name} is taken over muons that the file has already selected (${muonPreselection}):` +
      ' with respect to them it is near 1 by construction, not the efficiency of the identification.';
    return [{ slip: ID, message, where, dataset }];
  }
  if (binding.origin(name).includes('true by construction')) {
    const message = `${name} is true by construction in this file (${binding.facts.assumed.join('; ')}): its efficiency is 1.`;
    return [{ slip: ID, message, where, dataset }];
  }
  return [];
}

function ofDenominator(study: EfficiencyStudy, dataset: string, { binding }: DatasetFacts): Warning[] {
  const { muonPreselection } = binding.facts;
  if (
    muonPreselection === null ||
    study.denominator !== 'muons' ||
    study.muons !== null ||
    study.probe !== null
  )
    return [];
  const message =
    `the denominator is every muon of the file, which holds muons after a selection only (${muonPreselection});` +
    ' state a selection of muons, so that the efficiency does not depend on how the file was made.';
  return [{ slip: ID, message, where: 'denominator', dataset }];
}

/** An efficiency whose denominator is what the producer of the file already selected. */
export const tablePreselection: Slip = {
  id: ID,
  title: "the muon table's own preselection as denominator",
  find: ({ study, datasets }) =>
    [...datasets].flatMap(([dataset, facts]) => [
      ...ofDenominator(study, dataset, facts),
      ...study.workingPoints.flatMap((point) => ofPoint(point, dataset, facts)),
    ]),
};
