import type { DocumentState } from '../../document/documentState.ts';
import { documentCondition } from '../../document/documentState.ts';
import { progressText } from '../progressText.ts';
import type { Session } from '../session.ts';
import { isGoing } from '../state.ts';
import type { PageState, Problem } from '../state.ts';
import { createStore } from '../store.ts';
import type { Store } from '../store.ts';

/** Something that happened in this window. */
export interface LogLine {
  /** Counts up from 1. */
  id: number;
  at: Date;
  kind: 'plain' | 'good' | 'warning' | 'failed';
  text: string;
}

/** What happened in the window, newest last. */
export type Log = Omit<Store<{ lines: readonly LogLine[] }>, 'change'>;

const MOST_LINES = 1000;

function problemText({ message, hint, where }: Problem): string {
  const place = [where?.['file'], where?.['object'], where?.['line']].filter(Boolean).join(', ');
  return [place && `${place}: `, message, hint && `. ${hint}`].filter(Boolean).join('');
}

function ofRun(page: PageState, before: PageState, say: (kind: LogLine['kind'], text: string) => void): void {
  const { run, failure, connected, outcome } = page;
  if (connected !== before.connected && before.connected !== null)
    say(connected ? 'good' : 'failed', connected ? 'The engine host answers again' : 'Connection lost');
  if (failure && failure !== before.failure) say('failed', problemText(failure));
  if (run && (run.run !== before.run?.run || run.state !== before.run.state)) {
    const name = `Run ${run.run}`;
    if (run.state === 'running') say('plain', `${name} began: ${run.title}`);
    else if (run.state === 'failed')
      say('failed', `${name} failed${run.error ? `: ${problemText(run.error)}` : ''}`);
    else if (!isGoing(run))
      say(
        run.state === 'finished' ? 'good' : 'warning',
        `${name} ${run.state}: ${progressText(page).join(', ')}`,
      );
  }
  const whole = outcome !== null && !isGoing(outcome) && outcome.run === run?.run;
  if (whole && (outcome.run !== before.outcome?.run || isGoing(before.outcome))) {
    for (const { status, path, reason } of outcome.files) {
      if (status !== 'processed') say('warning', `${path} ${status}${reason ? `: ${reason.message}` : ''}`);
    }
  }
}

function ofDocument(
  study: DocumentState,
  before: DocumentState,
  say: (kind: LogLine['kind'], text: string) => void,
): void {
  const [now, then] = [documentCondition(study), documentCondition(before)];
  if (study.document !== before.document && study.document)
    say('plain', 'path' in study.document ? `Opened ${study.document.path}` : 'Opened the sample study');
  if (study.trouble && study.trouble !== before.trouble)
    say('failed', `Not saved: ${problemText(study.trouble)}`);
  else if (now.kind === 'saved' && then.kind === 'unsaved' && study.disk !== before.disk)
    say('plain', `Saved ${study.name}`);
  else if (now.text === 'Changed on disk' && then.text !== now.text)
    say('warning', `${study.name} changed on disk, and here too`);
}

/** Writes down what happens to the document and the runs of a window. */
export function keepLog(session: Pick<Session, 'state' | 'subscribe' | 'document'>, now: () => Date): Log {
  const store = createStore<{ lines: readonly LogLine[] }>({ lines: [] });
  let id = 0;
  const say = (kind: LogLine['kind'], text: string) => {
    const line = { id: ++id, at: now(), kind, text };
    store.change({ lines: [...store.state().lines.slice(1 - MOST_LINES), line] });
  };
  let page = session.state();
  let study = session.document.state();
  session.subscribe(() => {
    const before = page;
    page = session.state();
    ofRun(page, before, say);
  });
  session.document.subscribe(() => {
    const before = study;
    study = session.document.state();
    ofDocument(study, before, say);
  });
  return { state: store.state, subscribe: store.subscribe };
}
