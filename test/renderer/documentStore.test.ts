import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryTransport } from '../../src-renderer/client/memory.ts';
import type { MemoryAnswers } from '../../src-renderer/client/memory.ts';
import { documentCondition, isStale } from '../../src-renderer/document/documentState.ts';
import { AUTOSAVE_AFTER, createDocumentStore } from '../../src-renderer/document/documentStore.ts';
import type { DocumentStore } from '../../src-renderer/document/documentStore.ts';
import { draftKeeper } from '../../src-renderer/document/drafts.ts';
import { editorOf } from '../../src-renderer/document/editor/textEditor.ts';
import { UserError } from '../../src-shared/userError.ts';

// Source of truth: a disk of one file, on which a save is a compare and swap of versions, as the engine host's; exact.

const PATH = '/studies/a.yaml';
const refused = (code: 'changed' | 'missing') => new UserError(code, code);

/** A host with one file; its version is the first 60 characters of its text in brackets. */
function hostWith(first: string, answers: MemoryAnswers = {}) {
  const files = new Map([[PATH, first]]);
  const version = (text: string) => `[${text.slice(0, 60)}]`;
  const writes: string[] = [];
  const transport = memoryTransport({
    'study.read': ({ document }) => {
      const name = 'path' in document ? document.path : 'sample.yaml';
      const text = 'path' in document ? files.get(document.path) : 'sample';
      if (text === undefined) throw refused('missing');
      return {
        name,
        text,
        version: version(text),
        readOnly: 'sample' in document ? 'the sample stays' : null,
      };
    },
    'study.open': ({ path }) => ({ document: { path } }),
    'study.write': ({ document: { path }, text, version: expected }) => {
      const found = files.get(path);
      if ((found === undefined ? null : version(found)) !== expected)
        throw refused(found === undefined ? 'missing' : 'changed');
      files.set(path, text);
      writes.push(text);
      return { document: { path }, version: version(text) };
    },
    'study.check': ({ text = '' }) => ({
      problems: text.includes('wrong') ? [{ code: 'document', message: 'wrong', where: { line: 1 } }] : [],
      warnings: [],
      hash: text.includes('wrong') ? null : text.replace(/#.*/, '').trim(),
      format: Number(/muscope: (\d)/.exec(text)?.[1] ?? 1),
    }),
    'studies.list': () => ({ studies: [] }),
    ...answers,
  });
  return { transport, files, writes };
}

function storage(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

async function opened(first = 'one', answers: MemoryAnswers = {}, kept = storage()) {
  const host = hostWith(first, answers);
  const store = createDocumentStore(
    host.transport,
    draftKeeper(() => kept),
  );
  await store.open({ path: PATH }, ['/studies']);
  await vi.advanceTimersByTimeAsync(0);
  return { ...host, store, kept, condition: () => documentCondition(store.state()).text };
}

const pass = () => vi.advanceTimersByTimeAsync(AUTOSAVE_AFTER + 1);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a document store', () => {
  it('saves what was typed after a while, once', async () => {
    const { store, writes, condition } = await opened();
    expect(condition()).toBe('Saved');
    store.edit('on');
    await vi.advanceTimersByTimeAsync(AUTOSAVE_AFTER / 2);
    store.edit('two');
    expect(condition()).toBe('Unsaved');
    await vi.advanceTimersByTimeAsync(AUTOSAVE_AFTER / 2);
    expect(writes).toEqual([]);
    await pass();
    expect([writes, condition()]).toEqual([['two'], 'Saved']);
  });

  it('saves what is typed while it saves', async () => {
    const { store, files } = await opened();
    store.edit('two');
    const saving = store.save();
    store.edit('three');
    await saving;
    expect(files.get(PATH)).toBe('three');
    await pass();
    expect(files.get(PATH)).toBe('three');
  });

  it('follows the disk while nothing is changed here', async () => {
    const { store, files, condition } = await opened();
    files.set(PATH, 'theirs');
    await store.refresh();
    expect([store.state().text, condition()]).toEqual(['theirs', 'Saved']);
  });

  it('keeps both texts when both changed, and takes the one that is chosen', async () => {
    const { store, files, condition, writes } = await opened();
    const editor = editorOf(store);
    store.edit('mine');
    files.set(PATH, 'theirs');
    await pass();
    expect(condition()).toBe('Changed on disk');
    expect([store.state().text, store.state().theirs?.text, files.get(PATH)]).toEqual([
      'mine',
      'theirs',
      'theirs',
    ]);
    await expect(store.settle()).rejects.toMatchObject({ code: 'changed' });
    store.edit('mine again');
    await pass();
    expect(writes).toEqual([]);
    await store.keepMine();
    expect([files.get(PATH), condition()]).toEqual(['mine again', 'Saved']);
    files.set(PATH, 'theirs 2');
    store.edit('mine 2');
    await store.refresh();
    store.takeTheirs();
    expect([store.state().text, condition()]).toEqual(['theirs 2', 'Saved']);
    await pass();
    expect(files.get(PATH)).toBe('theirs 2');
    expect(editor).toBe(editorOf(store));
  });

  it('forgets a conflict when the other text goes away or is the same', async () => {
    const { store, files, condition } = await opened();
    store.edit('mine');
    files.set(PATH, 'theirs');
    await store.refresh();
    files.set(PATH, 'one');
    await store.refresh();
    expect(store.state().theirs).toBeNull();
    files.set(PATH, 'mine');
    await store.refresh();
    expect(condition()).toBe('Saved');
  });

  it('keeps the text of a file that is gone, and writes it again when that is asked for', async () => {
    const { store, files, condition, writes } = await opened();
    files.delete(PATH);
    await store.refresh();
    expect(condition()).toBe('Not on disk');
    store.edit('mine');
    await pass();
    expect(writes).toEqual([]);
    await store.keepMine();
    expect([files.get(PATH), condition()]).toEqual(['mine', 'Saved']);
  });

  it('says why it could not save, keeps the text and saves when that is mended', async () => {
    let full = true;
    const kept = storage();
    const { store, condition } = await opened(
      'one',
      {
        'study.write': ({ document }) => {
          if (full) throw new UserError('unreadable', 'the disk is full');
          return { document, version: 'v' };
        },
      },
      kept,
    );
    store.edit('two');
    await pass();
    expect([condition(), store.state().trouble?.message]).toEqual(['Not saved', 'the disk is full']);
    full = false;
    await store.save();
    expect([condition(), store.state().text]).toEqual(['Saved', 'two']);
  });

  it('finds unsaved text after a reload, as a conflict where the disk changed', async () => {
    const kept = storage();
    const first = await opened('one', {}, kept);
    first.store.edit('mine');
    const again = await opened('one', {}, kept);
    expect([again.store.state().text, again.condition()]).toEqual(['mine', 'Unsaved']);
    again.store.edit('mine 2');
    const third = await opened('theirs', {}, kept);
    expect([third.store.state().text, third.condition()]).toEqual(['mine 2', 'Changed on disk']);
    await third.store.keepMine();
    expect(third.files.get(PATH)).toBe('mine 2');
    const fourth = await opened('mine 2', {}, kept);
    expect(fourth.condition()).toBe('Saved');
  });

  it('checks the text on screen, and knows when results are of another study', async () => {
    const { store } = await opened();
    expect(isStale(store.state(), 'one')).toBe(false);
    store.edit('one # with a comment');
    await pass();
    expect(isStale(store.state(), 'one')).toBe(false);
    store.edit('wrong');
    await pass();
    expect(store.state().check?.problems.length).toBe(1);
    expect(isStale(store.state(), 'one')).toBe(true);
    expect(isStale(store.state(), undefined)).toBe(false);
  });

  it('keeps the ends of lines as they are on disk', async () => {
    const { store, files } = await opened('one\r\ntwo\r\n');
    expect(store.state().text).toBe('one\ntwo\n');
    store.edit('one\n2\n');
    await store.save();
    expect(files.get(PATH)).toBe('one\r\n2\r\n');
  });

  it('only shows a document of a newer format until that is allowed, and one that is typed is changed at will', async () => {
    const { store, condition } = await opened('muscope: 9');
    expect([condition(), store.state().newer]).toEqual(['Read-only', 9]);
    store.editAnyway();
    expect(condition()).toBe('Saved');
    store.edit('muscope: 8');
    await pass();
    expect([condition(), store.state().newer]).toEqual(['Saved', null]);
  });

  it('never writes the sample; a copy is the document from then on, also after a reload', async () => {
    const kept = storage();
    const { store, files } = await opened('one', {}, kept);
    await store.open({ sample: true }, ['/studies']);
    expect(documentCondition(store.state()).text).toBe('Read-only');
    await expect(store.saveCopy(PATH)).rejects.toMatchObject({ code: 'changed' });
    await store.saveCopy('/studies/b.yaml');
    expect([store.state().document, files.get('/studies/b.yaml')]).toEqual([
      { path: '/studies/b.yaml' },
      'sample',
    ]);
    expect(draftKeeper(() => kept).opened()).toEqual({ path: '/studies/b.yaml' });
  });

  it('starts a run with what stands on disk after the save', async () => {
    const { store } = await opened();
    store.edit('two');
    expect(await store.settle()).toEqual({ document: { path: PATH }, version: '[two]' });
  });

  it('of which nothing can be stored or heard loses nothing on screen', async () => {
    const broken = {
      getItem: () => 'nonsense',
      setItem: () => {
        throw new Error('quota');
      },
      removeItem: () => undefined,
    };
    const { store, condition } = await opened(
      'one',
      {
        'study.write': () => {
          throw new Error('the connection to the engine host is lost');
        },
      },
      broken,
    );
    store.edit('two');
    await pass();
    expect([store.state().text, condition()]).toEqual(['two', 'Not saved']);
  });
});

describe('the history of a document', () => {
  const titled = (title: string) => `muscope: 1\ntitle: ${title} # of it\n`;
  const name = (store: DocumentStore, value: string) =>
    store.apply([{ op: 'set', path: ['title'], value }], `title ${value.slice(0, 9)}`);
  const history = (store: DocumentStore) => [store.state().history.undo, store.state().history.redo];

  it('has changes in the order in which they were asked for, also while the editor is fetched', async () => {
    vi.resetModules();
    const fresh = await import('../../src-renderer/document/documentStore.ts');
    const { transport } = hostWith(titled('none'));
    const store = fresh.createDocumentStore(
      transport,
      draftKeeper(() => storage()),
    );
    await store.open({ path: PATH }, []);
    const first = ['a', 'ab'].map((value) => name(store, value));
    let last: Promise<void> | null = null;
    store.subscribe(() => {
      if (store.state().text === titled('a')) last ??= name(store, 'abc');
    });
    await Promise.all(first);
    await last;
    expect(store.state().text).toBe(titled('abc'));
  });

  /** A tab in which the title was given three names and one was taken back; saved or not. */
  async function used(save: boolean) {
    const tab = await opened(titled('none'));
    for (const value of ['a', 'b', 'c']) {
      await name(tab.store, value);
      await vi.advanceTimersByTimeAsync(2000);
    }
    tab.store.undo();
    if (save) await tab.store.save();
    return tab;
  }

  /** The store of the tab after its page was loaded again. */
  async function reloaded({ transport, kept }: Awaited<ReturnType<typeof used>>, document = { path: PATH }) {
    const store = createDocumentStore(
      transport,
      draftKeeper(() => kept),
    );
    await store.open(document, []);
    return store;
  }

  it('outlives the page, saved and not, back and forth', async () => {
    for (const save of [true, false]) {
      const store = await reloaded(await used(save));
      expect([store.state().text, ...history(store)]).toEqual([titled('b'), 'title b', 'title c']);
      store.undo();
      store.undo();
      expect([store.state().text, ...history(store)]).toEqual([titled('none'), null, 'title a']);
      for (let i = 0; i < 3; i++) store.redo();
      expect([store.state().text, ...history(store)]).toEqual([titled('c'), 'title c', null]);
      await name(store, 'd');
      store.undo();
      expect(store.state().text).toBe(titled('c'));
    }
  });

  it('is not that of a text that was changed elsewhere, also by one character of the same place', async () => {
    const tab = await used(true);
    tab.files.set(PATH, titled('B'));
    const store = await reloaded(tab);
    expect([store.state().text, ...history(store)]).toEqual([titled('B'), null, null]);
    store.undo();
    expect(store.state().text).toBe(titled('B'));
  });

  it('is not that of another document with the same text', async () => {
    const tab = await used(true);
    tab.files.set('/studies/b.yaml', titled('b'));
    expect(history(await reloaded(tab, { path: '/studies/b.yaml' }))).toEqual([null, null]);
    expect(history(await reloaded(tab))).toEqual(['title b', 'title c']);
  });

  it('is nothing where what was kept is none', async () => {
    const tab = await used(true);
    const kept = JSON.parse(tab.kept.getItem('muscope.history')!) as Record<string, unknown>;
    for (const done of [null, [1], [['words']], [['words', [0, 'a']]], [['words', ['0', 'a', 'b']]]]) {
      tab.kept.setItem('muscope.history', JSON.stringify({ ...kept, done }));
      expect(history(await reloaded(tab))).toEqual([null, null]);
    }
    tab.kept.setItem('muscope.history', '{');
    expect(history(await reloaded(tab))).toEqual([null, null]);
  });

  it('is kept within its limits, the nearest steps of it', async () => {
    const tab = await used(true);
    for (const letter of 'abcdefgh') {
      await name(tab.store, letter.repeat(30_000));
      await vi.advanceTimersByTimeAsync(2000);
    }
    expect(tab.kept.getItem('muscope.history')!.length).toBeLessThan(310_000);
    const store = await reloaded(tab);
    for (let i = 0; i < 20; i++) store.undo();
    const shown = store.state().text;
    expect([shown.length, shown.slice(0, 30)]).toEqual([
      30_000 + titled('').length,
      titled('f'.repeat(30)).slice(0, 30),
    ]);
  });
});

describe('two windows on one document', () => {
  it('see what the other saved', async () => {
    const one = await opened();
    const two = createDocumentStore(
      one.transport,
      draftKeeper(() => storage()),
    );
    await two.open({ path: PATH }, []);
    one.store.edit('first');
    two.edit('second');
    await one.store.save();
    await expect(two.save()).rejects.toMatchObject({ code: 'changed' });
    expect(two.state().theirs?.text).toBe('first');
    await two.keepMine();
    await one.store.refresh();
    expect(one.store.state().text).toBe('second');
  });
});
