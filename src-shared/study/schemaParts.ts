import { z } from '../contracts/zod.ts';
import { MAX_BINS, regularEdges } from './edges.ts';
import type { RegularEdges } from './edges.ts';

/** Longest expression in characters. */
export const MAX_EXPRESSION = 10_000;

/** A short text: a title, a label, a path. */
export const text = (most = 1000) => z.string().min(1).max(most);

/** What an expression has one value for: its bare names are quantities of that. */
export type ExpressionLevel = 'event' | 'muon' | 'pair' | 'tag' | 'probe';

/** An expression; what it says is checked later, with the names of the files. */
export const expression = (level: ExpressionLevel) => text(MAX_EXPRESSION).meta({ expression: level });

/** A finite number above 0. */
export const positive = () => z.number().gt(0);

/** One of two or more forms; `expects` says in words which, for the message when none fits. */
export function forms<const T extends readonly [z.ZodType, z.ZodType, ...z.ZodType[]]>(
  expects: string,
  options: T,
) {
  return z.union(options).meta({ expects });
}

const edgeList = z
  .array(z.number())
  .min(2)
  .max(MAX_BINS + 1)
  .check((ctx) => {
    const edges = ctx.value;
    for (let i = 1; i < edges.length; i++)
      if (!(edges[i]! > edges[i - 1]!)) {
        const message = `must be above the edge before it (${edges[i - 1]}), not ${edges[i]}: edges ascend`;
        ctx.issues.push({ code: 'custom', message, path: [i], input: edges[i] });
        return;
      }
  });

const regular = z.strictObject({ from: z.number(), to: z.number(), width: z.number() }).check((ctx) => {
  const edges = regularEdges(ctx.value satisfies RegularEdges);
  if (typeof edges === 'string')
    ctx.issues.push({ code: 'custom', message: `makes no bins: ${edges}`, path: [], input: ctx.value });
});

/** Bin edges: a list, or {from, to, width}. */
export const edges = forms('a list of ascending numbers or {from, to, width}', [edgeList, regular]).meta({
  label: 'Bin edges',
  help: 'Ascending; bins are low <= x < high. {from: 10, to: 82, width: 2} makes bins of equal width.',
  expects: 'a list of ascending numbers or {from, to, width}',
});

const namedCut = (level: ExpressionLevel) =>
  forms('an expression or {cut, enabled}', [
    expression(level),
    z.strictObject({
      cut: expression(level).meta({ label: 'Cut' }),
      enabled: z.boolean().optional().meta({ label: 'Enabled', default: true }),
    }),
  ]);

/** Named cuts in the order of the cutflow. */
export const cuts = (level: ExpressionLevel) => z.record(z.string(), namedCut(level)).nullish();
