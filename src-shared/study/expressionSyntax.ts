import { parse } from '../expression/parse.ts';
import { UserError } from '../userError.ts';
import type { ErrorReport } from '../userError.ts';
import { locateProblem } from './document.ts';
import type { StudyOptions } from './document.ts';
import type { EfficiencyStudy, NamedCut } from './efficiency.ts';
import { formatPath } from './path.ts';

interface Written {
  path: PropertyKey[];
  expression: string | null | undefined;
}

function cuts(key: string, named: readonly NamedCut[]): Written[] {
  return named.map(({ name, cut }) => ({ path: [key, name, 'cut'], expression: cut }));
}

/** Every expression of a study, where the long form of the document has it. */
function written(study: EfficiencyStudy): Written[] {
  const { datasets, muons, tag, probe, workingPoints, axes, trend } = study;
  return [
    ...datasets.flatMap(({ name, weight, pileup, vocabulary = {} }) => [
      { path: ['datasets', name, 'weight'], expression: weight },
      { path: ['datasets', name, 'pileup', 'variable'], expression: pileup?.variable },
      ...Object.entries(vocabulary).map(([word, expression]) => {
        return { path: ['datasets', name, 'vocabulary', word], expression };
      }),
    ]),
    { path: ['muons'], expression: muons },
    ...cuts('events', study.events),
    ...cuts('pairs', study.pairs),
    { path: ['tag'], expression: tag },
    { path: ['probe'], expression: probe },
    ...workingPoints.map(({ name, expression }) => ({
      path: ['workingPoints', name, 'expression'],
      expression,
    })),
    ...axes.flatMap((entry, i) =>
      entry.map(({ variable }, j) => {
        const at = entry.length > 1 ? ['axes', i, j] : ['axes', i];
        return { path: [...at, 'variable'], expression: variable };
      }),
    ),
    { path: ['trend', 'variable'], expression: trend?.variable },
  ];
}

/**
 * The expressions of a study that cannot be read at all, with file, line and column; what their names mean shows only with the files.
 * @param text of the document, which describes this study
 */
export function expressionProblems(
  study: EfficiencyStudy,
  text: string,
  options: StudyOptions = {},
): ErrorReport[] {
  return written(study).flatMap(({ path, expression }) => {
    if (!expression) return [];
    try {
      parse(expression);
      return [];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const { where, ...report } = error.report();
      return [locateProblem({ ...report, where: { ...where, path: formatPath(path) } }, text, options)];
    }
  });
}
