import type { ReactNode } from 'react';
import type { ExpressionLevel } from '../../../../src-shared/study/schemaParts.ts';
import { ExpressionField } from '../../../form/ExpressionField.tsx';

/** An expression of the document. */
export function ExpressionEntry(props: {
  label: string;
  value: string;
  /** Whose names it may use. */
  level: ExpressionLevel;
  commit: (value: string) => void;
  disabled: boolean;
  placeholder?: string;
  options?: readonly string[];
}): ReactNode {
  return <ExpressionField {...props} />;
}
