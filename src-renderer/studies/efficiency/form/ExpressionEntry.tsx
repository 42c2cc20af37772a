import type { ReactNode } from 'react';
import { parse } from '../../../../src-shared/expression/parse.ts';
import { UserError } from '../../../../src-shared/userError.ts';
import { Entry } from './Entry.tsx';

/** What is wrong with the grammar of an expression, in words; null for a good one. */
function grammarProblem(text: string): string | null {
  if (text.trim() === '') return null;
  try {
    parse(text);
    return null;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/** An expression of the document. */
export function ExpressionEntry({
  level,
  ...rest
}: {
  label: string;
  value: string;
  /** Whose names it may use. */
  level: 'event' | 'muon' | 'pair' | 'tag' | 'probe';
  commit: (value: string) => void;
  disabled: boolean;
  placeholder?: string;
  options?: readonly string[];
}): ReactNode {
  void level;
  return <Entry mono check={grammarProblem} {...rest} />;
}
