/** How a math atom is spaced inside `$...$` (The TeXbook, chapter 18, the common cases). */
export type AtomRole = 'ordinary' | 'relation' | 'binary' | 'open' | 'punctuation';

const LETTERS: Record<string, string> = {
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ϵ',
  varepsilon: 'ε',
  zeta: 'ζ',
  eta: 'η',
  theta: 'θ',
  vartheta: 'ϑ',
  iota: 'ι',
  kappa: 'κ',
  lambda: 'λ',
  mu: 'μ',
  nu: 'ν',
  xi: 'ξ',
  omicron: 'ο',
  pi: 'π',
  varpi: 'ϖ',
  rho: 'ρ',
  varrho: 'ϱ',
  sigma: 'σ',
  varsigma: 'ς',
  tau: 'τ',
  upsilon: 'υ',
  phi: 'ϕ',
  varphi: 'φ',
  chi: 'χ',
  psi: 'ψ',
  omega: 'ω',
  Gamma: 'Γ',
  Delta: 'Δ',
  Theta: 'Θ',
  Lambda: 'Λ',
  Xi: 'Ξ',
  Pi: 'Π',
  Sigma: 'Σ',
  Upsilon: 'Υ',
  Phi: 'Φ',
  Psi: 'Ψ',
  Omega: 'Ω',
};

const SIGNS: Record<string, string> = {
  ell: 'ℓ',
  hbar: 'ℏ',
  infty: '∞',
  partial: '∂',
  nabla: '∇',
  sum: '∑',
  prod: 'Π',
  int: '∫',
  degree: '°',
  circ: '°',
  prime: '′',
  dagger: '†',
  ast: '∗',
  star: '⋆',
  bullet: '•',
  ldots: '…',
  dots: '…',
  cdots: '…',
  times: '×',
  cdot: '·',
  pm: '±',
  mp: '∓',
  div: '÷',
  oplus: '⊕',
  otimes: '⊗',
  leq: '≤',
  le: '≤',
  geq: '≥',
  ge: '≥',
  neq: '≠',
  ne: '≠',
  ll: '≪',
  gg: '≫',
  lt: '<',
  gt: '>',
  approx: '≈',
  sim: '∼',
  simeq: '≈',
  equiv: '≡',
  propto: '∝',
  in: '∈',
  perp: '⟂',
  to: '→',
  rightarrow: '→',
  longrightarrow: '→',
  Rightarrow: '→',
  leftarrow: '←',
  gets: '←',
  leftrightarrow: '↔',
  uparrow: '↑',
  downarrow: '↓',
  langle: '⟨',
  rangle: '⟩',
  vert: '|',
  mid: '|',
  Vert: '‖',
  lbrace: '{',
  rbrace: '}',
  backslash: '\\',
  textbackslash: '\\',
  textasciitilde: '~',
  textasciicircum: '^',
};

const FUNCTIONS = [
  'log',
  'ln',
  'exp',
  'sin',
  'cos',
  'tan',
  'sinh',
  'cosh',
  'tanh',
  'min',
  'max',
  'arg',
  'Pr',
];

/** Commands that stand for characters. */
export const CHARACTERS = new Map<string, string>([
  ...Object.entries(LETTERS),
  ...Object.entries(SIGNS),
  ...FUNCTIONS.map((name): [string, string] => [name, name]),
  ...[...'$_^{}%#&|'].map((character): [string, string] => [character, character]),
]);

/** Commands that stand for a space, in em. */
export const SPACES = new Map<string, number>([
  [',', 3 / 18],
  ['thinspace', 3 / 18],
  [':', 4 / 18],
  ['>', 4 / 18],
  [';', 5 / 18],
  ['!', -3 / 18],
  [' ', 0.278],
  ['quad', 1],
  ['qquad', 2],
]);

/** Commands that change the face of their argument. `text` sets it outside math, where spaces and hyphens are kept. */
export const FACES = new Map<string, { bold?: boolean; italic?: boolean; text?: boolean }>([
  ['mathrm', { bold: false, italic: false }],
  ['mathsf', { bold: false, italic: false }],
  ['mathcal', { bold: false, italic: false }],
  ['operatorname', { bold: false, italic: false }],
  ['rm', { bold: false, italic: false }],
  ['text', { bold: false, italic: false, text: true }],
  ['textrm', { bold: false, italic: false, text: true }],
  ['mbox', { bold: false, italic: false, text: true }],
  ['mathit', { italic: true }],
  ['textit', { italic: true, text: true }],
  ['emph', { italic: true, text: true }],
  ['mathbf', { bold: true }],
  ['boldsymbol', { bold: true }],
  ['textbf', { bold: true, text: true }],
]);

const RELATIONS = new Set('=<>≤≥≠≈≡∼∝∈⟂→←↔≪≫:');
const BINARIES = new Set('+−×·±∓÷⊕⊗∗');
const OPENS = new Set('([{⟨');
const PUNCTUATION = new Set(',;');

/** Spacing class of a character in math. */
export function roleOf(character: string): AtomRole {
  if (RELATIONS.has(character)) return 'relation';
  if (BINARIES.has(character)) return 'binary';
  if (OPENS.has(character)) return 'open';
  return PUNCTUATION.has(character) ? 'punctuation' : 'ordinary';
}
