import { parseStudy } from '../../src-shared/study/document.ts';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import { createEngine } from '../../src-main/host/engine.ts';
import type { Engine } from '../../src-main/host/engine.ts';

/** One timed run of the dimuon task: seconds, and the totals of the denominator and the four working points. */
export interface Timing {
  wall: number;
  cpu: number;
  totals: number[];
}

const CUTS = ['0.25', '0.20', '0.15', '0.10'];

function document(file: string, cuts: readonly string[]): string {
  return `muscope: 1
study: efficiency
title: Dimuon task
datasets:
  events: {files: [${file}], kind: simulation}
muons: pt > 20
events:
  two muons: count(mu) == 2
pairs:
  opposite charge: tag.charge * probe.charge < 0
  Z window: mass > 80 && mass < 100
workingPoints:
${cuts.map((cut) => `  below ${cut}: tightId && pfRelIso04_all < ${cut}`).join('\n')}
axes:
  - {variable: nVertices, edges: {from: 0, to: 80, width: 1}}
`;
}

/** A warm engine for the dimuon task: its threads are up before the first clock starts. */
export function warmEngine(threads: number): Engine {
  return createEngine({ threads });
}

/** Runs the dimuon task on a file with an engine whose record of full checks decides what is verified. */
export async function dimuonTask(
  engine: Engine,
  folder: string,
  file: string,
  { verify = false, cuts = CUTS }: { verify?: boolean; cuts?: readonly string[] | undefined } = {},
): Promise<Timing> {
  const { study } = parseStudy(document(file, cuts), { name: 'dimuon' });
  const cpu = process.cpuUsage();
  const began = performance.now();
  const { result } = await engine.run<EfficiencyStudyResult>({
    study: 'efficiency',
    config: { study, documentHash: '', changes: [] },
    folder,
    verify,
  });
  const wall = (performance.now() - began) / 1000;
  const used = process.cpuUsage(cpu);
  const points = result.efficiencies.map((entry) => entry.overall.passed);
  if (points.length === 0) throw new Error(JSON.stringify(result.datasets));
  return {
    wall,
    cpu: (used.user + used.system) / 1e6,
    totals: [result.efficiencies[0].overall.total, ...points],
  };
}
