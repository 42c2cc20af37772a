import { Fragment } from 'react';
import type { ReactNode } from 'react';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import type { CutflowLine } from '../../../src-shared/contracts/resultFiles.ts';
import { amount, count, percent } from '../../widgets/numbers.ts';
import type { PanelProps } from '../studyView.ts';
import { alignCutflows } from './alignCutflows.ts';
import { labelOf } from './figureList.ts';

const COUNTED: Record<CutflowLine['level'], string> = {
  event: 'events',
  muon: 'muons',
  pair: 'pairs',
  probe: 'probes',
};

interface DatasetCutflow {
  label: string;
  lines: readonly CutflowLine[];
  /** Which of the lines stands in each row. */
  at: readonly (number | null)[];
  weighted: boolean;
}

/** Share of the nearest line before that counts the same things; null where there is none. */
export function shareOf(lines: readonly CutflowLine[], index: number): number | null {
  const { level, count: left } = lines[index];
  const before = lines.slice(0, index).findLast((line) => line.level === level);
  return before && before.count > 0 ? left / before.count : null;
}

function remarks(cutflows: readonly DatasetCutflow[], row: number): string {
  const notes = cutflows.flatMap(({ label, lines, at }) => {
    const index = at[row];
    if (index === null) return [];
    const { note, notComputable = 0 } = lines[index];
    return [
      ...(note ? [note] : []),
      ...(notComputable > 0 ? [`${count(notComputable)} without a value in ${label}`] : []),
    ];
  });
  return [...new Set(notes)].join('; ');
}

function Head({ cutflows }: { cutflows: readonly DatasetCutflow[] }): ReactNode {
  return (
    <thead>
      <tr>
        <th scope="col" rowSpan={2}>
          cut
        </th>
        {cutflows.map(({ label, weighted }, index) => (
          <th key={index} scope="colgroup" colSpan={weighted ? 3 : 2} className="group">
            {label}
          </th>
        ))}
      </tr>
      <tr>
        {cutflows.map(({ weighted }, index) => (
          <Fragment key={index}>
            <th scope="col" className="begins">
              left
            </th>
            <th scope="col" title="Relative to the nearest line before that counts the same">
              of before
            </th>
            {weighted && <th scope="col">Σ weights</th>}
          </Fragment>
        ))}
      </tr>
    </thead>
  );
}

function Counts({
  cutflow: { lines, weighted },
  index,
}: {
  cutflow: DatasetCutflow;
  index: number | null;
}): ReactNode {
  if (index === null) return <td className="begins" colSpan={weighted ? 3 : 2} />;
  const share = shareOf(lines, index);
  return (
    <>
      <td className="begins">{count(lines[index].count)}</td>
      <td>{share === null ? '' : percent(share, 2)}</td>
      {weighted && <td>{amount(lines[index].sumWeights ?? 0)}</td>}
    </>
  );
}

function Cutflow({
  rows,
  cutflows,
}: {
  rows: readonly CutflowLine[];
  cutflows: readonly DatasetCutflow[];
}): ReactNode {
  return (
    <table className="numbers cutflow">
      <Head cutflows={cutflows} />
      <tbody>
        {rows.map(({ name, cut, level }, row) => (
          <tr key={row}>
            <th scope="row">
              {name} <span className="counted">{COUNTED[level]}</span>
              {cut && <code>{cut}</code>}
              {remarks(cutflows, row) && <small>{remarks(cutflows, row)}</small>}
            </th>
            {cutflows.map((cutflow, dataset) => (
              <Counts key={dataset} cutflow={cutflow} index={cutflow.at[row]} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What every cut leaves over; datasets with the same cuts stand side by side. */
export function CutflowPanel({ result }: PanelProps<EfficiencyStudyResult>): ReactNode {
  return alignCutflows(result.cutflow).map(({ rows, datasets }) => (
    <Cutflow
      key={datasets[0].dataset}
      rows={rows}
      cutflows={datasets.map(({ dataset, lines, at }) => ({
        label: labelOf(result, dataset),
        lines,
        at,
        weighted: lines.some(({ sumWeights }) => sumWeights !== undefined),
      }))}
    />
  ));
}
