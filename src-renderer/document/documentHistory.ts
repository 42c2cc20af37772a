import { patchText, reversed, textPatch } from './textPatch.ts';
import type { TextPatch } from './textPatch.ts';

/** Steps that are kept. */
export const MOST_STEPS = 1000;
/** Characters that all kept steps hold together. */
const MOST_CHARACTERS = 16_000_000;
/** Milliseconds between changes that are one step. */
const PAUSE = 1000;

/** What would be undone and redone, in words. */
export interface HistoryWords {
  undo: string | null;
  redo: string | null;
  /** How often it was gone back or forth. */
  travels: number;
}

interface Step {
  words: string;
  /** Changes of one kind that follow soon are one step; null for none. */
  kind: string | null;
  patches: TextPatch[];
  /** When its last change was made. */
  at: number;
}

/** A step as it is kept beside the text: its words, and place, removed and inserted text of every change. */
export type KeptStep = [words: string, ...patches: [from: number, removed: string, inserted: string][]];

/** The steps that a text has behind and before it, the nearest last. */
export interface KeptSteps {
  done: KeptStep[];
  undone: KeptStep[];
}

/** The steps of one text, newest last. */
export interface DocumentHistory {
  /**
   * Takes a change of the text into account.
   * @param kind what further changes must be, too, to be one step with it; null where none can
   */
  record(before: string, after: string, words: string, kind: string | null): void;
  /** What follows is a step of its own. */
  seal(): void;
  /** The text before the newest step; null where there is none. */
  undo(text: string): string | null;
  redo(text: string): string | null;
  words(): HistoryWords;
  clear(): void;
  /** The nearest steps, in each direction no more than so many characters. */
  kept(most: number): KeptSteps;
  /** Puts kept steps in place of all there are. */
  restore(steps: KeptSteps): void;
}

/** What is typed into the text: its words and its kind. */
export const TYPING = 'typing';

function sizeOf({ patches }: Step): number {
  return patches.reduce((sum, { removed, inserted }) => sum + removed.length + inserted.length, 0);
}

function keptOf({ words, patches }: Step): KeptStep {
  return [
    words,
    ...patches.map(({ from, removed, inserted }): [number, string, string] => [from, removed, inserted]),
  ];
}

function stepOf([words, ...patches]: KeptStep): Step {
  return {
    words,
    kind: null,
    patches: patches.map(([from, removed, inserted]) => ({ from, removed, inserted })),
    at: 0,
  };
}

/** The last steps that hold no more than so many characters together. */
function nearest(steps: readonly Step[], most: number): KeptStep[] {
  let size = 0;
  const first = steps.findLastIndex((step) => (size += step.words.length + sizeOf(step)) > most);
  return steps.slice(first + 1).map(keptOf);
}

/** Whether a change goes on where the one before ended. */
function continues(last: TextPatch, next: TextPatch): boolean {
  const end = last.from + last.inserted.length;
  return next.from <= end + 1 && next.from + next.removed.length >= last.from - 1;
}

/**
 * A history of one text.
 * @param now milliseconds of a monotonic clock
 */
export function createHistory(now: () => number): DocumentHistory {
  let done: Step[] = [];
  let undone: Step[] = [];
  let open = false;
  let travels = 0;

  function bound(): void {
    let size = done.reduce((sum, step) => sum + sizeOf(step), 0);
    while (done.length > MOST_STEPS || (size > MOST_CHARACTERS && done.length > 1))
      size -= sizeOf(done.shift()!);
  }

  return {
    record(before, after, words, kind) {
      if (before === after) return;
      const patch = textPatch(before, after);
      const last = open ? done.at(-1) : undefined;
      const soon = last && kind !== null && last.kind === kind && now() - last.at < PAUSE;
      if (soon && (kind !== TYPING || continues(last.patches.at(-1)!, patch))) {
        last.patches.push(patch);
        last.at = now();
      } else done.push({ words, kind, patches: [patch], at: now() });
      undone = [];
      open = true;
      bound();
    },
    seal: () => void (open = false),
    undo(text) {
      const step = done.pop();
      if (!step) return null;
      undone.push(step);
      open = false;
      travels++;
      return step.patches.toReversed().map(reversed).reduce(patchText, text);
    },
    redo(text) {
      const step = undone.pop();
      if (!step) return null;
      done.push(step);
      open = false;
      travels++;
      return step.patches.reduce(patchText, text);
    },
    words: () => ({ undo: done.at(-1)?.words ?? null, redo: undone.at(-1)?.words ?? null, travels }),
    clear() {
      done = [];
      undone = [];
      open = false;
    },
    kept: (most) => ({ done: nearest(done, most), undone: nearest(undone, most) }),
    restore(steps) {
      done = steps.done.map(stepOf);
      undone = steps.undone.map(stepOf);
      open = false;
    },
  };
}
