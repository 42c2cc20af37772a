import { openRootFile } from '../../../src-main/engine/root/rootFile.ts';
import type { RootFile } from '../../../src-main/engine/root/rootFile.ts';
import { createCodecs } from '../../../src-main/native/codecs.ts';
import { openFileSource } from '../../../src-main/native/fileSource.ts';
import { fixture } from '../../shared.ts';

/** Opens a file of test/fixtures/root. */
export function openFixture(name: string): RootFile {
  return openRootFile(openFileSource(fixture(`root/${name}`)), createCodecs());
}
