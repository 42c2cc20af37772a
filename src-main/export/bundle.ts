import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { efficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import { canonicalBytes } from '../../src-shared/study/canonical.ts';
import type { EfficiencyStudy } from '../../src-shared/study/efficiency.ts';
import { UserError } from '../../src-shared/userError.ts';
import { asciiJson } from './provenance.ts';
import type { Provenance } from './provenance.ts';

/** Everything of a finished run that can be looked at without its inputs. */
export interface Bundle {
  study: EfficiencyStudy;
  result: EfficiencyStudyResult;
  provenance: Provenance;
  /** SVG by name of the figure, fonts named only. */
  figures: Record<string, string>;
}

/** Version of the format of bundles. */
export const BUNDLE_FORMAT = 1;
const LARGEST_FILE = 256 * 1024 * 1024;
const LARGEST = 512 * 1024 * 1024;

/** One file of a run: gzip (its checksum guards it) of JSON in ASCII. The same run gives the same bytes on every platform. */
export function writeBundle({ study, result, provenance, figures }: Bundle): Uint8Array {
  const text = asciiJson({ muscopeBundle: BUNDLE_FORMAT, study, result, provenance, figures });
  const bytes = gzipSync(Buffer.from(text, 'latin1'), { level: 9 });
  bytes[9] = 255;
  return bytes;
}

/** Whether bytes begin as those of {@link writeBundle}. */
export function isBundle(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function damaged(what: string): UserError {
  return new UserError('damaged', `this bundle is damaged: ${what}`);
}

function unpacked(bytes: Uint8Array): unknown {
  if (bytes.length > LARGEST_FILE)
    throw new UserError('too-large', `${bytes.length} bytes are more than the 256 MB of a bundle`);
  try {
    return JSON.parse(gunzipSync(bytes, { maxOutputLength: LARGEST }).toString('latin1'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new UserError('too-large', 'the bundle unpacks to more than 512 MB');
    throw damaged('it cannot be unpacked');
  }
}

/** Whether the parts that figures are made of are there: what the hash covers is as its writer had it. */
function isStudy(value: unknown): value is EfficiencyStudy {
  if (typeof value !== 'object' || value === null) return false;
  const study = value as Partial<EfficiencyStudy>;
  const lists = [study.datasets, study.groups, study.workingPoints, study.axes];
  return (
    lists.every(
      (list) => Array.isArray(list) && list.every((item) => typeof item === 'object' && item !== null),
    ) &&
    typeof study.figures === 'object' &&
    study.figures !== null
  );
}

/** Reads a bundle; all sizes and the result are checked. Throws UserErrors `too-large`, `damaged`, `unsupported` (a newer format), `changed` (a study that is not the one of the result). */
export function readBundle(bytes: Uint8Array): Bundle {
  const content = unpacked(bytes);
  if (typeof content !== 'object' || content === null || !('muscopeBundle' in content))
    throw damaged('it holds something else');
  const { muscopeBundle, study, result, provenance, figures } = content as Record<string, unknown>;
  if (muscopeBundle !== BUNDLE_FORMAT)
    throw new UserError('unsupported', `this bundle has format ${String(muscopeBundle)}`, {
      hint: `This version reads format ${BUNDLE_FORMAT}; a newer one wrote it.`,
    });
  const checked = efficiencyStudyResult.safeParse(result);
  if (!checked.success) throw damaged('its result is not as this version writes it');
  if (!isStudy(study)) throw damaged('its study is not whole');
  const texts = Object.entries((figures ?? {}) as object);
  if (texts.some(([, svg]) => typeof svg !== 'string')) throw damaged('a figure is no text');
  const hash = createHash('sha256').update(canonicalBytes(study)).digest('hex');
  if (hash !== checked.data.provenance.document.hash)
    throw new UserError('changed', 'the study in this bundle is not the one of its result');
  return {
    study,
    result: result as EfficiencyStudyResult,
    provenance: provenance as Provenance,
    figures: Object.fromEntries(texts),
  };
}
