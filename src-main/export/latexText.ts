import { CHARACTERS } from '../../src-shared/figure/symbols.ts';
import { isTeX, parseTeX } from '../../src-shared/figure/tex.ts';
import type { TexNode } from '../../src-shared/figure/tex.ts';

const SPECIAL: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  µ: '\\ensuremath{\\mu}',
  '−': '\\ensuremath{-}',
  '\u00a0': '~',
};

/** Commands that LaTeX has in math without packages, by character; the first name of several. */
const COMMANDS = new Map(
  Array.from(CHARACTERS)
    .filter(([name, character]) => character.codePointAt(0)! > 127 && !['omicron', 'degree'].includes(name))
    .reverse()
    .map(([name, character]) => [character, name]),
);

/** Any text for LaTeX: special characters escaped, Greek letters and signs as commands, control characters left out. */
export function latexEscaped(text: string): string {
  let escaped = '';
  for (const character of text.normalize('NFC')) {
    if (SPECIAL[character] !== undefined) escaped += SPECIAL[character];
    else if (/[&%$#_{}]/.test(character)) escaped += `\\${character}`;
    else if (/\s/.test(character)) escaped += ' ';
    else if (/\p{Cc}|\p{Cf}|\p{Cs}/u.test(character)) continue;
    else {
      const command = COMMANDS.get(character);
      escaped += command === undefined ? character : `\\ensuremath{\\${command}}`;
    }
  }
  return escaped;
}

function group(nodes: readonly TexNode[]): string {
  return nodes.map(nodeLatex).join('');
}

function inMath(nodes: readonly TexNode[]): string {
  return `{\\textrm{${group(nodes)}}}`;
}

function nodeLatex(node: TexNode): string {
  switch (node.kind) {
    case 'text':
      return latexEscaped(node.text);
    case 'atom':
      return node.role === 'relation' || node.role === 'binary'
        ? ` ${latexEscaped(node.text)} `
        : latexEscaped(node.text);
    case 'space':
      return node.em > 0.3 ? ' ' : '\\,';
    case 'group':
      return `{${group(node.body)}}`;
    case 'face': {
      const italic = node.italic ? `\\textit{${group(node.body)}}` : group(node.body);
      return node.bold ? `\\textbf{${italic}}` : italic;
    }
    case 'scripts': {
      const base = node.base === null ? '' : nodeLatex(node.base);
      const sub = node.sub === null ? '' : `_${inMath(node.sub)}`;
      const sup = node.sup === null ? '' : `^${inMath(node.sup)}`;
      return `${base}\\ensuremath{{}${sub}${sup}}`;
    }
    case 'sqrt':
      return `\\ensuremath{\\sqrt${inMath(node.body)}}`;
    case 'fraction':
      return `\\ensuremath{\\frac${inMath(node.above)}${inMath(node.below)}}`;
    case 'accent':
      return `\\ensuremath{\\${{ bar: 'overline', hat: 'hat', tilde: 'tilde' }[node.accent]}${inMath(node.body)}}`;
  }
}

/** A label of the figures (plain text or their TeX subset) as LaTeX for running text. */
export function latexLabel(label: string): string {
  return isTeX(label) ? group(parseTeX(label)) : latexEscaped(label);
}
