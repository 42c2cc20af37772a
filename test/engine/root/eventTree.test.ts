import { describe, expect, it } from 'vitest';
import { eventTreePath, treePaths } from '../../../src-main/engine/root/eventTree.ts';
import { openFixture } from './openFixture.ts';

/** Source of truth: the order in which the docstring says that trees are looked for. */
describe('the tree that holds the events', () => {
  const choose = (paths: string[], tree?: string): string => eventTreePath(paths, { tree, option: '--tree' });

  it('is the named one, else one of a known layout, else the only one', () => {
    expect(choose(['Runs', 'Events'])).toBe('Events');
    expect(choose(['analysis', 'CollectionTree'])).toBe('CollectionTree');
    expect(choose(['one/two/tree'])).toBe('one/two/tree');
    expect(choose(['Runs', 'Events'], 'Runs')).toBe('Runs');
    expect(choose(['Events'], 'Events;3')).toBe('Events;3');
  });

  it('is refused where it is not there or cannot be told', () => {
    expect(() => choose([])).toThrow(/^the file has no tree$/);
    expect(() => choose(['a', 'b'], 'c')).toThrow(/^there is no tree c: the file has a, b$/);
    expect(() => choose(['a', 'b'])).toThrow(
      expect.objectContaining({
        message: 'which tree holds the events cannot be told: the file has a, b',
        hint: 'name it with --tree',
      }),
    );
  });

  it('cycles of one tree count once, other objects not', () => {
    expect(treePaths(openFixture('cycles.root'))).toEqual(['cycles']);
    expect(treePaths(openFixture('histograms.root'))).toEqual([]);
  });
});
