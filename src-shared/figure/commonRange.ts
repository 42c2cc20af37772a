import { panelRanges } from './panels.ts';
import type { FigureSpec } from './spec.ts';

const PASSES = 8;

interface Place {
  figure: number;
  panel: number;
}

/** Panels that are compared with each other: same place in the figure, same label and scale of the y axis, no range of their own. */
function families(specs: readonly FigureSpec[]): Place[][] {
  const found = new Map<string, Place[]>();
  specs.forEach((spec, figure) =>
    (spec.panels ?? []).forEach(({ y }, panel) => {
      if (y.range !== undefined) return;
      const key = JSON.stringify([panel, y.label, y.unit ?? '', y.scale ?? 'linear', spec.size]);
      found.set(key, [...(found.get(key) ?? []), { figure, panel }]);
    }),
  );
  return [...found.values()].filter((places) => places.length > 1);
}

function withRanges(
  specs: readonly FigureSpec[],
  ranges: ReadonlyMap<string, [number, number]>,
): FigureSpec[] {
  return specs.map((spec, figure) => {
    if (spec.panels === undefined) return spec;
    const panels = spec.panels.map((panel, i) => {
      const range = ranges.get(`${figure} ${i}`);
      return range === undefined ? panel : { ...panel, y: { ...panel.y, range } };
    });
    return { ...spec, panels };
  });
}

/**
 * Gives the panels of a set of figures (main panels, ratio panels) common y ranges, with the head-room that the label
 * block and legend of every figure need, so that they compare by eye. Figures without a partner stay as they are.
 */
export function commonRange(specs: readonly FigureSpec[]): FigureSpec[] {
  const groups = families(specs);
  const own = specs.map((spec) =>
    spec.panels !== undefined && spec.panels.length > 0 ? panelRanges(spec) : [],
  );
  const ranges = new Map<string, [number, number]>();
  for (const places of groups) {
    const all = places.map(({ figure, panel }) => own[figure]![panel]!);
    const range: [number, number] = [
      Math.min(...all.map(([lo]) => lo)),
      Math.max(...all.map(([, hi]) => hi)),
    ];
    for (const { figure, panel } of places) ranges.set(`${figure} ${panel}`, range);
  }
  return settle(specs, groups, ranges);
}

/** Widens the ranges of first panels until every figure has room for its labels in them. */
function settle(
  specs: readonly FigureSpec[],
  groups: readonly Place[][],
  ranges: Map<string, [number, number]>,
): FigureSpec[] {
  for (const places of groups.filter((group) => group[0]!.panel === 0)) {
    for (let pass = 0; pass < PASSES; pass++) {
      const key = `${places[0]!.figure} 0`;
      const [lo, hi] = ranges.get(key)!;
      const needed = places.map(({ figure }) => panelRanges(specs[figure]!, [lo, hi])[0]!);
      const next: [number, number] = [
        Math.min(lo, ...needed.map((range) => range[0])),
        Math.max(hi, ...needed.map((range) => range[1])),
      ];
      for (const { figure } of places) ranges.set(`${figure} 0`, next);
      if (next[0] === lo && next[1] === hi) break;
    }
  }
  return withRanges(specs, ranges);
}
