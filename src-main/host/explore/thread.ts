import { enableCompileCache } from 'node:module';
import { parentPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { FileDoors } from '../../engine/pipeline/execute.ts';
import type { FromExploreThread, ToExploreThread } from './exploring.ts';

enableCompileCache(`${import.meta.dirname}/../../../node_modules/.cache/muscope`);
const [{ createDoors }, { failureOf }, { answerQuestion }] = await Promise.all([
  import('../doors.ts'),
  import('../protocol.ts'),
  import('./question.ts'),
]);
const port = parentPort as MessagePort;
let opened: { folders: string; doors: FileDoors } | null = null;

function doorsFor(granted: ToExploreThread['granted']): FileDoors {
  const folders = JSON.stringify(granted);
  if (opened?.folders !== folders) opened = { folders, doors: createDoors(granted) };
  return opened.doors;
}

async function answer({ id, question, granted, stop }: ToExploreThread): Promise<FromExploreThread> {
  const flag = new Int32Array(stop);
  try {
    return {
      id,
      value: await answerQuestion(doorsFor(granted), question, () => Atomics.load(flag, 0) !== 0),
    };
  } catch (error) {
    return { id, failure: failureOf(error) };
  }
}

port.on('message', (asked: ToExploreThread) => {
  void answer(asked).then((answered) => port.postMessage(answered));
});
