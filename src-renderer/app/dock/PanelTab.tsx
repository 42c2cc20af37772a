import type { IDockviewPanelHeaderProps } from 'dockview-react';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { Icon } from '../../widgets/Icon.tsx';
import { panelOf } from '../panels.tsx';
import { useWorkspace } from '../workspace.ts';

/** The tab of a panel: its title, a number of things that want to be seen, and, under the pointer, the way to close it. */
export function PanelTab({ api }: IDockviewPanelHeaderProps): ReactNode {
  const workspace = useWorkspace();
  const panel = panelOf(api.id);
  const badge = panel?.badge?.(workspace) ?? 0;
  const title = panel?.title ?? api.id;
  const name = badge > 0 ? `${title} ${badge}` : title;
  useEffect(() => api.setTitle(name), [api, name]);
  return (
    <span className="panel-tab" onAuxClick={(event) => event.button === 1 && api.close()}>
      {title} {badge > 0 && <span className="badge">{badge}</span>}
      <span
        className="panel-close"
        aria-hidden="true"
        title="Close (the View menu opens it again)"
        onPointerDown={(event) => event.stopPropagation()}
        onClick={() => api.close()}
      >
        <Icon name="failed" />
      </span>
    </span>
  );
}
