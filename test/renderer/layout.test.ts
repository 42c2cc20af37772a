import type { DockviewApi } from 'dockview-react';
import { describe, expect, it } from 'vitest';
import { firstLayout, openPanel, restoreLayout, stepTab } from '../../src-renderer/app/dock/layout.ts';
import type { PanelDefinition, PanelPlace } from '../../src-renderer/app/panel.ts';

// Source of truth: the table of panels below, and what a dock is told; a real dock is used by the end-to-end tests.

function panel(id: string, place: PanelPlace, atFirst = true): PanelDefinition {
  return { id, title: id.toUpperCase(), place, atFirst, Panel: () => null };
}

const TABLE = [
  panel('document', 'form'),
  panel('figure', 'figure'),
  panel('numbers', 'table'),
  panel('cutflow', 'form'),
  panel('hidden', 'table', false),
];

interface Placed {
  id: string;
  position?: { referencePanel?: string; direction: string };
}

/** A dock of 1000 by 600 that notes what it is told. */
function fakeDock(damaged = false) {
  const told = { cleared: 0, given: [] as unknown[], active: [] as string[], placed: [] as Placed[] };
  const panels = new Map<string, { id: string; api: { setActive(): void } }>();
  const api = {
    width: 1000,
    height: 600,
    get totalPanels() {
      return panels.size;
    },
    clear() {
      told.cleared++;
      panels.clear();
    },
    fromJSON(layout: unknown) {
      if (damaged) throw new Error('Invalid grid');
      told.given.push(layout);
    },
    getPanel: (id: string) => panels.get(id),
    addPanel({ id, position }: Placed) {
      told.placed.push({ id, ...(position && { position }) });
      panels.set(id, { id, api: { setActive: () => void told.active.push(id) } });
    },
    get activeGroup() {
      return { panels: [...panels.values()], activePanel: panels.get(told.active.at(-1) ?? '') };
    },
  };
  return { api: api as unknown as DockviewApi, told };
}

describe('the first layout', () => {
  it('has form, figure and table, each with its panels in one group and the first of them in front', () => {
    const { api, told } = fakeDock();
    firstLayout(api, TABLE);
    expect(told.placed).toEqual([
      { id: 'figure' },
      { id: 'document', position: { direction: 'left' } },
      { id: 'cutflow', position: { referencePanel: 'document', direction: 'within' } },
      { id: 'numbers', position: { referencePanel: 'figure', direction: 'below' } },
    ]);
    expect(told.active).toEqual(['figure', 'document', 'numbers']);
  });
});

describe('a panel that is opened', () => {
  it('comes to the front where it stands', () => {
    const { api, told } = fakeDock();
    firstLayout(api, TABLE);
    openPanel(api, TABLE[3]!, TABLE);
    expect(told.placed).toHaveLength(4);
    expect(told.active.at(-1)).toBe('cutflow');
  });

  it('goes to the panels of its place, else beside the others', () => {
    const { api, told } = fakeDock();
    firstLayout(api, TABLE);
    openPanel(api, TABLE[4]!, TABLE);
    expect(told.placed.at(-1)).toEqual({
      id: 'hidden',
      position: { referencePanel: 'numbers', direction: 'within' },
    });
    const empty = fakeDock();
    openPanel(empty.api, TABLE[4]!, TABLE);
    openPanel(empty.api, TABLE[0]!, TABLE);
    openPanel(empty.api, TABLE[1]!, TABLE);
    expect(empty.told.placed).toEqual([
      { id: 'hidden' },
      { id: 'document', position: { direction: 'left' } },
      { id: 'figure', position: { referencePanel: 'hidden', direction: 'above' } },
    ]);
  });
});

describe('tabs', () => {
  it('are stepped through around the end', () => {
    const { api, told } = fakeDock();
    firstLayout(api, TABLE);
    stepTab(api, 1);
    expect(told.active.at(-1)).toBe('figure');
    stepTab(api, -1);
    expect(told.active.at(-1)).toBe('numbers');
  });
});

describe('a layout that was kept', () => {
  const kept = (...ids: string[]) =>
    JSON.stringify({ grid: {}, panels: Object.fromEntries(ids.map((id) => [id, { id }])) });

  it('is put back when all of its panels are known', () => {
    const { api, told } = fakeDock();
    expect(restoreLayout(api, kept('document', 'numbers'), TABLE)).toBe(true);
    expect(told.given).toEqual([JSON.parse(kept('document', 'numbers'))]);
    expect(told.cleared).toBe(0);
  });

  it.each([
    ['another program', 'layout'],
    ['nothing', ''],
    ['null', 'null'],
    ['no panels', '{"grid":{}}'],
    ['an empty window', kept()],
    ['a panel of another version', kept('document', 'fitWall')],
    ['a name of every object', kept('constructor')],
  ])('is left alone when it is of %s', (_, text) => {
    const { api, told } = fakeDock();
    expect(restoreLayout(api, text, TABLE)).toBe(false);
    expect(told.given).toEqual([]);
  });

  it('leaves an empty dock when it cannot be put back', () => {
    const { api, told } = fakeDock(true);
    expect(restoreLayout(api, kept('document'), TABLE)).toBe(false);
    expect(told.cleared).toBe(1);
  });
});
