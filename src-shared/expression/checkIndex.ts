import type { Domain, Meaning } from './meaning.ts';
import { asNumber } from './checkOperators.ts';
import type { Checker, ComponentsOperand, ObjectOperand, Operand, Pick, ValueOperand } from './operand.ts';
import { asValue, domainName, joinDomains, value } from './operand.ts';
import type { Span, Syntax } from './syntax.ts';
import { expressionError } from './syntax.ts';

type Index = Syntax & { kind: 'index' };

function filtered(checker: Checker, base: ValueOperand | ObjectOperand, condition: ValueOperand): Domain {
  if (base.domain === null || condition.domain === null)
    throw expressionError(
      base.domain === null
        ? 'Only a collection can be filtered'
        : `A filter needs a condition on each element of ${domainName(base.domain)}`,
      condition.span,
    );
  const joined = joinDomains([base, condition])!;
  const { collection, lengths, fixed, selected, filters, order } = joined;
  return checker.table.domain({
    collection,
    lengths,
    fixed,
    selected,
    filters: [...filters, condition.meaning],
    order,
  });
}

function requireIndex(checker: Checker, index: ValueOperand, domain: Domain): Meaning {
  const meaning = asNumber(checker, index);
  if (meaning.kind === 'number' && (meaning.value < 0 || !Number.isInteger(meaning.value)))
    throw expressionError(
      'An index is a whole number from 0',
      index.span,
      meaning.value < 0
        ? 'The last of a sorting is found by sorting the other way: sorted(mu, -pt)[0].'
        : undefined,
    );
  if (meaning.kind === 'number' && domain.fixed > 0 && meaning.value >= domain.fixed)
    throw expressionError(
      `${domain.collection} has ${domain.fixed} values, so its index ends at ${domain.fixed - 1}`,
      index.span,
    );
  if (index.domain?.collection === domain.collection)
    throw expressionError(
      'An index from the same collection is not a condition',
      index.span,
      'Write a condition to filter: [x > 0] or [x == 1].',
    );
  return meaning;
}

function componentOperand(checker: Checker, base: ComponentsOperand, index: ValueOperand): ValueOperand {
  const { symbol, place } = base.meaning;
  const { meaning } = index;
  if (symbol.length === 0) asValue(base);
  if (
    meaning.kind !== 'number' ||
    !Number.isInteger(meaning.value) ||
    meaning.value < 0 ||
    meaning.value >= symbol.length
  )
    throw expressionError(
      `${symbol.column} holds ${symbol.length} values in each element`,
      index.span,
      `Its index is a whole number from 0 to ${symbol.length - 1}.`,
    );
  const { type, unit } = base.meaning;
  const column = checker.table.make({ kind: 'column', symbol, place, component: meaning }, type, unit);
  if (!base.pick) return value(column, base.domain, base.span);
  const body = { kind: 'at', ...base.pick, body: column } as const;
  return value(checker.table.make(body, type, unit), base.domain, base.span);
}

function pickFrom(
  checker: Checker,
  base: ValueOperand | ObjectOperand,
  index: ValueOperand,
  span: Span,
): Pick {
  if (base.domain === null || (base.kind === 'object' && base.pick))
    throw expressionError('Only a collection has an index', span);
  return { domain: base.domain, index: requireIndex(checker, index, base.domain) };
}

/** Checks `x[condition]` (a filter), `x[k]` (one element, from 0) and `x[Other_index]` (the elements that another collection points to). */
export function checkIndex(checker: Checker, syntax: Index): Operand {
  const base = checker.check(syntax.object);
  const index = asValue(checker.check(syntax.index));
  const { span } = syntax;
  if (base.kind === 'components') return { ...componentOperand(checker, base, index), span };
  if (index.meaning.type === 'boolean') return { ...base, domain: filtered(checker, base, index), span };
  const pick = pickFrom(checker, base, index, span);
  if (base.kind === 'object') return { ...base, pick, domain: index.domain, span };
  const { type, unit } = base.meaning;
  return value(
    checker.table.make({ kind: 'at', ...pick, body: base.meaning }, type, unit),
    index.domain,
    span,
  );
}
