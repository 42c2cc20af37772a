import { useState } from 'react';
import type { ReactNode } from 'react';
import type { SampleDistribution } from '../../../../src-shared/contracts/quick.ts';
import { formatPath } from '../../../../src-shared/study/path.ts';
import type { DocumentPath } from '../../../../src-shared/study/path.ts';
import type { FormField } from '../../../form/formField.ts';
import { Icon } from '../../../widgets/Icon.tsx';
import { mapOf, textOf } from './documentValue.ts';
import { EdgeBar } from './EdgeBar.tsx';
import { edgesOf, edgesText, readEdges } from './edgesText.ts';
import { Entry } from './Entry.tsx';
import { ExpressionEntry } from './ExpressionEntry.tsx';
import { FieldProblems } from './RowParts.tsx';
import { useAnswer, useWritten } from './useAnswer.ts';

const MOST_BINS = 200;
/** Names that are offered as variables of an axis before the files are looked at. */
const USUAL = ['pt', 'eta', 'abs(eta)', 'phi', 'actualMu', 'averageMu', 'nVertices'];

/** Bins of the sample in which no dataset, or not every one, has a probe, in words; null where all are filled. */
export function emptyBins(distribution: SampleDistribution, edges: readonly number[]): string | null {
  const all = distribution.datasets.filter(({ bins, problem }) => bins !== null && problem === null);
  const lines = all.flatMap(({ label, bins }) => {
    if (bins?.length !== edges.length - 1) return [];
    const empty = bins.flatMap((one, i) => (one === 0 ? [`${edges[i]} to ${edges[i + 1]}`] : []));
    if (empty.length === 0) return [];
    const more = empty.length > 4 ? ` and ${empty.length - 4} more` : '';
    return [`${label}: no probe of the sample in ${empty.slice(0, 4).join(', ')}${more}`];
  });
  return lines.length === 0 ? null : lines.join('; ');
}

function EqualStatistics({
  bins,
  disabled,
  wanted,
  ask,
}: {
  bins: number;
  disabled: boolean;
  wanted: number | null;
  ask: (bins: number) => void;
}): ReactNode {
  const [typed, type] = useState<number | null>(null);
  const number = typed ?? bins;
  return (
    <span className="equal-statistics">
      <label>
        <span className="unseen">Number of bins of equal statistics</span>
        <input
          type="number"
          min={1}
          max={MOST_BINS}
          value={number}
          disabled={disabled}
          onChange={({ target }) => type(target.value === '' ? null : target.valueAsNumber)}
        />
      </label>
      <button
        type="button"
        className="small"
        disabled={disabled || wanted !== null || !(number >= 1 && number <= MOST_BINS)}
        title="Edges between which the selected probes of the sample, all datasets together, are equally many"
        onClick={() => ask(Math.round(number))}
      >
        Equal statistics
      </button>
    </span>
  );
}

function EqualOffer({
  edges,
  use,
  leave,
}: {
  edges: readonly number[];
  use: () => void;
  leave: () => void;
}): ReactNode {
  return (
    <div className="equal-offer" role="status">
      {edges.length < 2 ? (
        'The sample has no two different values.'
      ) : (
        <>
          <span className="quiet">From the probes of the sample:</span> <code>{edges.join(', ')}</code>
          <button type="button" className="small" onClick={use}>
            Use these
          </button>
        </>
      )}
      <button type="button" className="small" onClick={leave}>
        Leave it
      </button>
    </div>
  );
}

function edgesProblem(text: string): string | null {
  const read = readEdges(text);
  return 'problem' in read ? read.problem : null;
}

/** One axis of a result: its variable, and its edges as text and as handles over the distribution of the variable. */
export function AxisEditor({
  field,
  path,
  value,
}: {
  field: FormField;
  path: DocumentPath;
  value: unknown;
}): ReactNode {
  const { disabled, apply, problems } = field;
  const { variable: written, edges: writtenEdges } = mapOf(value) as { variable?: unknown; edges?: unknown };
  const variable = textOf(written);
  const edges = edgesOf(writtenEdges);
  const place = formatPath(path);
  const document = useWritten();
  const [equal, askEqual] = useState<number | null>(null);
  const asked = document && variable !== '' && { ...document, variable, place };
  const { answer, problem, waiting } = useAnswer(
    'study.distribution',
    asked ? { ...asked, ...(edges && { edges }), ...(equal !== null && { equal }) } : null,
  );
  const set = (to: unknown) =>
    apply([{ op: 'set', path: [...path, 'edges'], value: to }], `Bins of ${variable}`);
  const offer = equal !== null && !waiting ? (answer?.equal ?? []) : null;
  const empty = answer && edges && !waiting ? emptyBins(answer, edges) : null;
  return (
    <div className="axis" aria-busy={waiting}>
      <div className="axis-line">
        <ExpressionEntry
          label={`Variable of ${place}`}
          required
          value={variable}
          level="probe"
          disabled={disabled}
          options={USUAL}
          commit={(to) =>
            apply([{ op: 'set', path: [...path, 'variable'], value: to }], 'Variable of an axis')
          }
        />
        <Entry
          mono
          label={`Edges of ${variable}`}
          value={edgesText(writtenEdges)}
          disabled={disabled}
          check={edgesProblem}
          commit={(text) => {
            const read = readEdges(text);
            if ('edges' in read) set(read.edges);
          }}
        />
        <EqualStatistics
          bins={Math.min(MOST_BINS, (edges?.length ?? 7) - 1)}
          disabled={disabled || problem !== null}
          wanted={equal}
          ask={askEqual}
        />
      </div>
      {offer && (
        <EqualOffer
          edges={offer}
          use={() => {
            set([...offer]);
            askEqual(null);
          }}
          leave={() => askEqual(null)}
        />
      )}
      {edges && (
        <EdgeBar {...{ variable, edges, disabled }} distribution={problem ? null : answer} commit={set} />
      )}
      {problem && problem.code !== 'cancelled' && <p className="quiet">No distribution: {problem.message}</p>}
      {empty !== null && (
        <p className="field-warning">
          <Icon name="warning" />
          {empty}
        </p>
      )}
      <FieldProblems problems={problems} path={place} deep />
    </div>
  );
}
