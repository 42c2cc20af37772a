import { valueOf } from '../../src-shared/contracts/answer.ts';
import type { DroppedFiles } from '../../src-shared/contracts/bridge.ts';
import { bridgeOfPage } from './preload.ts';

/**
 * Where files are that were dropped or chosen; their folders may be read from now on, and `study.open` opens the study documents among them.
 * Null in a browser, which tells no paths. Rejects with a UserError for a folder that is not granted.
 */
export async function takeDropped(
  files: readonly File[],
  bridge = bridgeOfPage(),
): Promise<DroppedFiles | null> {
  if (!bridge) return null;
  return valueOf(await bridge.drop(files)) as DroppedFiles;
}
