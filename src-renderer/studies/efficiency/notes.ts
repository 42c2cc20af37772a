import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import { count } from '../../widgets/numbers.ts';
import { labelOf } from './figureList.ts';

/** Something that a reader of the numbers must know. */
export interface Note {
  kind: 'hole' | 'warning';
  /** Of what: dataset, working point, axes, or a path in the document. */
  about: string;
  text: string;
  hint?: string | undefined;
}

function holes(result: EfficiencyStudyResult): Note[] {
  return result.holes.map(({ what, dataset, workingPoint, axes, reason }) => {
    const parts = [labelOf(result, dataset), workingPoint, axes?.join(' × ')].filter(Boolean);
    return { kind: 'hole', about: `No ${what}: ${parts.join(', ')}`, text: reason };
  });
}

function flagDifferences(result: EfficiencyStudyResult): Note[] {
  return result.flagChecks
    .filter(({ differingTotal, reason }) => differingTotal > 0 || reason !== undefined)
    .map(({ dataset, workingPoint, flag, compared, differingTotal, differing, reason }) => {
      const [first] = differing;
      const example = first
        ? ` The first: ${first.file}, entry ${first.entry}, muon ${first.muon}${first.event === undefined ? '' : `, event ${first.event}`}.`
        : '';
      const text =
        reason ??
        `${count(differingTotal)} of ${count(compared)} muons have another decision in ${flag ?? 'the stored flag'} than the computed one.${example}`;
      return { kind: 'warning', about: `${labelOf(result, dataset)}, ${workingPoint}`, text };
    });
}

/** Holes, warnings and differing flags of a result, holes first. */
export function notesOf(result: EfficiencyStudyResult): Note[] {
  const warnings = result.warnings.map(({ message, hint, dataset, path }): Note => {
    const about = [dataset === undefined ? undefined : labelOf(result, dataset), path]
      .filter(Boolean)
      .join(', ');
    return { kind: 'warning', about, text: message, hint };
  });
  return [...holes(result), ...warnings, ...flagDifferences(result)];
}

/** Which stored flags agree with the computed decisions, in one sentence per flag; empty when none was compared. */
export function agreements(result: EfficiencyStudyResult): string[] {
  const compared = result.flagChecks.filter(
    ({ differingTotal, reason }) => differingTotal === 0 && reason === undefined,
  );
  const points = [...new Set(compared.map(({ workingPoint }) => workingPoint))];
  return points.map((point) => {
    const checks = compared.filter(({ workingPoint }) => workingPoint === point);
    const muons = checks.reduce((sum, check) => sum + check.compared, 0);
    const where = checks.map(({ dataset }) => labelOf(result, dataset)).join(', ');
    return `${point}: stored flag and computed decision agree for all ${count(muons)} muons (${where}).`;
  });
}
