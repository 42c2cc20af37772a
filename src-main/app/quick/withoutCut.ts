import { cutQuantities } from '../../../src-shared/expression/cutQuantities.ts';
import type { QuantityBound } from '../../../src-shared/expression/cutQuantities.ts';
import type { EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';
import { parsePath } from '../../../src-shared/study/path.ts';
import { UserError } from '../../../src-shared/userError.ts';
import type { DistributionConfig } from '../../studies/registry.ts';

/** A study in which one cut does not compare a quantity any more. */
export interface WithoutCut extends Pick<DistributionConfig, 'study' | 'quantity' | 'level'> {
  /** All quantities that the cut compares. */
  quantities: string[];
  bounds: QuantityBound[];
  /** What of the cut is still applied. */
  rest: string | null;
}

interface FoundCut {
  text: string;
  level: DistributionConfig['level'];
  replace(rest: string | null): EfficiencyStudy;
}

function namedCut(study: EfficiencyStudy, part: 'events' | 'pairs', name: string): FoundCut | null {
  const found = study[part].find((one) => one.name === name);
  if (!found) return null;
  return {
    text: found.cut,
    level: part === 'events' ? 'event' : 'pair',
    replace: (rest) => ({
      ...study,
      [part]: study[part].map((one) =>
        one !== found ? one : { ...one, cut: rest ?? one.cut, enabled: rest !== null && one.enabled },
      ),
    }),
  };
}

function singleCut(study: EfficiencyStudy, part: 'muons' | 'tag' | 'probe'): FoundCut | null {
  const text = study[part];
  if (text === null) return null;
  const level = part === 'tag' ? 'tag' : study.denominator === 'muons' ? 'muon' : 'probe';
  return { text, level, replace: (rest) => ({ ...study, [part]: rest }) };
}

function findCut(study: EfficiencyStudy, path: string): FoundCut | null {
  const [part, name, ...more] = parsePath(path);
  if (more.length > 0) return null;
  if ((part === 'events' || part === 'pairs') && name !== undefined)
    return namedCut(study, part, String(name));
  if ((part === 'muons' || part === 'tag' || part === 'probe') && name === undefined)
    return singleCut(study, part);
  return null;
}

/**
 * The study with one quantity of a cut set free, everything else applied. Throws UserErrors: `missing` for a path without a cut, `expression`
 * for a cut that compares no quantity with a number, `unsupported` for one that the denominator does not use.
 * @param chosen position of the quantity among those that the cut compares
 */
export function withoutCut(study: EfficiencyStudy, path: string, chosen: number): WithoutCut {
  const found = findCut(study, path);
  if (!found) throw new UserError('missing', 'there is no such cut in the document', { where: { path } });
  const unused = study.denominator === 'muons' && (found.level === 'pair' || found.level === 'tag');
  if (unused) throw new UserError('unsupported', 'without pairs this cut is not used', { where: { path } });
  const all = cutQuantities(found.text);
  const { quantity, bounds, rest } = all[chosen] ?? all[0]!;
  return {
    study: found.replace(rest),
    quantity,
    level: found.level,
    quantities: all.map((one) => one.quantity),
    bounds,
    rest,
  };
}
