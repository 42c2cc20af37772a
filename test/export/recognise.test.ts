import { describe, expect, it } from 'vitest';
import { gzipSync } from 'node:zlib';
import { provenanceOf } from '../../src-main/export/provenance.ts';
import { recogniseFile } from '../../src-main/export/recognise.ts';
import { exportFigure } from '../../src-main/host/figures.ts';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import { canonicalBytes } from '../../src-shared/study/canonical.ts';
import { parseStudy } from '../../src-shared/study/document.ts';
import { createHash } from 'node:crypto';
import { sampleFigures } from '../figure/samples.ts';
import { EXAMPLE } from '../study/example.ts';

// Source of truth: the study that was put into the figure.

const { study } = parseStudy(EXAMPLE);
const hash = createHash('sha256').update(canonicalBytes(study)).digest('hex');
const result = {
  provenance: { version: '1.2.3', document: { title: study.title, hash } },
  datasets: { d: { files: [{ path: 'a.root', status: 'processed', entries: 3 }] } },
} as unknown as EfficiencyStudyResult;
const provenance = provenanceOf(result, ['interval wilson']);
const [figure] = sampleFigures();
const formats = ['pdf', 'svg', 'png'] as const;

describe('files that come back', () => {
  it.each(formats)('a %s gives the study that it was made from', async (format) => {
    const bytes = await exportFigure(figure!, format, { provenance, study });
    const found = recogniseFile(`x.${format}`, bytes);
    expect(found).toMatchObject({
      kind: 'figure',
      title: study.title,
      reason: null,
      made: { version: '1.2.3', hash, files: 1, derived: ['interval wilson'] },
    });
    expect(parseStudy(found.studyText ?? '').study).toEqual(study);
  });

  it.each(formats)('a %s whose study was changed says so', async (format) => {
    const other = { ...study, title: 'another' };
    const found = recogniseFile('x', await exportFigure(figure!, format, { provenance, study: other }));
    expect(found).toMatchObject({ kind: 'figure', studyText: null });
    expect(found.reason).toContain('changed');
  });

  it.each(formats)('a %s that is damaged or cut never throws', async (format) => {
    const whole = await exportFigure(figure!, format, { provenance, study });
    for (let i = 0; i < 150; i++) {
      const at = Math.floor((i / 150) * whole.length);
      const flipped = Uint8Array.from(whole);
      flipped[at]! ^= 0x41;
      for (const bytes of [flipped, whole.subarray(0, at)]) {
        const { studyText, reason, kind } = recogniseFile('x', bytes);
        if (studyText === null) expect(reason === null && kind !== 'unknown').toBe(false);
        else expect(parseStudy(studyText).study).toEqual(study);
      }
    }
  });

  it.each<[string, Uint8Array]>([
    ['a gzip of something else', gzipSync('{}')],
    ['a bundle without content', gzipSync('{"muscopeBundle":1}')],
    ['a gzip that is cut', gzipSync('{"muscopeBundle":1}').subarray(0, 12)],
    ['gzip of deep JSON', gzipSync('['.repeat(100_000))],
    ['nothing', new Uint8Array(0)],
  ])('%s has a reason', (_, bytes) => {
    expect(recogniseFile('x', bytes)).toMatchObject({ studyText: null, bundle: null });
    expect(recogniseFile('x', bytes).reason).toBeTruthy();
  });
});
