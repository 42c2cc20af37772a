import type { DockviewApi, SerializedDockview } from 'dockview-react';
import type { PanelDefinition, PanelPlace } from '../panel.ts';

/** Shares of the width and height that the places have at first. */
const FORM_WIDTH = 0.38;
const TABLE_HEIGHT = 0.34;

function add(api: DockviewApi, { id, title }: PanelDefinition, where: object, inactive: boolean): void {
  api.addPanel({ id, component: 'panel', title, renderer: 'onlyWhenVisible', inactive, ...where });
}

/** Where a panel of this place goes in what stands there now. */
function positionOf(api: DockviewApi, place: PanelPlace, table: readonly PanelDefinition[]): object {
  const neighbour = table.find((panel) => panel.place === place && api.getPanel(panel.id));
  if (neighbour) return { position: { referencePanel: neighbour.id, direction: 'within' } };
  if (api.totalPanels === 0) return {};
  if (place === 'form') return { position: { direction: 'left' }, initialWidth: api.width * FORM_WIDTH };
  const beside = table.find((panel) => panel.place !== 'form' && api.getPanel(panel.id));
  if (!beside) return { position: { direction: 'right' }, initialWidth: api.width * (1 - FORM_WIDTH) };
  const direction = place === 'table' ? 'below' : 'above';
  const height = api.height * (place === 'table' ? TABLE_HEIGHT : 1 - TABLE_HEIGHT);
  return { position: { referencePanel: beside.id, direction }, initialHeight: height };
}

/** Opens a panel where its place is, or brings it to the front. */
export function openPanel(api: DockviewApi, panel: PanelDefinition, table: readonly PanelDefinition[]): void {
  if (!api.getPanel(panel.id)) add(api, panel, positionOf(api, panel.place, table), true);
  const shown = api.getPanel(panel.id);
  shown?.api.setActive();
}

/** All panels where they stand at first. */
export function firstLayout(api: DockviewApi, table: readonly PanelDefinition[]): void {
  api.clear();
  const places: PanelPlace[] = ['figure', 'form', 'table'];
  for (const place of places) {
    const panels = table.filter((panel) => panel.atFirst && panel.place === place);
    for (const [i, panel] of panels.entries()) add(api, panel, positionOf(api, place, table), i > 0);
  }
  for (const place of places) {
    const first = table.find((panel) => panel.atFirst && panel.place === place);
    if (first) api.getPanel(first.id)?.api.setActive();
  }
}

/** The layout as text. */
export function layoutText(api: DockviewApi): string {
  return JSON.stringify(api.toJSON());
}

/**
 * Puts the panels where a layout that was kept has them; false, and nothing done, where the text is no layout of these panels.
 * @param text as {@link layoutText} gave it, perhaps by another version
 */
export function restoreLayout(api: DockviewApi, text: string, table: readonly PanelDefinition[]): boolean {
  try {
    const layout = JSON.parse(text) as SerializedDockview;
    const ids = Object.keys(layout.panels);
    const known = new Set(table.map(({ id }) => id));
    if (ids.length === 0 || !ids.every((id) => known.has(id))) return false;
    api.fromJSON(layout);
    return true;
  } catch {
    api.clear();
    return false;
  }
}

function focusPanel(group: DockviewApi['activeGroup']): void {
  group?.element.querySelector<HTMLElement>('.panel')?.focus();
}

/** Closes the panel that was used last; the focus goes to the one that takes its place. */
export function closePanel(api: DockviewApi): void {
  api.activePanel?.api.close();
  focusPanel(api.activeGroup);
}

/** Groups column by column, each from the top. */
function orderedGroups({ groups }: DockviewApi): DockviewApi['groups'] {
  const places = new Map(groups.map((group) => [group, group.element.getBoundingClientRect()]));
  const placeOf = (group: (typeof groups)[number]) => places.get(group) as DOMRect;
  return [...groups].sort((a, b) => placeOf(a).left - placeOf(b).left || placeOf(a).top - placeOf(b).top);
}

/** Makes the next group of panels, or the one before, the active one, and moves the focus into it. */
export function stepGroup(api: DockviewApi, by: 1 | -1): void {
  const { activeGroup } = api;
  const groups = orderedGroups(api);
  if (groups.length === 0) return;
  const at = activeGroup ? groups.indexOf(activeGroup) : -1;
  const next = groups[(at + by + groups.length) % groups.length];
  next.activePanel?.api.setActive();
  focusPanel(next);
}

/** Shows the next tab of the active group, or the one before. */
export function stepTab({ activeGroup }: DockviewApi, by: 1 | -1): void {
  const panels = activeGroup?.panels ?? [];
  const at = panels.findIndex((panel) => panel === activeGroup?.activePanel);
  if (at >= 0) panels[(at + by + panels.length) % panels.length].api.setActive();
}
