import { describe, expect, it } from 'vitest';
import { reasonOf } from '../../../src-main/engine/pipeline/task.ts';
import { UserError } from '../../../src-shared/userError.ts';

// Source of truth: the promise of Reason: code, words, object and offset, no path; everything else is a bug; exact.

describe('reasonOf', () => {
  it('takes what a UserError says, without the path', () => {
    const where = { file: '/home/somebody/x.root', object: 'tree:mu_pt', offset: 0 };
    expect(reasonOf(new UserError('damaged', 'a basket', { where }))).toEqual({
      code: 'damaged',
      message: 'a basket',
      object: 'tree:mu_pt',
      offset: 0,
    });
    expect(reasonOf(new UserError('missing', 'no file'))).toEqual({ code: 'missing', message: 'no file' });
  });

  it.each<[unknown, string]>([
    [new RangeError('out of bounds'), 'out of bounds'],
    ['a text', 'a text'],
    [undefined, 'undefined'],
    [{ toString: () => 'a thing' }, 'a thing'],
  ])('calls %o a bug', (error, words) => {
    expect(reasonOf(error)).toEqual({ code: 'internal', message: `error of the program: ${words}` });
  });
});
