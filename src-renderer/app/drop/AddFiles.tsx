import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { readValues } from '../../../src-shared/study/edit.ts';
import { viewOf } from '../../studies/registry.ts';
import { Modal } from '../../widgets/Modal.tsx';
import { ProblemNotice } from '../../widgets/ProblemNotice.tsx';
import type { ReportedProblem } from '../../widgets/ProblemNotice.tsx';
import { problemOf } from '../problem.ts';
import { useWorkspace } from '../workspace.ts';
import { offeredFiles } from './offer.ts';

const SHOWN = 6;

/** Asks which dataset gets files that were dropped or chosen, or makes a new one of them. */
export function AddFiles({ close }: { close: () => void }): ReactNode {
  const { session, study, showPanel } = useWorkspace();
  const [paths] = useState(offeredFiles);
  const [problem, setProblem] = useState<ReportedProblem | null>(null);
  const { value } = useMemo(() => readValues(study.text), [study.text]);
  const document = (value ?? {}) as { study?: unknown; datasets?: Record<string, { label?: unknown }> };
  const datasets = Object.entries(document.datasets ?? {});
  const add = async (dataset: string | null) => {
    const edits = (await viewOf(document.study)?.addFiles?.(document.datasets, dataset, paths)) ?? [];
    await session.document.apply(edits, `${paths.length} file${paths.length === 1 ? '' : 's'} added`);
    close();
    showPanel('form');
  };
  const choose = (dataset: string | null) =>
    void add(dataset).catch((error: unknown) => setProblem(problemOf(error)));
  return (
    <Modal title={`Add ${paths.length} file${paths.length === 1 ? '' : 's'} to`} close={close}>
      <div className="ask">
        <ul className="offered">
          {paths.slice(0, SHOWN).map((path) => (
            <li key={path}>
              <code>{path}</code>
            </li>
          ))}
          {paths.length > SHOWN && <li className="quiet">and {paths.length - SHOWN} more</li>}
        </ul>
        <div className="recent">
          <ul>
            {datasets.map(([name, { label }]) => (
              <li key={name}>
                <button type="button" onClick={() => choose(name)}>
                  <span>{typeof label === 'string' ? label : name}</span>
                  <small>{name}</small>
                </button>
              </li>
            ))}
            <li>
              <button type="button" onClick={() => choose(null)}>
                <span>A new dataset</span>
                <small>named after the first file</small>
              </button>
            </li>
          </ul>
        </div>
        {problem && (
          <div role="alert">
            <ProblemNotice problem={problem} />
          </div>
        )}
      </div>
    </Modal>
  );
}
