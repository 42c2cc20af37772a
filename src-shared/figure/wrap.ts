import { parseTeX } from './tex.ts';
import type { TexNode } from './tex.ts';
import { typesetNodes } from './typeset.ts';
import type { TextStyle, Typeset } from './typeset.ts';

/** How a label is made to fit a width. */
export interface FitOptions extends TextStyle {
  /** Lines that may be used; what remains is cut with an ellipsis. */
  maxLines: number;
  /** Smallest share of the size, tried before lines are broken. */
  minScale?: number;
}

/** Lines of a label and the size that they were set at. */
export interface FittedLines {
  lines: Typeset[];
  size: number;
  /** Text was left out for want of lines. */
  cut: boolean;
}

const ELLIPSIS: TexNode = { kind: 'text', text: '…' };
const LIMIT = 1200;
const SEAM = /[_\-/.,:;]/;

/**
 * Makes a label fit a width: at its size, else smaller down to `minScale`, else broken at spaces (inside words where a
 * word is wider than the line) into at most `maxLines` lines, the last one cut with an ellipsis. No line is wider.
 */
export function fitLines(tex: string, size: number, maxWidth: number, options: FitOptions): FittedLines {
  const nodes = parseTeX(tex.length > LIMIT ? `${tex.slice(0, LIMIT)}…` : tex);
  const minScale = options.minScale ?? 0.84;
  const whole = typesetNodes(nodes, size, options);
  const scale = maxWidth / whole.width;
  if (!(scale < 1)) return { lines: whole.width > 0 ? [whole] : [], size, cut: false };
  if (scale >= minScale) {
    const smaller = Math.floor(size * scale * 10) / 10;
    return { lines: [typesetNodes(nodes, smaller, options)], size: smaller, cut: false };
  }
  const small = size * minScale;
  const { lines, cut } = breakLines(nodes, small, maxWidth, options);
  return { lines: lines.map((line) => squeeze(line, small, maxWidth, options)), size: small, cut };
}

function squeeze(nodes: TexNode[], size: number, maxWidth: number, style: TextStyle): Typeset {
  const line = typesetNodes(nodes, size, style);
  return line.width <= maxWidth ? line : typesetNodes(nodes, (size * maxWidth) / line.width, style);
}

function breakLines(
  nodes: TexNode[],
  size: number,
  maxWidth: number,
  options: FitOptions,
): { lines: TexNode[][]; cut: boolean } {
  const measure = (line: TexNode[]): number => typesetNodes(line, size, options).width;
  const words = wordsOf(nodes).flatMap((word) =>
    measure(word) > maxWidth ? pieces(word, maxWidth, measure) : [word],
  );
  const lines: TexNode[][] = [];
  let line: TexNode[] = [];
  let at = 0;
  for (; at < words.length; at++) {
    const longer = line.length === 0 ? words[at]! : join(line, words[at]!);
    if (line.length === 0 || measure(longer) <= maxWidth) line = longer;
    else {
      lines.push(line);
      if (lines.length === options.maxLines) break;
      line = words[at]!;
    }
  }
  if (at === words.length) return { lines: line.length > 0 ? [...lines, line] : lines, cut: false };
  lines[lines.length - 1] = shorten(lines.at(-1)!, maxWidth, measure);
  return { lines, cut: true };
}

function join(line: TexNode[], word: TexNode[]): TexNode[] {
  const last = line.at(-1);
  const first = word[0];
  if (last?.kind === 'text' && first?.kind === 'text')
    return [...line.slice(0, -1), { kind: 'text', text: `${last.text} ${first.text}` }, ...word.slice(1)];
  return [...line, { kind: 'text', text: ' ' }, ...word];
}

/** Nodes between the spaces of the outermost level. */
function wordsOf(nodes: readonly TexNode[]): TexNode[][] {
  const words: TexNode[][] = [[]];
  for (const node of nodes) {
    if (node.kind !== 'text') {
      words.at(-1)!.push(node);
      continue;
    }
    node.text.split(' ').forEach((text, i) => {
      if (i > 0) words.push([]);
      if (text !== '') words.at(-1)!.push({ kind: 'text', text });
    });
  }
  return words.filter((word) => word.length > 0);
}

/** Parts of a word that is wider than a line, broken after `_`, `-` and the like where one lies in the line's second half. */
function pieces(word: TexNode[], maxWidth: number, measure: (line: TexNode[]) => number): TexNode[][] {
  const units = word.flatMap((node) =>
    node.kind === 'text' ? [...node.text].map((text): TexNode => ({ kind: 'text', text })) : [node],
  );
  const widths = units.map((unit) => measure([unit]));
  const parts: TexNode[][] = [];
  let start = 0;
  while (start < units.length) {
    let end = start + 1;
    let width = widths[start]!;
    let seam = 0;
    while (end < units.length && width + widths[end]! <= maxWidth) {
      width += widths[end]!;
      const unit = units[end]!;
      end++;
      if (unit.kind === 'text' && SEAM.test(unit.text) && width > maxWidth / 2) seam = end;
    }
    if (end < units.length && seam > 0) end = seam;
    parts.push(merged(units.slice(start, end)));
    start = end;
  }
  return parts;
}

function merged(units: TexNode[]): TexNode[] {
  const nodes: TexNode[] = [];
  for (const unit of units) {
    const last = nodes.at(-1);
    if (unit.kind === 'text' && last?.kind === 'text')
      nodes[nodes.length - 1] = { kind: 'text', text: last.text + unit.text };
    else nodes.push(unit);
  }
  return nodes;
}

/** Fits several labels at one common size: the smallest that any of them needs. */
export function fitTogether(
  labels: readonly string[],
  size: number,
  maxWidth: number,
  options: FitOptions,
): FittedLines[] {
  const own = labels.map((label) => fitLines(label, size, maxWidth, options));
  const common = Math.min(size, ...own.map((fitted) => fitted.size));
  return own.map((fitted, i) =>
    fitted.size === common ? fitted : fitLines(labels[i]!, common, maxWidth, { ...options, minScale: 1 }),
  );
}

function shorten(line: TexNode[], maxWidth: number, measure: (line: TexNode[]) => number): TexNode[] {
  const rest = [...line];
  while (rest.length > 0 && measure([...rest, ELLIPSIS]) > maxWidth) {
    const last = rest.pop()!;
    if (last.kind === 'text' && last.text.length > 1)
      rest.push({ kind: 'text', text: [...last.text].slice(0, -1).join('').trimEnd() });
  }
  return [...rest, ELLIPSIS];
}
