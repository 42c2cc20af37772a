import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { Transport } from '../../client/transport.ts';
import type { FigureSpec } from '../../../src-shared/figure/spec.ts';
import { ExploreChart } from './ExploreChart.tsx';
import { Legend } from './Legend.tsx';
import { exploredMap } from './map.ts';
import type { ExploredMap } from './map.ts';
import { MapScale } from './MapScale.tsx';
import { exploredLines } from './model.ts';
import type { ExploredLines, OverlaidFigure } from './model.ts';
import { mountedCharts } from './mounted.ts';
import { canBeLog } from './option.ts';
import { selectedCells, selectedLines } from './selection.ts';
import type { Region } from './selection.ts';
import { SelectionTable } from './SelectionTable.tsx';
import { ValuesTable } from './ValuesTable.tsx';
import { useChartColours } from './useChartColours.ts';
import './explore.css';

const NONE: ReadonlySet<string> = new Set();

function toggled(set: ReadonlySet<string>, member: string): ReadonlySet<string> {
  const changed = new Set(set);
  if (!changed.delete(member)) changed.add(member);
  return changed;
}

function canLogY(model: ExploredLines | ExploredMap): boolean {
  if (model.kind === 'map') return canBeLog(model.y);
  return model.series.some(({ panel, bins }) => panel === 0 && bins.some(({ value }) => (value ?? 0) > 0));
}

function Switch({
  label,
  on,
  refused,
  turn,
}: {
  label: string;
  on: boolean;
  /** Why it cannot be turned on. */
  refused?: string | undefined;
  turn: (on: boolean) => void;
}): ReactNode {
  return (
    <label title={refused}>
      <input
        type="checkbox"
        checked={on}
        disabled={refused !== undefined}
        onChange={({ target }) => turn(target.checked)}
      />
      {label}
    </label>
  );
}

/** A figure with zoom, selection, legend and the table of its numbers. */
export function ExploreView({
  call,
  spec,
  overlays,
  point,
  children,
}: {
  call: Transport['call'];
  spec: FigureSpec;
  overlays: readonly OverlaidFigure[];
  point: (bin: number | null) => void;
  /** Further controls. */
  children?: ReactNode;
}): ReactNode {
  const model = useMemo(() => exploredMap(spec) ?? exploredLines(spec, overlays), [spec, overlays]);
  const colours = useChartColours();
  const [hidden, hide] = useState(NONE);
  const [log, setLog] = useState({ x: false, y: false });
  const [selecting, setSelecting] = useState(false);
  const [region, select] = useState<Region | null>(null);
  const rows = useMemo(() => {
    if (!region || !model) return [];
    return model.kind === 'map' ? selectedCells(model, region) : selectedLines(model, hidden, region);
  }, [model, hidden, region]);
  if (!model) return <p className="empty">This figure has no axes that could be explored.</p>;
  const [xLog, yLog] = [canBeLog(model.x), canLogY(model)];
  const never = 'Only what lies above 0 has a logarithm';
  return (
    <div className="explore">
      <div className="explore-bar" role="group" aria-label="View">
        <Switch label="Select a region" on={selecting} turn={setSelecting} />
        <Switch
          label="log x"
          on={log.x && xLog}
          refused={xLog ? undefined : never}
          turn={(x) => setLog({ ...log, x })}
        />
        <Switch
          label="log y"
          on={log.y && yLog}
          refused={yLog ? undefined : never}
          turn={(y) => setLog({ ...log, y })}
        />
        <button type="button" onClick={() => mountedCharts.resetZoom()}>
          Reset zoom
        </button>
        {children}
      </div>
      <ExploreChart
        model={model}
        colours={colours}
        hidden={hidden}
        logX={log.x && xLog}
        logY={log.y && yLog}
        selecting={selecting}
        region={region}
        select={select}
        point={point}
      />
      {model.kind === 'map' ? (
        <MapScale z={model.z} />
      ) : (
        <Legend
          groups={model.groups}
          hidden={hidden}
          colours={colours}
          toggle={(group) => hide(toggled(hidden, group))}
        />
      )}
      {region && (
        <SelectionTable
          call={call}
          region={region}
          titles={model.kind === 'map' ? [model.x.title, model.y.title] : [model.x.title]}
          rows={rows}
          clear={() => select(null)}
        />
      )}
      <details className="explore-values">
        <summary>Numbers</summary>
        <ValuesTable model={model} hidden={hidden} />
      </details>
    </div>
  );
}
