import type { DocumentEdit } from '../../../../src-shared/study/edit.ts';
import { freeName, mapOf } from './documentValue.ts';

/** Files of a dataset as the document names them. */
export function filesOf(dataset: unknown): string[] {
  const { files } = mapOf(dataset);
  if (typeof files === 'string') return [files];
  return Array.isArray(files) ? files.filter((one) => typeof one === 'string') : [];
}

/** A name for a dataset from that of its first file: letters, digits and `_`. */
function nameFor(path: string): string {
  const file = path.split(/[\\/]/).at(-1) ?? '';
  const name = file
    .replace(/\.root.*$/i, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return name === '' ? 'dataset' : name.slice(0, 40);
}

/**
 * The edits that add files to a dataset, those that it has already left out; none where nothing is new.
 * @param datasets the document's value at `datasets`
 * @param dataset its name; null for a new one, which is data until it is said otherwise
 * @param paths relative to the document
 */
export function addFiles(
  datasets: unknown,
  dataset: string | null,
  paths: readonly string[],
): DocumentEdit[] {
  const all = mapOf(datasets);
  if (paths.length === 0) return [];
  if (dataset === null || !Object.hasOwn(all, dataset)) {
    const name = dataset ?? freeName(nameFor(paths[0]), Object.keys(all));
    const kind = /mc|sim|zmumu|powheg|pythia|madgraph/i.test(paths[0]) ? 'simulation' : 'data';
    return [{ op: 'set', path: ['datasets', name], value: { files: [...new Set(paths)], kind } }];
  }
  const files = filesOf(all[dataset]);
  const more = [...new Set(paths)].filter((path) => !files.includes(path));
  if (more.length === 0) return [];
  return [{ op: 'set', path: ['datasets', dataset, 'files'], value: [...files, ...more] }];
}

/** The edits that put a copy of a dataset behind it. */
export function duplicateDataset(datasets: unknown, dataset: string): DocumentEdit[] {
  const all = mapOf(datasets);
  const names = Object.keys(all);
  const name = freeName(`${dataset} copy`, names);
  const path = ['datasets', name];
  return [
    { op: 'set', path, value: structuredClone(all[dataset]) },
    { op: 'move', path, to: names.indexOf(dataset) + 1 },
  ];
}
