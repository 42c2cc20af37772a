import type { InspectedTree, Inspection } from '../studies/explore/index.ts';
import { describeBytes } from './bytes.ts';

function version(root: number): string {
  return `${Math.floor(root / 10000)}.${String(Math.floor(root / 100) % 100).padStart(2, '0')}/${String(root % 100).padStart(2, '0')}`;
}

function treeText(tree: InspectedTree): string[] {
  const width = Math.min(60, Math.max(0, ...tree.branches.map(({ name }) => name.length)));
  const rows = tree.branches.map((branch) => {
    const facts = [
      branch.type,
      `${describeBytes(branch.zippedBytes)} of ${describeBytes(branch.totalBytes)}`,
      branch.codecs.join('+'),
    ];
    const title = branch.title && branch.title !== branch.name ? `  ${branch.title}` : '';
    const problem = branch.notRead === null ? '' : `  NOT READABLE: ${branch.notRead}`;
    return `  ${branch.name.padEnd(width)}  ${facts.join(', ')}${title}${problem}`;
  });
  const heading = `\ntree ${tree.name} (${tree.class}): ${tree.entries} entries in ${tree.clusters} clusters, ${tree.branches.length} branches`;
  return [heading, ...(tree.title && tree.title !== tree.name ? [`  ${tree.title}`] : []), ...rows];
}

/** An inspection in words. */
export function describeInspection(inspection: Inspection): string {
  const { file, bytes, rootVersion, uuid, keys, trees, failed } = inspection;
  return [
    `${file}: ${describeBytes(bytes)}, written by ROOT ${version(rootVersion)}, UUID ${uuid}`,
    ...keys.map((key) => `  ${key.path};${key.cycle}  ${key.class}${key.title ? `  ${key.title}` : ''}`),
    ...trees.flatMap(treeText),
    ...failed.map(({ object, reason }) => `cannot be read: ${object}: ${reason}`),
    '',
  ].join('\n');
}
