import { textItem } from './display.ts';
import type { Box, DisplayItem } from './display.ts';
import { CAP_HEIGHT } from './metrics.ts';
import { onPage, ticksOf } from './scale.ts';
import type { AxisScale } from './scale.ts';
import type { AxisSpec } from './spec.ts';
import { baselines } from './stack.ts';
import type { SizedLine } from './stack.ts';
import { STYLE } from './style.ts';
import type { AxisTicks } from './ticks.ts';
import { escape, isTeX } from './tex.ts';
import { typeset } from './typeset.ts';
import type { Typeset } from './typeset.ts';
import { fitLines } from './wrap.ts';

/** A tick label on the page coordinate of its tick. */
export interface PlacedTick {
  at: number;
  label: Typeset;
}

/** Ticks of an axis with typeset labels. */
export interface MeasuredAxis {
  ticks: AxisTicks;
  labels: PlacedTick[];
  /** Widest label. */
  widest: number;
}

const LABEL_GAP = 8;

function measured(scale: AxisScale, maxMajor: number): MeasuredAxis {
  const ticks = ticksOf(scale, maxMajor);
  const labels = ticks.major.map(({ value, label }) => ({
    at: onPage(scale, value),
    label: typeset(label, STYLE.tickSize),
  }));
  return { ticks, labels, widest: Math.max(0, ...labels.map(({ label }) => label.width)) };
}

/** Ticks of a horizontal axis: as many labels as stand well apart, at most eight intervals per 480 units. */
export function horizontalAxis(scale: AxisScale): MeasuredAxis {
  const length = Math.abs(scale.to - scale.from);
  for (let count = Math.max(2, Math.round(length / 60)); count > 1; count--) {
    const axis = measured(scale, count);
    const apart = axis.labels.every(
      ({ at, label }, i) =>
        i === 0 || at - label.width / 2 - 14 > axis.labels[i - 1]!.at + axis.labels[i - 1]!.label.width / 2,
    );
    if (apart) return axis;
  }
  return measured(scale, 1);
}

/** Largest number of intervals between the labels of a vertical axis of that length. */
export function verticalIntervals(length: number): number {
  return Math.max(2, Math.min(8, Math.round(length / (length < 200 ? 34 : 46))));
}

/** Ticks of a vertical axis. */
export function verticalAxis(scale: AxisScale): MeasuredAxis {
  return measured(scale, verticalIntervals(Math.abs(scale.to - scale.from)));
}

/** The title of an axis: label, unit and power of ten in brackets. */
export function axisTitle(axis: AxisSpec, exponent: number): string {
  const power = exponent === 0 ? '' : `10^{${exponent}}`;
  const bracket = [power, axis.unit ?? ''].filter((part) => part !== '').join(' ');
  if (bracket === '') return axis.label;
  const label = isTeX(bracket) && !isTeX(axis.label) ? escape(axis.label) : axis.label;
  return `${label} [${bracket}]`;
}

/** An axis title made to fit a length, in at most two lines. */
export function titleLines(tex: string, length: number): SizedLine[] {
  const fitted = fitLines(tex, STYLE.titleSize, length, { maxLines: 2, minScale: 0.74 });
  return fitted.lines.map((line) => ({ line, size: fitted.size }));
}

/** Space that the labels and title of a vertical axis take beside the frame. */
export function verticalSpace(labels: number, title: readonly SizedLine[]): number {
  const block = baselines(title).height;
  return LABEL_GAP + labels + (block > 0 ? 13 + block : 0);
}

/** Title of a vertical axis, turned, ending at the top of the frame; its last line ends `right` of the page's edge. */
export function verticalTitle(title: readonly SizedLine[], frame: Box, right: number): DisplayItem[] {
  const { baselines: ys, height } = baselines(title);
  return title.map(({ line }, i) =>
    textItem(line, right - height + ys[i]!, frame.y, { part: 'axisTitle', align: 'end', rotation: -90 }),
  );
}

/** Labels left of a frame; those that would leave `clear` (upper and lower limit on the page) are not written. */
export function verticalLabels(
  axis: MeasuredAxis,
  x: number,
  clear: [number, number],
  align: 'start' | 'end' = 'end',
): DisplayItem[] {
  const half = (CAP_HEIGHT * STYLE.tickSize) / 2;
  return axis.labels.flatMap(({ at, label }) => {
    const item = textItem(label, x, at + half, { part: 'tickLabel', align });
    return item.box.y >= clear[0] && item.box.y + item.box.height <= clear[1] ? [item] : [];
  });
}

/** Labels and title below a frame, and the height that they take; a label that would leave the page stays inside. */
export function horizontalLabels(
  axis: MeasuredAxis,
  tex: string,
  frame: Box,
): { items: DisplayItem[]; height: number } {
  const bottom = frame.y + frame.height;
  const tallest = Math.max(CAP_HEIGHT * STYLE.tickSize, ...axis.labels.map(({ label }) => label.ascent));
  const lowest = Math.max(0, ...axis.labels.map(({ label }) => label.descent));
  const line = bottom + 9 + tallest;
  const labels = axis.labels.map(({ at, label }) =>
    textItem(label, at, line, { part: 'tickLabel', align: 'middle' }),
  );
  const title = titleLines(tex, frame.width);
  const { baselines: ys, height } = baselines(title);
  const top = line + lowest + 11;
  const titles = title.map(({ line: text }, i) =>
    textItem(text, frame.x + frame.width, top + ys[i]!, { part: 'axisTitle', align: 'end' }),
  );
  return { items: [...labels, ...titles], height: top + height - bottom };
}

/** Ticks on the inside of two opposite sides (`x`: below and above, `y`: left and right). */
export function insideTicks(
  axis: MeasuredAxis,
  scale: AxisScale,
  frame: Box,
  direction: 'x' | 'y',
): DisplayItem[] {
  const [near, far, sign] =
    direction === 'x' ? [frame.y + frame.height, frame.y, -1] : [frame.x, frame.x + frame.width, 1];
  const length = direction === 'x' ? frame.width : frame.height;
  const start = direction === 'x' ? frame.x : frame.y;
  const tick = (value: number, size: number): DisplayItem[] => {
    const at = onPage(scale, value);
    if (!(at > start + 0.5 && at < start + length - 0.5)) return [];
    return [
      [near, near + sign * size],
      [far, far - sign * size],
    ].map(([a, b]): DisplayItem => {
      const points: [number, number][] =
        direction === 'x'
          ? [
              [at, a!],
              [at, b!],
            ]
          : [
              [a!, at],
              [b!, at],
            ];
      return { kind: 'line', part: 'tick', points, colour: '#000000', width: STYLE.axisWidth * 0.9 };
    });
  };
  const { majorTick, minorTick } = STYLE;
  return [
    ...axis.ticks.minor.flatMap((value) => tick(value, minorTick)),
    ...axis.ticks.major.flatMap(({ value }) => tick(value, majorTick)),
  ];
}

/** The frame of a panel. */
export function frameItem(frame: Box): DisplayItem {
  return {
    kind: 'rect',
    part: 'frame',
    ...frame,
    fill: null,
    stroke: '#000000',
    strokeWidth: STYLE.axisWidth,
  };
}
