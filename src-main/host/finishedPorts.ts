import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import type { FinishedRun, FinishedRuns } from '../app/finishedRuns.ts';
import { provenanceOf } from '../export/provenance.ts';
import { recogniseFile } from '../export/recognise.ts';
import type { Comparing } from './comparing.ts';
import { exportInto } from './exportFolder.ts';
import type { ExportedRun } from './exportRun.ts';
import { exportFigure } from './figures.ts';
import type { EfficiencyRunConfig } from './finishedRun.ts';
import type { KeptRuns } from './finishedRuns.ts';

function exportedRun({ config, result, derived }: FinishedRun): ExportedRun {
  const { study } = config as EfficiencyRunConfig;
  return { study, result: result as EfficiencyStudyResult, derived };
}

/**
 * What the app needs around finished runs.
 * @param writable folders below which exports are written
 */
export function createFinishedPorts(
  kept: KeptRuns,
  comparing: Comparing,
  writable: readonly string[],
): FinishedRuns {
  const { list, open, openBundle, discard } = kept;
  return {
    list,
    open,
    discard,
    openBundle,
    recount: (run, change) => kept.bundles.recount(run, exportedRun(run), change),
    compare: comparing.compare,
    exportFigure(run, figure, format, look) {
      const { study, result, derived } = exportedRun(run);
      return exportFigure(figure, format, { provenance: provenanceOf(result, derived, look), study });
    },
    exportRun: (run, wish, into, watch) => exportInto(exportedRun(run), wish, into, writable, watch),
    recognise(name, bytes) {
      const { bundle, ...file } = recogniseFile(name, bytes);
      return { ...file, run: bundle && kept.bundles.adopt(name, bundle) };
    },
  };
}
