import { viewOf } from '../studies/registry.ts';
import type { Tab } from '../widgets/Tabs.tsx';
import { DocumentPanel } from './DocumentPanel.tsx';
import { FilesPanel } from './FilesPanel.tsx';
import { runResult } from './runResult.ts';
import type { Outcome, PageState } from './state.ts';

/** The tab of the files, whatever the study. */
export const FILES_TAB = 'files';

function documentTab({ document, check }: Pick<PageState, 'document' | 'check'>): Tab[] {
  if (!document) return [];
  const content = <DocumentPanel text={document.text} warnings={check.warnings} />;
  return [{ id: 'document', title: 'Document', badge: check.warnings.length, content }];
}

function resultTabs({ result, files }: Outcome): Tab[] {
  const panels = (viewOf(result['study'])?.panels ?? []).filter(({ has }) => has?.(result as never) ?? true);
  const tabs = (afterFiles: boolean) =>
    panels
      .filter((panel) => (panel.afterFiles ?? false) === afterFiles)
      .map(({ id, title, badge, Panel }): Tab => {
        const content = <Panel result={result as never} />;
        return { id, title, badge: badge?.(result as never), content };
      });
  const failed = files.filter(({ status }) => status === 'failed').length;
  const content = <FilesPanel files={files} result={runResult(result)} />;
  return [...tabs(false), { id: FILES_TAB, title: 'Files', badge: failed, content }, ...tabs(true)];
}

/** The tables of a run, those of its study and of its files, and the document that is run. */
export function tabsOf(
  outcome: Outcome | null,
  document: PageState['document'],
  check: PageState['check'],
): Tab[] {
  return [...(outcome ? resultTabs(outcome) : []), ...documentTab({ document, check })];
}
