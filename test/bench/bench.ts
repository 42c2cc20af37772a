import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sharedData } from '../shared.ts';
import { compareWithPeers } from './compare.ts';
import { rememberedTimes } from './remembered.ts';
import { splitOfSample } from './split.ts';
import { startupTimes } from './startup.ts';
import { thresholdRates } from './threshold.ts';
import { draggingTimes } from './thresholdSession.ts';
import { windowTimes } from './window.ts';

/* npm run bench. With MUSCOPE_PEERS_PYTHON naming a Python that has ROOT and uproot it compares with them (MUSCOPE_BENCH_DATA
   keeps the events between calls); without, it shows where the time goes on the bundled sample. */

const here = path.dirname(fileURLToPath(import.meta.url));
const python = process.env['MUSCOPE_PEERS_PYTHON'];
const shared = sharedData();
const nanoaod = shared && path.join(shared, 'real/NanoAOD_UL17_v9like_DYJetsToLL_skim100.root');

if (nanoaod && existsSync(nanoaod)) startupTimes(nanoaod);
else console.log('no NanoAOD file beside the checkout: start-up is not measured');
await splitOfSample(path.resolve(here, '../../assets/sample'));
thresholdRates();
await draggingTimes(path.resolve(here, '../../assets/sample'));
await windowTimes();
const data = process.env['MUSCOPE_BENCH_DATA'];
if (data && existsSync(path.join(data, 'lzma.root'))) await rememberedTimes(data);
if (python) await compareWithPeers(python);
else console.log('MUSCOPE_PEERS_PYTHON names no Python with ROOT and uproot: peers are not measured');
