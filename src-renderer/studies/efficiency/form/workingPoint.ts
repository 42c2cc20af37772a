import { canonicalPreset, PRESETS } from '../../../../src-shared/expression/presets.ts';
import type { DocumentEdit } from '../../../../src-shared/study/edit.ts';
import type { DocumentPath } from '../../../../src-shared/study/path.ts';
import { mapOf, textOf } from './documentValue.ts';

/** A working point as a document has it. */
export interface WrittenPoint {
  name: string;
  kind: 'preset' | 'flag' | 'expression';
  /** Of an expression; empty otherwise. */
  expression: string;
  /** Where the stored decision is; empty where the document does not say. */
  branch: string;
  /** As #rrggbb; empty where the figure chooses. */
  colour: string;
}

/** The working points of a document, in its order. */
export function pointsOf(value: unknown): WrittenPoint[] {
  return Object.entries(mapOf(value)).map(([name, one]) => {
    const written = typeof one === 'string' ? { expression: one } : mapOf(one);
    const { expression, flag, branch, colour } = written as Partial<Record<string, unknown>>;
    const text = textOf(expression);
    const isFlag = flag !== undefined || text === 'flag';
    const stored = typeof flag === 'string' ? flag : textOf(branch);
    const kind = isFlag ? 'flag' : text === 'preset' ? 'preset' : 'expression';
    return {
      name,
      kind,
      expression: kind === 'expression' ? text : '',
      branch: stored,
      colour: textOf(colour),
    };
  });
}

/** A working point as it is written into a document: as short as it can be. */
export function writtenPoint({ kind, expression, branch, colour }: Omit<WrittenPoint, 'name'>): unknown {
  const text = kind === 'expression' ? expression : kind;
  if (colour === '' && (kind !== 'flag' || branch === '')) return text;
  if (kind === 'flag') return { flag: branch === '' ? true : branch, ...(colour !== '' && { colour }) };
  return { expression: text, ...(colour !== '' && { colour }) };
}

/** What a preset of that name stands for, and where that comes from; null where there is none. */
export function presetFormula(name: string): { formula: string; source: string } | null {
  const canonical = canonicalPreset(name);
  if (!Object.hasOwn(PRESETS, canonical)) return null;
  const { source, tracks, write } = PRESETS[canonical];
  return { formula: write(tracks[0]), source };
}

/**
 * The edits that give a working point another name. A preset is what its name says: under a name that is none it goes on as the
 * expression that it stood for.
 * @param path of the working point in the document
 */
export function renamedPoint(path: DocumentPath, point: WrittenPoint, name: string): DocumentEdit[] {
  const rename: DocumentEdit = { op: 'rename', path, name };
  const preset = point.kind === 'preset' ? presetFormula(point.name) : null;
  if (preset === null || presetFormula(name) !== null) return [rename];
  const value = writtenPoint({ ...point, kind: 'expression', expression: preset.formula });
  return [rename, { op: 'set', path: [...path.slice(0, -1), name], value }];
}

/** Presets that belong together. */
export interface PresetGroup {
  title: string;
  presets: { name: string; formula: string }[];
}

const GROUPS: readonly (readonly [title: string, names: RegExp])[] = [
  ['ATLAS, variable radius', /^(Pflow)?(Loose|Tight)_VarRad$/],
  ['ATLAS, fixed radius above 50 GeV', /^(Pflow)?(Loose|Tight)_FixedRad$/],
  ['ATLAS, tracks only', /TrackOnly/],
  ['CMS, particle flow', /PFIso$/],
  ['CMS, tracker', /TkIso$/],
];

/** All presets in groups, with their formulas. */
export function presetGroups(): PresetGroup[] {
  return GROUPS.map(([title, names]) => ({
    title,
    presets: Object.keys(PRESETS)
      .filter((name) => names.test(name))
      .map((name) => ({ name, formula: presetFormula(name)?.formula ?? '' })),
  }));
}
