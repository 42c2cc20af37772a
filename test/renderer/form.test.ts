import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftOf, followed, typed } from '../../src-renderer/form/draft.ts';
import type { Draft } from '../../src-renderer/form/draft.ts';
import { nameProblem } from '../../src-renderer/form/entryName.ts';
import { editorAt } from '../../src-renderer/form/fieldEditors.ts';
import {
  messageAt,
  placedProblems,
  problemsAt,
  problemsBelow,
} from '../../src-renderer/form/fieldProblems.ts';
import {
  formIndex,
  formName,
  formsOf,
  labelOf,
  metadataOf,
  shapeOf,
} from '../../src-renderer/form/fieldShape.ts';
import type { FieldSchema } from '../../src-renderer/form/formField.ts';
import { allSections } from '../../src-renderer/form/formSections.ts';
import { converted, emptyOf } from '../../src-renderer/form/formValues.ts';
import { placedEdits } from '../../src-renderer/form/placedEdits.ts';
import {
  rangeText,
  readNumber,
  readNumbers,
  readWords,
  writtenText,
} from '../../src-renderer/form/readText.ts';
import { efficiencySections } from '../../src-renderer/studies/efficiency/sections.ts';
import { checkStudy } from '../../src-shared/study/document.ts';
import { editText, readValues } from '../../src-shared/study/edit.ts';
import { studySchema } from '../../src-shared/study/publish.ts';
import { EXAMPLE } from '../study/example.ts';

// Source of truth: the JSON Schema of the efficiency study, what its check says of a document, and documents by hand; exact.

const SCHEMA = studySchema('efficiency') as FieldSchema;
const SAMPLE = readFileSync(
  path.resolve(import.meta.dirname, '../../assets/sample/isolation-pileup.muscope.yaml'),
  'utf8',
);
const at = (...keys: string[]): FieldSchema =>
  keys.reduce<FieldSchema>((schema, key) => {
    const shape = shapeOf(schema);
    if (shape.kind === 'group') return shape.properties[key]!;
    return shape.kind === 'map' ? shape.values : shape.kind === 'list' ? shape.items : schema;
  }, SCHEMA);

/** Every place of a value whose form the schema does not know. */
function strangers(schema: FieldSchema, value: unknown, here: string): string[] {
  if (value === null || value === undefined) return [];
  const forms = formsOf(schema);
  const form = forms[formIndex(forms, value)];
  if (!form) return [here];
  const shape = shapeOf(form);
  const inside = typeof value === 'object' ? Object.entries(value) : [];
  return inside.flatMap(([key, member]) => {
    const inner =
      shape.kind === 'group'
        ? shape.properties[key]
        : shape.kind === 'map'
          ? shape.values
          : shape.kind === 'list'
            ? shape.items
            : {};
    return inner ? strangers(inner, member, `${here}.${key}`) : [`${here}.${key}`];
  });
}

describe('fields of the efficiency study', () => {
  it('have the shape of their schema', () => {
    const kinds = [
      'title',
      'tag',
      'denominator',
      'checkFlags',
      'confidenceLevel',
      'axes',
      'pairs',
      'trend',
    ].map((key) => shapeOf(at(key)).kind);
    expect(kinds).toEqual(['text', 'expression', 'choice', 'switch', 'number', 'list', 'map', 'group']);
    expect(shapeOf(at('pairs', 'x'))).toMatchObject({ kind: 'forms' });
    expect(shapeOf(at('muscope'))).toEqual({ kind: 'constant', value: 1 });
    expect(shapeOf(at('tag'))).toEqual({ kind: 'expression', level: 'tag' });
    expect(shapeOf(at('datasets', 'a', 'weight'))).toEqual({ kind: 'expression', level: 'event' });
    expect(shapeOf(formsOf(at('pairs', 'x'))[0]!)).toEqual({ kind: 'expression', level: 'pair' });
    expect(formsOf(at('datasets', 'a', 'luminosity')).map(formName)).toEqual(['number', 'table', 'text']);
  });

  it('have label, help, unit, range and default', () => {
    expect(labelOf(at('datasets', 'a', 'pileup'), 'pileup')).toBe('Pile-up reweighting');
    expect(labelOf(at('variations'), 'variations')).toBe('Variations');
    expect(metadataOf(at('figures', 'energy'))).toMatchObject({ unit: 'TeV' });
    expect(metadataOf(at('denominator')).default).toBe('pairs');
    expect(rangeText(formsOf(at('datasets', 'a', 'pileup', 'muScale'))[0]!)).toBe('above 0 and below 10');
  });

  it('know the form of every value of the example documents', () => {
    for (const text of [SAMPLE, EXAMPLE]) expect(strangers(SCHEMA, readValues(text).value, '')).toEqual([]);
    expect(strangers(SCHEMA, { odd: 1, tag: [1] }, '')).toEqual(['.odd', '.tag']);
  });

  it('stand in sections, each once, but what can have one value alone', () => {
    const shown = allSections(efficiencySections, SCHEMA.properties!);
    const keys = shown.flatMap((section) => section.keys);
    expect(keys.toSorted()).toEqual(
      Object.keys(SCHEMA.properties!)
        .filter((key) => key !== 'muscope' && key !== 'study')
        .sort(),
    );
    expect(shown.map(({ title }) => title)).not.toContain('More');
    expect(allSections([], SCHEMA.properties!)).toMatchObject([{ title: 'Study' }]);
  });
});

describe('values to begin with', () => {
  it('are as little as the schema asks for', () => {
    expect(emptyOf(at('datasets', 'a'))).toEqual({ files: '', kind: 'data' });
    expect(emptyOf(at('figures'))).toEqual({});
    expect(emptyOf(at('datasets', 'a', 'pileup', 'edges'))).toEqual([0, 1]);
    expect(emptyOf(at('denominator'))).toBe('pairs');
    expect(emptyOf(at('datasets', 'a', 'luminosity'))).toBe(1);
  });

  it('in another form keep what has a place there', () => {
    const [expression, long] = formsOf(at('pairs', 'x'));
    expect(converted('pt > 3', long!)).toEqual({ cut: 'pt > 3' });
    expect(converted({ cut: 'pt > 3', enabled: false }, expression!)).toBe('pt > 3');
    const [file, list] = formsOf(at('datasets', 'a', 'files'));
    expect(converted('a.root', list!)).toEqual(['a.root']);
    expect(converted(['a.root', 'b.root'], file!)).toBe('a.root');
    const [edges, regular] = formsOf(at('datasets', 'a', 'pileup', 'edges'));
    expect(converted({ from: 1, to: 2, width: 1 }, edges!)).toEqual([0, 1]);
    expect(converted([1, 2], regular!)).toEqual({ from: 0, to: 0, width: 0 });
    const [, point] = formsOf(at('workingPoints', 'x'));
    expect(converted('preset', point!)).toMatchObject({ expression: 'preset' });
  });

  it('stand where the study has them', () => {
    const value = readValues(SAMPLE).value;
    const edits = placedEdits([{ op: 'set', path: ['probe'], value: 'pt > 20' }], SCHEMA, value);
    const after = editText(SAMPLE, edits);
    expect(after).toContain('unbiased\nprobe: pt > 20\n# probe:');
    const placed = (...keys: (string | number)[]) =>
      placedEdits([{ op: 'set', path: keys, value: 1 }], SCHEMA, value)[1];
    expect(placed('datasets', 'data22', 'mask')).toBeUndefined();
    expect(placed('datasets', 'zmumu', 'period')).toEqual({
      op: 'move',
      path: ['datasets', 'zmumu', 'period'],
      to: 3,
    });
    expect(placed('figures', 'energies', 'data22')).toEqual({
      op: 'move',
      path: ['figures', 'energies'],
      to: 3,
    });
    expect(placed('pairs', 'new')).toBeUndefined();
    expect(placed('tag')).toBeUndefined();
    expect(placed('nonsense')).toBeUndefined();
  });
});

describe('what is typed', () => {
  it.each<[string, FieldSchema, unknown]>([
    ['13.6', {}, 13.6],
    [' 1e3 ', {}, 1000],
    ['\u22122.5', {}, -2.5],
    ['.5', { exclusiveMinimum: 0 }, 0.5],
  ])('%s is a number', (text, schema, value) => expect(readNumber(text, schema)).toEqual({ value }));

  it.each<[string, FieldSchema, string]>([
    ['13,6', {}, 'point'],
    ['1x', {}, 'no number'],
    ['Infinity', {}, 'no number'],
    ['1e999', {}, 'no number'],
    ['0', { exclusiveMinimum: 0 }, 'must be above 0'],
    ['10', { exclusiveMinimum: 0, exclusiveMaximum: 10 }, 'above 0 and below 10'],
    ['1.5', { type: 'integer' }, 'whole number'],
  ])('%s is refused as a number', (text, schema, words) => {
    expect((readNumber(text, schema) as { problem: string }).problem).toContain(words);
  });

  it('is refused as a number exactly where the check of the document refuses it', () => {
    const form = formsOf(at('datasets', 'mc', 'pileup', 'muScale'))[0]!;
    for (const value of [-1, 0, 1e-9, 1.03, 9.999, 10, 11]) {
      const text = editText(EXAMPLE, [{ op: 'set', path: ['datasets', 'mc', 'pileup', 'muScale'], value }]);
      expect('problem' in readNumber(String(value), form)).toBe(checkStudy(text).problems.length > 0);
    }
  });

  it('is a text or a list of numbers', () => {
    expect(readWords('  ', { minLength: 1 })).toEqual({ empty: true });
    expect(readWords('abc', { maxLength: 2 })).toEqual({ problem: 'has 3 characters; at most 2' });
    expect(readWords('red', { pattern: '^#[0-9a-f]{6}$' })).toMatchObject({
      problem: expect.stringContaining('form'),
    });
    expect(readNumbers('[10, 20; 30]', {})).toEqual({ value: [10, 20, 30] });
    expect(readNumbers('10', { minItems: 2 })).toEqual({ problem: 'must be at least 2 numbers' });
    expect(readNumbers('10 x', {})).toEqual({ problem: 'x: this is no number' });
    expect(writtenText([10, 20])).toBe('10, 20');
  });

  it('stays as it is typed while the document follows, and goes when the document says something else', () => {
    let draft: Draft = draftOf('12');
    draft = typed(draft, '12.', '12');
    expect(followed(draft, '12')).toBe(draft);
    draft = typed(draft, '12.5', '12.5');
    draft = typed(draft, '12.50', '12.5');
    draft = typed(draft, '12.503', '12.503');
    draft = followed(draft, '12.5');
    expect(draft).toEqual({ text: '12.503', seen: '12.5', sent: ['12.503'] });
    draft = followed(draft, '12.503');
    expect(draft).toEqual({ text: '12.503', seen: '12.503', sent: [] });
    draft = typed(draft, '12.503x', null);
    expect(followed(draft, '12.503').text).toBe('12.503x');
    expect(followed(draft, '12').text).toBe('12');
  });

  it('is never lost to its own way through the document', () => {
    const steps = fc.array(fc.oneof(fc.integer({ min: 0, max: 999 }), fc.constant(null)), { maxLength: 20 });
    fc.assert(
      fc.property(steps, (list) => {
        let draft = draftOf('');
        const way: string[] = [];
        for (const step of list) {
          if (step === null) {
            const shown = way.shift();
            if (shown !== undefined) draft = followed(draft, shown);
          } else {
            const text = String(step);
            if (text !== (draft.sent.at(-1) ?? draft.seen)) way.push(text);
            draft = typed(draft, text, text);
            expect(draft.text).toBe(text);
          }
        }
        const last = list.findLast((step) => step !== null);
        expect(draft.text).toBe(last === undefined ? '' : String(last));
      }),
    );
  });
});

describe('names and places', () => {
  it('of entries are refused in words', () => {
    expect(nameProblem('x', ['y'], undefined)).toBeNull();
    expect(nameProblem('y', ['y'], undefined)).toBe('the name y is taken');
    expect(nameProblem(' ', [], undefined)).toBe('a name is needed');
    expect(nameProblem('__proto__', [], undefined)).not.toBeNull();
    expect(nameProblem('x', [], { pattern: '^\\d+$' })).toBe('must be a whole number');
  });

  it('of problems are those of their fields', () => {
    const { problems } = checkStudy(SAMPLE.replace('kind: data ', 'kind: dat ').replace('trend:', 'tend:'));
    const placed = placedProblems(problems, []);
    expect(problemsAt(placed, ['datasets', 'data22', 'kind']).map(messageAt)).toEqual([
      'must be `data` or `simulation`, not the text "dat"',
    ]);
    expect(problemsBelow(placed, ['datasets'])).toHaveLength(1);
    expect(problemsAt(placed, ['tend'])).toHaveLength(1);
    const axis = { code: 'document', message: 'x', where: { path: 'axes[1].edges[2]' } } as const;
    expect(problemsBelow(placedProblems([axis], []), ['axes', 1])).toHaveLength(1);
    expect(problemsBelow(placedProblems([axis], []), ['axes', 2])).toHaveLength(0);
    expect(problemsAt(placedProblems([{ code: 'document', message: 'x' }], []), [])).toHaveLength(1);
  });

  it('of special editors have stars for any key or position', () => {
    const editors = { axes: () => 'all', 'datasets.*': () => 'one', 'axes.*.edges': () => 'edges' };
    expect(editorAt(editors, ['axes'])).toBe(editors.axes);
    expect(editorAt(editors, ['datasets', 'a.b'])).toBe(editors['datasets.*']);
    expect(editorAt(editors, ['axes', 3, 'edges'])).toBe(editors['axes.*.edges']);
    expect(editorAt(editors, ['axes', 3])).toBeNull();
  });
});
