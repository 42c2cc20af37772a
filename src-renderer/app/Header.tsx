import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { DocumentState } from '../document/documentState.ts';
import { DocumentStatus } from '../document/DocumentStatus.tsx';
import { Icon } from '../widgets/Icon.tsx';
import type { IconName } from '../widgets/Icon.tsx';
import { documentHash } from './runResult.ts';
import { conditionOf } from './state.ts';
import type { Condition, Outcome, PageState } from './state.ts';
import { ThemeButton } from './ThemeButton.tsx';

const SIGNS: Record<Condition['kind'], IconName> = {
  connecting: 'running',
  lost: 'lost',
  running: 'running',
  cancelled: 'cancelled',
  finished: 'done',
  partial: 'warning',
  failed: 'failed',
};

/** The bytes of result.json as `muscope run` writes them. */
export function resultText(result: Outcome['result']): string {
  return `${JSON.stringify(result, null, 1)}\n`;
}

function ResultLink({ result }: { result: Outcome['result'] }): ReactNode {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([resultText(result)], { type: 'application/json' }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [result]);
  if (address === null) return null;
  return (
    <a className="button" href={address} download="result.json">
      <Icon name="download" /> result.json
    </a>
  );
}

/** Name, title, state in words, and what can be done with the study as a whole. */
export function Header({
  page,
  study,
  title,
  start,
}: {
  page: PageState;
  study: DocumentState;
  title: string;
  start: () => void;
}): ReactNode {
  const condition = conditionOf(page);
  const again = condition.kind !== 'running' && condition.kind !== 'connecting' && condition.kind !== 'lost';
  return (
    <header className="header">
      <span className="name">Muscope</span>
      <h1 title={title}>{title}</h1>
      <span role="status" className={`condition condition-${condition.kind}`}>
        <Icon name={SIGNS[condition.kind]} /> {condition.text}
      </span>
      <DocumentStatus state={study} hash={documentHash(page.outcome?.result)} />
      <span className="actions">
        {page.outcome && <ResultLink result={page.outcome.result} />}
        <button
          type="button"
          className={`primary${again ? '' : ' absent'}`}
          disabled={!again}
          onClick={start}
        >
          Run again
        </button>
        <ThemeButton />
      </span>
    </header>
  );
}
