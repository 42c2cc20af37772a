import type { EfficiencyStudyResult } from '../../../../src-shared/contracts/result.ts';
import { PASSING, problemOf } from '../../../app/problem.ts';
import type { Transport } from '../../../client/transport.ts';
import type { ReportedProblem } from '../../../widgets/ProblemNotice.tsx';
import { askRun, byDataset, distributionOf } from './counting.ts';
import type { CountedBy, Distributions } from './counting.ts';
import { newestOnly } from './newest.ts';
import { alike, datasetsOf, planOf, workingPointsOf } from './plan.ts';
import type { Choice, Plan } from './plan.ts';
import { withValues } from './thresholds.ts';

/** Everything that the panel shows. */
export interface BenchState {
  choice: Choice;
  plan: Plan;
  /** Where the thresholds stand now. */
  values: readonly number[];
  /** The working point as the study has it; null until all datasets answered. */
  before: CountedBy | null;
  /** The newest answer, and the values that it is for. */
  after: { values: readonly number[]; counted: CountedBy } | null;
  /** By threshold. */
  distributions: readonly (Distributions | null)[];
  problem: ReportedProblem | null;
  /** How long the newest answer took, in milliseconds; null before there is one. */
  milliseconds: number | null;
}

/** Moves thresholds of a finished run and follows what the host counts. */
export interface Bench {
  state(): BenchState;
  subscribe(listener: () => void): () => void;
  choose(choice: Partial<Choice>): void;
  /** Puts one threshold at a value; the counts follow. */
  move(threshold: number, value: number): void;
  /** All thresholds back to where the study has them. */
  reset(): void;
  /** Whether somebody looks and the host can answer: then it asks for what is not there yet, and else for nothing. */
  follow(answering: boolean): void;
  /** Asks again after a problem. */
  resume(): void;
}

/** What a bench needs of the outside. */
export interface BenchInput {
  run: string;
  result: EfficiencyStudyResult;
  call: Transport['call'];
  /** Milliseconds of a monotonic clock. */
  now: () => number;
  /** What was chosen on the run before. */
  choice?: Choice | undefined;
}

/** Milliseconds. */
const RETRY = 500;

function firstChoice(result: EfficiencyStudyResult, wanted: Choice | undefined): Choice {
  const points = workingPointsOf(result);
  const datasets = datasetsOf(result);
  const kept = wanted?.datasets.filter((dataset) => datasets.includes(dataset)) ?? [];
  return {
    workingPoint: points.find((one) => one === wanted?.workingPoint) ?? points[0] ?? '',
    datasets: kept.length > 0 ? kept : datasets,
  };
}

function begun(result: EfficiencyStudyResult, choice: Choice): BenchState {
  const plan = planOf(result, choice);
  const thresholds = plan.points[0]?.thresholds ?? [];
  return {
    choice,
    plan,
    values: thresholds.map(({ value }) => value),
    before: null,
    after: null,
    distributions: thresholds.map(() => null),
    problem: null,
    milliseconds: null,
  };
}

/** Another choice, with the thresholds where they were if they are the same ones. */
function chosenAfter({ plan, values, choice }: BenchState, next: BenchState): BenchState {
  const [was, is] = [plan.points[0], next.plan.points[0]];
  const same = was && is && choice.workingPoint === next.choice.workingPoint && alike(was, is);
  return same ? { ...next, values } : next;
}

/** A {@link Bench} that has asked nothing yet. */
export function createBench({ run, result, call, now, choice }: BenchInput): Bench {
  let state = begun(result, firstChoice(result, choice));
  let loading: Plan | null = null;
  let answering = false;
  const listeners = new Set<() => void>();

  function change(changes: Partial<BenchState>): void {
    state = { ...state, ...changes };
    for (const listener of [...listeners]) listener();
  }

  const ask = askRun(call, run);

  function fail(error: unknown): void {
    const problem = problemOf(error);
    if (PASSING.has(problem.code)) setTimeout(resume, RETRY);
    else change({ problem });
  }

  const moves = newestOnly(
    async ({ plan, values }: { plan: Plan; values: readonly number[] }) => {
      const began = now();
      const answer = await byDataset(plan, ({ dataset, expression, thresholds }) =>
        ask(dataset, [{ expression: withValues(expression, thresholds, values) }], true),
      );
      return { answer, milliseconds: now() - began };
    },
    ({ answer, milliseconds }, { values }) =>
      change({ after: { values, counted: answer }, milliseconds, problem: null }),
    fail,
  );

  async function load(plan: Plan): Promise<void> {
    const still = () => state.plan === plan;
    if (!state.before) {
      const before = await byDataset(plan, ({ dataset }) =>
        ask(dataset, [{ workingPoint: state.choice.workingPoint }], true),
      );
      if (!still()) return;
      const after = { values: plan.points[0].thresholds.map(({ value }) => value), counted: before };
      change({ before, after, problem: null });
    }
    const { values, after } = state;
    if (after?.values.join() !== values.join()) moves.ask({ plan, values });
    for (const [threshold, there] of state.distributions.entries()) {
      if (there) continue;
      const found = await distributionOf(ask, plan, threshold);
      if (!still()) return;
      change({ distributions: state.distributions.map((one, i) => (i === threshold ? found : one)) });
    }
  }

  function resume(): void {
    const { plan } = state;
    if (!answering || plan.points.length === 0 || loading === plan) return;
    loading = plan;
    change({ problem: null });
    void load(plan)
      .catch((error: unknown) => {
        if (state.plan !== plan) return;
        loading = null;
        fail(error);
      })
      .finally(() => {
        if (loading === plan) loading = null;
      });
  }

  function put(values: readonly number[]): void {
    change({ values });
    moves.ask({ plan: state.plan, values });
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    choose(wanted) {
      moves.forget();
      state = chosenAfter(state, begun(result, { ...state.choice, ...wanted }));
      change({});
      resume();
    },
    move(threshold, value) {
      if (!Number.isFinite(value) || Object.is(state.values[threshold], value)) return;
      put(state.values.map((one, i) => (i === threshold ? value : one)));
    },
    reset: () => put(state.plan.points[0]?.thresholds.map(({ value }) => value) ?? []),
    follow(now) {
      answering = now;
      resume();
    },
    resume,
  };
}
