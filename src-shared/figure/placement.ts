import { overlaps } from './display.ts';
import type { Box, DisplayItem } from './display.ts';
import type { Obstacle } from './obstacles.ts';
import { NOTHING } from './stack.ts';
import type { Stack } from './stack.ts';
import { STYLE } from './style.ts';

/** A stack against the upper or lower edge of a frame: x on the page, distance of its nearer side from that edge. */
interface Placed {
  stack: Stack;
  x: number;
  edge: 'top' | 'bottom';
  offset: number;
}

interface Arrangement {
  blocks: Placed[];
  /** How much less it is liked than label block left and legend right at the top; in shares of the axis. */
  penalty: number;
}

/** A question to the placement: frame, what is drawn in it, and the interval of the y axis (linearised) before head-room. */
export interface PlacementRequest {
  frame: Box;
  obstacles: Obstacle[];
  interval: [number, number];
  /** The interval was given and must stay. */
  fixed: boolean;
  round: (interval: [number, number]) => [number, number];
  /** Label block in several widths. */
  labels: Stack[];
  /** Legend in several numbers of columns. */
  legends: Stack[];
}

/** Where label block and legend go, with the interval of the y axis; `null` items: nothing inside the frame stays free, they go above it. */
export interface Placement {
  interval: [number, number];
  items: DisplayItem[] | null;
}

const CROSSING = 1.5;
const OUTSIDE = 1.35;
const EDGES = ['top', 'bottom'] as const;
/** Share of the free width left of the legend, with how much less it is liked than the label's own side. */
const LEGEND_PLACES: readonly [number, number][] = [
  [0, 0.01],
  [1, 0],
  [0.33, 0.05],
  [0.67, 0.05],
];

function boxOf({ stack, x, edge, offset }: Placed, frame: Box): Box {
  const y = edge === 'top' ? frame.y + offset : frame.y + frame.height - offset - stack.height;
  return { x, y, width: stack.width, height: stack.height };
}

function across(width: number, share: number, frame: Box): number {
  return frame.x + STYLE.inset + share * (frame.width - 2 * STYLE.inset - width);
}

/** Puts a label block and a legend somewhere: beside, under each other, or at opposite edges. */
function arrange(frame: Box, label: Placed, legend: Placed): void {
  const [a, b] = [label.stack, legend.stack];
  if (label.edge !== legend.edge || a.height === 0 || b.height === 0) return;
  const apart = label.x + a.width + 26 <= legend.x || legend.x + b.width + 26 <= label.x;
  if (apart) return;
  if (label.edge === 'top') legend.offset += a.height + 10;
  else label.offset += b.height + 10;
  const right = frame.x + frame.width - STYLE.inset;
  if (legend.x + b.width > right - 1 && label.x + a.width > right - 1)
    label.x = legend.x = Math.min(label.x, legend.x);
}

/** All places of label block and legend, the most liked first. */
function arrangements({ frame, labels, legends }: PlacementRequest): Arrangement[] {
  const inner = frame.width - 2 * STYLE.inset;
  const found: Arrangement[] = [];
  const place = (stack: Stack, share: number, edge: 'top' | 'bottom'): Placed => ({
    stack,
    x: across(stack.width, share, frame),
    edge,
    offset: STYLE.inset,
  });
  for (const [variant, label] of labels.entries())
    for (const [columns, legend] of legends.entries()) {
      if (label.width > inner || legend.width > inner) continue;
      const smaller = Math.max(0, 1 - Math.min(label.size, legend.size) / STYLE.textSize);
      const shape = 0.02 * variant + 0.015 * columns + 0.9 * smaller + (label.cut || legend.cut ? 0.6 : 0);
      for (const edge of EDGES)
        for (const side of [0, 1])
          for (const legendEdge of EDGES)
            for (const [share, dislike] of LEGEND_PLACES) {
              const blocks = [place(label, side, edge), place(legend, share, legendEdge)] as const;
              arrange(frame, ...blocks);
              const corner =
                0.22 * side + (edge === 'bottom' ? 0.3 : 0) + (legendEdge === 'bottom' ? 0.04 : 0);
              found.push({ blocks: [...blocks], penalty: shape + corner + dislike });
            }
    }
  return found.sort((a, b) => a.penalty - b.penalty);
}

interface Solved {
  interval: [number, number];
  cost: number;
}

function inColumn(obstacle: Obstacle, box: Box): boolean {
  return obstacle.left < box.x + box.width + STYLE.clearance && obstacle.right > box.x - STYLE.clearance;
}

/** Smallest interval in which no obstacle that lies inside `within` reaches a block. */
function headRoom(
  request: PlacementRequest,
  blocks: Placed[],
  within: [number, number],
): [number, number] | null {
  const { frame, obstacles, round } = request;
  let [lo, hi] = round(request.interval);
  for (let pass = 0; pass < 12; pass++) {
    let [low, high] = [lo, hi];
    for (const block of blocks) {
      if (block.stack.height === 0) continue;
      const box = boxOf(block, frame);
      for (const obstacle of obstacles) {
        if (!inColumn(obstacle, box)) continue;
        const depth = block.offset + block.stack.height + STYLE.clearance + obstacle.pad;
        const share = depth / frame.height;
        if (share > 0.8) return null;
        if (block.edge === 'top' && obstacle.high <= within[1] && obstacle.high >= within[0])
          high = Math.max(high, (obstacle.high - low * share) / (1 - share));
        if (block.edge === 'bottom' && obstacle.low >= within[0] && obstacle.low <= within[1])
          low = Math.min(low, (obstacle.low - high * share) / (1 - share));
      }
    }
    const next = round([low, high]);
    if (Math.abs(next[0] - lo) + Math.abs(next[1] - hi) < 1e-9 * (hi - lo)) return next;
    [lo, hi] = next;
    if (hi - lo > 12 * (request.interval[1] - request.interval[0])) return null;
  }
  return null;
}

function crossings(request: PlacementRequest, blocks: Placed[], [lo, hi]: [number, number]): number {
  const { frame } = request;
  const page = (u: number): number => {
    const y = frame.y + ((hi - u) / (hi - lo)) * frame.height;
    return Math.min(frame.y + frame.height, Math.max(frame.y, y));
  };
  let count = 0;
  for (const block of blocks) {
    if (block.stack.height === 0) continue;
    const box = boxOf(block, frame);
    for (const o of request.obstacles) {
      if (o.low > hi || o.high < lo) continue;
      const [top, bottom] = [page(o.high) - o.pad, page(o.low) + o.pad];
      if (
        overlaps(
          box,
          { x: o.left, y: top, width: o.right - o.left, height: bottom - top },
          STYLE.clearance - 1,
        )
      )
        count++;
    }
  }
  return count;
}

function solve(request: PlacementRequest, { blocks, penalty }: Arrangement): Solved | null {
  const [a, b] = blocks.map((block) => boxOf(block, request.frame));
  if (a!.height > 0 && b!.height > 0 && overlaps(a!, b!, 6)) return null;
  const span = request.interval[1] - request.interval[0];
  const rate = (interval: [number, number]): Solved => ({
    interval,
    cost: (interval[1] - interval[0]) / span - 1 + penalty + CROSSING * crossings(request, blocks, interval),
  });
  if (request.fixed) return rate(request.interval);
  const found: Solved[] = [];
  for (const within of [request.interval, [-Infinity, Infinity] as [number, number]]) {
    const interval = headRoom(request, blocks, within);
    if (interval !== null) found.push(rate(interval));
  }
  return found.sort((p, q) => p.cost - q.cost)[0] ?? null;
}

/** Chooses places and the y interval so that label block and legend cover nothing, preferring a small head-room. */
export function placeLabels(request: PlacementRequest): Placement {
  const legends = request.legends.length > 0 ? request.legends : [NOTHING];
  let best: { solved: Solved; arrangement: Arrangement } | null = null;
  for (const arrangement of arrangements({ ...request, legends })) {
    if (best !== null && arrangement.penalty >= best.solved.cost) break;
    const solved = solve(request, arrangement);
    if (solved !== null && (best === null || solved.cost < best.solved.cost - 1e-9))
      best = { solved, arrangement };
  }
  if (best === null || best.solved.cost > OUTSIDE)
    return { interval: request.fixed ? request.interval : request.round(request.interval), items: null };
  return {
    interval: best.solved.interval,
    items: best.arrangement.blocks.flatMap((block) => {
      const box = boxOf(block, request.frame);
      return block.stack.height > 0 ? block.stack.at(box.x, box.y) : [];
    }),
  };
}
