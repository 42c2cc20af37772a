import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { ExportWish } from '../../src-shared/contracts/exporting.ts';
import { problemOf } from '../app/problem.ts';
import type { Problem } from '../app/state.ts';
import { useWorkspace } from '../app/workspace.ts';
import { FigureView } from '../figure/FigureView.tsx';
import { ProblemNotice } from '../widgets/ProblemNotice.tsx';

const AFTER = 150;

/** The figure as it will be exported, drawn anew a moment after the look was changed. */
export function Preview({
  run,
  name,
  look,
}: {
  run: string;
  name: string;
  look: ExportWish['look'];
}): ReactNode {
  const { session } = useWorkspace();
  const [svg, setSvg] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const first = useRef(true);
  const text = useMemo(() => JSON.stringify(look), [look]);

  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(
      () => {
        session.call('figure.svg', { run, name, look: JSON.parse(text) as ExportWish['look'] }).then(
          (answer) => {
            if (!wanted) return;
            setSvg(answer.svg);
            setProblem(null);
          },
          (error: unknown) => wanted && setProblem(problemOf(error)),
        );
      },
      first.current ? 0 : AFTER,
    );
    first.current = false;
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [session, run, name, text]);

  return (
    <section className="export-preview" aria-label="Preview">
      {problem && <ProblemNotice problem={problem} />}
      {svg !== null && !problem && <FigureView svg={svg} bin={null} point={() => undefined} />}
    </section>
  );
}
