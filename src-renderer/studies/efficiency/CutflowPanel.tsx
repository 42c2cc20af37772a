import type { ReactNode } from 'react';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import type { CutflowLine } from '../../../src-shared/contracts/resultFiles.ts';
import { amount, count, percent } from '../../widgets/numbers.ts';
import type { PanelProps } from '../studyView.ts';
import { labelOf } from './figureList.ts';

const COUNTED: Record<CutflowLine['level'], string> = {
  event: 'events',
  muon: 'muons',
  pair: 'pairs',
  probe: 'probes',
};

function remarks({ note, notComputable = 0 }: CutflowLine): string {
  const parts = note ? [note] : [];
  if (notComputable > 0) parts.push(`${count(notComputable)} without a value`);
  return parts.join('; ');
}

function Share({ line, before }: { line: CutflowLine; before: CutflowLine | undefined }): ReactNode {
  if (!before || before.level !== line.level) return null;
  return before.count > 0 ? percent(line.count / before.count, 2) : '–';
}

function Cutflow({ label, lines }: { label: string; lines: readonly CutflowLine[] }): ReactNode {
  const weighted = lines.some(({ sumWeights }) => sumWeights !== undefined);
  return (
    <table className="numbers cutflow">
      <caption>{label}</caption>
      <thead>
        <tr>
          <th scope="col">line</th>
          <th scope="col">left over</th>
          <th scope="col" title="Relative to the line before, where the same things are counted">
            of before
          </th>
          {weighted && <th scope="col">sum of weights</th>}
        </tr>
      </thead>
      <tbody>
        {lines.map((line, index) => (
          <tr key={index}>
            <th scope="row">
              {line.name}
              {line.cut && <code>{line.cut}</code>}
              {remarks(line) && <small>{remarks(line)}</small>}
            </th>
            <td>
              {count(line.count)} <span className="counted">{COUNTED[line.level]}</span>
            </td>
            <td>
              <Share line={line} before={lines[index - 1]} />
            </td>
            {weighted && <td>{line.sumWeights === undefined ? '–' : amount(line.sumWeights)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What every cut leaves over, dataset by dataset. */
export function CutflowPanel({ result }: PanelProps<EfficiencyStudyResult>): ReactNode {
  return Object.entries(result.cutflow).map(([dataset, lines]) => (
    <Cutflow key={dataset} label={labelOf(result, dataset)} lines={lines} />
  ));
}
