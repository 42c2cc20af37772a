import type { ReactNode } from 'react';
import type { VariationSummary } from '../../../src-shared/contracts/resultVariations.ts';
import { Icon } from '../../widgets/Icon.tsx';
import { changedValue, troubleText, variationName } from './shifts.ts';

function Trouble({ variation }: { variation: VariationSummary }): ReactNode {
  const text = troubleText(variation);
  if (text === null) return null;
  const failed = variation.reason !== undefined;
  return (
    <small className={failed ? 'status-failed' : 'status-skipped'}>
      <Icon name={failed ? 'failed' : 'warning'} /> {text}
    </small>
  );
}

/** What every variation changes in the document, and what went wrong with it. */
export function VariationList({ variations }: { variations: readonly VariationSummary[] }): ReactNode {
  return (
    <table className="numbers variation-list">
      <caption>What each variation changes in the document</caption>
      <thead>
        <tr>
          <th scope="col">variation</th>
          <th scope="col" className="words">
            change
          </th>
        </tr>
      </thead>
      <tbody>
        {variations.map((variation) => (
          <tr key={variationName(variation)}>
            <th scope="row">{variationName(variation)}</th>
            <td className="words">
              {variation.changes.map(({ path, value }) => (
                <code key={path}>
                  <span className="quiet">{path}:</span> {changedValue(value)}
                </code>
              ))}
              <Trouble variation={variation} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
