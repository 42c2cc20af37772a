import type { RecountRequest } from '../../src-shared/contracts/runs.ts';
import type { Recountable, RecountableAxis } from '../studies/studyView.ts';

/** How the bins of a variable are merged, as it is written into the fields. */
export interface AxisWish {
  /** How many bins become one. */
  every: string;
  /** The edges that stay; null: as `every` says. */
  edges: string | null;
}

/** What is written into the form; null and absent: as it is in the result. */
export interface RecountForm {
  axes: Readonly<Record<string, AxisWish>>;
  interval: string | null;
  confidenceLevel: string | null;
}

/** The form that changes nothing. */
export const AS_WRITTEN: RecountForm = { axes: {}, interval: null, confidenceLevel: null };

const ALONE: AxisWish = { every: '1', edges: null };

/** What is written about a variable. */
export function wishOf({ axes }: RecountForm, { variable }: RecountableAxis): AxisWish {
  return axes[variable] ?? ALONE;
}

function numbersOf(text: string): { numbers: number[]; strange: string | undefined } {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  return { numbers: words.map(Number), strange: words.find((word) => !Number.isFinite(Number(word))) };
}

/** Why a number of bins cannot be, in words; null when it can. */
export function everyProblem({ bins }: RecountableAxis, { every, edges }: AxisWish): string | null {
  if (edges !== null) return null;
  const number = Number(every);
  if (every.trim() === '' || !Number.isInteger(number) || number < 1) return 'a whole number from 1';
  return number > bins ? `there are ${bins} bins` : null;
}

/** Why edges cannot stay, in words; null when they can. */
export function edgesProblem({ edges: own }: RecountableAxis, { edges }: AxisWish): string | null {
  if (edges === null) return null;
  const { numbers, strange } = numbersOf(edges);
  if (strange !== undefined) return `${strange} is no number`;
  const foreign = numbers.find((edge) => !own.includes(edge));
  if (foreign !== undefined) {
    const [below, above] = [own.filter((edge) => edge < foreign).at(-1), own.find((edge) => edge > foreign)];
    const nearest = [below, above].filter((edge) => edge !== undefined);
    return `${foreign} is not among the edges; nearest: ${nearest.join(' and ')}`;
  }
  const [first, last] = [own[0]!, own.at(-1)!];
  return numbers.includes(first) && numbers.includes(last) ? null : `${first} and ${last} must stay`;
}

/** Why a confidence level cannot be, in words; null when it can. */
export function levelProblem({ confidenceLevel }: RecountForm): string | null {
  if (confidenceLevel === null) return null;
  const level = confidenceLevel.trim() === '' ? NaN : Number(confidenceLevel);
  return level > 0 && level < 1 ? null : 'a number between 0 and 1';
}

/** Whether everything in the form can be. */
export function isPossible({ axes }: Recountable, form: RecountForm): boolean {
  const wrong = axes.some((axis) => {
    const wish = wishOf(form, axis);
    return everyProblem(axis, wish) !== null || edgesProblem(axis, wish) !== null;
  });
  return !wrong && levelProblem(form) === null;
}

/** The edges that come of a wish, as a text; empty where there are several binnings, or it cannot be. */
export function edgesText(axis: RecountableAxis, wish: AxisWish): string {
  if (wish.edges !== null) return wish.edges;
  if (axis.several || everyProblem(axis, wish) !== null) return '';
  const every = Number(wish.every);
  return axis.edges.filter((_, i) => i % every === 0 || i === axis.edges.length - 1).join(', ');
}

function mergeOf(axis: RecountableAxis, { every, edges }: AxisWish): number | number[] | null {
  if (edges === null) return Number(every) > 1 ? Number(every) : null;
  const kept = new Set(numbersOf(edges).numbers);
  if (!axis.several && kept.size === axis.edges.length) return null;
  return axis.edges.filter((edge) => kept.has(edge));
}

/** What a possible form changes in a result; without members where it changes nothing. */
export function changeOf(base: Recountable, form: RecountForm): RecountRequest {
  const merges = base.axes.flatMap((axis) => {
    const merge = mergeOf(axis, wishOf(form, axis));
    return merge === null ? [] : [[axis.variable, merge] as const];
  });
  const level = Number(form.confidenceLevel ?? base.confidenceLevel);
  const { interval } = form;
  return {
    ...(interval !== null &&
      interval !== base.interval && { interval: interval as RecountRequest['interval'] & string }),
    ...(level !== base.confidenceLevel && { confidenceLevel: level }),
    ...(merges.length > 0 && { merges: Object.fromEntries(merges) }),
  };
}
