import { DockviewReact } from 'dockview-react';
import type { DockviewApi, DockviewTheme, IDockviewPanelProps } from 'dockview-react';
import 'dockview-react/dist/styles/dockview.css';
import { Suspense, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { ErrorBoundary } from '../ErrorBoundary.tsx';
import { panelOf, PANELS } from '../panels.tsx';
import type { Settings } from '../settings.ts';
import { firstLayout, layoutText, restoreLayout } from './layout.ts';
import './dock.css';
import { PanelTab } from './PanelTab.tsx';

const THEME: DockviewTheme = { name: 'muscope', className: 'dock-theme', dndTabIndicator: 'line' };

/** Whether a panel was in front of its group at any time. */
function useSeen(api: IDockviewPanelProps['api']): boolean {
  const [seen, see] = useState(api.isVisible);
  useEffect(() => {
    if (seen) return undefined;
    const subscription = api.onDidVisibilityChange(({ isVisible }) => isVisible && see(true));
    if (api.isVisible) see(true);
    return () => subscription.dispose();
  }, [api, seen]);
  return seen;
}

/** A panel that was never in front is not made yet; one that was keeps its state behind others. */
function PanelBody({ api }: IDockviewPanelProps): ReactNode {
  const panel = panelOf(api.id);
  const seen = useSeen(api);
  if (!panel || !seen) return null;
  return (
    <div className={`panel panel-${panel.id}`} tabIndex={0} role="group" aria-label={panel.title}>
      <ErrorBoundary>
        <Suspense fallback={<p className="empty">Opening</p>}>
          <panel.Panel />
        </Suspense>
      </ErrorBoundary>
    </div>
  );
}

const COMPONENTS = { panel: PanelBody };

/**
 * The panels of the window, side by side and in tabs, as the user puts them; where they stand is kept by name.
 * @param name of the layout in the settings
 * @param ready gets the dock when the panels stand in it
 */
export function Dock({
  name,
  settings,
  ready,
}: {
  name: string;
  settings: Settings;
  ready: (api: DockviewApi) => void;
}): ReactNode {
  const [api, setApi] = useState<DockviewApi | null>(null);

  useEffect(() => {
    if (!api) return undefined;
    let wanted = true;
    let stop: (() => void) | null = null;
    void settings.read(name).then((text) => {
      if (!wanted) return;
      if (text === null || !restoreLayout(api, text, PANELS)) firstLayout(api, PANELS);
      ready(api);
      const subscription = api.onDidLayoutChange(() => settings.write(name, layoutText(api)));
      stop = () => subscription.dispose();
    });
    return () => {
      wanted = false;
      stop?.();
    };
  }, [api, name, settings, ready]);

  return (
    <DockviewReact
      className="dock"
      theme={THEME}
      components={COMPONENTS}
      defaultTabComponent={PanelTab}
      disableFloatingGroups
      onReady={(event) => setApi(event.api)}
    />
  );
}
