import { viewOf } from '../studies/registry.ts';
import type { Tab } from '../widgets/Tabs.tsx';
import { DocumentPanel } from './DocumentPanel.tsx';
import { FilesPanel } from './FilesPanel.tsx';
import type { Outcome, PageState } from './state.ts';

function documentTab({ document, check }: Pick<PageState, 'document' | 'check'>): Tab[] {
  if (!document) return [];
  const content = <DocumentPanel text={document.text} warnings={check.warnings} />;
  return [{ id: 'document', title: 'Document', badge: check.warnings.length, content }];
}

function resultTabs({ result, files }: Outcome): Tab[] {
  const datasets = (result['datasets'] ?? {}) as Record<string, { label?: string }>;
  const labelOf = (dataset: string) => datasets[dataset]?.label ?? dataset;
  const failed = files.filter(({ status }) => status === 'failed').length;
  const panels = (viewOf(result['study'])?.panels ?? []).map(({ id, title, badge, Panel }): Tab => {
    const content = <Panel result={result as never} />;
    return { id, title, badge: badge?.(result as never), content };
  });
  const panel = <FilesPanel files={files} labelOf={labelOf} />;
  const filesTab = { id: 'files', title: 'Files', badge: failed, content: panel };
  return [...panels.slice(0, 2), filesTab, ...panels.slice(2)];
}

/** The tables of a run, those of its study and of its files, and the document that is run. */
export function tabsOf(
  outcome: Outcome | null,
  document: PageState['document'],
  check: PageState['check'],
): Tab[] {
  return [...(outcome ? resultTabs(outcome) : []), ...documentTab({ document, check })];
}
