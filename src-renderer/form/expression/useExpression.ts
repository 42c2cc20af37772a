import { use, useLayoutEffect, useRef, useState } from 'react';
import type { ChangeEvent, KeyboardEvent, RefObject } from 'react';
import type { ExpressionLevel } from '../../../src-shared/study/schemaParts.ts';
import { useDraft } from '../useDraft.ts';
import { completed, completionAt } from './completion.ts';
import type { Completion } from './completion.ts';
import { ExpressionNamesContext } from './expressionNames.ts';
import type { ExpressionName } from './expressionNames.ts';
import { mistakeIn } from './mistakes.ts';
import type { Mistake } from './mistakes.ts';

/** An expression that is typed: its text, what is wrong with it, and the names that can go on. */
export interface TypedExpression {
  text: string;
  /** Why it is not written; null where it is. */
  refused: string | null;
  mistake: Mistake | null;
  completion: Completion | null;
  /** Position of the name that Enter takes. */
  chosen: number;
  area: RefObject<HTMLTextAreaElement | null>;
  take(index: number): void;
  change(event: ChangeEvent<HTMLTextAreaElement>): void;
  press(event: KeyboardEvent<HTMLTextAreaElement>): void;
  close(): void;
  leave(): void;
}

/** See {@link TypedExpression}; the arguments are those of the field. */
export function useExpression(
  value: string,
  level: ExpressionLevel,
  words: readonly ExpressionName[],
  required: boolean,
  commit: (value: string) => void,
): TypedExpression {
  const names = use(ExpressionNamesContext);
  const area = useRef<HTMLTextAreaElement>(null);
  const cursorWanted = useRef<number | null>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const [asked, ask] = useState(false);
  const [choice, choose] = useState(0);
  const find = (text: string) => mistakeIn(text, level, names, words);
  const draft = useDraft(
    value,
    (text) => {
      if (text.trim() === '') return required ? { problem: 'must not be empty' } : { empty: true };
      const found = find(text);
      return found?.unreadable ? { problem: found.message } : { value: text };
    },
    (meant) => commit(typeof meant === 'string' ? meant : ''),
    (meant) => (typeof meant === 'string' ? meant : ''),
  );
  const { text } = draft;
  const completion = cursor === null ? null : completionAt(text, cursor, level, names, words, asked);
  const all = completion?.options.length ?? 0;
  const chosen = Math.max(0, Math.min(choice, all - 1));

  useLayoutEffect(() => {
    if (cursorWanted.current === null) return;
    area.current?.setSelectionRange(cursorWanted.current, cursorWanted.current);
    cursorWanted.current = null;
  });

  function look(at: number | null, wanted: boolean): void {
    setCursor(at);
    ask(wanted);
    choose(0);
  }

  function take(index: number): void {
    const option = completion?.options[index];
    if (!completion || !option) return;
    const made = completed(text, completion, option);
    cursorWanted.current = made.cursor;
    draft.type(made.text);
    look(null, false);
  }

  return {
    text,
    refused: draft.problem,
    mistake: find(text),
    completion,
    chosen,
    area,
    take,
    change({ target }) {
      draft.type(target.value.replace(/\s*\n\s*/g, ' '));
      look(target.selectionStart, false);
    },
    press(event) {
      const { key, ctrlKey, metaKey, currentTarget } = event;
      const step = { ArrowDown: 1, ArrowUp: -1 }[key];
      if (key === ' ' && ctrlKey) look(currentTarget.selectionStart, true);
      else if (completion && step !== undefined) choose((chosen + step + all) % all);
      else if (key === 'Enter' && !ctrlKey && !metaKey) take(chosen);
      else if (key === 'Escape' && (completion || draft.problem !== null)) {
        event.stopPropagation();
        if (completion) look(null, false);
        else draft.revert();
      } else {
        if (/^(?:Arrow|Home|End|Tab)/.test(key)) look(null, false);
        return;
      }
      event.preventDefault();
    },
    close: () => look(null, false),
    leave() {
      look(null, false);
      draft.leave();
    },
  };
}
