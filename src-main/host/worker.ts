import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';

enableCompileCache();
const [{ serveThread }, { createDoors }, { loadStudy }] = await Promise.all([
  import('../runtime/thread.ts'),
  import('./doors.ts'),
  import('../studies/registry.ts'),
]);
serveThread(parentPort as MessagePort, createDoors(workerData as readonly string[] | null), loadStudy);
