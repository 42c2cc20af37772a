import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryTransport } from '../../src-renderer/client/memory.ts';
import { createHistory, MOST_STEPS, TYPING } from '../../src-renderer/document/documentHistory.ts';
import { createDocumentStore } from '../../src-renderer/document/documentStore.ts';
import { draftKeeper } from '../../src-renderer/document/drafts.ts';
import { editorOf } from '../../src-renderer/document/editor/textEditor.ts';

// Source of truth: the texts themselves, in the order in which they stood on screen; exact.

const TEXT = 'muscope: 1 # format\ntitle: One # of it\n';

function noDrafts() {
  return draftKeeper(() => {
    throw new Error('there is no storage');
  });
}

async function opened(drafts = noDrafts(), readOnly: string | null = null) {
  const disk = { text: TEXT };
  const transport = memoryTransport({
    'study.read': () => ({ name: 'a.yaml', text: disk.text, version: disk.text, readOnly }),
    'study.write': ({ document, text }) => {
      disk.text = text;
      return { document, version: text };
    },
    'study.check': () => ({ problems: [], warnings: [], hash: null, format: 1 }),
    'studies.list': () => ({ studies: [] }),
  });
  const store = createDocumentStore(transport, drafts);
  await store.open({ path: '/a.yaml' }, []);
  const titled = (value: string) => store.apply([{ op: 'set', path: ['title'], value }], 'change the title');
  return { store, disk, titled, text: () => store.state().text, words: () => store.state().history };
}

/** Types letters behind a text, one after the other. */
function type(store: Awaited<ReturnType<typeof opened>>['store'], behind: string, letters: string): void {
  for (const [i, letter] of [...letters].entries()) {
    const { text } = store.state();
    const at = text.indexOf(behind) + behind.length + i;
    store.edit(text.slice(0, at) + letter + text.slice(at));
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a history', () => {
  it('gives back every text, there and back', () => {
    const change = fc.tuple(fc.string({ maxLength: 20 }), fc.constantFrom('a', TYPING), fc.nat(1500));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
        let clock = 0;
        const history = createHistory(() => clock);
        let text = '';
        const seen = [text];
        for (const [next, words, pause] of changes) {
          clock += pause;
          history.record(text, next, words, words === TYPING ? TYPING : null);
          text = next;
          seen.push(text);
        }
        const back: string[] = [text];
        for (let step = history.undo(text); step !== null; step = history.undo(step)) back.unshift(step);
        expect(back[0]).toBe('');
        expect(seen).toEqual(expect.arrayContaining(back));
        let forth = '';
        for (const wanted of back.slice(1)) expect((forth = history.redo(forth)!)).toBe(wanted);
        expect(history.redo(forth)).toBeNull();
      }),
    );
  });

  it('keeps the newest steps', () => {
    const history = createHistory(() => 0);
    for (let i = 0; i < MOST_STEPS + 10; i++) history.record(`${i}`, `${i + 1}`, 'count', null);
    let text = `${MOST_STEPS + 10}`;
    let steps = 0;
    for (let next = history.undo(text); next !== null; next = history.undo(next))
      [text, steps] = [next, steps + 1];
    expect([text, steps]).toEqual(['10', MOST_STEPS]);
  });
});

describe('the history of a document', () => {
  it('is one for forms and typing, with the words of each step', async () => {
    const { store, titled, text, words } = await opened();
    type(store, '# of it', ', typed');
    vi.advanceTimersByTime(2000);
    await titled('Two');
    expect(text()).toBe('muscope: 1 # format\ntitle: Two # of it, typed\n');
    expect(words()).toMatchObject({ undo: 'change the title', redo: null });
    store.undo();
    expect(words()).toMatchObject({ undo: TYPING, redo: 'change the title' });
    editorOf(store).undo();
    expect([text(), words().undo]).toEqual([TEXT, null]);
    store.undo();
    expect(text()).toBe(TEXT);
    store.redo();
    store.redo();
    expect(text()).toContain('title: Two # of it, typed');
    store.undo();
    store.edit('other');
    expect(words().redo).toBeNull();
  });

  it('takes letters of one word, and values of one field, as one step', async () => {
    const { store, titled, text } = await opened();
    type(store, 'One', ' and more');
    type(store, '# format', ' of it');
    for (const title of ['T', 'Tw', 'Two']) await titled(title);
    vi.advanceTimersByTime(2000);
    await titled('Three');
    const seen = [1, 2, 3, 4].map(() => (store.undo(), text()));
    expect(seen).toEqual([
      'muscope: 1 # format of it\ntitle: Two # of it\n',
      'muscope: 1 # format of it\ntitle: One and more # of it\n',
      'muscope: 1 # format\ntitle: One and more # of it\n',
      TEXT,
    ]);
  });

  it('does not change with a value that stands there or cannot be', async () => {
    const { store, titled, text, words } = await opened();
    await titled('One');
    await expect(store.apply([{ op: 'set', path: ['title', 'x'], value: 1 }], 'nonsense')).rejects.toThrow(
      'is not a map',
    );
    expect([text(), words().undo]).toEqual([TEXT, null]);
    store.edit('a: [1');
    await expect(titled('Two')).rejects.toThrow('not YAML');
    expect(text()).toBe('a: [1');
  });

  it('leads back to what stood on disk before another program wrote it, and is saved like any change', async () => {
    const { store, disk, text, words } = await opened();
    disk.text = 'theirs';
    await store.refresh();
    expect([text(), words().undo]).toEqual(['theirs', 'the text on disk']);
    store.undo();
    await vi.advanceTimersByTimeAsync(2000);
    expect(disk.text).toBe(TEXT);
    await store.open({ path: '/b.yaml' }, []);
    expect(words().undo).toBeNull();
  });

  it('leads from what a reload brought back to what is on disk', async () => {
    const kept = { path: '/a.yaml', text: 'mine', version: TEXT };
    const { store, text, words } = await opened({ ...noDrafts(), kept: () => kept });
    expect([text(), words().undo]).toEqual(['mine', 'what was not saved']);
    store.undo();
    expect(text()).toBe(TEXT);
  });

  it('of a document that cannot be written has no steps', async () => {
    const { titled, text } = await opened(noDrafts(), 'the sample stays');
    await expect(titled('Two')).rejects.toThrow('cannot be changed: the sample stays');
    expect(text()).toBe(TEXT);
  });
});
