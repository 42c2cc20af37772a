import { openRootFile } from '../engine/root/rootFile.ts';
import type { RootFile } from '../engine/root/rootFile.ts';
import { createCodecs } from '../native/codecs.ts';
import { openFileSource } from '../native/fileSource.ts';

/** Opens a ROOT file for one command and closes it afterwards. */
export function withRootFile<T>(path: string, use: (file: RootFile) => T): T {
  const source = openFileSource(path);
  try {
    return use(openRootFile(source, createCodecs()));
  } finally {
    source.close();
  }
}
