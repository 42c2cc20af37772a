import { useEffect, useState } from 'react';
import { energyWords } from '../../src-shared/figure/energyText.ts';
import { useWorkspace } from '../app/workspace.ts';
import type { ExportForm } from './exportForm.ts';

/** Energy and luminosity as the study of a run gives them in a style (null: its own), as a user would write them; null before that is known. */
export function useStudyEnergy(run: string, style: ExportForm['style']): string | null {
  const { session, page, figure } = useWorkspace();
  const [words, setWords] = useState<string | null>(null);
  const name = figure?.name ?? page.outcome?.figures[0]?.name;

  useEffect(() => {
    if (name === undefined) return undefined;
    let wanted = true;
    session.call('figure.spec', { run, name, ...(style !== null && { look: { style } }) }).then(
      ({ spec }) => wanted && setWords(energyWords(spec.energy ?? '')),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [session, run, name, style]);
  return words;
}
