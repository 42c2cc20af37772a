import type { Transport } from '../client/transport.ts';
import type { Outcome } from './state.ts';

const DRAWN_AT_ONCE = 3;

/** What an ended run gave, its figures not drawn yet; null when it has no result. */
export async function loadOutcome(transport: Transport, run: string): Promise<Outcome | null> {
  const [{ state, result, files }, { figures }] = await Promise.all([
    transport.call('run.result', { run }),
    transport.call('figures.list', { run }),
  ]);
  return result === null ? null : { run, state, result, files, figures, drawings: {} };
}

/** Gets the drawings of all figures in their order, a few at a time, as long as they are wanted. */
export async function drawFigures(
  transport: Transport,
  { run, figures }: Outcome,
  wanted: () => boolean,
  draw: (name: string, svg: string) => void,
): Promise<void> {
  const left = [...figures];
  async function next(): Promise<void> {
    for (let figure = left.shift(); figure && wanted(); figure = left.shift()) {
      const { svg } = await transport.call('figure.svg', { run, name: figure.name });
      if (wanted()) draw(figure.name, svg);
    }
  }
  await Promise.all(Array.from({ length: DRAWN_AT_ONCE }, next));
}
