import { syntaxTree } from '@codemirror/language';
import type { Range } from '@codemirror/state';
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
  Comment: 'comment',
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

function colour({ state, visibleRanges }: EditorView): DecorationSet {
  const marks: Range<Decoration>[] = [];
  for (const { from, to } of visibleRanges) {
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
