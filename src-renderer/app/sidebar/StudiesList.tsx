import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useWorkspace } from '../workspace.ts';

const MOST = 8;

/** The documents that were opened last, the newest first; asked for again when another one is opened. */
function useRecent(): readonly string[] {
  const { session, study, page } = useWorkspace();
  const [recent, change] = useState<readonly string[]>([]);
  const { document } = study;
  const answering = page.connected === true;
  useEffect(() => {
    if (!document || !answering) return undefined;
    let wanted = true;
    session.call('studies.recent', {}).then(
      ({ studies }) => wanted && change(studies.slice(0, MOST).map(({ path }) => path)),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [session, document, answering]);
  return recent;
}

/** The studies that were opened last; one press opens them. */
export function StudiesList(): ReactNode {
  const { session, study } = useWorkspace();
  const recent = useRecent();
  const { document } = study;
  const own = document && 'path' in document ? document.path : null;
  if (recent.length === 0) return <p className="sidebar-empty">Studies that you open are listed here.</p>;
  return (
    <ul>
      {recent.map((path) => (
        <li key={path}>
          <button
            type="button"
            title={path}
            aria-current={path === own ? 'true' : undefined}
            onClick={() => void session.openStudy(path).catch(session.report)}
          >
            <span className="sidebar-label">{path.replace(/^.*[\\/]/, '')}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
