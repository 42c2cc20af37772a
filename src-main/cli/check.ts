import type { FileRecord } from '../engine/pipeline/study.ts';
import { createEngine } from '../host/engine.ts';
import { storeHome } from '../runtime/store/home.ts';
import { loadStudy } from '../studies/registry.ts';
import { UserError } from '../../src-shared/userError.ts';
import type { ErrorReport } from '../../src-shared/userError.ts';
import { describeCheck } from './checkReport.ts';
import type { StudyCheckReport } from '../../src-shared/contracts/check.ts';
import { documentProblems, loadDocument } from './document.ts';
import { parseOptions } from './options.ts';
import { describeError, printJson, say } from './output.ts';

function refuse(problems: readonly ErrorReport[], json: boolean): number {
  if (json) printJson({ error: problems[0], problems });
  for (const problem of problems) say(`muscope: ${describeError(UserError.from(problem))}`);
  return 2;
}

/** `muscope check STUDY.yaml`: validates a study, opens its files, lists what would be read and warns of known slips. */
export async function check(args: string[]): Promise<number> {
  const { values, positionals } = parseOptions(
    args,
    { set: { type: 'string', multiple: true, default: [] }, json: { type: 'boolean', default: false } },
    { least: 1, most: 1, what: 'one study document' },
  );
  const problems = documentProblems(positionals[0], values.set);
  if (problems.length > 0) return refuse(problems, values.json);
  const loaded = loadDocument(positionals[0], values.set);
  const study = await loadStudy(loaded.study);
  const engine = createEngine({ home: storeHome() });
  try {
    const { probes, variations, withVariations, ...examination } = study;
    void [probes, variations, withVariations];
    const examined = {
      ...examination,
      steps: [],
      finalise: (outcome: { files: readonly FileRecord[] }) => study.preview?.(outcome.files, loaded.config),
    };
    const { result } = await engine.run<StudyCheckReport>({
      study: examined,
      config: loaded.config,
      folder: loaded.folder,
    });
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
  } catch (error) {
    throw loaded.locate(error);
  } finally {
    await engine.close();
  }
}
