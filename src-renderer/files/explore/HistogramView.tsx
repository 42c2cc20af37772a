import { useState } from 'react';
import type { ReactNode } from 'react';
import type { FileHistogram, FileHistogramQuestion } from '../../../src-shared/contracts/explore.ts';
import { FigureView } from '../../figure/FigureView.tsx';
import { Icon } from '../../widgets/Icon.tsx';
import { amount, count, edge } from '../../widgets/numbers.ts';
import { commandLine } from './question.ts';

const MOST_ROWS = 1000;

function Counts({ histogram }: { histogram: FileHistogram['histogram'] }): ReactNode {
  const { entries, underflow, overflow, nonFinite } = histogram;
  const numbers = [
    ['entries', entries],
    ['below', underflow],
    ['above', overflow],
    ['without a value', nonFinite],
  ] as const;
  return (
    <ul className="counts" aria-label="Counts">
      {numbers.map(([name, value]) => (
        <li key={name}>
          <b>{count(value)}</b> <span className="quiet">{name}</span>
        </li>
      ))}
    </ul>
  );
}

function CopyCommand({ question }: { question: FileHistogramQuestion }): ReactNode {
  const [said, say] = useState('');
  const command = commandLine(question);
  return (
    <div className="command-line">
      <code tabIndex={0} aria-label="Command">
        {command}
      </code>
      <button
        type="button"
        onClick={() => {
          navigator.clipboard.writeText(command).then(
            () => say('copied'),
            () => say('the clipboard is not to be had: mark the command and copy it'),
          );
        }}
      >
        Copy as command
      </button>
      <span className="quiet" role="status">
        {said}
      </span>
    </div>
  );
}

/** Bins of a histogram as a table, the first thousand. */
function BinsOf({ histogram }: { histogram: FileHistogram['histogram'] }): ReactNode {
  const [{ variable, unit, edges }] = histogram.axes;
  const { counts, sumWeights } = histogram;
  return (
    <table className="numbers">
      {counts.length > MOST_ROWS && (
        <caption>
          The first {count(MOST_ROWS)} of {count(counts.length)} bins; <code>muscope hist --json</code> has
          all.
        </caption>
      )}
      <thead>
        <tr>
          <th scope="col">
            {variable}
            {unit !== null && ` [${unit}]`}
          </th>
          <th scope="col">count</th>
          {sumWeights && <th scope="col">sum of weights</th>}
        </tr>
      </thead>
      <tbody>
        {counts.slice(0, MOST_ROWS).map((value, bin) => (
          <tr key={bin}>
            <th scope="row">
              {edge(edges[bin])} – {edge(edges[bin + 1])}
            </th>
            <td>{count(value)}</td>
            {sumWeights && <td>{amount(sumWeights[bin])}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A histogram of a file: its figure, what lies outside, the command that makes it, its numbers. */
export function HistogramView({
  question,
  answer: { histogram, warnings, svg },
}: {
  question: FileHistogramQuestion;
  answer: FileHistogram;
}): ReactNode {
  return (
    <>
      <FigureView svg={svg} bin={null} point={() => undefined} />
      <Counts histogram={histogram} />
      {warnings.map(({ message }) => (
        <p className="below-table" key={message}>
          <Icon name="warning" /> {message}
        </p>
      ))}
      <CopyCommand question={question} />
      <details className="bins-of">
        <summary>Numbers</summary>
        <BinsOf histogram={histogram} />
      </details>
    </>
  );
}
