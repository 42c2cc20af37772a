import { UserError } from '../userError.ts';

/** First and one-past-last character in the text, from 0. */
export type Span = [number, number];

/** Operators between two operands, in C's meaning; `**` is the power, `&` and `|` work on integers or on conditions. */
export type BinaryOperator =
  '+' | '-' | '*' | '/' | '%' | '**' | '<' | '<=' | '>' | '>=' | '==' | '!=' | '&' | '|' | '&&' | '||';

/** Operators before one operand. */
export type UnaryOperator = '-' | '!';

/** What an expression says, without any meaning of its names. Brackets leave no trace. */
export type Syntax =
  | { kind: 'number'; value: number | bigint; span: Span }
  | { kind: 'boolean'; value: boolean; span: Span }
  | { kind: 'string'; value: string; span: Span }
  | { kind: 'name'; name: string; span: Span }
  | { kind: 'member'; object: Syntax; name: string; nameSpan: Span; span: Span }
  | { kind: 'index'; object: Syntax; index: Syntax; span: Span }
  | { kind: 'call'; name: string; nameSpan: Span; arguments: Syntax[]; span: Span }
  | { kind: 'unary'; operator: UnaryOperator; operand: Syntax; span: Span }
  | { kind: 'binary'; operator: BinaryOperator; left: Syntax; right: Syntax; span: Span }
  | { kind: 'conditional'; condition: Syntax; yes: Syntax; no: Syntax; span: Span };

/** Longest text that is read, in characters. */
export const MAX_LENGTH = 65536;
/** Brackets, signs, powers and `? :` inside each other. */
export const MAX_NESTING = 64;
/** Names, numbers and brackets altogether. */
export const MAX_PARTS = 2000;
/** Arguments of one call. */
export const MAX_ARGUMENTS = 64;
/** Operations inside each other, those of a chain `a + b + c` too. */
export const MAX_DEPTH = 512;

/** C's binding strengths: a larger number binds tighter. The conditional is 0, a sign 9, an index, a member and a call 11. */
export const STRENGTH: Readonly<Record<BinaryOperator, number>> = {
  '||': 1,
  '&&': 2,
  '|': 3,
  '&': 4,
  '==': 5,
  '!=': 5,
  '<': 6,
  '<=': 6,
  '>': 6,
  '>=': 6,
  '+': 7,
  '-': 7,
  '*': 8,
  '/': 8,
  '%': 8,
  '**': 10,
};

/** The error for a mistake in an expression, pointing at its characters. */
export function expressionError(message: string, span: Span, hint?: string): UserError {
  return new UserError('expression', message, { ...(hint !== undefined && { hint }), where: { span } });
}

/** The parts of a node, from left to right. */
export function childrenOf(syntax: Syntax): Syntax[] {
  switch (syntax.kind) {
    case 'member':
      return [syntax.object];
    case 'index':
      return [syntax.object, syntax.index];
    case 'call':
      return syntax.arguments;
    case 'unary':
      return [syntax.operand];
    case 'binary':
      return [syntax.left, syntax.right];
    case 'conditional':
      return [syntax.condition, syntax.yes, syntax.no];
    default:
      return [];
  }
}
