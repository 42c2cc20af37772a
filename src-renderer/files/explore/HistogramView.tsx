import { lazy, Suspense, useState } from 'react';
import type { ReactNode } from 'react';
import type { FileHistogram, FileHistogramQuestion } from '../../../src-shared/contracts/explore.ts';
import type { Transport } from '../../client/transport.ts';
import { FigureView } from '../../figure/FigureView.tsx';
import { Icon } from '../../widgets/Icon.tsx';
import { BinsOf, Counts } from './HistogramNumbers.tsx';
import { commandLine } from './question.ts';

const Explored = lazy(async () => ({
  default: (await import('../../figure/explore/ExploreView.tsx')).ExploreView,
}));

const NONE: readonly never[] = [];

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

/** A histogram of a file: its figure, also to be explored, what lies outside, the command that makes it, its numbers. */
export function HistogramView({
  call,
  question,
  answer: { histogram, warnings, svg, spec },
}: {
  call: Transport['call'];
  question: FileHistogramQuestion;
  answer: FileHistogram;
}): ReactNode {
  const [exploring, explore] = useState(false);
  return (
    <>
      <div className="histogram-views">
        <button type="button" aria-pressed={exploring} onClick={() => explore(!exploring)}>
          Explore
        </button>
        <span className="quiet">zoom, values at the pointer, sums of regions</span>
      </div>
      {exploring ? (
        <Suspense fallback={<p className="quiet">Opening</p>}>
          <Explored
            key={commandLine(question)}
            call={call}
            spec={spec}
            overlays={NONE}
            point={() => undefined}
          />
        </Suspense>
      ) : (
        <FigureView svg={svg} bin={null} point={() => undefined} />
      )}
      <Counts histogram={histogram} />
      {warnings.map(({ message }) => (
        <p className="below-table" key={message}>
          <Icon name="warning" /> {message}
        </p>
      ))}
      <CopyCommand question={question} />
      {!exploring && (
        <details className="bins-of">
          <summary>Numbers</summary>
          <BinsOf histogram={histogram} />
        </details>
      )}
    </>
  );
}
