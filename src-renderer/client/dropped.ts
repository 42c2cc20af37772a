import type { DroppedFiles } from '../../src-shared/contracts/bridge.ts';
import { bridgeOfPage } from './preload.ts';
import { answeredError } from './transport.ts';

/**
 * Where files are that were dropped or chosen; their folders may be read from now on, and `study.open` opens the study documents among them.
 * Null in a browser, which tells no paths. Rejects with a UserError for a folder that is not granted.
 */
export async function takeDropped(
  files: readonly File[],
  bridge = bridgeOfPage(),
): Promise<DroppedFiles | null> {
  if (!bridge) return null;
  const answer = await bridge.drop(files);
  if (!('value' in answer)) throw answeredError(answer);
  return answer.value as DroppedFiles;
}
