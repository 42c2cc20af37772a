import type { Arithmetic, Meaning } from '../../../src-shared/expression/meaning.ts';
import type { Code, Kernel, Place } from './expressionCode.ts';
import { atom, bind, bitText, compound, conditionText, numberText } from './expressionCode.ts';
import { literalText } from './expressionColumns.ts';

function isInteger(code: Code): boolean {
  return code.form === 'integer' || code.form === 'maybeInteger';
}

const EXACT: Readonly<Record<Arithmetic, string>> = {
  '+': 'add64',
  '-': 'subtract64',
  '*': 'multiply64',
  '/': '',
  '%': 'remainder64',
  '&': 'and64',
  '|': 'or64',
};

function arithmeticCode(operator: Arithmetic, left: Code, right: Code): Code {
  if (isInteger(left)) {
    const isSure = left.form === 'integer' && right.form === 'integer' && operator !== '%';
    if (isSure) return compound(`(${left.text} ${operator} ${right.text})`, 'integer');
    return compound(`K.${EXACT[operator]}(${left.text}, ${right.text})`, 'maybeInteger');
  }
  const [one, other] = [numberText(left), numberText(right)];
  if (operator === '&' || operator === '|')
    return compound(`K.${operator === '&' ? 'and' : 'or'}(${one}, ${other})`, 'number');
  return compound(`(${one} ${operator} ${other})`, 'number');
}

function sureForms(left: Code, right: Code): boolean {
  const sure = ['boolean', 'bit', 'integer', 'string'];
  return left.form === right.form && sure.includes(left.form);
}

/** A comparison: false when a side is missing. */
export function compareCode(kernel: Kernel, meaning: Meaning & { kind: 'compare' }, place: Place): Code {
  const { operator } = meaning;
  const left = kernel.value(meaning.left, place);
  const right = kernel.value(meaning.right, place);
  const isEquality = operator === '==' || operator === '!=';
  if (isEquality && sureForms(left, right))
    return compound(`(${left.text} ${operator}= ${right.text})`, 'boolean');
  const exact = isInteger(left) || isInteger(right) || meaning.left.type === 'string';
  const text = (code: Code): string => (exact ? code.text : numberText(code));
  if (!isEquality) return compound(`(${text(left)} ${operator} ${text(right)})`, 'boolean');
  if (operator === '==' && !exact) return compound(`(${text(left)} === ${text(right)})`, 'boolean');
  const one = bind(kernel, place.block, { ...left, text: text(left) }).text;
  const other = bind(kernel, place.block, { ...right, text: text(right) }).text;
  if (meaning.left.type === 'string') {
    const both = `${one} !== undefined && ${other} !== undefined`;
    return compound(`(${both} && ${one} ${operator}= ${other})`, 'boolean');
  }
  if (operator === '!=') return compound(`(${one} < ${other} || ${one} > ${other})`, 'boolean');
  return compound(`(${one} !== undefined && ${one} == ${other})`, 'boolean');
}

const OWN_FUNCTIONS = new Set([
  'round',
  'hypot',
  'deltaPhi',
  'deltaR',
  'massless',
  'massOfMasses',
  'massOfEnergies',
]);

function callCode(kernel: Kernel, meaning: Meaning & { kind: 'call' }, place: Place): Code {
  const texts = meaning.arguments.map((argument) => numberText(kernel.value(argument, place)));
  if (meaning.name === 'pow') {
    const [, exponent] = meaning.arguments;
    if (exponent.kind === 'number' && exponent.value === 2) {
      const { text } = bind(kernel, place.block, compound(texts[0], 'number'));
      return compound(`(${text} * ${text})`, 'number');
    }
    return compound(`K.pow(${texts.join(', ')})`, 'number');
  }
  const library = OWN_FUNCTIONS.has(meaning.name) ? 'K' : 'Math';
  return compound(`${library}.${meaning.name}(${texts.join(', ')})`, 'number');
}

function notCode(code: Code): Code {
  switch (code.form) {
    case 'boolean':
      return compound(`!${code.text}`, 'boolean');
    case 'bit':
    case 'maybe':
      return compound(`(1 - ${code.text})`, code.form);
    case 'number':
      return compound(`(${code.text} === 0)`, 'boolean');
    default:
      return compound(`(${code.text} === 0n)`, 'boolean');
  }
}

function bitCode(kernel: Kernel, meaning: Meaning & { kind: 'bit' }, place: Place): Code {
  const code = kernel.value(meaning.operand, place);
  if (!isInteger(code)) return compound(`K.bit(${numberText(code)}, ${2 ** meaning.bit})`, 'boolean');
  const shift = `${meaning.bit}n`;
  if (code.form === 'integer') return compound(`((${code.text} >> ${shift} & 1n) === 1n)`, 'boolean');
  const { text } = bind(kernel, place.block, code);
  return compound(`(${text} !== undefined && (${text} >> ${shift} & 1n) === 1n)`, 'boolean');
}

const COSTLY = /K\.|Math\.(?!abs|min|max|sqrt|floor|ceil)|[0-9]n|\?/;

/** && and || without a jump where the right side costs less than a mispredicted one. */
function logicalCode(kernel: Kernel, meaning: Meaning & { kind: 'logical' }, place: Place): Code {
  const left = kernel.value(meaning.left, place);
  const right = kernel.value(meaning.right, place);
  if (COSTLY.test(right.text)) {
    const sides = [left, right].map((code) => conditionText(kernel, place.block, code));
    return compound(`(${sides.join(` ${meaning.operator} `)})`, 'boolean');
  }
  const sides = [left, right].map((code) => bitText(kernel, place.block, code));
  return compound(`(${sides.join(meaning.operator === '&&' ? ' & ' : ' | ')})`, 'bit');
}

function conditionalCode(kernel: Kernel, meaning: Meaning & { kind: 'conditional' }, place: Place): Code {
  const condition = conditionText(kernel, place.block, kernel.value(meaning.condition, place));
  const yes = kernel.value(meaning.yes, place);
  const no = kernel.value(meaning.no, place);
  const choice = (one: string, other: string): string => `(${condition} ? ${one} : ${other})`;
  if (yes.form === no.form) return compound(choice(yes.text, no.text), yes.form);
  if (meaning.type === 'integer64') return compound(choice(yes.text, no.text), 'maybeInteger');
  if (meaning.type === 'string') return compound(choice(yes.text, no.text), 'maybeString');
  return compound(choice(numberText(yes), numberText(no)), meaning.type === 'boolean' ? 'maybe' : 'number');
}

/** The code of a literal or an operation on other values. */
export function operationCode(kernel: Kernel, meaning: Meaning, place: Place): Code {
  switch (meaning.kind) {
    case 'number':
      return atom(literalText(meaning.value), 'number');
    case 'integer':
      return atom(literalText(meaning.value), 'integer');
    case 'boolean':
      return atom(String(meaning.value), 'boolean');
    case 'string': {
      const index = kernel.strings.push(meaning.value) - 1;
      return atom(`L[${index}]`, 'string');
    }
    case 'negate': {
      const code = kernel.value(meaning.operand, place);
      if (code.form === 'maybeInteger') return compound(`K.subtract64(0n, ${code.text})`, 'maybeInteger');
      return compound(`(-${numberText(code)})`, code.form === 'integer' ? 'integer' : 'number');
    }
    case 'not':
      return notCode(kernel.value(meaning.operand, place));
    case 'toNumber': {
      const code = kernel.value(meaning.operand, place);
      return compound(isInteger(code) ? `Number(${code.text})` : numberText(code), 'number');
    }
    case 'isFinite':
      return compound(`Number.isFinite(${numberText(kernel.value(meaning.operand, place))})`, 'boolean');
    case 'arithmetic':
      return arithmeticCode(
        meaning.operator,
        kernel.value(meaning.left, place),
        kernel.value(meaning.right, place),
      );
    case 'compare':
      return compareCode(kernel, meaning, place);
    case 'logical':
      return logicalCode(kernel, meaning, place);
    case 'bit':
      return bitCode(kernel, meaning, place);
    case 'conditional':
      return conditionalCode(kernel, meaning, place);
    case 'call':
      return callCode(kernel, meaning, place);
    default:
      throw new Error(`no operation: ${meaning.kind}`);
  }
}
