import type { ReactNode } from 'react';
import type { DatasetProvenance } from '../../src-shared/contracts/resultFiles.ts';
import { runsOrNumber, tagSummary, tagUses } from './tagUse.ts';

const MOST_SHOWN = 100;

/** Which processing tags of a dataset are read and which are left out: one line, and the tags with their runs when it is opened. */
export function TagsTable({
  label,
  tags,
}: {
  label: string;
  tags: NonNullable<DatasetProvenance['tags']>;
}): ReactNode {
  const uses = tagUses(tags);
  return (
    <details className="tags">
      <summary>
        <b>{label}</b> {tagSummary(uses)}
      </summary>
      <table className="numbers">
        <caption>
          Processing tags, newest first, by the pattern <code>{tags.pattern}</code>
        </caption>
        <thead>
          <tr>
            <th scope="col">tag</th>
            <th scope="col" className="words">
              read in
            </th>
            <th scope="col" className="words">
              left out in
            </th>
          </tr>
        </thead>
        <tbody>
          {uses.slice(0, MOST_SHOWN).map(({ tag, read, leftOut }) => (
            <tr key={tag}>
              <th scope="row">
                <code>{tag}</code>
              </th>
              <td className="words">{runsOrNumber(read)}</td>
              <td className="words">{runsOrNumber(leftOut)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {uses.length > MOST_SHOWN && (
        <p className="below-table">
          The first {MOST_SHOWN} of {uses.length} are listed, result.json has all.
        </p>
      )}
    </details>
  );
}
