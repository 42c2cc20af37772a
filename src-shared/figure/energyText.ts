import type { TeX } from './spec.ts';
import { escape, isTeX } from './tex.ts';

/** Inverse barns and roots of s as they are typed: `fb-1`, `fb^-1`, `fb⁻¹`, `fb^{-1}`, `sqrt(s)`, `√s`, `√s_NN`. */
const SIGNS =
  /(?<![A-Za-z])([fpnuµμ]b)(?:⁻¹|\^?[-−]1|\^\([-−]1\)|\^\{[-−]1\})(?!\d)|(?<![\\A-Za-z])(?:sqrt|√)\(([^()$\\{}]{1,20})\)|√(s)(?:_\{?(NN)\}?)?/g;

function signOf(unit: string | undefined, body: string | undefined, nucleons: string | undefined): TeX {
  if (unit !== undefined) return `${unit}^{-1}`;
  return `\\sqrt{${body}${nucleons === undefined ? '' : `_{${nucleons}}`}}`;
}

/**
 * Energy and luminosity as a user writes them, as a label: inverse femtobarns and roots of s are set however they are typed (`138 fb-1`,
 * `fb^-1`, `fb⁻¹`, `sqrt(s)`, `√s`); the rest is read as every label is, TeX or plain text.
 */
export function energyLabel(text: string): TeX {
  const plain = !isTeX(text.replace(SIGNS, ''));
  const kept = (part: string): TeX => (plain ? escape(part) : part);
  let label = '';
  let at = 0;
  for (const { 0: found, 1: unit, 2: inside, 3: s, 4: nucleons, index } of text.matchAll(SIGNS)) {
    label += kept(text.slice(at, index)) + signOf(unit, inside ?? s, nucleons);
    at = index + found.length;
  }
  return at === 0 ? text : label + kept(text.slice(at));
}

/** A label of energy and luminosity as a user would write it: `√s = 13 TeV, 58.5 fb⁻¹`; {@link energyLabel} sets it as it was. */
export function energyWords(label: TeX): string {
  return label
    .replace(/\$?([fpnuµμ]b)\^\{-1\}\$?/g, '$1⁻¹')
    .replace(/\$?\\sqrt\{(s)\}\$?/g, '√$1')
    .replace(/\\backslash\{\}|\\textasciitilde\{\}|\\([$_^{}])/g, (found, sign?: string) =>
      sign === undefined ? (found.startsWith('\\b') ? '\\' : '~') : sign,
    );
}

/** A label of energy and luminosity that lines are not broken in between number and unit and at signs of equality. */
export function unbroken(label: TeX): TeX {
  return label
    .split(/(\$[^$]*\$)/)
    .map((part, i) =>
      i % 2 === 1 ? part : part.replace(/ (?==)|(?<==) |(?<=\d) (?=[A-Za-zµμ]|$)/g, '\u00a0'),
    )
    .join('');
}
