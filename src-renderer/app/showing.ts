import type { RunListing } from '../../src-shared/contracts/runs.ts';
import type { Transport } from '../client/transport.ts';
import { drawFigures, loadOutcome } from './outcome.ts';
import type { PageState } from './state.ts';
import type { Store } from './store.ts';

const GATHERED = 120;

/** Puts the results of runs on the page. */
export interface Showing {
  /**
   * Loads the outcome of a run and draws its figures, unless another is asked for meanwhile. Rejects when it cannot be loaded.
   * @param shown what is known of an older run; null for the newest
   */
  show(run: string, shown: RunListing | null): Promise<void>;
  /** What was asked for is not wanted any more. */
  forget(): void;
}

/** Puts the first drawing at once and those that follow together, so that many figures do not make the page anew many times. */
function gathered(putSome: (drawings: Record<string, string>) => void) {
  let some: Record<string, string> = {};
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isFirst = true;
  function put(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    isFirst = false;
    const drawings = some;
    some = {};
    if (Object.keys(drawings).length > 0) putSome(drawings);
  }
  return {
    put,
    add(name: string, svg: string): void {
      some[name] = svg;
      if (isFirst) put();
      else timer ??= setTimeout(put, GATHERED);
    },
  };
}

/** Results come into `outcome` and `shown` of the page's state. */
export function createShowing(
  transport: Transport,
  { state, change }: Pick<Store<PageState>, 'state' | 'change'>,
): Showing {
  let asked = 0;
  return {
    forget: () => void asked++,
    async show(run, shown) {
      const own = ++asked;
      const loaded = await loadOutcome(transport, run);
      if (loaded === null || asked !== own) return;
      const before = state().outcome;
      const outcome = before?.run === run ? { ...loaded, drawings: before.drawings } : loaded;
      change({ outcome, shown });
      const drawings = gathered((some) => {
        const now = state().outcome ?? outcome;
        if (asked === own) change({ outcome: { ...now, drawings: { ...now.drawings, ...some } } });
      });
      await drawFigures(transport, outcome, () => asked === own, drawings.add);
      drawings.put();
    },
  };
}
