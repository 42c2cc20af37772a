import { useEffect, useMemo, useState } from 'react';
import type { ChannelOutput } from '../../../src-shared/contracts/channels.ts';
import { UserError } from '../../../src-shared/userError.ts';
import { PASSING } from '../../app/problem.ts';
import { useWorkspace } from '../../app/workspace.ts';
import { NO_NAMES } from './expressionNames.ts';
import type { ExpressionName, ExpressionNames } from './expressionNames.ts';

type Offered = ChannelOutput<'study.names'>;

/** Milliseconds without a change of the datasets after which their names are asked for. */
const REST = 500;
/** Milliseconds after which files that did not answer in time are asked again. */
const RETRY = 2000;

function named({
  name,
  title,
  unit,
  type,
  common,
  origin,
  lacking,
}: Offered['muon'][number]): ExpressionName {
  const missing = lacking.length > 0 ? `, not in ${lacking.join(', ')}` : '';
  const said = title === '' && origin !== name ? origin : title;
  return { name, kind: common ? 'quantity' : 'branch', title: said + missing, unit, type };
}

/** The names of an answer by level; members are those of muons. */
export function offeredNames(offered: Offered): ExpressionNames {
  const [event, muon, pair] = [offered.event, offered.muon, offered.pair].map((names) => names.map(named));
  const own = [...muon, ...event];
  const levels = { event, muon: own, tag: own, probe: own, pair: [...pair, ...event] };
  return { at: (level) => levels[level], membersOf: () => muon, complete: offered.looked.length > 0 };
}

/**
 * The names that the files of the document's datasets offer; none before the host answered, or where it cannot.
 * @param datasets what the document says of them: when it changes, the names are asked for again
 */
export function useNames(datasets: unknown): ExpressionNames {
  const { session, study, page } = useWorkspace();
  const [offered, offer] = useState<Offered | null>(null);
  const key = JSON.stringify(datasets ?? null);
  const { document } = study;
  const answering = page.connected === true;
  useEffect(() => {
    if (!document || !answering) return undefined;
    let wanted = true;
    const ask = (): void => {
      const { text } = session.document.state();
      session.call('study.names', { document, text }).then(
        (answer) => wanted && offer(answer),
        (error: unknown) => {
          const passing = error instanceof UserError && PASSING.has(error.code);
          if (wanted && passing) timer = setTimeout(ask, RETRY);
        },
      );
    };
    let timer = setTimeout(ask, REST);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [key, document, answering, session]);
  return useMemo(() => (offered ? offeredNames(offered) : NO_NAMES), [offered]);
}
