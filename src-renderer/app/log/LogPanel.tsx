import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { Icon } from '../../widgets/Icon.tsx';
import type { IconName } from '../../widgets/Icon.tsx';
import { useWorkspace } from '../workspace.ts';
import type { LogLine } from './log.ts';

const SIGNS: Record<LogLine['kind'], IconName | null> = {
  plain: null,
  good: 'done',
  warning: 'warning',
  failed: 'failed',
};

/** What happened in this window, with the time of day; the newest line is kept in view as long as one does not scroll up. */
export function LogPanel(): ReactNode {
  const { log } = useWorkspace();
  const { lines } = useSyncExternalStore(log.subscribe, log.state);
  const list = useRef<HTMLOListElement>(null);
  const following = useRef(true);

  useEffect(() => {
    const box = list.current?.closest('.panel');
    if (box && following.current) box.scrollTop = box.scrollHeight;
  }, [lines]);

  useEffect(() => {
    const box = list.current?.closest('.panel');
    const scrolled = () => {
      if (box) following.current = box.scrollTop + box.clientHeight > box.scrollHeight - 40;
    };
    box?.addEventListener('scroll', scrolled);
    return () => box?.removeEventListener('scroll', scrolled);
  }, []);

  if (lines.length === 0) return <p className="empty">What happens in this window is written here.</p>;
  return (
    <ol className="log" ref={list}>
      {lines.map(({ id, at, kind, text }) => {
        const sign = SIGNS[kind];
        return (
          <li key={id} className={`log-${kind}`}>
            <time dateTime={at.toISOString()}>{at.toLocaleTimeString(undefined, { hour12: false })}</time>
            <span className="log-sign">{sign && <Icon name={sign} />}</span>
            <span>{text}</span>
          </li>
        );
      })}
    </ol>
  );
}
