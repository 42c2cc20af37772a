import type { Channel, ChannelInput, ChannelOutput } from '../../src-shared/contracts/channels.ts';
import type {
  exploreChannels,
  FileHistogram,
  FileHistogramQuestion,
  InspectedFile,
  StoredObject,
} from '../../src-shared/contracts/explore.ts';
import type { FigureSpec } from '../../src-shared/figure/spec.ts';
import { UserError } from '../../src-shared/userError.ts';
import { binomialEfficiency } from '../engine/statistics/efficiencyInterval.ts';

/**
 * What looks into ROOT files below the granted folders. Of each kind of question only the newest is answered: an older one that is
 * still under way is rejected with a UserError `cancelled`.
 */
export interface ExplorePorts {
  /** Keys, trees and columns. Throws a UserError when the file does not open. */
  inspect(path: string): Promise<Omit<InspectedFile, 'path'>>;
  /** Fills a histogram. Throws as {@link histogramOf}. */
  histogram(question: FileHistogramQuestion): Promise<Omit<FileHistogram, 'svg'>>;
  /** A stored histogram. Throws UserErrors: `no-object`, `damaged`, `unsupported`, `too-large`. */
  object(path: string, object: string): Promise<Omit<StoredObject, 'svg'>>;
  /** Stops the histogram that is being filled; nothing happens without one. */
  stop(): void;
  /** A piece of a file. Throws a UserError when it does not open. */
  read(path: string, offset: number, length: number): { size: number; bytes: Uint8Array };
  base64(bytes: Uint8Array): string;
}

type Handlers = {
  [C in Channel & keyof typeof exploreChannels]: (input: ChannelInput<C>) => Promise<ChannelOutput<C>>;
};

function intervals({
  counts,
  kind,
  level,
}: ChannelInput<'statistics.interval'>): ChannelOutput<'statistics.interval'> {
  const wrong = counts.find(({ passed, total }) => passed > total);
  if (wrong) throw new UserError('usage', `${wrong.passed} of ${wrong.total} cannot have passed`);
  return { estimates: counts.map(({ passed, total }) => binomialEfficiency(kind, passed, total, level)) };
}

/** Answers the requests of {@link exploreChannels}; figures come with their drawing. */
export function exploreHandlers(
  ports: ExplorePorts,
  draw: (figure: FigureSpec, fonts: 'named') => string,
): Handlers {
  const drawn = <T extends { spec: FigureSpec }>(answer: T) => ({
    ...answer,
    svg: draw(answer.spec, 'named'),
  });
  return {
    'files.inspect': async ({ path }) => ({ ...(await ports.inspect(path)), path }),
    'files.histogram': async (question) => drawn(await ports.histogram(question)),
    'files.object': async ({ path, object }) => drawn(await ports.object(path, object)),
    'files.stop': async () => {
      ports.stop();
      return {};
    },
    'files.read': async ({ path, offset, length }) => {
      const { size, bytes } = ports.read(path, offset, length);
      return { size, bytes: ports.base64(bytes) };
    },
    'statistics.interval': async (question) => intervals(question),
  };
}
