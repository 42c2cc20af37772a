import { UserError } from '../userError.ts';
import { cleanFigure } from './clean.ts';
import { describe, plainText } from './describe.ts';
import type { DisplayList } from './display.ts';
import { layoutMap } from './map.ts';
import { layoutPanels } from './panels.ts';
import type { FigureSpec } from './spec.ts';

/**
 * Lays a figure out on its page: frames, ticks, data, label block and legend as a display list. Texts are measured, so
 * nothing overlaps; a y axis without range gets the head-room that its labels need.
 * @throws UserError `document` where the specification has neither panels nor map, edges that do not ascend or an impossible range.
 */
export function layoutFigure(given: FigureSpec): DisplayList {
  const spec = cleanFigure(given);
  const described = { name: spec.name, title: plainText(spec.title), description: describe(spec) };
  if (spec.map !== undefined) return { ...layoutMap(spec, spec.map), ...described };
  if (spec.panels !== undefined && spec.panels.length > 0) return { ...layoutPanels(spec), ...described };
  throw new UserError('document', `figure "${spec.name}" has neither panels nor a map`);
}
