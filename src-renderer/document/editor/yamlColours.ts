import { syntaxTree } from '@codemirror/language';
import type { EditorState, Range } from '@codemirror/state';
import { Decoration, ViewPlugin } from '@codemirror/view';
import type { DecorationSet, EditorView } from '@codemirror/view';

const MARKS = Object.fromEntries(
  ['key', 'text', 'number', 'word', 'comment', 'mark'].map((name) => [
    name,
    Decoration.mark({ class: `yaml-${name}` }),
  ]),
);
const NUMBER = /^[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;
const WORD = /^(?:true|false|null|~)$/;
const KINDS: Record<string, string> = {
  QuotedLiteral: 'text',
  BlockLiteralContent: 'text',
  Anchor: 'mark',
  Alias: 'mark',
  Tag: 'mark',
  BlockLiteralHeader: 'mark',
};

function kindOf(name: string, parent: string | undefined, text: () => string): string | undefined {
  if (name === 'Key') return 'key';
  if (name !== 'Literal' || parent === 'Key') return parent === 'Key' ? undefined : KINDS[name];
  if (NUMBER.test(text())) return 'number';
  return WORD.test(text()) ? 'word' : 'text';
}

/** By the text, not by the tree: the grammar leaves out comments between the first pairs of a map. */
function comments(state: EditorState, from: number, to: number): Range<Decoration>[] {
  const marks: Range<Decoration>[] = [];
  for (let line = state.doc.lineAt(from); ; line = state.doc.line(line.number + 1)) {
    for (const { index } of line.text.matchAll(/(?<=^|\s)#/g)) {
      const { name } = syntaxTree(state).resolveInner(line.from + index, 1);
      if (name === 'QuotedLiteral' || name === 'BlockLiteralContent') continue;
      marks.push(MARKS['comment'].range(line.from + index, line.to));
      break;
    }
    if (line.to >= to) return marks;
  }
}

function colour({ state, visibleRanges }: EditorView): DecorationSet {
  const marks: Range<Decoration>[] = [];
  for (const { from, to } of visibleRanges) {
    marks.push(...comments(state, from, to));
    syntaxTree(state).iterate({
      from,
      to,
      enter: (node) => {
        const text = () => state.sliceDoc(node.from, node.to);
        const kind = node.from < node.to && kindOf(node.name, node.node.parent?.name, text);
        if (kind) marks.push(MARKS[kind].range(node.from, node.to));
      },
    });
  }
  return Decoration.set(marks, true);
}

/** Colours of keys, numbers, words, texts and comments. */
export const yamlColours = ViewPlugin.define(
  (view) => ({
    decorations: colour(view),
    update({ docChanged, viewportChanged, startState, state, view: shown }) {
      if (docChanged || viewportChanged || syntaxTree(startState) !== syntaxTree(state))
        this.decorations = colour(shown);
    },
  }),
  { decorations: ({ decorations }) => decorations },
);
