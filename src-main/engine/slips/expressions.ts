import { parse } from '../../../src-shared/expression/parse.ts';
import type { EnvironmentSymbol } from '../../../src-shared/expression/environment.ts';
import { childrenOf } from '../../../src-shared/expression/syntax.ts';
import type { Syntax } from '../../../src-shared/expression/syntax.ts';
import type { EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';
import { UserError } from '../../../src-shared/userError.ts';
import type { Binding } from '../columns/binding.ts';
import { resolvePreset } from '../columns/presets.ts';

/** An expression of the study and where it stands in the document. */
export interface PlacedExpression {
  where: string;
  text: string;
  /** Only this dataset uses it; absent: all. */
  dataset?: string;
  /** Bin edges, where the expression is the variable of an axis. */
  edges?: readonly number[];
}

/** Every expression of a study with its place in the document. */
export function expressionsOf(study: EfficiencyStudy): PlacedExpression[] {
  const found: PlacedExpression[] = [];
  const add = (
    where: string,
    text: string | null | undefined,
    more: Omit<PlacedExpression, 'where' | 'text'> = {},
  ): void => {
    if (text) found.push({ where, text, ...more });
  };
  add('muons', study.muons);
  for (const cut of study.events) if (cut.enabled) add(`events.${cut.name}`, cut.cut);
  for (const cut of study.pairs) if (cut.enabled) add(`pairs.${cut.name}`, cut.cut);
  add('tag', study.tag);
  add('probe', study.probe);
  for (const point of study.workingPoints) add(`workingPoints.${point.name}`, point.expression);
  study.axes.forEach((axes, i) => {
    axes.forEach((axis, j) => {
      const where = axes.length === 1 ? `axes.${i}.variable` : `axes.${i}.${j}.variable`;
      add(where, axis.variable, { edges: axis.edges });
    });
  });
  for (const dataset of study.datasets) {
    add(`datasets.${dataset.name}.weight`, dataset.weight, { dataset: dataset.name });
  }
  return found;
}

/** The expressions that one dataset uses, presets written out for its files. */
export function expressionsFor(
  study: EfficiencyStudy,
  dataset: string,
  binding: Binding,
): PlacedExpression[] {
  const presets = study.workingPoints.flatMap(({ name, kind }) => {
    const found = kind === 'preset' ? resolvePreset(name, binding) : { missing: '' };
    return 'missing' in found ? [] : [{ where: `workingPoints.${name}`, text: found.expression }];
  });
  const own = expressionsOf(study).filter((expression) => (expression.dataset ?? dataset) === dataset);
  return [...own, ...presets];
}

/** The syntax of an expression, null where it cannot be parsed (which `check` reports). */
export function syntaxOf(text: string): Syntax | null {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** A node and everything inside it, outermost first. */
export function* nodesOf(syntax: Syntax): Generator<Syntax> {
  yield syntax;
  for (const child of childrenOf(syntax)) yield* nodesOf(child);
}

/** A quantity that an expression names. */
export interface NamedQuantity {
  /** As written: `pt`, `Muon_pt`, `tag.pt`. */
  written: string;
  /** The name alone. */
  name: string;
  symbol: EnvironmentSymbol | undefined;
}

/** The quantity that a node names in a file, null where the node is no name. */
export function quantityOf(syntax: Syntax, binding: Binding): NamedQuantity | null {
  if (syntax.kind === 'name') {
    const { name } = syntax;
    const member = binding.muons === null ? undefined : binding.member(binding.muons, name);
    return { written: name, name, symbol: member ?? binding.global(name) };
  }
  if (syntax.kind !== 'member') return null;
  const owner = syntax.object.kind === 'name' ? syntax.object.name : null;
  const collection =
    owner === null || owner === 'tag' || owner === 'probe'
      ? binding.muons
      : (binding.collection(owner) ?? null);
  const written = owner === null ? syntax.name : `${owner}.${syntax.name}`;
  const dotted = binding.global(written);
  return {
    written,
    name: syntax.name,
    symbol: dotted ?? (collection === null ? undefined : binding.member(collection, syntax.name)),
  };
}

/** All quantities that an expression names, each once as written. */
export function quantitiesOf(text: string, binding: Binding): NamedQuantity[] {
  const syntax = syntaxOf(text);
  if (!syntax) return [];
  const found = new Map<string, NamedQuantity>();
  for (const node of nodesOf(syntax)) {
    const quantity = quantityOf(node, binding);
    if (quantity && !found.has(quantity.written)) found.set(quantity.written, quantity);
  }
  return [...found.values()];
}

/** A comparison of a quantity with a number: `abs(dxy) < 0.2`. */
export interface Threshold {
  quantity: NamedQuantity;
  value: number;
}

function literal(syntax: Syntax): number | null {
  if (syntax.kind === 'number') return Number(syntax.value);
  if (syntax.kind === 'unary' && syntax.operator === '-') {
    const inner = literal(syntax.operand);
    return inner === null ? null : -inner;
  }
  return null;
}

/** The quantity itself, its absolute value, or with a sign. */
function bareQuantity(syntax: Syntax, binding: Binding): NamedQuantity | null {
  if (syntax.kind === 'call' && syntax.name === 'abs' && syntax.arguments.length === 1) {
    return bareQuantity(syntax.arguments[0], binding);
  }
  if (syntax.kind === 'unary') return bareQuantity(syntax.operand, binding);
  return quantityOf(syntax, binding);
}

/** The middle one of the edges by size, those at 0 left out: the outermost are often far out in either unit. */
function middleEdge(edges: readonly number[]): number | undefined {
  const sizes = edges.map(Math.abs).filter((size) => size > 0 && Number.isFinite(size));
  return sizes.sort((a, b) => a - b)[sizes.length >> 1];
}

const COMPARISONS = new Set(['<', '<=', '>', '>=', '==', '!=']);

/** The comparisons of a named quantity with a number, and the middle one of the edges of an axis in one quantity. */
export function thresholdsOf(expression: PlacedExpression, binding: Binding): Threshold[] {
  const syntax = syntaxOf(expression.text);
  if (!syntax) return [];
  const found: Threshold[] = [];
  for (const node of nodesOf(syntax)) {
    if (node.kind !== 'binary' || !COMPARISONS.has(node.operator)) continue;
    for (const [side, other] of [
      [node.left, node.right],
      [node.right, node.left],
    ]) {
      const value = literal(other);
      const quantity = value === null ? null : bareQuantity(side, binding);
      if (quantity && value !== null) found.push({ quantity, value });
    }
  }
  const axis = expression.edges && bareQuantity(syntax, binding);
  const middle = middleEdge(expression.edges ?? []);
  if (axis && middle !== undefined) found.push({ quantity: axis, value: middle });
  return found;
}
