import { createContext } from 'react';
import type { ExpressionLevel } from '../../../src-shared/study/schemaParts.ts';

/** A name that an expression can use. */
export interface ExpressionName {
  name: string;
  /** From the common vocabulary, a branch of the files, a function, an object such as `mu`, or a word of the study. */
  kind: 'quantity' | 'branch' | 'function' | 'object' | 'word';
  /** What it is, in words. */
  title?: string | undefined;
  unit?: string | null | undefined;
  /** As the file has it. */
  type?: string | undefined;
}

/** The names that the files of a study offer. */
export interface ExpressionNames {
  /** Bare names where rows are of this level. */
  at(level: ExpressionLevel): readonly ExpressionName[];
  /** Members of an object, `mu[0].pt` or `tag.charge`. */
  membersOf(object: string): readonly ExpressionName[];
  /** Whether these are all names, so that others are mistakes. */
  complete: boolean;
}

/** Nothing is known of the files. */
export const NO_NAMES: ExpressionNames = { at: () => [], membersOf: () => [], complete: false };

/** The names that the expressions of a form are completed with. */
export const ExpressionNamesContext = createContext<ExpressionNames>(NO_NAMES);
