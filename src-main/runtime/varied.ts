import { UserError } from '../../src-shared/userError.ts';
import { runStudy } from './run.ts';
import type { RunEnvironment, RunReport, RunRequest, RunWatch } from './run.ts';

/**
 * Carries out a study and then its variations, each as a run of its own on what the first one left in store and cache. A variation that
 * cannot be run keeps its reason; a cancelled run has no variations. Throws as {@link runStudy}.
 */
export async function runVaried<Result = unknown>(
  request: RunRequest,
  environment: RunEnvironment,
  watch: RunWatch = {},
): Promise<RunReport<Result>> {
  const report = await runStudy<Result>(request, environment, watch);
  const { study, config } = request;
  const configs = study.variations?.(config) ?? [];
  if (configs.length === 0 || !study.withVariations || report.cancelled) return report;
  const varied: ({ result: unknown } | { reason: string })[] = [];
  for (const other of configs) {
    const { progress, signal, pausing } = watch;
    const follow = {
      ...(progress && { progress }),
      ...(signal && { signal }),
      ...(pausing && { pausing }),
    };
    try {
      const one = await runStudy({ ...request, config: other }, environment, follow);
      if (one.cancelled) return { ...report, cancelled: true };
      varied.push({ result: one.result });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      varied.push({ reason: error.message });
    }
  }
  return { ...report, result: study.withVariations(report.result, varied, config) as Result };
}
