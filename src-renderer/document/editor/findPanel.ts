import { StateEffect, StateField } from '@codemirror/state';
import type { EditorState, Text } from '@codemirror/state';
import { Decoration, EditorView, keymap, showPanel } from '@codemirror/view';
import type { DecorationSet, Panel } from '@codemirror/view';

const MOST = 1000;
const FOUND = Decoration.mark({ class: 'found' });

/** Null: not looking. */
const look = StateEffect.define<string | null>();

interface Search {
  wanted: string | null;
  marks: DecorationSet;
}

/** Where a text stands in another, large and small letters alike; at most 1000 places. */
export function placesOf(text: string, wanted: string): number[] {
  const places: number[] = [];
  if (wanted === '') return places;
  const [all, part] = [text.toLowerCase(), wanted.toLowerCase()];
  if (all.length !== text.length) return places;
  for (
    let at = all.indexOf(part);
    at >= 0 && places.length < MOST;
    at = all.indexOf(part, at + part.length)
  ) {
    places.push(at);
  }
  return places;
}

function searched(text: Text, wanted: string | null): Search {
  const places = placesOf(text.toString(), wanted ?? '');
  const marks = places.map((at) => FOUND.range(at, at + (wanted ?? '').length));
  return { wanted, marks: Decoration.set(marks) };
}

const search = StateField.define<Search>({
  create: () => ({ wanted: null, marks: Decoration.none }),
  update(value, { effects, docChanged, newDoc }) {
    const asked = effects.find((effect) => effect.is(look));
    if (asked) return searched(newDoc, asked.value);
    return docChanged && value.wanted !== null ? searched(newDoc, value.wanted) : value;
  },
  provide: (field) => [
    EditorView.decorations.from(field, ({ marks }) => marks),
    showPanel.from(field, ({ wanted }) => (wanted === null ? null : panel)),
  ],
});

function starts(state: EditorState): number[] {
  const all: number[] = [];
  state.field(search).marks.between(0, state.doc.length, (from) => void all.push(from));
  return all;
}

function go(view: EditorView, by: 1 | -1): boolean {
  const { wanted } = view.state.field(search);
  const all = starts(view.state);
  if (wanted === null || all.length === 0) return false;
  const { from } = view.state.selection.main;
  const next = by > 0 ? all.find((at) => at > from) : all.findLast((at) => at < from);
  const at = next ?? (by > 0 ? all[0] : all[all.length - 1]);
  view.dispatch({
    selection: { anchor: at, head: at + wanted.length },
    effects: EditorView.scrollIntoView(at, { y: 'center' }),
  });
  return true;
}

function close(view: EditorView): boolean {
  if (view.state.field(search).wanted === null) return false;
  view.dispatch({ effects: look.of(null) });
  view.focus();
  return true;
}

function button(label: string, press: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = label;
  made.addEventListener('click', press);
  return made;
}

function panel(view: EditorView): Panel {
  const dom = document.createElement('div');
  dom.className = 'find-panel';
  const input = document.createElement('input');
  input.type = 'text';
  input.setAttribute('aria-label', 'Find');
  input.value = view.state.field(search).wanted ?? '';
  const count = document.createElement('span');
  count.className = 'find-count';
  count.setAttribute('aria-live', 'polite');
  const tell = (state: EditorState) => {
    const { wanted } = state.field(search);
    const found = starts(state).length;
    count.textContent = wanted === '' ? '' : found === 0 ? 'not found' : `${found} found`;
  };
  input.addEventListener('input', () => view.dispatch({ effects: look.of(input.value) }));
  dom.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close(view);
    else if (event.key === 'Enter' && event.target === input) go(view, event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  });
  dom.append(
    input,
    count,
    button('Previous', () => go(view, -1)),
    button('Next', () => go(view, 1)),
    button('Close', () => close(view)),
  );
  tell(view.state);
  return { dom, top: true, mount: () => input.select(), update: ({ state }) => tell(state) };
}

/** Opens the search, for what is selected in one line. */
export function openFind(view: EditorView): boolean {
  const { from, to } = view.state.selection.main;
  const selected = view.state.sliceDoc(from, to);
  const before = view.state.field(search).wanted;
  const wanted = selected !== '' && !selected.includes('\n') ? selected : (before ?? '');
  view.dispatch({ effects: look.of(wanted) });
  view.dom.querySelector<HTMLInputElement>('.find-panel input')?.select();
  return true;
}

/** Search in the text: Ctrl-F opens it, F3 and Ctrl-G go on, Escape closes it. */
export const findPanel = [
  search,
  keymap.of([
    { key: 'Mod-f', run: openFind },
    { key: 'F3', run: (view) => go(view, 1), shift: (view) => go(view, -1) },
    { key: 'Mod-g', run: (view) => go(view, 1), shift: (view) => go(view, -1) },
    { key: 'Escape', run: close },
  ]),
];
