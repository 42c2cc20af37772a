import type { ReactNode } from 'react';
import { useRecentStudies } from '../study/useRecentStudies.ts';
import { useWorkspace } from '../workspace.ts';

const MOST = 8;

/** The studies that were opened last; one press opens them. */
export function StudiesList(): ReactNode {
  const { session, study } = useWorkspace();
  const recent = useRecentStudies().slice(0, MOST);
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
