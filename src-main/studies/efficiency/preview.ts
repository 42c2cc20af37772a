import type { StudyCheckReport } from '../../../src-shared/contracts/check.ts';
import type { ResultHole } from '../../../src-shared/contracts/result.ts';
import type { EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';
import type { FileRecord } from '../../engine/pipeline/study.ts';
import { copyWarnings } from './copies.ts';
import type { EfficiencyFacts } from './examine.ts';
import { namesOf, reasonText } from './provenance.ts';
import { namesakeWarnings, tagWarnings } from './repeats.ts';
import { previewWarnings } from './warnings.ts';

type EfficiencyFile = FileRecord<EfficiencyFacts>;

function holesOf(study: EfficiencyStudy, dataset: string, files: EfficiencyFile[]): ResultHole[] {
  const lacking = (reason: (facts: EfficiencyFacts) => string | undefined): string | null => {
    const reasons = files.map(({ facts }) => (facts ? reason(facts) : undefined));
    return reasons.length > 0 && reasons.every((one) => one !== undefined) ? (reasons[0] ?? null) : null;
  };
  const points = study.workingPoints.flatMap((point, p): ResultHole[] => {
    const reason = lacking((facts) => facts.points[p]?.absent?.reason);
    return reason === null ? [] : [{ what: 'working point', dataset, workingPoint: point.name, reason }];
  });
  const axes = study.axes.flatMap((entry, a): ResultHole[] => {
    const reason = lacking((facts) => facts.axes[a]?.absent?.reason);
    return reason === null
      ? []
      : [{ what: 'axis', dataset, axes: entry.map((axis) => axis.variable), reason }];
  });
  return [...points, ...axes];
}

/** What a run would read and compute, from the examined files. */
export function previewOf(files: readonly EfficiencyFile[], study: EfficiencyStudy): StudyCheckReport {
  const usable = files.filter((file) => file.status === 'processed' && file.facts !== null);
  const ofDataset = (name: string): EfficiencyFile[] => usable.filter((file) => file.dataset === name);
  return {
    study: study.study,
    title: study.title,
    files: files.map((file) => ({
      dataset: file.dataset,
      path: file.path,
      problem: reasonText(file) ?? null,
      tree: file.facts?.tree ?? null,
      schema: file.facts?.schema ?? null,
      entries: file.entries,
      branches: [...new Set([...(file.facts?.columns ?? []), ...(file.facts?.profileColumns ?? [])])],
    })),
    names: Object.fromEntries(study.datasets.map(({ name }) => [name, namesOf(ofDataset(name))])),
    holes: study.datasets.flatMap(({ name }) => holesOf(study, name, ofDataset(name))),
    warnings: [
      ...tagWarnings(files, study),
      ...copyWarnings(files, study),
      ...namesakeWarnings(files, study),
      ...previewWarnings(usable.map((file) => file.facts as EfficiencyFacts)),
    ],
  };
}
