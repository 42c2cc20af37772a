import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { ThreadData } from './threadData.ts';

enableCompileCache(`${import.meta.dirname}/../../node_modules/.cache/muscope`);
const [{ serveThread }, { learnGranted, threadDoors }, { loadStudy }] = await Promise.all([
  import('../runtime/thread.ts'),
  import('./threadData.ts'),
  import('../studies/registry.ts'),
]);
const data = workerData as ThreadData;
serveThread(parentPort as MessagePort, threadDoors(data), loadStudy, (folders) =>
  learnGranted(data, folders as string[]),
);
