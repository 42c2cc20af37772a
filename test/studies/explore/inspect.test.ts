import { describe, expect, it } from 'vitest';
import { inspectFile } from '../../../src-main/studies/explore/inspect.ts';
import { openFixture } from '../../engine/root/openFixture.ts';

/** Source of truth: what the recipe in test/fixtures/make/make_root_fixtures.py wrote with ROOT 6.40. */
describe('inspect', () => {
  it('lists keys of all cycles and trees of the highest', () => {
    const { keys, trees, failed, rootVersion, uuid } = inspectFile(openFixture('cycles.root'));
    expect(keys.map(({ path, cycle }) => `${path};${cycle}`).sort()).toEqual([
      'cycles;1',
      'cycles;2',
      'cycles;3',
    ]);
    expect(trees.map(({ name, entries, title }) => ({ name, entries, title }))).toEqual([
      { name: 'cycles', entries: 12, title: 'third' },
    ]);
    expect(failed).toEqual([]);
    expect(rootVersion).toBe(64000);
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
  });

  it.each([
    ['codec_zlib.root', 'zlib'],
    ['codec_zstd.root', 'zstd'],
    ['codec_lz4.root', 'lz4'],
    ['codec_lzma.root', 'lzma'],
    ['codec_none.root', 'none'],
  ])('%s: finds %s in the baskets', (name, codec) => {
    const { trees } = inspectFile(openFixture(name));
    const event = trees[0].branches.find((branch) => branch.name === 'event');
    expect(event?.codecs).toContain(codec);
    expect(event).toMatchObject({ type: 'uint64_t', notRead: null });
    expect(trees[0].branches.map(({ name: branch, type }) => `${branch} ${type}`)).toEqual([
      'event uint64_t',
      'HLT_IsoMu24 bool',
      'nMuon uint32_t',
      'Muon_pt float[nMuon]',
      'Muon_charge int32_t[nMuon]',
      'iso std::vector<float>',
    ]);
  });

  it('is plain data', () => {
    const inspection = inspectFile(openFixture('unreadable.root'));
    expect(JSON.parse(JSON.stringify(inspection))).toEqual(inspection);
  });
});
