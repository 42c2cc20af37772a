import { parentPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { serveThread } from '../../src-main/runtime/thread.ts';
import { countingDoors, countingStudy } from '../engine/pipeline/countingStudy.ts';

serveThread(parentPort as MessagePort, countingDoors, async () => countingStudy);
