import { viewOf } from '../studies/registry.ts';
import { ProblemNotice } from '../widgets/ProblemNotice.tsx';
import type { Tab } from '../widgets/Tabs.tsx';
import { FilesPanel } from './FilesPanel.tsx';
import type { Problem, RunFile } from './state.ts';

/** The tables of a run: those of its study, its files, and what its document is warned of; none without a result. */
export function tabsOf(
  result: Record<string, unknown> | undefined,
  files: readonly RunFile[],
  warnings: readonly Problem[],
): Tab[] {
  if (!result) return [];
  const datasets = (result['datasets'] ?? {}) as Record<string, { label?: string }>;
  const labelOf = (dataset: string) => datasets[dataset]?.label ?? dataset;
  const failed = files.filter(({ status }) => status === 'failed').length;
  const panels = (viewOf(result['study'])?.panels ?? []).map(({ id, title, badge, Panel }): Tab => {
    return { id, title, badge: badge?.(result as never), content: <Panel result={result as never} /> };
  });
  const tabs = [
    ...panels.slice(0, 2),
    { id: 'files', title: 'Files', badge: failed, content: <FilesPanel files={files} labelOf={labelOf} /> },
    ...panels.slice(2),
  ];
  if (warnings.length === 0) return tabs;
  const content = (
    <div className="document-warnings">
      {warnings.map((warning, index) => (
        <ProblemNotice key={index} problem={warning} />
      ))}
    </div>
  );
  return [...tabs, { id: 'document', title: 'Document', badge: warnings.length, content }];
}
