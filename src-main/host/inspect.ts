import type { InspectedTree } from '../../src-shared/contracts/channels.ts';
import type { FileDoors } from '../engine/pipeline/execute.ts';
import { latestKeys, listKeys } from '../engine/root/directory.ts';
import { readTree, TREE_CLASSES } from '../engine/root/readTree.ts';
import { openRootFile } from '../engine/root/rootFile.ts';

/** All trees of a file with their columns. Throws a UserError when the file does not open. */
export function inspectTrees(
  doors: Pick<FileDoors, 'openSource' | 'codecs'>,
  location: string,
): InspectedTree[] {
  const source = doors.openSource(location);
  try {
    const file = openRootFile(source, doors.codecs);
    const keys = latestKeys(listKeys(file)).filter(({ className }) => TREE_CLASSES.has(className));
    return keys.map((key) => {
      const { path, title, class: name, entries, columns } = readTree(file, key.path);
      const shown = columns.map(({ name, type, title, notRead, totalBytes, zippedBytes }) => {
        return { name, type, title, notRead, totalBytes, zippedBytes };
      });
      return { path, class: name, title, entries, columns: shown };
    });
  } finally {
    source.close();
  }
}
