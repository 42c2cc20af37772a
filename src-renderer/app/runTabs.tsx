import { DocumentPanel } from '../document/DocumentPanel.tsx';
import type { DocumentStore } from '../document/documentStore.ts';
import { viewOf } from '../studies/registry.ts';
import type { Tab } from '../widgets/Tabs.tsx';
import { FilesPanel } from './FilesPanel.tsx';
import { runResult } from './runResult.ts';
import type { Outcome } from './state.ts';

/** The tab of the files, whatever the study. */
export const FILES_TAB = 'files';

/** The tab of the study document. */
export const DOCUMENT_TAB = 'document';

const WAITING: Tab = {
  id: 'waiting',
  title: 'Results',
  content: <p className="document-empty quiet">The tables stand here when the run has ended.</p>,
};

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
export function tabsOf(outcome: Outcome | null, store: DocumentStore, complaints: number): Tab[] {
  const content = <DocumentPanel store={store} />;
  const document = { id: DOCUMENT_TAB, title: 'Document', badge: complaints, content };
  return [...(outcome ? resultTabs(outcome) : [WAITING]), document];
}
