import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryTransport } from '../../src-renderer/client/memory.ts';
import { createDocumentStore } from '../../src-renderer/document/documentStore.ts';
import { draftKeeper } from '../../src-renderer/document/drafts.ts';
import { diagnosticsOf } from '../../src-renderer/document/editor/diagnostics.ts';
import { placesOf } from '../../src-renderer/document/editor/findPanel.ts';
import { placeAt } from '../../src-renderer/document/editor/placeAt.ts';
import { completionsAt, explanationAt, helpOf } from '../../src-renderer/document/editor/schemaHelp.ts';
import { nodesAt } from '../../src-renderer/document/editor/schemaNodes.ts';
import { editorOf } from '../../src-renderer/document/editor/textEditor.ts';
import { patchText, reversed, textPatch } from '../../src-renderer/document/textPatch.ts';
import { checkStudy } from '../../src-shared/study/document.ts';
import { parsePath } from '../../src-shared/study/path.ts';
import { studySchema } from '../../src-shared/study/publish.ts';
import { Text } from '@codemirror/state';

// Source of truth: the published JSON Schema of the efficiency study, and the bundled sample; exact.

const SAMPLE = readFileSync(
  path.resolve(import.meta.dirname, '../../assets/sample/isolation-pileup.muscope.yaml'),
  'utf8',
);
const SCHEMA = studySchema('efficiency');

/** A text with a bar where the cursor is. */
function place(marked: string) {
  const at = marked.indexOf('¦');
  return placeAt(marked.replace('¦', ''), at);
}

const labels = (marked: string) => {
  const found = place(marked);
  return found === null ? null : completionsAt(SCHEMA, found).map(({ label }) => label);
};

describe('the place of the cursor', () => {
  it.each<[string, (string | number)[], 'key' | 'value']>([
    ['¦', [], 'key'],
    ['muscope: 1\nstu¦', [], 'key'],
    ['study: eff¦', ['study'], 'value'],
    ['study: ¦', ['study'], 'value'],
    ['datasets:\n  a:\n    ki¦', ['datasets', 'a'], 'key'],
    ['datasets:\n  a:\n    kind: ¦', ['datasets', 'a', 'kind'], 'value'],
    ['datasets:\n  a:\n    kind: data\n  ¦', ['datasets'], 'key'],
    ['datasets:\n  a:\n    kind: data\n¦', [], 'key'],
    ['pairs:\n  Z window: mass > 3 # x\n  "a: b":\n    en¦', ['pairs', 'a: b'], 'key'],
    ['axes:\n  - {variable: pt, ¦', ['axes', 0], 'key'],
    ['axes:\n  - {variable: pt}\n  - {variable: eta, edges: {fr¦', ['axes', 1, 'edges'], 'key'],
    ['axes:\n- variable: pt\n  ed¦', ['axes', 0], 'key'],
    ['axes:\n- variable: pt\n- ¦', ['axes', 1], 'key'],
    ['axes:\n  - [{variable: pt, edges: [1, 2]}, {variable: ¦', ['axes', 0, 1, 'variable'], 'value'],
    ['trend: {variable: mu,\n  per: ¦', ['trend', 'per'], 'value'],
    ['trend: {variable: mu, per: 10} # c\nint¦', [], 'key'],
    ['muons: sorted(mu, pt)[0] > 3\nevents:\n  ¦', ['events'], 'key'],
    ['title: |\n  text: {\n  more\nfigures: {style: "A¦', ['figures', 'style'], 'value'],
    ['tag: "a # b"\nprobe: ¦', ['probe'], 'value'],
  ])('in %j', (marked, expected, kind) => {
    expect(place(marked)).toMatchObject({ path: expected, kind });
  });

  it('is none in comments and block texts', () => {
    for (const marked of ['# a¦', 'study: efficiency # t¦', 'title: |\n  some ¦'])
      expect(place(marked)).toBeNull();
  });

  it('is found, or not, in any text without an end', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ab: \n-{}[],#"\'|'), maxLength: 60 }),
        fc.nat(60),
        (text, at) => {
          const found = placeAt(text, Math.min(at, text.length));
          return found === null || found.from <= text.length;
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('agrees with the reader of documents on every value of the sample', () => {
    for (const [at, wanted] of [
      ['weight: mcEventWeight', 'datasets.zmumu.weight'],
      ['target: {data22: 0.45', 'datasets.zmumu.pileup.target.data22'],
      ['Z window: mass', 'pairs.Z window'],
      ['PflowTight_VarRad: preset', 'workingPoints.PflowTight_VarRad'],
      ['per: 10}', 'trend.per'],
      ['energy: 13.6', 'figures.energy'],
    ]) {
      const end = SAMPLE.indexOf(at) + at.replace(/}$/, '').length;
      expect(placeAt(SAMPLE, end)?.path).toEqual(parsePath(wanted));
    }
  });
});

describe('completion and help', () => {
  it('offers keys that are not there yet', () => {
    const top = labels('muscope: 1\nstudy: efficiency\n¦\naxes:\n  - {}\n');
    expect(top).toContain('datasets');
    expect(top).not.toContain('study');
    expect(top).not.toContain('axes');
    expect(labels('datasets:\n  a:\n    ¦')).toEqual(expect.arrayContaining(['files', 'kind', 'pileup']));
    expect(labels('axes:\n  - {variable: pt, ¦')).toEqual(['edges']);
    expect(labels('datasets:\n  ¦')).toEqual([]);
  });

  it('offers the listed values', () => {
    expect(labels('datasets:\n  a:\n    kind: ¦')).toEqual(['data', 'simulation']);
    expect(labels('checkFlags: ¦')).toEqual(['true', 'false']);
    expect(labels('interval: ¦')).toContain('feldman-cousins');
    expect(labels('figures: {style: ¦')).toEqual(['ATLAS', 'CMS', 'plain']);
    expect(labels('title: ¦')).toEqual([]);
  });

  it('explains keys and values with label, unit and help', () => {
    const at = (part: string) => explanationAt(SAMPLE, SAMPLE.indexOf(part) + 1, { efficiency: SCHEMA });
    expect(at('energy: 13.6')).toMatchObject({ node: { title: 'Energy', unit: 'TeV' }, name: 'energy' });
    expect(helpOf(at('energy: 13.6')!.node).lines).toEqual(['in TeV']);
    expect(helpOf(at('clopper-pearson  ')!.node).title).toBe('Interval');
    expect(at('muScale: 1')?.node.description).toBeDefined();
    expect(at('# what a probe')).toBeNull();
    expect(nodesAt(SCHEMA, ['nothing', 'here'])).toEqual([]);
  });
});

describe('marks of mistakes', () => {
  it('stand at the key or value that is wrong', () => {
    const text = SAMPLE.replace('denominator: pairs ', 'denominater: pairs ').replace(
      'energy: 13.6 ',
      'energy: much # ',
    );
    const { problems, warnings } = checkStudy(text);
    const marks = diagnosticsOf(Text.of(text.split('\n')), {
      text,
      problems: problems as never,
      warnings: warnings as never,
      hash: null,
      format: 1,
    });
    expect(marks.map(({ from, to }) => text.slice(from, to))).toEqual(['denominater', 'much']);
    expect(marks[0].message).toContain('did you mean');
  });

  it('stand inside the text, wherever they are said to be', () => {
    const where = [{}, { line: 99, column: 99 }, { line: 1, column: 1 }, { line: 0, column: 0 }];
    const problems = where.map((one) => ({ code: 'document', message: 'm', where: one }));
    const marks = diagnosticsOf(Text.of(['ab', '']), {
      text: '',
      problems,
      warnings: [],
      hash: null,
      format: 1,
    });
    for (const { from, to } of marks) expect(from <= to && to <= 3).toBe(true);
  });
});

describe('the text in the editor', () => {
  it('is changed by the smallest change', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), (before, after) => {
        const patch = textPatch(before, after);
        return patchText(before, patch) === after && patchText(after, reversed(patch)) === before;
      }),
    );
  });

  it('finds words, large and small', () => {
    expect(placesOf('Pt pt PT', 'pt')).toEqual([0, 3, 6]);
    expect(placesOf('aaa', 'aa')).toEqual([0]);
    expect(placesOf('a', '')).toEqual([]);
  });

  it('can be undone across saves, and back to a text that was not chosen', async () => {
    let disk = 'one';
    const transport = memoryTransport({
      'study.read': () => ({ name: 'a', text: disk, version: disk, readOnly: null }),
      'study.write': ({ document, text, version }) => {
        if (version !== disk) throw new Error('changed');
        disk = text;
        return { document, version: text };
      },
      'study.check': () => ({ problems: [], warnings: [], hash: null, format: 1 }),
      'studies.list': () => ({ studies: [] }),
    });
    const drafts = draftKeeper(() => {
      throw new Error('there is no storage');
    });
    const store = createDocumentStore(transport, drafts);
    await store.open({ path: '/a.yaml' }, []);
    const editor = editorOf(store);
    store.edit('two');
    await store.save();
    expect(disk).toBe('two');
    store.edit('mine');
    disk = 'theirs';
    await store.refresh();
    await store.keepMine();
    expect(disk).toBe('mine');
    const undone = [1, 2, 3].map(() => {
      editor.undo();
      return store.state().text;
    });
    expect(undone).toEqual(['theirs', 'mine', 'two']);
    editor.undo();
    await store.save();
    expect(disk).toBe('one');
    editor.redo();
    expect(store.state().text).toBe('two');
  });
});
