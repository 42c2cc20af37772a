import type { ComponentProps, ReactNode } from 'react';
import { ExpressionField } from '../../../form/ExpressionField.tsx';

/** An expression of the document, in a row with other entries. */
export function ExpressionEntry(props: ComponentProps<typeof ExpressionField>): ReactNode {
  return (
    <span className="entry expression-entry">
      <ExpressionField {...props} />
    </span>
  );
}
