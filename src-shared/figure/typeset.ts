import { DRAWN, ROOT_LEAD, rootSign } from './drawnGlyphs.ts';
import type { PathCommand } from './drawnGlyphs.ts';
import { X_HEIGHT, hasGlyph, inkExtent, textWidth } from './metrics.ts';
import type { Face } from './metrics.ts';
import { placeholder } from './placeholder.ts';
import { parseTeX } from './tex.ts';
import type { TexNode } from './tex.ts';

/** Characters of one face and size at (x, y) from the label's origin on the baseline; y downwards. */
export interface TextRun {
  text: string;
  face: Face;
  size: number;
  x: number;
  y: number;
}

/** A drawn sign, rule or root; coordinates from the label's origin, y downwards. */
export interface InkPath {
  commands: PathCommand[];
  /** Stroke width; 0: filled. */
  stroke: number;
}

/** A typeset label: its advance width, ink above (`ascent`) and below (`descent`) the baseline, and what is drawn. */
export interface Typeset {
  width: number;
  ascent: number;
  descent: number;
  runs: TextRun[];
  paths: InkPath[];
}

/** Face of a label's text before its own commands. */
export interface TextStyle {
  bold?: boolean;
  italic?: boolean;
}

interface Setting {
  /** Size of the text at this depth. */
  size: number;
  base: number;
  depth: number;
  bold: boolean;
  italic: boolean;
}

const THIN_SPACES = new Set('\u2006\u2009\u200a\u202f');
const SCRIPT_SCALE = [1, 0.68, 0.52];

/** Sets a label (the TeX subset of {@link parseTeX}) at a size. All lengths are in the unit of the size. */
export function typeset(tex: string, size: number, style: TextStyle = {}): Typeset {
  return typesetNodes(parseTeX(tex), size, style);
}

/** Sets parsed nodes, see {@link typeset}. */
export function typesetNodes(nodes: readonly TexNode[], size: number, style: TextStyle = {}): Typeset {
  const setting = { size, base: size, depth: 0, bold: style.bold ?? false, italic: style.italic ?? false };
  return row(nodes, setting);
}

function empty(): Typeset {
  return { width: 0, ascent: 0, descent: 0, runs: [], paths: [] };
}

function moved(commands: readonly PathCommand[], dx: number, dy: number, scale = 1): PathCommand[] {
  return commands.map((command) => {
    const [letter, ...numbers] = command;
    return [letter, ...numbers.map((v, i) => v * scale + (i % 2 === 0 ? dx : dy))] as PathCommand;
  });
}

/** Puts a part into a box at (x, y); the box's width is left to the caller. */
function place(box: Typeset, part: Typeset, x: number, y: number): void {
  for (const run of part.runs) box.runs.push({ ...run, x: run.x + x, y: run.y + y });
  for (const path of part.paths) box.paths.push({ ...path, commands: moved(path.commands, x, y) });
  box.ascent = Math.max(box.ascent, part.ascent - y);
  box.descent = Math.max(box.descent, part.descent + y);
}

function append(box: Typeset, part: Typeset): void {
  place(box, part, box.width, 0);
  box.width += part.width;
}

/** Nodes in which a script's character stands in the text before it, so that a word stays one run and keeps its kerning. */
function joined(nodes: readonly TexNode[]): TexNode[] {
  const found: TexNode[] = [];
  const add = (node: TexNode): void => {
    const last = found.at(-1);
    if (node.kind === 'text' && last?.kind === 'text')
      found[found.length - 1] = { kind: 'text', text: last.text + node.text };
    else found.push(node);
  };
  for (const node of nodes) {
    if (node.kind === 'scripts' && node.base?.kind === 'text') {
      add(node.base);
      add({ ...node, base: null });
    } else add(node);
  }
  return found;
}

function row(parsed: readonly TexNode[], setting: Setting): Typeset {
  const nodes = joined(parsed);
  const box = empty();
  let operand = false;
  nodes.forEach((node, i) => {
    if (node.kind !== 'atom') {
      append(box, part(node, setting));
      if (node.kind !== 'space') operand = true;
      return;
    }
    const last = i === nodes.length - 1;
    const infix = operand && !last;
    const em = setting.depth > 0 ? 0 : setting.size;
    const around = node.role === 'relation' ? 5 / 18 : node.role === 'binary' && infix ? 4 / 18 : 0;
    if (box.width > 0) box.width += around * em;
    append(box, text(node.text, setting));
    if (!last) box.width += (node.role === 'punctuation' ? 3 / 18 : around) * em;
    operand = false;
  });
  return box;
}

function part(node: TexNode, setting: Setting): Typeset {
  switch (node.kind) {
    case 'text':
    case 'atom':
      return text(node.text, setting);
    case 'space':
      return { ...empty(), width: node.em * setting.size };
    case 'group':
      return row(node.body, setting);
    case 'face':
      return row(node.body, {
        ...setting,
        bold: node.bold ?? setting.bold,
        italic: node.italic ?? setting.italic,
      });
    case 'scripts':
      return scripts(node, setting);
    case 'sqrt':
      return root(row(node.body, setting), setting);
    case 'fraction':
      return fraction(row(node.above, deeper(setting)), row(node.below, deeper(setting)), setting);
    case 'accent':
      return accented(node.accent, row(node.body, setting), setting);
  }
}

function deeper(setting: Setting): Setting {
  const depth = setting.depth + 1;
  return { ...setting, depth, size: setting.base * SCRIPT_SCALE[Math.min(depth, 2)]! };
}

function faceOf({ bold, italic }: Setting): Face {
  if (bold) return italic ? 'boldItalic' : 'bold';
  return italic ? 'italic' : 'regular';
}

/** Characters of the font as runs; signs that it lacks as paths; what has no glyph as a box with its code. */
function text(characters: string, setting: Setting): Typeset {
  const box = empty();
  const { size } = setting;
  const face = faceOf(setting);
  let run = '';
  const flush = (): void => {
    if (run === '') return;
    const { top, bottom } = inkExtent(run, size);
    const width = textWidth(run, face, size);
    append(box, {
      width,
      ascent: top,
      descent: bottom,
      runs: [{ text: run, face, size, x: 0, y: 0 }],
      paths: [],
    });
    run = '';
  };
  for (const raw of characters) {
    const character = raw === '∼' ? '~' : raw;
    if (hasGlyph(character)) {
      run += character;
      continue;
    }
    flush();
    if (/\p{Zs}/u.test(character)) {
      box.width += (THIN_SPACES.has(character) ? 0.17 : 0.278) * size;
      continue;
    }
    const drawn = DRAWN.get(character);
    if (drawn === undefined) append(box, placeholder(character, size));
    else {
      const stroke = drawn.stroke * size * (setting.bold ? 1.5 : 1);
      const commands = moved(drawn.commands, 0, 0, size);
      const { width, top, bottom } = drawn;
      append(box, {
        ...empty(),
        width: width * size,
        ascent: top * size,
        descent: bottom * size,
        paths: [{ commands, stroke }],
      });
    }
  }
  flush();
  return box;
}

function scripts(node: Extract<TexNode, { kind: 'scripts' }>, setting: Setting): Typeset {
  const box = empty();
  const { size } = setting;
  const base = node.base === null ? null : part(node.base, setting);
  if (base !== null) append(box, base);
  const lean = setting.italic ? 0.08 * size : 0;
  const start = box.width + 0.03 * size;
  const sub = node.sub === null ? null : row(node.sub, deeper(setting));
  const sup = node.sup === null ? null : row(node.sup, deeper(setting));
  const above = Math.max(0, (base?.ascent ?? 0) - 0.8 * size);
  const below = Math.max(0, (base?.descent ?? 0) - 0.24 * size);
  let drop = 0.2 * size + below;
  let rise = 0.36 * size + above;
  if (sub !== null && sup !== null) {
    drop += 0.05 * size;
    rise += 0.04 * size;
    const gap = rise - sup.descent - (sub.ascent - drop);
    if (gap < 0.05 * size) rise += 0.05 * size - gap;
  } else if (sup !== null) rise = Math.max(rise, sup.descent + 0.2 * size);
  else if (sub !== null) drop = Math.max(drop, sub.ascent - 0.45 * size);
  if (sub !== null) place(box, sub, start, drop);
  if (sup !== null) place(box, sup, start + lean, -rise);
  box.width = start + Math.max(sub?.width ?? 0, sup === null ? 0 : sup.width + lean) + 0.02 * size;
  return box;
}

function root(body: Typeset, { size, bold }: Setting): Typeset {
  const box = empty();
  const rule = bold ? 0.085 : 0.058;
  const top = Math.max(body.ascent / size, X_HEIGHT) + 0.1 + rule;
  const bottom = Math.max(body.descent / size, 0) + 0.02;
  const width = ROOT_LEAD + body.width / size + 0.05;
  box.paths.push({ commands: moved(rootSign(width, top, bottom, rule), 0, 0, size), stroke: 0 });
  place(box, body, ROOT_LEAD * size, 0);
  return { ...box, width: (width + 0.03) * size, ascent: top * size, descent: bottom * size };
}

function bar(x: number, y: number, width: number, thickness: number): InkPath {
  return {
    commands: [
      ['M', x, y],
      ['L', x + width, y],
    ],
    stroke: thickness,
  };
}

function fraction(above: Typeset, below: Typeset, { size, bold }: Setting): Typeset {
  const box = empty();
  const axis = 0.27 * size;
  const rule = (bold ? 0.085 : 0.058) * size;
  const gap = 0.12 * size;
  const width = Math.max(above.width, below.width) + 0.1 * size;
  const side = 0.06 * size;
  box.paths.push(bar(side, -axis, width, rule));
  place(box, above, side + (width - above.width) / 2, -axis - gap - Math.max(above.descent, 0));
  place(box, below, side + (width - below.width) / 2, -axis + gap + below.ascent);
  box.width = width + 2 * side;
  return box;
}

function accented(accent: 'bar' | 'hat' | 'tilde', body: Typeset, setting: Setting): Typeset {
  const box = empty();
  const { size } = setting;
  append(box, body);
  const height = Math.max(body.ascent, X_HEIGHT * size);
  if (accent === 'bar') {
    const rule = (setting.bold ? 0.08 : 0.055) * size;
    const y = height + 0.1 * size;
    const inset = Math.min(0.06 * size, body.width / 6);
    box.paths.push(bar(inset, -y, body.width - 2 * inset, rule));
    box.ascent = y + rule;
  } else {
    const mark = text(accent === 'hat' ? 'ˆ' : '˜', setting);
    place(box, mark, (body.width - mark.width) / 2, X_HEIGHT * size - height);
  }
  return box;
}
