import { describe, expect, it } from 'vitest';
import { movedEdit } from '../../../src-renderer/studies/efficiency/threshold/movedEdit.ts';

// Source of truth: the forms that a working point has in a document.

describe('a moved threshold', () => {
  it.each([
    ['preset', 'x < 2'],
    [undefined, 'x < 2'],
    [{ flag: true }, 'x < 2'],
    [
      { expression: 'x < 1', colour: '#112233' },
      { expression: 'x < 2', colour: '#112233' },
    ],
  ])('of %j becomes %j', (value, expected) => {
    const edit = movedEdit(value === undefined ? {} : { Tight: value }, 'Tight', 'x < 2');
    expect(edit).toEqual({ op: 'set', path: ['workingPoints', 'Tight'], value: expected });
  });
});
