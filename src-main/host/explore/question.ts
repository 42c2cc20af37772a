import type {
  FileHistogram,
  FileHistogramQuestion,
  InspectedFile,
  StoredObject,
} from '../../../src-shared/contracts/explore.ts';
import type { FileDoors } from '../../engine/pipeline/execute.ts';
import { readHistogram } from '../../engine/root/histogram.ts';
import { openRootFile } from '../../engine/root/rootFile.ts';
import type { RootFile } from '../../engine/root/rootFile.ts';
import { loadHistogram, loadHistogramFigure, loadInspect, loadStoredFigure } from '../../studies/registry.ts';

/** What can be asked of a ROOT file; paths are absolute. */
export type ExploreQuestion =
  | { kind: 'inspect'; path: string }
  | { kind: 'histogram'; path: string; question: FileHistogramQuestion }
  | { kind: 'object'; path: string; object: string };

/** What is answered to a kind of question. */
export interface ExploreAnswers {
  inspect: Omit<InspectedFile, 'path'>;
  histogram: Omit<FileHistogram, 'svg'>;
  object: Omit<StoredObject, 'svg'>;
}

type Doors = Pick<FileDoors, 'openSource' | 'codecs'>;

async function within<T>(
  { openSource, codecs }: Doors,
  path: string,
  use: (file: RootFile) => T,
): Promise<T> {
  const source = openSource(path);
  try {
    return use(openRootFile(source, codecs));
  } finally {
    source.close();
  }
}

async function inspected(doors: Doors, path: string): Promise<ExploreAnswers['inspect']> {
  const [inspect, { isDrawn }] = await Promise.all([loadInspect(), loadStoredFigure()]);
  const { bytes, rootVersion, uuid, failed, keys, trees } = await within(doors, path, inspect);
  return {
    ...{ bytes, rootVersion, uuid, failed },
    keys: keys.map((key) => ({ ...key, drawn: isDrawn(key.class) })),
    trees: trees.map(({ name, branches, ...tree }) => ({ ...tree, path: name, columns: branches })),
  };
}

/** `path` of the question is as the user gave it: figures are titled with it, as those of the command line. */
async function filled(
  doors: Doors,
  location: string,
  { path, tree, ...request }: FileHistogramQuestion,
  stopped: () => boolean,
): Promise<ExploreAnswers['histogram']> {
  const [{ histogramOf, openHistogramTree }, figureOf] = await Promise.all([
    loadHistogram(),
    loadHistogramFigure(),
  ]);
  const { expression, y = '', where = '', weight = '' } = request;
  const { histogram, warnings } = await within(doors, location, (file) =>
    histogramOf(openHistogramTree(file, tree, [expression, y, where, weight]), request, stopped),
  );
  const name = path.replace(/^.*[\\/]/, '');
  return {
    histogram,
    warnings: warnings.map(({ message }) => ({ message })),
    spec: figureOf(histogram, name),
  };
}

async function stored(doors: Doors, path: string, object: string): Promise<ExploreAnswers['object']> {
  const { storedFigure } = await loadStoredFigure();
  return within(doors, path, (file) => {
    const histogram = readHistogram(file, object);
    return {
      class: histogram.class,
      entries: histogram.entries,
      spec: storedFigure(histogram, object),
    };
  });
}

/**
 * Answers one question. Throws the UserErrors of what reads the file.
 * @param stopped asked now and then while a histogram is filled
 */
export function answerQuestion(
  doors: Doors,
  asked: ExploreQuestion,
  stopped: () => boolean,
): Promise<ExploreAnswers[keyof ExploreAnswers]> {
  if (asked.kind === 'inspect') return inspected(doors, asked.path);
  if (asked.kind === 'object') return stored(doors, asked.path, asked.object);
  return filled(doors, asked.path, asked.question, stopped);
}
