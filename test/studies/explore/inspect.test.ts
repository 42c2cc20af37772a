import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openRootFile } from '../../../src-main/engine/root/rootFile.ts';
import { createCodecs } from '../../../src-main/native/codecs.ts';
import { memorySource } from '../../../src-main/native/fileSource.ts';
import { fixture } from '../../shared.ts';
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

  /** The header of files below 2 GB: position of the streamer infos at byte 37, their bytes at 41 (TFile::ReadStreamerInfo). */
  it.each<[string, (bytes: Buffer, seek: number, nbytes: number) => void, RegExp]>([
    [
      'a false position',
      (bytes, seek) => bytes.writeInt32BE(seek + 10, 37),
      /^StreamerInfo: the header says that it takes \d+ bytes at byte \d+, where no key stands$/,
    ],
    [
      'false bytes',
      (bytes, seek, nbytes) => bytes.writeInt32BE(nbytes + 1, seek),
      /^StreamerInfo: the header says that it takes (\d+) bytes at byte \d+, its key says \d+ bytes$/,
    ],
    [
      'a position behind the end',
      (bytes) => bytes.writeInt32BE(bytes.length + 10, 37),
      /^StreamerInfo: bytes \d+ to \d+ lie outside the file \(\d+ bytes\)$/,
    ],
    [
      'another key',
      (bytes, seek) => bytes.fill(0, seek, seek + 60),
      /^StreamerInfo: the header says .*, where the key of something else stands$/,
    ],
    [
      'damaged content',
      (bytes, seek) => bytes.fill(255, seek + 80, seek + 300),
      /^StreamerInfo: needs \d+ bytes at byte \d+, \d+ are left$/,
    ],
    [
      'content without a class',
      (bytes, seek) => bytes.fill(0, seek + 100, seek + 300),
      /^the file does not describe version \d+ of class TTree \(byte 0\)$/,
    ],
  ])(
    'streamer infos with %s: the reason names object and number once, without the file',
    (_, edit, reason) => {
      const bytes = fs.readFileSync(fixture('root/codec_none.root'));
      edit(bytes, bytes.readInt32BE(37), bytes.readInt32BE(41));
      const { failed } = inspectFile(openRootFile(memorySource('damaged.root', bytes), createCodecs()));
      expect(failed).toEqual([{ object: 'Events', reason: expect.stringMatching(reason) as string }]);
    },
  );
});
