import { useEffect, useState } from 'react';
import type { FigureSpec } from '../../../src-shared/figure/spec.ts';
import { problemOf } from '../../app/problem.ts';
import type { Problem } from '../../app/state.ts';
import type { Transport } from '../../client/transport.ts';
import type { OverlaidFigure } from './model.ts';

/** A run whose figures can be laid over those that are shown. */
export interface OverlayRun {
  run: string;
  title: string;
}

/** A figure as data, or why it is not to be had; null while it is asked for. */
export type Asked = { spec: FigureSpec } | { problem: Problem } | null;

/** The figure of this name of a run; null while it is asked for. */
export function useFigureSpec(call: Transport['call'], run: string, name: string): Asked {
  const [found, find] = useState<{ key: string; asked: Asked }>({ key: '', asked: null });
  const key = `${run}\n${name}`;
  useEffect(() => {
    let wanted = true;
    const take = (asked: Asked) => wanted && find({ key: `${run}\n${name}`, asked });
    call('figure.spec', { run, name }).then(take, (error: unknown) => take({ problem: problemOf(error) }));
    return () => {
      wanted = false;
    };
  }, [call, run, name]);
  return found.key === key ? found.asked : null;
}

/** The same figure of the runs that are chosen, in their order; runs without it are told. */
export function useOverlays(
  call: Transport['call'],
  name: string,
  chosen: readonly OverlayRun[],
): { overlays: OverlaidFigure[]; missing: string[] } {
  const [found, find] = useState<{ overlays: OverlaidFigure[]; missing: string[] }>({
    overlays: [],
    missing: [],
  });
  useEffect(() => {
    let wanted = true;
    const asked = chosen.map(({ run, title }) =>
      call('figure.spec', { run, name }).then(
        ({ spec }) => ({ run, title, spec }),
        () => title,
      ),
    );
    void Promise.all(asked).then((answers) => {
      if (!wanted) return;
      find({
        overlays: answers.filter((one) => typeof one !== 'string'),
        missing: answers.filter((one) => typeof one === 'string'),
      });
    });
    return () => {
      wanted = false;
    };
  }, [call, name, chosen]);
  return found;
}
