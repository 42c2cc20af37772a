import type { DocumentEdit } from '../../../../src-shared/study/edit.ts';

/**
 * The edit by which a working point has this expression; its colour stays, a preset or a flag makes way.
 * @param points the document's value at `workingPoints`
 */
export function movedEdit(points: unknown, name: string, expression: string): DocumentEdit {
  const path = ['workingPoints', name];
  const now = typeof points === 'object' && points !== null && Object.hasOwn(points, name);
  const value = now ? (points as Record<string, unknown>)[name] : null;
  const colour =
    typeof value === 'object' && value !== null ? (value as { colour?: unknown }).colour : undefined;
  return { op: 'set', path, value: colour === undefined ? expression : { expression, colour } };
}
