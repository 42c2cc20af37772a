import { useEffect, useState } from 'react';
import { useWorkspace } from '../app/workspace.ts';
import type { StudyLook } from './exportForm.ts';

const UNKNOWN: StudyLook = { style: 'plain', status: null, hasData: true };

function hasData(result: Readonly<Record<string, unknown>> | undefined): boolean {
  const datasets = (result?.['datasets'] ?? {}) as Record<string, { kind?: string }>;
  return Object.values(datasets).some(({ kind }) => kind === 'data');
}

/** How the study of the shown run has its figures drawn; plain before that is known. */
export function useStudyLook(): StudyLook {
  const { session, page, figure } = useWorkspace();
  const { outcome } = page;
  const [look, setLook] = useState<StudyLook>(UNKNOWN);
  const run = outcome?.run;
  const name = figure?.name;
  const data = hasData(outcome?.result);

  useEffect(() => {
    if (run === undefined || name === undefined) return undefined;
    let wanted = true;
    session.call('figure.spec', { run, name }).then(
      ({ spec: { style, status, size, experiment } }) => {
        if (wanted) setLook({ style, status, size, hasData: data, ...(experiment && { experiment }) });
      },
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [session, run, name, data]);
  return look;
}
