import { check } from '../../../../src-shared/expression/check.ts';
import type { EfficiencyStudy } from '../../../../src-shared/study/efficiency.ts';
import { UserError } from '../../../../src-shared/userError.ts';
import type { ErrorReport } from '../../../../src-shared/userError.ts';
import type { Binding } from '../../../engine/columns/binding.ts';
import { compileDecision } from '../../../engine/columns/compile.ts';
import type { OpenedTree } from '../openTree.ts';
import type { Decision } from '../program.ts';
import type { FlatCondition } from './flatten.ts';
import { flatCondition } from './flatten.ts';

/** A working point to evaluate: an expression, or what the study's own point of that name stands for in each file. */
export type ThresholdPoint = { expression: string } | { workingPoint: string };

/**
 * What a point is in a file. `flat`: a condition on columns of the table; `whole`: evaluated on the chunk, as the study does;
 * `absent`: the file has not what it needs, so that no probe has a decision.
 */
export type LayoutPoint =
  { kind: 'flat'; flat: FlatCondition } | { kind: 'whole'; decision: Decision } | AbsentPoint;

/** A point that a file cannot decide. */
export interface AbsentPoint {
  kind: 'absent';
  reason: string;
  /** The name is neither a branch of this file nor in the vocabulary. */
  unknown: ErrorReport | null;
}

/** The names of files of one kind in one dataset, and what working points are with them. */
export interface Layout {
  /** Throws a UserError for an expression that is wrong whatever the file holds. */
  point(point: ThresholdPoint): LayoutPoint;
}

/** Everything that names depend on: files with equal texts have one layout. */
export function layoutKey(dataset: string, { tree, binding }: OpenedTree): string {
  const columns = tree.columns.map(({ name, title, type, element, shape, length, counter, notRead }) => [
    ...[name, title, type, element, shape, length, counter, notRead],
  ]);
  return JSON.stringify([dataset, tree.path, tree.title, binding.schema, binding.version, columns]);
}

function resolve(expression: string, binding: Binding, level: 'muon' | 'probe'): LayoutPoint {
  try {
    const { meaning, condition } = check(expression, binding, level);
    const flat = condition === null && meaning.type !== 'string' ? flatCondition(meaning) : null;
    if (flat) return { kind: 'flat', flat };
    return { kind: 'whole', decision: compileDecision(expression, binding, level) };
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'unknown-name') throw error;
    const span = error.where?.span;
    const name = span ? expression.slice(span[0], span[1]) : expression;
    const missing = binding.missing(name);
    const reason = missing ?? `the file has nothing called ${name}`;
    return { kind: 'absent', reason, unknown: missing === null ? error.report() : null };
  }
}

const MOST_POINTS = 500;

/** The layout of an opened file. */
export function layoutOf(study: EfficiencyStudy, { binding, program }: OpenedTree): Layout {
  const level = study.denominator === 'muons' ? 'muon' : 'probe';
  const own = new Map(study.workingPoints.map(({ name }, i) => [name, program.points[i]]));
  const known = new Map<string, LayoutPoint>();
  return {
    point(point) {
      const resolved = 'expression' in point ? point : own.get(point.workingPoint);
      if (!resolved) throw new UserError('usage', 'the study has no such working point');
      const { expression } = resolved;
      if (expression === null) {
        const reason =
          ('absent' in resolved ? resolved.absent?.reason : undefined) ?? 'it cannot be computed';
        return { kind: 'absent', reason, unknown: null };
      }
      let found = known.get(expression);
      if (!found) {
        found = resolve(expression, binding, level);
        if (known.size >= MOST_POINTS) known.clear();
        known.set(expression, found);
      }
      return found;
    },
  };
}
