import { parentPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { createDoors } from '../../../src-main/host/doors.ts';
import { serveThread } from '../../../src-main/runtime/thread.ts';
import { loadStudy } from '../../../src-main/studies/registry.ts';

serveThread(parentPort as MessagePort, createDoors(null), loadStudy);
