import type { FileRecord } from '../engine/pipeline/study.ts';
import { createEngine } from '../host/engine.ts';
import { runStudy } from '../runtime/run.ts';
import { loadStudy } from '../studies/registry.ts';
import { describeCheck } from './checkReport.ts';
import type { StudyCheckReport } from '../../src-shared/contracts/check.ts';
import { loadDocument } from './document.ts';
import { parseOptions } from './options.ts';
import { printJson } from './output.ts';

/** `muscope check STUDY.yaml`: validates a study, opens its files, lists what would be read and warns of known slips. */
export async function check(args: string[]): Promise<number> {
  const { values, positionals } = parseOptions(
    args,
    { set: { type: 'string', multiple: true, default: [] }, json: { type: 'boolean', default: false } },
    { least: 1, most: 1, what: 'one study document' },
  );
  const loaded = loadDocument(positionals[0], values.set);
  const study = await loadStudy(loaded.study);
  const engine = createEngine();
  try {
    const examined = {
      ...study,
      steps: [],
      finalise: (outcome: { files: readonly FileRecord[] }) => study.preview?.(outcome.files, loaded.config),
    };
    const { result } = await runStudy<StudyCheckReport>(
      { study: examined, config: loaded.config, folder: loaded.folder },
      engine,
    );
    const report = {
      ...result,
      warnings: [
        ...loaded.warnings.map(({ message }) => ({ rule: 'document', message })),
        ...result.warnings,
      ],
    };
    if (values.json) printJson(report);
    else process.stdout.write(`${describeCheck(report)}\n`);
    return 0;
  } finally {
    await engine.close();
  }
}
