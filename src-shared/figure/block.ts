import { unbroken } from './energyText.ts';
import type { FigureSpec, TeX } from './spec.ts';
import { stackLines } from './stack.ts';
import type { SizedLine, Stack } from './stack.ts';
import { STYLE } from './style.ts';
import { escape, isTeX } from './tex.ts';
import { typeset } from './typeset.ts';
import { fitLines, fitTogether } from './wrap.ts';
import type { FittedLines } from './wrap.ts';

function isBlank(status: string | null): status is null {
  return status === null || status.trim() === '';
}

/** Whether the name of an experiment stands before the status: only where asked for, and never before "Private work", which replaces it. */
export function showsExperiment(spec: FigureSpec): boolean {
  if (spec.experiment !== true || isBlank(spec.status) || spec.style === 'plain') return false;
  return !/^\s*private work/i.test(spec.status);
}

function asLines({ lines, size, cut }: FittedLines): SizedLine[] {
  return lines.map((line) => ({ line, size, cut }));
}

function sized(tex: string, size: number, maxWidth: number, italic: boolean): SizedLine[] {
  return asLines(fitLines(tex, size, maxWidth, { maxLines: 2, italic }));
}

/** Status with or without the experiment's name, as a label and its face. */
function statusLabel(spec: FigureSpec): { tex: string; italic: boolean } | null {
  if (isBlank(spec.status)) return null;
  if (!showsExperiment(spec)) return { tex: spec.status, italic: true };
  const status = isTeX(spec.status) ? spec.status : escape(spec.status);
  return spec.style === 'ATLAS'
    ? { tex: `\\textbf{\\textit{ATLAS}} ${status}`, italic: false }
    : { tex: `\\textbf{CMS} \\textit{${status}}`, italic: false };
}

/** Energy and luminosity, with the places where it may be broken chosen where it must be. */
function energyWithin(energy: TeX, size: number, maxWidth: number): TeX {
  return typeset(energy, size).width > maxWidth ? unbroken(energy) : energy;
}

/** The label block inside the frame: status, energy and luminosity, text lines, within a width. With style CMS, status and energy stand above the frame instead. */
export function labelBlock(spec: FigureSpec, maxWidth: number): Stack {
  const inside = spec.style !== 'CMS';
  const status = inside ? statusLabel(spec) : null;
  const text = [
    ...(inside && spec.energy !== undefined ? [energyWithin(spec.energy, STYLE.textSize, maxWidth)] : []),
    ...spec.text,
  ];
  const lines = fitTogether(text, STYLE.textSize, maxWidth, { maxLines: 3 }).flatMap(asLines);
  const head = status === null ? [] : sized(status.tex, STYLE.statusSize, maxWidth, status.italic);
  return stackLines([...head, ...lines], 'block');
}

/** The line above the frame in style CMS: status (with the name where allowed) at the left, energy and luminosity at the right; stacked where both do not fit side by side. */
export function headerBlock(spec: FigureSpec, width: number): Stack {
  if (spec.style !== 'CMS') return stackLines([], 'block');
  const status = statusLabel(spec);
  const named = showsExperiment(spec);
  const left = status === null ? [] : sized(status.tex, STYLE.statusSize, width, status.italic);
  if (named && left.length === 1 && spec.status !== null) {
    const name = fitLines('CMS', STYLE.cmsSize, width, { maxLines: 1, bold: true }).lines[0]!;
    const extra = fitLines(spec.status, STYLE.cmsSize * 0.76, width - name.width - 8, {
      maxLines: 1,
      italic: true,
    });
    const line = extra.lines[0] === undefined ? name : sideBySide(name, extra.lines[0], 8);
    left[0] = { line, size: STYLE.cmsSize, cut: extra.cut };
  }
  const right =
    spec.energy === undefined
      ? []
      : sized(energyWithin(spec.energy, STYLE.statusSize, width), STYLE.statusSize, width, false);
  const [a, b] = [stackLines(left, 'block'), stackLines(right, 'block')];
  if (left.length > 0 && right.length > 0 && a.width + b.width + 24 > width)
    return stackLines([...right, ...left], 'block');
  const [aDepth, bDepth] = [depthOf(left), depthOf(right)];
  const above = Math.max(a.height - aDepth, b.height - bDepth);
  return {
    width,
    height: above + Math.max(aDepth, bDepth),
    cut: a.cut || b.cut,
    size: Math.min(a.size, b.size),
    at: (x, y) => [
      ...a.at(x, y + above + aDepth - a.height),
      ...b.at(x + width - b.width, y + above + bDepth - b.height),
    ],
  };
}

/** Ink below the last baseline. */
function depthOf(lines: readonly SizedLine[]): number {
  return Math.max(0, lines.at(-1)?.line.descent ?? 0);
}

function sideBySide(a: SizedLine['line'], b: SizedLine['line'], gap: number): SizedLine['line'] {
  const dx = a.width + gap;
  const shifted = b.paths.map((path) => ({
    ...path,
    commands: path.commands.map((command) => {
      const [letter, ...numbers] = command;
      return [letter, ...numbers.map((v, i) => (i % 2 === 0 ? v + dx : v))] as typeof command;
    }),
  }));
  return {
    width: dx + b.width,
    ascent: Math.max(a.ascent, b.ascent),
    descent: Math.max(a.descent, b.descent),
    runs: [...a.runs, ...b.runs.map((run) => ({ ...run, x: run.x + dx }))],
    paths: [...a.paths, ...shifted],
  };
}
