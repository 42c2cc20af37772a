import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editText, readValues } from '../../src-shared/study/edit.ts';
import type { DocumentEdit } from '../../src-shared/study/edit.ts';
import type { DocumentPath } from '../../src-shared/study/path.ts';
import { difference, DOCUMENTS } from './editDocuments.ts';

// Source of truth: a model of the edits on plain values, and the lines and comments that an edit is not about; exact.

type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };

const name = fc.oneof(
  fc.constantFrom('a', 'label', 'new', 'Z window', '2022', 'a: b', 'true', 'x # y', '-', '{k}', "it's"),
  fc.string({ minLength: 1, maxLength: 6, unit: 'grapheme-ascii' }).filter((text) => text.trim() !== ''),
);
const leaf = fc.oneof(
  fc.constantFrom<Plain>(
    null,
    true,
    0,
    -1.5,
    1e21,
    0.06,
    'preset',
    'true',
    '12',
    '',
    'mass >= 80 && mass < 100',
    'a: b',
    'x # y',
    '*a',
  ),
  fc.string({ maxLength: 12, unit: 'grapheme-ascii' }),
  fc.string({ maxLength: 6, unit: fc.constantFrom(...'a:#-{}[],\'"\n &*!|>%@`\\?') }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
);
const { value: anyValue } = fc.letrec<{ value: Plain }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

function pathsOf(value: unknown, at: DocumentPath = []): DocumentPath[] {
  if (typeof value !== 'object' || value === null) return [at];
  const keys: DocumentPath = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [at, ...keys.flatMap((key) => pathsOf((value as never)[key], [...at, key]))];
}

/** What the edit makes of a plain value, written down independently of any text. */
function modelled(root: unknown, edit: DocumentEdit): unknown {
  const clone = structuredClone(root);
  const { path: at } = edit;
  const last = at.at(-1)!;
  const parent = at.slice(0, -1).reduce<unknown>((value, part) => (value as never)[part], clone);
  if (Array.isArray(parent)) {
    const index = Number(last);
    if (edit.op === 'set') parent[index] = edit.value;
    else if (edit.op === 'remove') parent.splice(index, 1);
    else if (edit.op === 'move') parent.splice(edit.to, 0, ...parent.splice(index, 1));
    return clone;
  }
  const map = parent as Record<string, unknown>;
  if (edit.op === 'set') map[last] = edit.value;
  else if (edit.op === 'remove') delete map[last];
  else {
    let entries = Object.entries(map);
    const index = entries.findIndex(([key]) => key === last);
    if (edit.op === 'rename')
      entries = entries.map(([key, value], i) => [i === index ? edit.name : key, value]);
    else entries.splice(edit.to, 0, ...entries.splice(index, 1));
    for (const key of Object.keys(map)) delete map[key];
    Object.assign(map, Object.fromEntries(entries));
  }
  return clone;
}

const comments = (text: string) => [...text.matchAll(/(?<=^|\s)#[^\n]*/g)].map(([comment]) => comment).sort();
const words = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .sort();

/** An edit that can be, chosen by numbers. */
function editOf(root: unknown, pick: number, kind: number, key: string, value: Plain): DocumentEdit | null {
  const paths = pathsOf(root);
  const at = paths[pick % paths.length]!;
  const found = at.reduce<unknown>((inner, part) => (inner as never)[part], root);
  if (kind === 0 && typeof found === 'object' && found !== null)
    return { op: 'set', path: [...at, Array.isArray(found) ? found.length : key], value };
  if (at.length === 0) return null;
  const parent = at.slice(0, -1).reduce<unknown>((inner, part) => (inner as never)[part], root);
  const size = Object.keys(parent as object).length;
  if (kind === 1) return { op: 'remove', path: at };
  if (kind === 2) return { op: 'move', path: at, to: pick % size };
  if (kind === 3 && !Array.isArray(parent) && !Object.hasOwn(parent as object, key))
    return { op: 'rename', path: at, name: key };
  return { op: 'set', path: at, value };
}

describe('any edits of any document', () => {
  const start = fc.constantFrom(
    ...Object.values(DOCUMENTS).map((text) => text.replace('last: *anchor', 'last: 0')),
  );
  const steps = fc.array(fc.tuple(fc.nat(), fc.nat(5), name, anyValue), { minLength: 1, maxLength: 4 });

  it('give the value of the model, keep what they are not about, and stay when they are read again', () => {
    fc.assert(
      fc.property(start, steps, (first, list) => {
        let text = first;
        for (const [pick, kind, key, value] of list) {
          const root = readValues(text).value;
          const edit = editOf(root, pick, kind, key, value);
          if (!edit) continue;
          const after = editText(text, [edit]);
          const found = readValues(after).value;
          const wanted = modelled(root, edit);
          expect(found).toEqual(wanted);
          const ordered = !/[{,]"\d+":/.test(JSON.stringify([root, wanted]));
          if (ordered) expect(JSON.stringify(found)).toBe(JSON.stringify(wanted));
          if (edit.op === 'set') expect(editText(after, [edit])).toBe(after);
          const before = edit.path.reduce<unknown>((inner, part) => (inner as never)?.[part], root);
          const whole = typeof before === 'object' && before !== null;
          if ((edit.op === 'set' && !whole) || edit.op === 'rename' || edit.op === 'move') {
            const written = JSON.stringify(edit).includes('#') || text.includes('>') ? null : comments(after);
            if (written) expect(written).toEqual(comments(text));
          }
          if (
            edit.op === 'set' &&
            before !== undefined &&
            !whole &&
            typeof edit.value !== 'object' &&
            !/[|>]-?\n/.test(text)
          )
            expect(difference(text, after).length).toBeLessThanOrEqual(2);
          if (edit.op === 'rename') expect(difference(text, after).length).toBeLessThanOrEqual(2);
          text = after;
        }
      }),
      { numRuns: Number(process.env['MUSCOPE_DOCUMENTS'] ?? 150) },
    );
  });

  it('moves of lines keep every line', () => {
    fc.assert(
      fc.property(start, fc.nat(), (text, pick) => {
        const root = readValues(text).value as Record<string, unknown>;
        const keys = Object.keys(root).filter((key) => !/^\d+$/.test(key));
        const edit: DocumentEdit = {
          op: 'move',
          path: [keys[pick % keys.length]!],
          to: (pick >> 5) % Object.keys(root).length,
        };
        expect(words(editText(text, [edit]))).toEqual(words(text));
      }),
    );
  });
});
