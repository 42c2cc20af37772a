import { createHash } from 'node:crypto';
import type { Recognised } from '../../src-shared/contracts/exporting.ts';
import { canonicalBytes } from '../../src-shared/study/canonical.ts';
import { checkStudy } from '../../src-shared/study/document.ts';
import type { EfficiencyStudy } from '../../src-shared/study/efficiency.ts';
import { writeStudy } from '../../src-shared/study/writeStudy.ts';
import { MAX_BYTES } from '../../src-shared/study/yamlText.ts';
import { UserError } from '../../src-shared/userError.ts';
import { isBundle, readBundle } from './bundle.ts';
import type { Bundle } from './bundle.ts';
import { readEnclosure } from './enclosed.ts';
import type { Provenance } from './provenance.ts';

/** What a file is, and the run inside where it is a bundle. */
export interface RecognisedFile extends Omit<Recognised, 'run'> {
  bundle: Bundle | null;
}

const NOTHING = { title: null, studyText: null, made: null, reason: null, bundle: null };

function asText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function madeOf({ version, document, inputs, derived }: Provenance): Recognised['made'] {
  return {
    version: asText(version) ?? '',
    hash: asText(document?.hash),
    files: inputs.length,
    derived: Array.isArray(derived) ? derived.filter((one) => typeof one === 'string') : [],
  };
}

function reasonOf(error: unknown): string {
  return error instanceof UserError ? error.message : 'it is damaged';
}

/** The document of a study that stands in a file, when it is the one that the file says. */
function documentOf(
  study: EfficiencyStudy | undefined,
  hash: string | null,
): Pick<Recognised, 'studyText' | 'title' | 'reason'> {
  if (!study) return { ...NOTHING, reason: 'this figure has no study inside: it shows a histogram' };
  const title = asText(study.title);
  const found = createHash('sha256').update(canonicalBytes(study)).digest('hex');
  if (found !== hash)
    return { title, studyText: null, reason: 'the study inside was changed after it was written' };
  const studyText = writeStudy(study);
  const reason =
    studyText === null ? 'the study inside is of a version that this program does not write' : null;
  return { title, studyText, reason };
}

function figureOf(bytes: Uint8Array): RecognisedFile {
  try {
    const { provenance, study } = readEnclosure(bytes);
    const made = madeOf(provenance);
    return { kind: 'figure', bundle: null, made, ...documentOf(study, made?.hash ?? null) };
  } catch (error) {
    return { ...NOTHING, kind: 'figure', reason: reasonOf(error) };
  }
}

function bundleOf(bytes: Uint8Array): RecognisedFile {
  try {
    const bundle = readBundle(bytes);
    const made = madeOf(bundle.provenance);
    return { kind: 'bundle', bundle, made, ...documentOf(bundle.study, made?.hash ?? null) };
  } catch (error) {
    return { ...NOTHING, kind: 'bundle', reason: reasonOf(error) };
  }
}

function studyOf(name: string, bytes: Uint8Array): RecognisedFile | null {
  if (bytes.length > MAX_BYTES || !/\.(?:ya?ml|muscope)$/i.test(name)) return null;
  const text = Buffer.from(bytes).toString('utf8');
  if (!/^\s*["']?muscope["']?\s*:/m.test(text)) return null;
  const { study, problems } = checkStudy(text, { name });
  const reason = problems[0]?.message ?? null;
  return { ...NOTHING, kind: 'study', title: study?.title ?? null, studyText: text, reason };
}

/**
 * What a file is by its bytes: a figure that was exported, a bundle, a study document, a ROOT file. A figure of other programs, and one
 * whose study is gone, is a figure with a reason. Whatever the bytes are, nothing is thrown.
 * @param name only its ending counts, and only for study documents
 */
export function recogniseFile(name: string, bytes: Uint8Array): RecognisedFile {
  const start = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  if (start.startsWith('root')) return { ...NOTHING, kind: 'root' };
  if (isBundle(bytes)) return bundleOf(bytes);
  if (start.startsWith('\x89PNG') || start.startsWith('%PDF-') || start.includes('<svg'))
    return figureOf(bytes);
  return (
    studyOf(name, bytes) ?? {
      ...NOTHING,
      kind: 'unknown',
      reason: 'this is no figure, bundle, study document or ROOT file',
    }
  );
}
