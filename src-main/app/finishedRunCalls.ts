import type { Channel, ChannelInput, ChannelOutput } from '../../src-shared/contracts/channels.ts';
import { createLongCalls } from './longCalls.ts';
import type { AppPorts } from './ports.ts';
import type { RunUseCases } from './runs.ts';

type Handled = Extract<
  Channel,
  | 'runs.list'
  | 'runs.compare'
  | 'run.discard'
  | 'bundle.open'
  | 'run.recount'
  | 'export.figure'
  | 'export.run'
  | 'export.recognise'
  | 'call.progress'
  | 'call.cancel'
>;

type Handlers = { [C in Handled]: (input: ChannelInput<C>) => Promise<ChannelOutput<C>> };

const LISTED = 200;

function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** What is done with runs that ended: listing, comparing and exporting them, and opening what was exported. */
export function finishedRunHandlers({ finished: kept, located }: AppPorts, runs: RunUseCases): Handlers {
  const calls = createLongCalls();
  return {
    'runs.list': async ({ document, most = LISTED }) => kept.list(document, most),
    'run.discard': async ({ run }) => {
      kept.discard(run);
      return {};
    },
    'run.recount': async ({ run, ...change }) => kept.recount(await runs.finished(run), change),
    'bundle.open': async ({ path, document, ...change }) => kept.openBundle(located(path, document), change),
    'runs.compare': ({ a, b, muons, call }) =>
      calls.follow(call, async (watch) => {
        const [one, other] = await Promise.all([runs.finished(a), runs.finished(b)]);
        return kept.compare(one, other, muons, watch);
      }),
    'export.figure': async ({ run, name, format, look }) => {
      const [finished, figure] = await Promise.all([runs.finished(run), runs.figure(run, name, look)]);
      const bytes = await kept.exportFigure(finished, figure, format, look);
      return { name: `${figure.name}.${format}`, bytes: base64Of(bytes) };
    },
    'export.run': ({ run, folder, document, call, ...wish }) =>
      calls.follow(call, async (watch) =>
        kept.exportRun(await runs.finished(run), wish, located(folder, document), watch),
      ),
    'export.recognise': async ({ name, bytes }) => kept.recognise(name, Buffer.from(bytes, 'base64')),
    'call.progress': async ({ call }) => ({ progress: calls.progress(call) }),
    'call.cancel': async ({ call }) => {
      calls.cancel(call);
      return {};
    },
  };
}
