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
import type { AppPorts } from './ports.ts';
import { binomialEfficiency } from '../engine/statistics/efficiencyInterval.ts';

/**
 * What looks into ROOT files below the granted folders, by their absolute paths. Of each kind of question only the newest is answered: an older one that is
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
export function exploreHandlers({
  explore: ports,
  draw,
  fileOf,
}: Pick<AppPorts, 'explore' | 'draw' | 'fileOf'>): Handlers {
  const drawn = <T extends { spec: FigureSpec }>(answer: T) => ({
    ...answer,
    svg: draw(answer.spec, 'named'),
  });
  return {
    'files.inspect': async ({ path, document }) => ({
      ...(await ports.inspect(fileOf(path, document))),
      path,
    }),
    'files.histogram': async ({ document, ...question }) =>
      drawn(await ports.histogram({ ...question, path: fileOf(question.path, document) })),
    'files.object': async ({ path, object, document }) =>
      drawn(await ports.object(fileOf(path, document), object)),
    'files.stop': async () => {
      ports.stop();
      return {};
    },
    'files.read': async ({ path, offset, length, document }) => {
      const { size, bytes } = ports.read(fileOf(path, document), offset, length);
      return { size, bytes: ports.base64(bytes) };
    },
    'statistics.interval': async (question) => intervals(question),
  };
}
